"""The tree of a text written as GitHub Markdown, escaped in one place."""

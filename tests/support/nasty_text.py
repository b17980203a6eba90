"""Texts with all that means something to Markdown, and what GitHub's parser makes of them."""

from html.parser import HTMLParser

import cmarkgfm
from cmarkgfm.cmark import Options
from hypothesis import strategies as st

nasty = st.text(
    st.one_of(
        st.sampled_from(list("\\`*_[]<>&|~$#!@{}()-+=.:;\"'% \n\t1a")),
        st.characters(codec="utf-8"),
    ),
    max_size=60,
) | st.lists(
    st.sampled_from(
        [
            "</details>",
            "<b>",
            "](x)",
            "```",
            "$",
            "$$",
            "\\textbf{",
            "}",
            "\\emph{a}",
            "|",
            "\n\n",
            "- ",
            "# ",
            "1. ",
            "<!--",
            "-->",
            "http://a.b/c_d",
            "www.x.org",
            "@me",
            "#1",
            "a",
            " ",
            "\\",
            "&lt;",
            "\u202e",
            "א",
            "*",
            "$x^2$",
            "---",
            "===",
            "> ",
            "~~",
            "a@b.cd",
            "[^1]",
            ":+1:",
            "\\(",
            "\\)",
            "\\begin{align}",
            "\\end{align}",
        ]
    ),
    max_size=14,
).map("".join)


class Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.names.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def rendered(source: str) -> Elements:
    """The page that GitHub's own parser makes of Markdown."""
    options = Options.CMARK_OPT_UNSAFE
    extensions = ["table", "strikethrough", "autolink", "tagfilter", "tasklist"]
    return Elements(cmarkgfm.markdown_to_html_with_extensions(source, options=options, extensions=extensions))

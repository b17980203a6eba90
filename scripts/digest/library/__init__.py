"""What a forker has collected, at Zotero or in a BibTeX file, as examples for the ranker: docs/library.md."""

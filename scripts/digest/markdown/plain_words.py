"""Texts in which nothing is TeX, Markdown or HTML: as most titles and names are, told by one look at them."""

import re

_WORDS = re.compile(
    r"[a-z](?:[a-z0-9,.;?()/+=%]++|(?<!gh)-(?=[a-z0-9(])| (?=[a-z0-9(])|:(?= [a-z0-9(])|'(?!'))*+",
    re.ASCII | re.IGNORECASE,
)
"""Words of ASCII with the marks of prose, single spaces between them, a letter first. GH-1 would be a reference."""


def is_plain_words(text: str) -> bool:
    """Whether a text surely is the same in TeX, as Markdown in any place of a page, and in HTML."""
    return _WORDS.fullmatch(text) is not None and "www" not in text.lower()

"""Texts in which nothing is TeX, Markdown or HTML: as most titles and names are, told by one look at them."""

import re

_WORDS = re.compile(
    # A word and the space behind it in one step: most of a title is that. Both cases are named, since Python looks at
    # each character by itself where a pattern ignores case.
    r"[a-zA-Z](?:[a-zA-Z0-9,.;?()/+=%]++(?: (?=[a-zA-Z0-9(]))?+|(?<![gG][hH])-(?=[a-zA-Z0-9(])| (?=[a-zA-Z0-9(])"
    r"|:(?= [a-zA-Z0-9(])|'(?!'))*+"
)
"""Words of ASCII with the marks of prose, single spaces between them, a letter first. GH-1 would be a reference."""


def plain_words(text: str) -> str:
    """A text, without spaces around it, that surely is the same in TeX, as Markdown in any place, and in HTML.

    Nothing ("") where it may have to be written otherwise.
    """
    words = text.strip()
    return words if _WORDS.fullmatch(words) and "www" not in words.lower() else ""

"""The anchors that GitHub gives headings, as github-slugger computes them."""

import unicodedata

from digest.core.characters import visible


def slug(text: str) -> str:
    """The anchor of a heading that reads `text`: lower case, spaces to hyphens, other marks dropped."""
    kept = (c for c in visible(text).strip().lower() if c in "-_ " or unicodedata.category(c)[0] in "LNM")
    return "".join(kept).replace(" ", "-")

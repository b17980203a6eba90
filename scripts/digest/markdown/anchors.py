"""The anchors that GitHub gives headings, as github-slugger computes them."""

import unicodedata

from digest.core.characters import visible


def slug(text: str) -> str:
    """The anchor of a heading that reads `text`: lower case, spaces to hyphens, other marks dropped."""
    kept = (c for c in visible(text).strip().lower() if c in "-_ " or unicodedata.category(c)[0] in "LNM")
    return "".join(kept).replace(" ", "-")


class Anchors:
    """The anchors of one page, in the order of its headings: a heading that comes again gets -1, -2 behind it."""

    def __init__(self) -> None:
        self._times: dict[str, int] = {}

    def add(self, text: str) -> str:
        """The anchor of the page's next heading, whose visible text is `text`."""
        plain = anchor = slug(text)
        while anchor in self._times:
            self._times[plain] += 1
            anchor = f"{plain}-{self._times[plain]}"
        self._times[anchor] = 0
        return anchor

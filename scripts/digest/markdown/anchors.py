"""The anchors that GitHub gives headings, as github-slugger computes them."""

import re
import unicodedata

from digest.core.characters import visible

_CIRCLED = "\u24b6-\u24e9\U0001f130-\U0001f149\U0001f150-\U0001f169\U0001f170-\U0001f189"
"""Letters to Unicode, though their category says signs."""
_KEPT = re.compile(f"[- {_CIRCLED}]")


def slug(text: str) -> str:
    """The anchor of a heading that reads `text`: lower case, spaces to hyphens, other marks dropped, as ½ and ² are."""
    return "".join(filter(_is_kept, visible(text).strip().lower())).replace(" ", "-")


def _is_kept(character: str) -> bool:
    """Whether a character is a letter, a mark, a digit or a connector."""
    category = unicodedata.category(character)
    return category[0] in "LM" or category in ("Nd", "Nl", "Pc") or bool(_KEPT.match(character))


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

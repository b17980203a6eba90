"""Whether an author of a paper is somebody the forker follows: full names, accents and initials folded."""

import re
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache

from digest.words.terms import fold

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


class Likeness(Enum):
    """How surely two names are one person's."""

    NONE = 0
    INITIALS = 1
    """The given name is an initial on one side: "G. Hinton" for Geoffrey Hinton."""
    FULL = 2


def likeness(followed: str, author: str) -> Likeness:
    """Compare a followed name with a paper's: "Hinton, Geoffrey" is "Geoffrey E. Hinton"; "Müller" is "Mueller"."""
    return max(
        (_compare(one, two) for one in _spellings(followed) for two in _spellings(author)),
        key=lambda found: found.value,
    )


def followed_author(followed: str, authors: Sequence[str]) -> tuple[Likeness, tuple[str, ...]]:
    """How surely a followed person is among the authors of a paper, and as which of them."""
    alike = [(likeness(followed, author), author) for author in authors]
    best = max((found for found, _ in alike), key=lambda found: found.value, default=Likeness.NONE)
    return best, tuple(author for found, author in alike if found is best and found is not Likeness.NONE)


@lru_cache(maxsize=1 << 14)
def _spellings(name: str) -> list[tuple[str, ...]]:
    """The words of a name, given names first; with an umlaut as its letter and as two."""
    family, comma, given = name.partition(",")
    ordered = f"{given} {family}" if comma else name
    lower = ordered.casefold().translate(_LETTERS)
    # A hyphen joins: Jean-Baptiste and Jeanbaptiste, Smith-Jones and Smithjones. A point parts: J.B. is J. B.
    return [
        tuple(re.findall(r"[^\W_]+", re.sub(r"[-‐‑'’`]", "", spelling)))
        for spelling in dict.fromkeys((fold(lower), fold(lower.translate(_UMLAUTS))))
    ]


def _compare(one: tuple[str, ...], two: tuple[str, ...]) -> Likeness:
    if not one or not two:
        return Likeness.NONE
    if one == two or "".join(one) == "".join(two):
        return Likeness.FULL
    if len(one) < 2 or len(two) < 2 or one[-1] != two[-1] or one[0][0] != two[0][0]:
        return Likeness.NONE
    if not _middle_agrees(one[1:-1], two[1:-1]):
        return Likeness.NONE
    if one[0] == two[0]:
        return Likeness.INITIALS if len(one[0]) == 1 else Likeness.FULL
    return Likeness.INITIALS if 1 in (len(one[0]), len(two[0])) else Likeness.NONE


def _middle_agrees(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Middle names that both have must be the same, or one the other's initial; where one has none, anything goes."""
    return all(a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for a, b in zip(one, two, strict=False))

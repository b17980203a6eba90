"""Numbers in English words: "two hundred", "threefold", "half"."""

import re
from collections.abc import Iterator
from fractions import Fraction

from digest.summary_checks.quantity import Kind, Quantity

_SMALL = {
    word: value
    for value, word in enumerate(
        (
            *(
                "zero",
                "one",
                "two",
                "three",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine",
                "ten",
                "eleven",
                "twelve",
            ),
            *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
        )
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2)
}
_SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_WORD = "|".join([*_TENS, *sorted(_SMALL, key=len, reverse=True)])
_CARDINAL = re.compile(
    rf"\b(?P<first>{_WORD})(?:[ -](?P<second>{'|'.join(list(_SMALL)[1:10])}))?"
    rf"(?P<scales>(?:[ -](?:{'|'.join(_SCALES)}))*)(?P<after>-?fold\b|[ -]times\b|x\b| percent\b"
    rf"| (?:percentage )?points?\b| orders? of magnitude)?(?![a-z])",
    re.IGNORECASE,
)
_TIMES = {
    **dict.fromkeys(("twice", "doubles", "doubled", "doubling", "twofold"), Fraction(2)),
    **dict.fromkeys(("thrice", "triples", "tripled", "tripling", "threefold"), Fraction(3)),
    **dict.fromkeys(("quadruples", "quadrupled", "fourfold"), Fraction(4)),
    **dict.fromkeys(("tenfold", "order of magnitude"), Fraction(10)),
}
_SHARES = {
    **dict.fromkeys(("half", "halves", "halved", "halving"), Fraction(1, 2)),
    "third": Fraction(1, 3),
    "thirds": Fraction(2, 3),
    "quarter": Fraction(1, 4),
    "quarters": Fraction(3, 4),
    "fifth": Fraction(1, 5),
    "tenth": Fraction(1, 10),
    "double": Fraction(2),
    "triple": Fraction(3),
    "quadruple": Fraction(4),
}
_COUNTS = {
    **dict.fromkeys(("both", "dual", "pair", "second", "binary"), Fraction(2)),
    "third": Fraction(3),
    "trio": Fraction(3),
    "tri": Fraction(3),
    "fourth": Fraction(4),
    "quad": Fraction(4),
    "fifth": Fraction(5),
    "dozen": Fraction(12),
    "hundreds": Fraction(100),
    "thousands": Fraction(1000),
}
"""Words that support a number and claim none: "second" may be a time."""


def english_numbers(text: str) -> Iterator[Quantity]:
    """The numbers in words that a text states."""
    for match in _CARDINAL.finditer(text):
        first = match["first"].lower()
        value = Fraction(_TENS.get(first, _SMALL.get(first, 0)))
        if match["second"] and first in _TENS:
            value += _SMALL[match["second"].lower()]
        for scale in re.findall("|".join(_SCALES), match["scales"].lower()):
            value *= _SCALES[scale]
        after = (match["after"] or "").lower().strip(" -")
        kind: Kind = "plain"
        if after.startswith(("fold", "times", "x")):
            kind = "times"
        elif after.startswith("order"):
            value, kind = Fraction(10) ** min(int(value), 40), "times"
        elif after:
            kind = "percent"
        yield Quantity(written=match[0].strip(), values=frozenset({value}), kind=kind)
    yield from _of(text, _TIMES, "times")


def english_hints(text: str) -> Iterator[Quantity]:
    """The words of an abstract that a number in its summary may stand for: "half", "both", "a dozen"."""
    yield from _of(text, _SHARES, "times")
    yield from _of(text, _COUNTS, "plain")


def _of(text: str, words: dict[str, Fraction], kind: Kind) -> Iterator[Quantity]:
    for match in re.finditer(rf"\b({'|'.join(words)})\b", text, re.IGNORECASE):
        yield Quantity(written=match[0], values=frozenset({words[match[0].lower()]}), kind=kind)

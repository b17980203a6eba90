"""One number of a text, and the words for large units in the languages of a page."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Kind = Literal["plain", "percent", "times"]
"""10 tasks, 10% or 10x: none of them supports another one."""


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """One number of a text."""

    written: str
    """As it stands there, with its unit."""
    values: frozenset[Fraction]
    """What it may mean: "36.000" is 36 or, in German, 36000."""
    kind: Kind
    rounded: bool = False
    """Whether the text says that it is about, nearly or over this number."""


PERCENT = re.compile(
    r"\s?(%|pp\b|pts?\b|个?百分点|個?百分點|(-| )?(absolute |relative |percentage )?(percent|per cent|points?)\b|p\.p\."
    r"|Prozent(?:punkte?n?)?|p[eo]r cent[oi]|pour cent|procent|puntos porcentuales|points? de pourcentage"
    r"|процент|パーセント|ポイント|퍼센트)",
    re.IGNORECASE,
)
"""What follows a percentage."""
TIMES = re.compile(
    r"\s?-?(x(?![a-z\d])|×(?!\s?\d)|fold\b|times\b|倍|배|fach|mal\b|fois\b|veces\b|vezes\b|volte\b|keer\b|gange\b|раз\b"
    r"|orders? of magnitude|个?数量级)",
    re.IGNORECASE,
)
"""What follows a number of times."""

UNITS = {
    "k": 10**3,
    "m": 10**6,
    "b": 10**9,
    "t": 10**12,
    "bn": 10**9,
    "tr": 10**12,
    "hundred": 100,
    "thousand": 10**3,
    "thousands": 10**3,
    "million": 10**6,
    "millions": 10**6,
    "billion": 10**9,
    "billions": 10**9,
    "trillion": 10**12,
    "trillions": 10**12,
    "十": 10,
    "百": 100,
    "千": 10**3,
    "万": 10**4,
    "萬": 10**4,
    "亿": 10**8,
    "億": 10**8,
    "兆": 10**12,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "十亿": 10**9,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
    "百萬": 10**6,
    "十億": 10**9,
    "천": 10**3,
    "만": 10**4,
    "백만": 10**6,
    "억": 10**8,
    "조": 10**12,
    "tausend": 10**3,
    "millionen": 10**6,
    "milliarden": 10**9,
    "mille": 10**3,
    "milliard": 10**9,
    "milliards": 10**9,
    "mil": 10**3,
    "millón": 10**6,
    "millones": 10**6,
    "тыс": 10**3,
    "млн": 10**6,
    "млрд": 10**9,
}
"""In lower case."""

"""The numbers of a text, normalised: 1.11M is 1,110,000 is 111万, 10\\% is 10 percent, and 3x is 三倍."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from digest.summary_checks.chinese_numbers import chinese_numbers
from digest.summary_checks.number_words import english_hints, number_words
from digest.summary_checks.quantity import PERCENT, TIMES, UNITS, Kind, Quantity

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．％×✕‑−", "0123456789.%××--")
_TEX = {
    "\\%": "%",
    "\\times": "×",
    "\\cdot": "×",
    "{,}": ",",
    "\\,": "",
    "\\sim": "~",
    "\\approx": "≈",
    "\\geq": ">",
    "\\!": "",
    "$": "",
    "{": "",
    "}": "",
}
_LONGEST = 200
"""Characters of a figure that are looked at: a model that is stuck writes digits without end, which Python refuses."""
_FIGURE = r"\d+(?:[.,]\d+)*"
_UNIT = "|".join(sorted((unit for unit in UNITS if len(unit) > 2 or not unit.isascii()), key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?P<figure>{_FIGURE})(?:\s?×\s?10\s?\^\s?(?P<exponent>-?\d{{1,2}})(?!\d)|\^\s?(?P<power>-?\d{{1,2}})(?!\d))?"
    rf"(?:(?P<letter>(?-i:[kKMBbT])|bn|tr)(?![A-Za-z\d])|\s?-?(?P<unit>{_UNIT})(?![a-z]))?",
    re.IGNORECASE,
)
_JOINED = re.compile(
    rf"\s?%?\s?(-{{1,3}}|–|—|~|～|to|and|or|,|/|vs\.?)\s?(?:(?:and|or)\s)?(?={_FIGURE})", re.IGNORECASE
)
_FACTOR = re.compile(r"(factor|speed-?ups?|ratio) of (up to |about |roughly |over )?$", re.IGNORECASE)
_ROUND = re.compile(
    r"(约|近|大约|接近|超过|逾|多达|至少|about|around|nearly|almost|approximately|roughly|over|more than|at least|~|≈|>"
    r"|約|약|etwa|rund|über|casi|más de|cerca de|environ|plus de|près de|около|более)\s*$",
    re.IGNORECASE,
)
_LIST_MARK = re.compile(r"(?<![\w.])[(（][1-9][)）](?=\s*\D)|(?:^|(?<=[\s;；。:：，]))[1-9][)）.、](?=\s*[^\d\s])")
_TRIVIAL = frozenset({Fraction(0), Fraction(1)})
_PARTS = frozenset({Fraction(1), Fraction(2)})


def quantities(source: str, language: str = "en") -> list[Quantity]:
    """All numbers that a source states or hints at, in figures and words: those of English, and of its `language`."""
    text = _straightened(source)
    figures = list(_NUMBER.finditer(text))
    read = [_read(text, match) for match in figures]
    ranges = [replace(read[at], kind=kind, values=values) for at, kind, values in _ranges(text, figures, read)]
    powers = [Quantity(written=m[0], values=_readings(m["figure"]), kind="plain") for m in figures if m["power"]]
    shares = [
        Quantity(written=match[0], values=frozenset({Fraction(int(match[1]), int(match[2]))}), kind="times")
        for match in re.finditer(r"(?<![\d.])(\d{1,2})/([1-9]\d?)(?![\d.])", text)
    ]
    return [
        *read,
        *ranges,
        *powers,
        *shares,
        *(number for code in dict.fromkeys(("en", language)) for number in number_words(text, code)),
        *english_hints(text),
        *chinese_numbers(text),
    ]


def claims_of(summary: str, language: str = "en") -> list[Quantity]:
    """The numbers that a summary states: no list marks, no bare 0 and 1, and no one or two in words of its language.

    "Two parts" and 两个 count what the summary itself tells apart.
    """
    text = _LIST_MARK.sub(lambda match: " " * len(match[0]), _straightened(summary))
    figures = [_read(text, match) for match in _NUMBER.finditer(text)]
    words = [*number_words(text, language), *chinese_numbers(text)]
    return [
        *(claim for claim in figures if claim.kind != "plain" or not claim.values <= _TRIVIAL),
        *(claim for claim in words if claim.kind != "plain" or not claim.values <= _PARTS),
    ]


def _straightened(text: str) -> str:
    """TeX and typography out of the way: 10\\% and 1{,}000 and $3\\times$ and 10⁶."""
    text = text.translate(_FULL_WIDTH)
    text = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+", lambda match: "^" + match[0].translate(_SUPERSCRIPTS), text)
    for tex, straight in _TEX.items():
        text = text.replace(tex, straight)
    return re.sub(r"(?<=\d)[\u2009\u202f\u00a0 ](?=\d{3}(?!\d))", ",", text)


def _ranges(
    text: str, figures: list[re.Match[str]], read: list[Quantity]
) -> Iterator[tuple[int, Kind, frozenset[Fraction]]]:
    """What the last number of "10, 20 and 30%" or "10-20K" says of those before it: index, kind and values."""
    kind: Kind = "plain"
    factor = 1
    for at in range(len(figures) - 1, -1, -1):
        joined = _JOINED.match(text, figures[at].end())
        if at + 1 == len(figures) or not joined or joined.end() != figures[at + 1].start():
            kind, factor = read[at].kind, _factor(figures[at])
            continue
        if kind != "plain" or factor > 1:
            yield at, kind, read[at].values | {value * factor for value in read[at].values}


def _factor(match: re.Match[str]) -> int:
    return UNITS.get((match["unit"] or match["letter"] or "").lower(), 1)


def _read(text: str, match: re.Match[str]) -> Quantity:
    scale = Fraction(_factor(match)) * Fraction(10) ** int(match["exponent"] or 0)
    values = _readings(match["figure"])
    if match["power"]:
        values = frozenset(value ** int(match["power"]) for value in values if 0 < value <= 1000) or values
    values = frozenset(value * scale for value in values)
    before = text[max(0, match.start() - 40) : match.start()]
    kind: Kind = "times" if _FACTOR.search(before) else "plain"
    end = match.end()
    if after := PERCENT.match(text, match.end()):
        kind, end = "percent", after.end()
    elif after := TIMES.match(text, match.end()):
        kind, end = "times", after.end()
        if "magnitude" in after[0] or "数量级" in after[0]:
            values = frozenset(Fraction(10) ** int(value) for value in values if 0 < value < 40)
    written = text[match.start() : end].strip()
    return Quantity(written=written, values=values, kind=kind, rounded=bool(_ROUND.search(before)))


def _readings(figure: str) -> frozenset[Fraction]:
    """What a figure may mean, by English or continental separators; its parts, where it is a list such as "1,2"."""
    readings = set()
    figure = figure[:_LONGEST].rstrip(",.")
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?|\d+(\.\d+)?", figure):
        readings.add(Fraction(figure.replace(",", "")))
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?|\d+,\d+", figure):
        readings.add(Fraction(figure.replace(".", "").replace(",", ".")))
    if not readings or "," in figure:
        readings |= {Fraction(part) for part in figure.split(",") if re.fullmatch(r"\d+(\.\d+)?", part)}
    return frozenset(readings or {Fraction(part) for part in re.split("[.,]", figure)})

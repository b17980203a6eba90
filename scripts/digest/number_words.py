"""Numbers in words: "two hundred", "threefold", "half", 三倍, 百分之十, 两万."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

Kind = Literal["plain", "percent", "times"]
Found = tuple[str, frozenset[Fraction], Kind, bool]

UNITS = {
    "k": 10**3, "m": 10**6, "b": 10**9, "t": 10**12, "bn": 10**9, "tr": 10**12,
    "hundred": 100, "thousand": 10**3, "thousands": 10**3, "million": 10**6, "millions": 10**6, "billion": 10**9,
    "billions": 10**9, "trillion": 10**12, "trillions": 10**12,
    "十": 10, "百": 100, "千": 10**3, "万": 10**4, "萬": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8, "億": 10**8,
    "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12, "兆": 10**12, "百萬": 10**6, "十億": 10**9,
    "천": 10**3, "만": 10**4, "백만": 10**6, "억": 10**8, "조": 10**12,
    "tausend": 10**3, "millionen": 10**6, "milliarden": 10**9, "mille": 10**3, "milliard": 10**9, "milliards": 10**9,
    "mil": 10**3, "millón": 10**6, "millones": 10**6, "тыс": 10**3, "млн": 10**6, "млрд": 10**9,
}  # fmt: skip

_SMALL = {
    word: value
    for value, word in enumerate(
        [
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
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS = {w: 10 * v for v, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}  # noqa: SIM905
_SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9}
_WORD = "|".join([*_TENS, *sorted(_SMALL, key=len, reverse=True)])
_CARDINAL = re.compile(
    rf"\b(?P<first>{_WORD})(?:[ -](?P<second>{'|'.join(list(_SMALL)[1:10])}))?"
    rf"(?P<scales>(?:[ -](?:{'|'.join(_SCALES)}))*)(?P<after>-?fold\b|[ -]times\b|x\b| percent\b"
    rf"| (?:percentage )?points?\b| orders? of magnitude)?(?![a-z])",
    re.IGNORECASE,
)
_OTHER: dict[str, tuple[Fraction, Kind]] = {
    "half": (Fraction(1, 2), "times"), "halves": (Fraction(1, 2), "times"), "halving": (Fraction(1, 2), "times"),
    "third": (Fraction(1, 3), "times"), "thirds": (Fraction(2, 3), "times"), "quarter": (Fraction(1, 4), "times"),
    "fifth": (Fraction(1, 5), "times"), "tenth": (Fraction(1, 10), "times"), "quarters": (Fraction(3, 4), "times"),
    "twice": (Fraction(2), "times"), "double": (Fraction(2), "times"), "doubles": (Fraction(2), "times"),
    "doubling": (Fraction(2), "times"), "doubled": (Fraction(2), "times"), "twofold": (Fraction(2), "times"),
    "triple": (Fraction(3), "times"), "triples": (Fraction(3), "times"), "tripled": (Fraction(3), "times"),
    "tripling": (Fraction(3), "times"), "thrice": (Fraction(3), "times"), "quadruple": (Fraction(4), "times"),
    "tenfold": (Fraction(10), "times"), "order of magnitude": (Fraction(10), "times"),
    "both": (Fraction(2), "plain"), "dual": (Fraction(2), "plain"), "pair": (Fraction(2), "plain"),
    "second": (Fraction(2), "plain"), "binary": (Fraction(2), "plain"), "trio": (Fraction(3), "plain"),
    "fourth": (Fraction(4), "plain"), "dozen": (Fraction(12), "plain"), "tri": (Fraction(3), "plain"),
    "quad": (Fraction(4), "plain"), "hundreds": (Fraction(100), "plain"), "thousands": (Fraction(1000), "plain"),
}  # fmt: skip
_OTHER_WORD = re.compile(rf"\b({'|'.join(sorted(_OTHER, key=len, reverse=True))})\b", re.IGNORECASE)

_DIGITS = {c: v for v, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2, "幺": 1}
_HAN = "零〇一二两兩三四五六七八九十百千万萬亿億"
_CLASSIFIER = "个個种種类類项項阶段層层步组組位篇张張条條款大级級路维維轮輪次只份套所家名例段"
_PERCENT_HAN = re.compile(rf"百分之([{_HAN}]+(?:点[{_HAN}]+)?)")
_PART_HAN = re.compile(rf"([{_HAN}]+)分之([{_HAN}]+)")
_COUNT_HAN = re.compile(rf"(?<![{_HAN}数几上成第\d.])([{_HAN}]+)(?:(倍)|(成)(?![\w])|(?=[{_CLASSIFIER}余多]))")
_LARGE_HAN = re.compile(rf"(?<![{_HAN}数几上成第\d.])([{_HAN}]*[二两兩三四五六七八九][十百千万萬亿億][{_HAN}]*)")
_STRUCTURE = frozenset({Fraction(1), Fraction(2)})


def words_of(text: str, *, claims: bool) -> Iterator[Found]:
    """Numbers in English words and Chinese numerals.

    With `claims`, a bare one or two is left out, since "two parts" and 两个 count what the summary itself tells apart; as
    are single words such as "second", which are no claims.
    """
    for written, values, kind, rounded in (*_english(text), *_chinese(text)):
        if not (claims and kind == "plain" and values <= _STRUCTURE):
            yield written, values, kind, rounded
    if not claims:
        for match in _OTHER_WORD.finditer(text):
            value, other_kind = _OTHER[match[0].lower()]
            yield match[0], frozenset({value}), other_kind, False


def _english(text: str) -> Iterator[Found]:
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
        yield match[0].strip(), frozenset({value}), kind, False


def _chinese(text: str) -> Iterator[Found]:
    taken: list[tuple[int, int]] = []

    def free(match: re.Match[str]) -> bool:
        if any(start < match.end() and match.start() < end for start, end in taken):
            return False
        taken.append(match.span())
        return True

    for match in _PERCENT_HAN.finditer(text):
        whole, _, decimals = match[1].partition("点")
        value = Fraction(han(whole))
        if decimals:
            value += Fraction(int("".join(str(_DIGITS.get(c, 0)) for c in decimals)), 10 ** len(decimals))
        if free(match):
            yield match[0], frozenset({value}), "percent", False
    for match in _PART_HAN.finditer(text):
        if free(match) and han(match[1]):
            yield match[0], frozenset({Fraction(han(match[2]), han(match[1]))}), "times", False
    for pattern in (_COUNT_HAN, _LARGE_HAN):
        for match in pattern.finditer(text):
            if not free(match):
                continue
            groups = match.groups()
            if len(groups) > 1 and groups[2]:
                yield match[0], frozenset({Fraction(10 * han(match[1]))}), "percent", False
            else:
                yield (
                    match[0],
                    frozenset({Fraction(han(match[1]))}),
                    "times" if match[0].endswith("倍") else "plain",
                    False,
                )


def han(numeral: str) -> int:
    """The value of a Chinese numeral: 两百三十 is 230, 三万五千 is 35000, 二〇二四 is 2024."""
    if len(numeral) > 1 and all(character in _DIGITS for character in numeral):
        return int("".join(str(_DIGITS[character]) for character in numeral))
    total = section = digit = 0
    for character in numeral:
        if character in _DIGITS:
            digit = _DIGITS[character]
            continue
        unit = UNITS[character]
        if unit >= 10**4:
            total = (total + section + digit or 1) * unit if unit == 10**8 else total + (section + digit or 1) * unit
            section = digit = 0
        else:
            section += (digit or 1) * unit
            digit = 0
    return total + section + digit

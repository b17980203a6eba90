"""The numbers of a text, in figures and words, normalised: 1.11M is 1,110,000 is 111万, and 10\\% is 10 percent."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from digest.number_words import UNITS, words_of

Kind = Literal["plain", "percent", "times"]


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


_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％×✕", "0123456789.,%××")
_FIGURE = r"\d+(?:[.,]\d+)*"
_UNIT = "|".join(
    sorted((re.escape(unit) for unit in UNITS if len(unit) > 2 or not unit.isascii()), key=len, reverse=True)
)
_NUMBER = re.compile(
    rf"(?P<figure>{_FIGURE})"
    rf"(?:\s?×\s?10\s?\^\s?(?P<exponent>-?\d+))?"
    rf"(?P<power>\^\s?-?\d+)?"
    rf"(?:(?P<letter>[kKMBT]|bn|tr)(?![A-Za-z\d])|\s?-?(?P<unit>{_UNIT})(?![a-z]))?",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    r"\s?(%|‰|pp\b|pts?\b|个?百分点|個?百分點|(-| )?(absolute |relative |percentage )?(percent|per cent|points?)\b"
    r"|p\.p\.|Prozent|por ciento|pour cent|процент|パーセント|ポイント|퍼센트|프로)",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"\s?-?((x|×)(?!\s?\d)(?![a-wyz])|fold\b|times\b|倍|배|-?fach|fois\b|veces\b|раз\b|orders? of magnitude|个数量级)",
    re.IGNORECASE,
)
_TO_PERCENT = re.compile(
    rf"\s?%?\s?(-|–|—|~|～|to|and|or|,|/|至|到|和|、|与|bis|à|a)\s?(?:(?:and|or)\s)?(?={_FIGURE})", re.IGNORECASE
)
_FACTOR = re.compile(r"(factor|speed-?ups?|ratio|improvement) of (up to |about |roughly |over )?$", re.IGNORECASE)
_ROUND = re.compile(
    r"(约|近|大约|接近|超过|逾|多达|高达|至少|about|around|nearly|almost|approximately|roughly|over|more than|some|~|≈|>"
    r"|約|以上|약|etwa|rund|über|casi|más de|cerca de|environ|plus de|près de|около|более)\s*$",
    re.IGNORECASE,
)
_LIST_MARK = re.compile(r"(?<![\w.])[(（]?[1-9][)）](?=\s*\D)|(?:(?<=^)|(?<=[\s;；。:：]))[1-9][.、](?=\s*[^\d\s])")


def quantities(text: str, *, claims: bool) -> list[Quantity]:
    """All numbers of a text. With `claims`, only those that say something: no list marks, no bare 0 and 1."""
    text = _straightened(text)
    if claims:
        text = _LIST_MARK.sub(lambda match: " " * len(match[0]), text)
    found = [*_figures(text), *words_of(text, claims=claims)]
    made = [Quantity(written=w, values=v, kind=k, rounded=r) for w, v, k, r in found]
    return [q for q in made if not (claims and q.kind == "plain" and q.values <= {Fraction(0), Fraction(1)})]


def _straightened(text: str) -> str:
    """TeX and typography out of the way: 10\\% and 1{,}000 and $3\\times$ and 10⁶."""
    text = text.translate(_FULL_WIDTH)
    text = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda match: "^" + match[0].translate(_SUPERSCRIPTS), text)
    for tex, straight in (("\\%", "%"), ("\\times", "×"), ("{,}", ","), ("\\,", ""), ("\\sim", "~"), ("\\approx", "≈"),
                          ("\\geq", ">"), ("\\cdot", "×"), ("$", ""), ("{", ""), ("}", "")):  # fmt: skip
        text = text.replace(tex, straight)
    return re.sub(r"(?<=\d)[\u2009\u202f\u00a0 ](?=\d{3}(?!\d))", ",", text)


def _figures(text: str) -> list[tuple[str, frozenset[Fraction], Kind, bool]]:
    found: list[tuple[str, frozenset[Fraction], Kind, bool]] = []
    matches = list(_NUMBER.finditer(text))
    for index, match in enumerate(matches):
        values, kind, end = _read(text, match)
        # "10-20%": the first number means percent as well.
        joined = _TO_PERCENT.match(text, match.end())
        if kind == "plain" and joined and index + 1 < len(matches) and joined.end() == matches[index + 1].start():
            after = _chain(text, matches, index + 1)
            kind = after[0]
            if not match["letter"] and not match["unit"]:
                values |= {value * after[1] for value in values}
        if _FACTOR.search(text[: match.start()]):
            kind = "times"
        rounded = bool(_ROUND.search(text[: match.start()]))
        found.append((text[match.start() : end].strip(), values, kind, rounded))
        if kind == "plain" and match["power"]:
            found.append((match["figure"], _readings(match["figure"]), "plain", False))
    return found


def _chain(text: str, matches: list[re.Match[str]], index: int) -> tuple[Kind, int]:
    """The kind and the factor of the last number of a range or list."""
    while index + 1 < len(matches):
        joined = _TO_PERCENT.match(text, matches[index].end())
        if not joined or joined.end() != matches[index + 1].start():
            break
        index += 1
    return _read(text, matches[index])[1], _factor(matches[index])


def _factor(match: re.Match[str]) -> int:
    unit = (match["unit"] or match["letter"] or "").lower()
    return UNITS.get(unit, 1)


def _read(text: str, match: re.Match[str]) -> tuple[frozenset[Fraction], Kind, int]:
    values = _readings(match["figure"])
    scale = Fraction(_factor(match))
    if match["exponent"] and abs(int(match["exponent"])) < 40:
        scale *= Fraction(10) ** int(match["exponent"])
    if match["power"] and not match["exponent"]:
        power = int(match["power"].strip("^ "))
        if abs(power) < 40:
            values = frozenset(v**power for v in values if v and (abs(v) <= 1000)) or values
    values = frozenset(value * scale for value in values)
    for kind, pattern in (("percent", _PERCENT), ("times", _TIMES)):
        after = pattern.match(text, match.end())
        if after:
            if "magnitude" in after[0] or "数量级" in after[0]:
                return frozenset(Fraction(10) ** int(v) for v in values if 0 < v < 40), "times", after.end()
            return values, kind, after.end()  # type: ignore[return-value]
    return values, "plain", match.end()


def _readings(figure: str) -> frozenset[Fraction]:
    """What a figure may mean, by English or continental separators; its parts, where it is a list such as "1,2"."""
    readings = set()
    english = figure.replace(",", "")
    if re.fullmatch(r"\d+(\.\d+)?", english) and re.fullmatch(r"\d{1,3}(,\d{3})*(\.\d+)?|\d+(\.\d+)?", figure):
        readings.add(Fraction(english))
    continental = figure.replace(".", "").replace(",", ".")
    if re.fullmatch(r"\d{1,3}(\.\d{3})*(,\d+)?|\d+,\d+", figure) and re.fullmatch(r"\d+(\.\d+)?", continental):
        readings.add(Fraction(continental))
    if not readings:
        readings = {Fraction(part) for part in re.split(r"[.,]", figure)}
    return frozenset(readings)

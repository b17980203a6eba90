"""Numbers in words: "two hundred", "dreimal", "deux tiers", in the languages that text2num reads."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from digest.summary_checks.quantity import PERCENT, TIMES, Kind, Quantity

LANGUAGES = frozenset({"da", "de", "en", "es", "fr", "it", "nl", "pt"})
"""Of text2num 3.1."""
_SUFFIX = r"(?:fold|mal|fach(?:e[mnrs]?)?|maal|voudige?|dobbelt)"
"""Of a word for "times" that begins with its number: threefold, dreimal, dreifach, driemaal, drievoudig, tredobbelt."""
_TOKEN = re.compile(rf"[^\W\d_]+?(?={_SUFFIX}\b)|[^\W\d_]+|[^\s\w]+|[\d_]+", re.IGNORECASE)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_TIMES_AFTER = re.compile(rf"-?{_SUFFIX}\b", re.IGNORECASE)
_MAGNITUDE = re.compile(
    r"[ -](?:orders? of magnitude|Größenordnung|ordres? de grandeur|órden(?:es)? de magnitud|ordens de grandeza)",
    re.IGNORECASE,
)
_OF_PARTS = {
    2: "halves half",
    3: "thirds third drittel tiers tercios tercio terços terço terzi terzo derde",
    4: "quarters quarter viertel quarts quart cuartos cuarto quartos quarto quarti kwart",
    5: "fifths fifth fünftel cinquièmes cinquième quintos quinto quinti vijfde",
    10: "tenths tenth zehntel dixièmes dixième décimos décimo decimi tiende",
}
_PARTS = {word: parts for parts, words in _OF_PARTS.items() for word in words.split()}
_PART_AFTER = re.compile(rf"[ -]({'|'.join(_PARTS)})\b", re.IGNORECASE)
_SCALES = frozenset(10**zeros for zeros in (2, 3, 6, 9, 12))
_TIMES = {
    **dict.fromkeys(("twice", "doubles", "doubled", "doubling"), Fraction(2)),
    **dict.fromkeys(("thrice", "triples", "tripled", "tripling"), Fraction(3)),
    **dict.fromkeys(("quadruples", "quadrupled"), Fraction(4)),
    "order of magnitude": Fraction(10),
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


class _Token(NamedTuple):
    """What text2num takes: a word, or what stands between words and is not blank."""

    word: str
    start: int
    end: int

    def text(self) -> str:
        return self.word

    def nt_separated(self, _: "_Token") -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return False


def number_words(text: str, language: str) -> Iterator[Quantity]:
    """The numbers in words that a text of a language states; English is read where the language's words are not known.

    "Hundreds of users" and "5 million" state none by their words. Raises RuntimeError where text2num fails.
    """
    code = language.split("-")[0].lower()
    for start, end, value in _cardinals(text, code if code in LANGUAGES else "en"):
        if text[start:end].lower() == "o":  # spoken for 0; written, it is that of O(n)
            continue
        if value not in _SCALES or re.search(r"[^\W_][ -][^\W_]", text[start:end]):
            yield _with_what_follows(text, start, end, value)
    if code not in LANGUAGES or code == "en":
        yield from _of(text, _TIMES, "times")


def english_hints(text: str) -> Iterator[Quantity]:
    """The words of an abstract that a number in its summary may stand for: "half", "both", "a dozen"."""
    yield from _of(text, _SHARES, "times")
    yield from _of(text, _COUNTS, "plain")


def _cardinals(text: str, code: str) -> Iterator[tuple[int, int, Fraction]]:
    """Where the cardinal numbers of a text begin and end, and their values."""
    from text_to_num import find_numbers

    # text2num is compiled: what is not UTF-8 would end in a panic, which no `except Exception` catches.
    text = _LONE_SURROGATE.sub("\ufffd", text)
    tokens = [_Token(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]
    try:
        numbers = find_numbers(tokens, code, threshold=0)
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise RuntimeError(f"text2num panicked: {error}") from error
    for number in numbers:
        if not number.is_ordinal and (digits := re.fullmatch(r"(\d{1,40})(?:[.,](\d{1,40}))?", number.text)):
            value = Fraction(f"{digits[1]}.{digits[2] or 0}")
            yield tokens[number.start].start, tokens[number.end - 1].end, value


def _with_what_follows(text: str, start: int, end: int, value: Fraction) -> Quantity:
    """A number with its unit: three percent, three times, three quarters, three orders of magnitude."""
    kind: Kind = "plain"
    rounded = False
    if after := _MAGNITUDE.match(text, end):
        value, kind = Fraction(10) ** min(int(value), 40), "times"
    elif after := _PART_AFTER.match(text, end):
        # Loosely spoken: 66% are two thirds.
        value, kind, rounded = value / _PARTS[after[1].lower()], "times", True
    elif after := (_TIMES_AFTER.match(text, end) or TIMES.match(text, end)):
        # "Einmal" and "einfach" are once and simple.
        kind = "times" if value != 1 else "plain"
    elif after := PERCENT.match(text, end):
        kind = "percent"
    written = text[start : after.end() if after else end].strip()
    return Quantity(written=written, values=frozenset({value}), kind=kind, rounded=rounded)


def _of(text: str, words: dict[str, Fraction], kind: Kind) -> Iterator[Quantity]:
    for match in re.finditer(rf"\b({'|'.join(words)})\b", text, re.IGNORECASE):
        yield Quantity(written=match[0], values=frozenset({words[match[0].lower()]}), kind=kind)

r"""What text writes for a single character: accents, dashes, quotes, numbered signs, Greek that lost its backslash."""

import re
import unicodedata
from collections.abc import Mapping

from digest.tex import macros, math_characters
from digest.tex.macros import ACCENTS
from digest.tex.math_macros import SYMBOLS

_LETTER = r"(?:\\[ij](?![a-zA-Z])|[^\W\d_])"
_BASE = re.compile(rf"\{{\s*({_LETTER})\s*\}}|({_LETTER})")
_ACCENT_WITHIN = re.compile(
    rf"\{{\s*\\([`'^~=.\"]|[urHvdckb](?![a-zA-Z]))\s*(?:\{{\s*({_LETTER})\s*\}}|({_LETTER}))\s*\}}"
)
r"""Vietnamese has letters with two accents: Nguy\~{\^e}n."""
_LIGATURES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("`", "‘"))
_CODE = re.compile(r"\"([0-9A-Fa-f]{1,5})|'([0-7]{1,6})|(\d{1,6})")
_QUOTED = re.compile(r"`\w[^`\n]{0,60}'")
_GROUP = re.compile(r"\s*\{([a-z]+|\d+)\}")
_SIGNS: Mapping[int, str] = {
    **dict(zip((51, 52, 53, 54, 55, 56, 72, 108, 110), "✓✔✕✖✗✘★●■", strict=True)),
    **{172 + i: chr(0x2460 + i) for i in range(10)},
    **{182 + i: chr(0x2776 + i) for i in range(10)},
    **{192 + i: chr(0x2780 + i) for i in range(10)},
    **{202 + i: chr(0x278A + i) for i in range(10)},
}
r"""Zapf Dingbats, by their number in `\ding{...}`."""


def character(text: str, name: str, after: int) -> tuple[str, int] | None:
    r"""The character that the macro `name`, whose argument is at `after`, makes: `\'e`, `\H{o}`, `\ding{182}`."""
    if name in ACCENTS and (accented := _accented(text, name, after)):
        return accented
    if name == "char" and (code := _CODE.match(text, after)):
        return math_characters.character(_number(code)), code.end()
    group = _GROUP.match(text, after)
    if group and name == "ding" and group[1].isdigit():
        return _SIGNS.get(int(group[1]) if len(group[1]) < 4 else 0, ""), group.end()
    glued = name + group[1] if group and name in ACCENTS else ""
    if group and (symbol := SYMBOLS.get(glued) or macros.SYMBOLS.get(glued)):
        return symbol, group.end()  # "\k{appa}": somebody's tool took \kappa for an accent
    return None


def _number(code: re.Match[str]) -> int:
    r"""The number behind `\char`, which TeX reads in hex behind a double quote and as octal behind a single one."""
    hexadecimal, octal, decimal = code.groups()
    if hexadecimal:
        return int(hexadecimal, 16)
    return int(octal, 8) if octal else int(decimal)


def _accented(text: str, name: str, after: int) -> tuple[str, int] | None:
    at = after
    while text.startswith(" ", at):
        at += 1
    if within := _ACCENT_WITHIN.match(text, at):
        letter = (within[2] or within[3]).removeprefix("\\") + ACCENTS[within[1]]
        return unicodedata.normalize("NFC", letter + ACCENTS[name]), within.end()
    base = _BASE.match(text, at)
    if base is None or (name.isalpha() and at == after and text[at] not in "{\\" and text[at].isascii()):
        return None
    letter = (base[1] or base[2]).removeprefix("\\")
    return unicodedata.normalize("NFC", letter + ACCENTS[name]), base.end()


def ligature(text: str, at: int) -> tuple[str, int]:
    """The dash, quote or tie that is written at a place, or the character that stands there, and where it ends."""
    if text[at] == "~":
        return _tie(text, at), at + 1
    for written, meant in _LIGATURES:
        if text.startswith(written, at):
            if (written == "--" and _is_option(text, at)) or (written == "`" and not _QUOTED.match(text, at)):
                break
            return meant, at + len(written)
    return text[at], at + 1


def _tie(text: str, at: int) -> str:
    """A tie between words is a space that does not break; "~10" and "a ~ b" mean "about"."""
    before, after = text[max(at - 1, 0) : at], text[at + 1 : at + 2]
    apart = not before or before.isspace() or before in "([/" or not after or after.isspace()
    return "~" if apart else "\u00a0"


def _is_option(text: str, at: int) -> bool:
    """Whether a double hyphen belongs to a program's option, as in "run --fast"."""
    return (not at or text[at - 1].isspace()) and text[at + 2 : at + 3].isalpha()

r"""What a formula must not do with the room it is given: move or colour its parts, so that they hide or cover others.

Spaces of a given width become the nearest of TeX's own, rows stay apart, and everything has
the colour of the text. `\rlap`, `\smash` and their kind leave their argument; that is in the tables of macros.
"""

import re
from collections.abc import Mapping

_EM: Mapping[str, float] = {"mu": 1 / 18, "ex": 0.43, "pt": 1 / 12, "em": 1, "mm": 0.24, "cm": 2.4, "in": 6, "pc": 1}
"""Widths in em, of 12 points each."""
_LENGTH = r"([-+]?)\s*(\d{0,6}(?:[.,]\d{0,6})?)\s*([a-z]{2})"
_SPACE = re.compile(
    rf"\\(?:hspace|mspace)\*?\s*\{{\s*{_LENGTH}\s*\}}|\\(?:m?kern|[hm]skip)\s*{_LENGTH}(?:\s*(?:plus|minus)\s*{_LENGTH})*"
)
_COLOUR = re.compile(r"\\(?:text)?color\s*(?:\[[^\[\]{}]*\]\s*)?\{[^{}]*\}")
_ROW = re.compile(rf"(?<!\\)((?:\\\\)+)\s*\*?\s*\[\s*{_LENGTH}\s*\]")
_BRACKET = re.compile(rf"(?<!\\)((?:\\\\)+)(?=\s*\*?\s*\[)(?!\[{_LENGTH}\])")
_ROWS_APART = 1.5
"""Em; a little room between rows is the author's to give."""
_OPTION = re.compile(r"\\smash\s*\[[tb]\]")
_BACK = re.compile(r"(\\!(?:[\s{}]|\\!)*?\\!)(?:[\s{}]|\\!)*\\!")
_NARROWER = ((1.5, "\\qquad "), (0.6, "\\quad "), (0.25, "\\; "), (0.1, "\\, "))


def plain_layout(tex: str) -> str:
    """The formula with its parts one after the other, in the colour of the text."""
    if "\\" not in tex:
        return tex
    tex = _OPTION.sub("", _COLOUR.sub("", _SPACE.sub(_own_space, tex)))
    tex = _BRACKET.sub(r"\1{}", _ROW.sub(_rows_apart, tex))
    return _BACK.sub(_without_more, tex)


def _rows_apart(found: re.Match[str]) -> str:
    """The end of a row with its distance to the next; one that would put it on top of another, or far away, is none."""
    rows, sign, number, unit = found.groups()
    width = _width(number, unit)
    return f"{rows}[{number}{unit}]" if not sign and 0 < width <= _ROWS_APART else rows


def _width(number: str, unit: str) -> float:
    return float(number.replace(",", ".").strip(".") or 0) * _EM.get(unit, 0)


def _own_space(found: re.Match[str]) -> str:
    r"""The nearest of TeX's spaces; for a step back a group, so that `\kern` still ends the macro before it."""
    lengths = found.groups()
    sign, number, unit = lengths[:3] if found[3] else lengths[3:6]
    width = _width(number, unit)
    return next((space for least, space in _NARROWER if not sign.startswith("-") and width >= least), "{}")


def _without_more(found: re.Match[str]) -> str:
    r"""Two steps back and no more of them: a third `\!` would put a sign on top of another."""
    return found[1] + re.sub(r"\\!|\s", "", found[0][len(found[1]) :])

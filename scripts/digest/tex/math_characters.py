r"""Characters that a formula writes by their number, `\unicode{x3b1}`, decoded before anything is asked of it."""

import re
from collections.abc import Mapping

_UNICODE = re.compile(r"\\unicode\s*(?:\[[^\[\]]{0,40}\]\s*){0,2}\{\s*(?:[xX]([0-9A-Fa-f]{1,8})|(\d{1,8}))\s*\}")
_SPELLED: Mapping[str, str] = {
    "\\": "\\backslash ",
    **{sign: f"\\{sign}" for sign in "{}$%#&_"},
    "<": "\\lt ",
    ">": "\\gt ",
}
"""Characters that TeX would take for its own, in TeX's spelling."""


def decoded(tex: str) -> str:
    """The formula with its numbers as characters; one that is not printable, or does not exist, leaves nothing."""
    return _UNICODE.sub(lambda found: _spelled(int(found[1], 16) if found[1] else int(found[2])), tex)


def character(number: int) -> str:
    """The character of a number; nothing where it is a control, a surrogate, a mark of direction or none at all."""
    made = chr(number) if number < 0x110000 else ""
    return made if made.isprintable() else ""


def _spelled(number: int) -> str:
    made = character(number)
    return _SPELLED.get(made, made)

"""Formulas within a line, as GitHub sees them: apart from letters and from each other, and no wider than a phone.

What GitHub sees as one is nowhere documented; https://github.com/nschloe/github-math-bugs collects what it does not.
"""

import re
from collections.abc import Sequence

from digest.escaping import escaped
from digest.tex_math_readable import readable
from digest.tex_math_width import pieces
from digest.tex_nodes import Math, Node, Text

_LAST_LETTERS = re.compile(r"[A-Za-z]+$")
_COMPARISON = re.compile(r"(\\text[a-z]*\s*\{(?:[^{}]|\{[^{}]*\})*\}|\\(?:[a-zA-Z]+|.))|([<>])\s*")
"""The signs that HTML has for itself, but for those in a formula's words; GitHub escapes them twice."""


def formula(tex: str, *, in_cell: bool = False) -> str:
    """A formula as GitHub's protected form; a wide one in pieces that may wrap, or as text where it has none."""
    parts = tuple(_COMPARISON.sub(_named, part) for part in pieces(tex))
    if in_cell:  # the bar would end the cell
        parts = tuple(part.replace("\\|", "\\Vert ").replace("|", "\\vert ") for part in parts)
    return " ".join(f"$`{part}`$" for part in parts) or escaped(readable(tex))


def fits(node: Math) -> bool:
    """Whether a formula can stand within a line, whole or in pieces."""
    return not node.display and bool(pieces(node.tex))


def apart_from_letters(nodes: Sequence[Node]) -> list[Node]:
    r"""GitHub sees no formula right behind a letter (github/markup#1742): the letters of `SO$_2$` become part of it.

    Behind a letter of another script, as in Chinese, a space is enough.
    """
    apart: list[Node] = []
    for node in nodes:
        last = apart[-1] if apart else None
        if isinstance(node, Math) and isinstance(last, Math):
            apart[-1] = Math(f"{last.tex}{{}}{node.tex}", node.display)  # "$`a`$$`b`$" has a "$$" in it
        elif not (isinstance(node, Math) and isinstance(last, Text) and last.text[-1:].isalpha()):
            apart.append(node)
        elif letters := _LAST_LETTERS.search(last.text):
            apart[-1] = Text(last.text[: letters.start()])
            apart.append(Math(f"\\text{{{letters[0]}}}{node.tex}", node.display))
        else:
            apart[-1:] = [Text(f"{last.text} "), node]
    return apart


def _named(found: re.Match[str]) -> str:
    return found[1] or f"\\{'lt' if found[2] == '<' else 'gt'} "

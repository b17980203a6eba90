"""Formulas within a line, as GitHub sees them: apart from letters and from each other, and no wider than a phone.

What GitHub sees as one is nowhere documented; https://github.com/nschloe/github-math-bugs collects what it does not.
"""

import re
from collections.abc import Iterator, Sequence

from digest.escaping import escaped
from digest.tex_math_readable import readable
from digest.tex_math_tables import SUBSCRIPTS, SUPERSCRIPTS
from digest.tex_math_width import pieces
from digest.tex_nodes import Math, Node, Styled, Text

_LAST_LETTERS = re.compile(r"[A-Za-z]+$")
_SCRIPTS = re.escape("".join([*SUPERSCRIPTS.values(), *SUBSCRIPTS.values(), "°"]))
_SIGN = re.compile(rf"[{_SCRIPTS}]{{1,3}}|[^A-Za-z0-9_^()\[\]/\s]")
"""What needs no typesetting: a sign, small digits, a Greek letter."""
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


def apart(nodes: Sequence[Node]) -> list[Node]:
    r"""The nodes with each formula where GitHub sees it: behind no letter and no formula, and not ending an emphasis.

    The letters of `SO$_x$` become part of the formula (github/markup#1742); a mere sign or script, as in `SO$_2$` or
    `10$^{-3}$`, becomes text, which no line break parts from its word. Behind a letter of another script, as in
    Chinese, a space is enough.
    """
    parted: list[Node] = []
    for node in _out_of_emphasis(nodes):
        last = parted[-1] if parted else None
        if isinstance(node, Math) and isinstance(last, Math):
            parted[-1] = Math(f"{last.tex}{{}}{node.tex}", node.display)  # "$`a`$$`b`$" has a "$$" in it
        elif isinstance(node, Math) and isinstance(last, Text) and last.text[-1:].isalnum():
            parted[-1:] = _behind(last.text, node)
        else:
            parted.append(node)
    return parted


def _behind(text: str, formula: Math) -> list[Node]:
    sign = readable(formula.tex)
    if not formula.display and _SIGN.fullmatch(sign):
        return [Text(f"{text}{sign}")]
    if not text[-1].isalpha():
        return [Text(text), formula]
    if letters := _LAST_LETTERS.search(text):
        joined = Math(f"\\text{{{letters[0]}}}{formula.tex}", formula.display)
        return [Text(text[: letters.start()]), joined] if letters.start() else [joined]
    return [Text(f"{text} "), formula]


def _out_of_emphasis(nodes: Sequence[Node]) -> Iterator[Node]:
    """The nodes with the formulas that begin or end an emphasis beside it; it would not change them anyway."""
    for node in nodes:
        if not isinstance(node, Styled) or node.style == "code":
            yield node
            continue
        inner = apart(node.nodes)
        first = next((i for i, part in enumerate(inner) if not isinstance(part, Math)), len(inner))
        end = next((i for i in range(len(inner), first, -1) if not isinstance(inner[i - 1], Math)), first)
        yield from inner[:first]
        if inner[first:end]:
            yield Styled(node.style, tuple(inner[first:end]))
        yield from inner[end:]


def _named(found: re.Match[str]) -> str:
    return found[1] or f"\\{'lt' if found[2] == '<' else 'gt'} "

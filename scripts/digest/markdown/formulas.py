"""Formulas within a line, as GitHub sees them: apart from letters and from each other, and no wider than a phone.

What GitHub sees as one is nowhere documented; https://github.com/nschloe/github-math-bugs collects what it does not.
"""

import re
from collections.abc import Iterator, Sequence

from digest.core.characters import visible
from digest.tex.math_as_text import readable
from digest.tex.math_layout import plain_layout
from digest.tex.math_macros import SUBSCRIPTS, SUPERSCRIPTS
from digest.tex.math_width import pieces
from digest.tex.nodes import Address, Math, Node, Styled, Text, merged

_LAST_LETTERS = re.compile(r"[A-Za-z]+$")
_SCRIPTS = re.escape("".join([*SUPERSCRIPTS.values(), *SUBSCRIPTS.values(), "°"]))
_SIGN = re.compile(rf"[{_SCRIPTS}]{{1,3}}|[^A-Za-z0-9_^()\[\]/\s]")
"""What needs no typesetting: a sign, small digits, a Greek letter."""
_ANGLE = re.compile(r"([<>])\s*")
"""The signs that HTML has for itself; GitHub escapes them twice, and a marker begins with one."""
_LEAVES = re.compile(r"[`<>\n\r]")
"""What would end a formula, or begin HTML in a file that is searched for markers."""


def formula(tex: str, *, in_cell: bool = False) -> str:
    """A formula that `fits`, as GitHub's protected form: a wide one in pieces that may wrap."""
    parts = tuple(map(_without_angles, pieces(tex)))
    if in_cell:  # the bar would end the cell
        parts = tuple(part.replace("\\|", "\\Vert ").replace("|", "\\vert ") for part in parts)
    return " ".join(f"$`{part}`$" for part in parts)


def block_formula(tex: str) -> str:
    """A formula on lines of its own."""
    return f"```math\n{_without_angles(tex)}\n```"


def is_closed(tex: str) -> bool:
    """Whether nothing in a formula can leave it or be unseen: the last look at it, whoever made it."""
    tex = _without_angles(tex)
    isolated = tex.replace("\u2068", "").replace("\u2069", "")
    return not _LEAVES.search(tex) and visible(tex) == isolated


def fits(node: Math) -> bool:
    """Whether a formula can stand within a line, whole or in pieces."""
    return not node.display and is_closed(node.tex) and bool(pieces(node.tex))


def as_text(nodes: Sequence[Node], *, math: bool = True, links: bool = True) -> tuple[Node, ...]:
    """The nodes in which each formula and each address is one that the place can show, and all else is joined texts.

    First all that becomes text is joined, then a writer looks at what the whole of it says: a `:` that a formula leaves
    behind makes an address of what stands around it.
    """
    parted: list[Node] = []
    for node in apart(_linked(nodes, links=links)) if math else _linked(nodes, links=links):
        if isinstance(node, Math):
            laid_out = Math(plain_layout(node.tex))  # once more, since formulas side by side have become one
            parted.append(laid_out if math and fits(laid_out) else Text(readable(node.tex)))
        elif isinstance(node, Styled) and parted and isinstance(parted[-1], Math):
            parted += [Text(" "), node] if node.style == "code" else [node]  # GitHub might take the code for a formula
        else:
            parted.append(node)
    return merged(parted)


def _linked(nodes: Sequence[Node], *, links: bool) -> tuple[Node, ...]:
    """The nodes with addresses as what they show, where they may be no links."""
    if links:
        return tuple(nodes)
    return merged(part for node in nodes for part in (_shown(node) if isinstance(node, Address) else (node,)))


def _shown(address: Address) -> tuple[Node, ...]:
    return _linked(address.nodes, links=False) or (Text(address.url),)


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


def _without_angles(tex: str) -> str:
    return _ANGLE.sub(lambda found: f"\\{'lt' if found[1] == '<' else 'gt'} ", tex)

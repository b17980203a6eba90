"""What a text with TeX in it consists of: characters, formulas, emphasis and addresses."""

from collections.abc import Iterable
from dataclasses import dataclass

from digest.tex.macros import Style


@dataclass(frozen=True)
class Text:
    """Characters that mean themselves."""

    text: str


@dataclass(frozen=True)
class Math:
    """A formula that GitHub can show, without its delimiters."""

    tex: str
    display: bool = False


@dataclass(frozen=True)
class Styled:
    """Emphasis of the author's."""

    style: Style
    nodes: tuple["Node", ...]


@dataclass(frozen=True)
class Address:
    """An http(s) address, with a text of its own or none."""

    url: str
    nodes: tuple["Node", ...] = ()


Node = Text | Math | Styled | Address


def merged(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """The nodes with neighbouring texts joined, and empty ones left out."""
    joined: list[Node] = []
    run: list[str] = []
    for node in nodes:
        if isinstance(node, Text):
            run.append(node.text)
            continue
        if text := "".join(run):
            joined.append(Text(text))
        run = []
        joined.append(node)
    if text := "".join(run):
        joined.append(Text(text))
    return tuple(joined)

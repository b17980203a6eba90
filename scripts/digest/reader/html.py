"""The one place where text enters the reader's HTML: what arXiv or a model wrote comes out as the text it is.

The twin of the Markdown writer over the same tree of TeX, with an escaping of its own: templates escape whatever they
print, and what passes them unescaped was made here, of text that was escaped and of elements that are named here.
"""

import re
from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from digest.reader.characters import one_line, visible
from digest.reader.formulas import formula
from digest.tex import math, parser
from digest.tex.delimiters import dollar_pairs, paragraphs
from digest.tex.math_as_text import readable
from digest.tex.nodes import Address, Math, Node, Styled, Text

Html = Markup
"""Text that is HTML already."""

Marks = re.Pattern[str] | None
"""What is to be marked in a text: the words that matched an interest."""

_TEX = re.compile(r"[\\${}~`]|''|--|https?://", re.IGNORECASE)
"""What the reader of TeX looks for; most titles have none of it, and are read a hundred times as fast."""
_WEB = re.compile(r"https?://", re.IGNORECASE)
_STYLES = {"em": "em", "strong": "strong", "code": "code"}


def inline(text: str, marks: Marks = None) -> Html:
    """A text with TeX, as part of a line: emphasis, formulas and addresses of the web work, all else is text."""
    return _joined(_written(_nodes(one_line(text)), marks=marks, links=True))


def title(text: str, marks: Marks = None) -> Html:
    """The same within a link or a heading: formulas are drawn, addresses are text."""
    return _joined(_written(_nodes(one_line(text)), marks=marks, links=False))


def block(text: str, marks: Marks = None) -> Html:
    """An abstract as paragraphs."""
    lines = (inline(paragraph, marks) for paragraph in paragraphs(visible_lines(text)))
    return _joined(f"<p>{line}</p>" for line in lines if line)


def literal(text: str) -> Html:
    """What a model, or config.yml, says: no TeX but formulas in `$`, no link, no emphasis, on one line."""
    nodes: list[Node] = []
    line, at = one_line(text), 0
    for start, (width, end) in sorted(dollar_pairs(line).items()) if "$" in line else ():
        shown = math.for_github(line[start + width : end])
        if shown is not None:
            nodes += [Text(line[at:start]), Math(shown)]
            at = end + width
    return _joined(_written([*nodes, Text(line[at:])], marks=None, links=False))


def plain(text: str) -> str:
    """A text with TeX as bare characters, for the search, for machines and for the title of a window."""
    return one_line("".join(_plain(_nodes(one_line(text)))))


def visible_lines(text: str) -> str:
    """A text with its line breaks, of characters that are seen."""
    return "\n".join(map(visible, text.split("\n")))


def web_address(url: str) -> str | None:
    """An address as it can stand in an attribute; nothing where it is none of the web."""
    url = "".join(visible(url).split())
    return url if _WEB.match(url) else None


def _nodes(line: str) -> Sequence[Node]:
    return parser.parse(line) if _TEX.search(line) else (Text(line),)


def _joined(parts: Iterator[str]) -> Html:
    return Markup("".join(parts))  # noqa: S704 - of text that was escaped and of elements that are named in this module


def _written(nodes: Sequence[Node], *, marks: Marks, links: bool) -> Iterator[str]:
    for node in nodes:
        match node:
            case Text(text):
                yield from _text(visible(text), marks)
            case Math(source, display):
                yield formula(source, display=display)
            case Styled(style, inner):
                element = _STYLES[style]
                yield f"<{element}>"
                yield from _written(inner, marks=marks, links=links)
                yield f"</{element}>"
            case Address(target, label):
                yield from _address(target, label, marks=marks, links=links)


def _text(text: str, marks: Marks) -> Iterator[str]:
    at = 0
    for marked in marks.finditer(text) if marks else ():
        yield escape(text[at : marked.start()])
        yield f"<mark>{escape(marked[0])}</mark>"
        at = marked.end()
    yield escape(text[at:])


def _address(target: str, label: Sequence[Node], *, marks: Marks, links: bool) -> Iterator[str]:
    url = web_address(target) if links else None
    if url:
        yield f'<a href="{escape(url)}" rel="noopener nofollow">'
    if label:
        yield from _written(label, marks=marks, links=False)
    else:
        yield escape(visible(target))
    if url:
        yield "</a>"


def _plain(nodes: Sequence[Node]) -> Iterator[str]:
    for node in nodes:
        match node:
            case Text(text):
                yield text
            case Math(source):
                yield readable(source)
            case Styled(_, inner):
                yield from _plain(inner)
            case Address(target, label):
                yield from _plain(label) if label else (target,)

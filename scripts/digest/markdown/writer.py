"""The one place where text enters GitHub Markdown: what arXiv or a model wrote comes out as exactly the text it is.

Templates cannot pass it by: `finalize` is called with everything that they print, and lets only `Markdown` through.
"""

import re
from collections.abc import Sequence

from digest.markdown import escaping
from digest.markdown.anchors import slug
from digest.markdown.escaping import clean, escaped, not_a_block, quiet
from digest.markdown.formulas import as_text, block_formula, fits, formula, is_closed
from digest.markdown.plain_words import plain_words
from digest.markdown.text import Markdown
from digest.tex import math as tex_math
from digest.tex import parser
from digest.tex.delimiters import dollar_pairs, paragraphs
from digest.tex.macros import Style
from digest.tex.math_as_text import readable
from digest.tex.nodes import Address, Math, Node, Styled, Text

_NOT_IN_ANGLES = re.compile(r"[^\x21-\x7e]|[&<>\"'`|\\*$]|:[\w+-]+:")
_FLANK = re.compile(r"[\s(\"“—–]")

__all__ = [
    "Markdown",
    "block",
    "cell",
    "clean",
    "finalize",
    "heading",
    "html",
    "inline",
    "link_text",
    "literal",
    "message",
    "plain",
    "quiet",
    "slug",
    "url",
]


def inline(text: str) -> Markdown:
    """A text with TeX, as part of a line: emphasis, formulas and http(s) addresses work, everything else is literal."""
    return _of_line(text)


def block(text: str) -> Markdown:
    """An abstract as paragraphs, parted by an empty line or by a line break with spaces behind it (arXiv's API)."""
    if words := plain_words(text):
        return Markdown(words)
    parts: list[str] = []
    for paragraph in paragraphs(text):
        run: list[Node] = []
        for node in parser.parse(clean(paragraph)):
            if isinstance(node, Math) and not fits(node) and is_closed(node.tex):
                parts += [_line(run), block_formula(node.tex)]
                run = []
            else:
                run.append(node)
        parts.append(_line(run))
    return Markdown("\n\n".join(filter(None, parts)))


_BARE_HASH = re.compile(r"(?<!\\)(?:\\\\)*#\Z")


def heading(text: str) -> Markdown:
    """A text with TeX, as (part of) a heading."""
    written = _of_line(text, links=False)
    # "# C #" would lose its last sign.
    return Markdown(f"{written[:-1]}\\#") if _BARE_HASH.search(written) else written


def cell(text: str) -> Markdown:
    """A text with TeX, within a row of a table."""
    return _of_line(text, in_cell=True)


def link_text(text: str) -> Markdown:
    """A text with TeX, between the brackets of a link, where GitHub typesets no formulas: they become text."""
    return _of_line(text, math=False, links=False)


def plain(text: str) -> str:
    """A text with TeX as bare Unicode: for a terminal, or the title of a feed."""
    return plain_words(text) or clean(_plain(parser.parse(clean(text))))


def html(text: str) -> Markdown:
    """A text with TeX as it stands within HTML, e.g. in <summary> or in a feed; formulas become text."""
    return Markdown(plain_words(text) or escaped(plain(text), in_html=True))


def literal(text: str, *, in_cell: bool = False) -> Markdown:
    """What a model, or config.yml, says: no TeX but formulas in `$`, no link, no markup, on one line."""
    if words := plain_words(text):
        return Markdown(words)
    nodes: list[Node] = []
    cleaned, at = clean(text), 0
    for start, (width, end) in sorted(dollar_pairs(cleaned).items()):
        shown = tex_math.for_github(cleaned[start + width : end])
        if shown is not None:
            nodes += [Text(cleaned[at:start]), Math(shown)]
            at = end + width
    return _line([*nodes, Text(cleaned[at:])], links=False, in_cell=in_cell)


def message(text: str) -> Markdown:
    """What a command says, on one line: a dollar in it is a dollar, as in the names of a prompt's placeholders."""
    return _line([Text(clean(text))], links=False)


def url(address: str) -> Markdown:
    """An address between the parentheses of a link, or in an attribute: nothing in it can end them."""
    return Markdown(escaping.url(address))


def finalize(value: object) -> str:
    """What a template prints: Markdown as it is, any other text escaped, numbers in digits. None is a mistake in it."""
    if isinstance(value, Markdown):
        return value
    if value is None:
        raise TypeError("a template prints a value that is not there")
    return inline(str(value))


def _of_line(text: str, *, math: bool = True, links: bool = True, in_cell: bool = False) -> Markdown:
    if words := plain_words(text):
        return Markdown(words)
    return _line(parser.parse(clean(text)), math=math, links=links, in_cell=in_cell)


def _line(nodes: Sequence[Node], *, math: bool = True, links: bool = True, in_cell: bool = False) -> Markdown:
    return Markdown(not_a_block(_written(nodes, math=math, links=links, in_cell=in_cell).strip()))


def _written(nodes: Sequence[Node], *, math: bool, links: bool, in_cell: bool = False) -> str:
    parts: list[str] = []
    nodes = as_text(nodes, math=math, links=links)
    for position, node in enumerate(nodes):
        match node:
            case Text(text):
                parts.append(escaped(text))
            case Math(tex_source):
                parts.append(formula(tex_source, in_cell=in_cell))
            case Styled(style, inner):
                content = _written(inner, math=math and style != "code", links=links, in_cell=in_cell)
                before = nodes[position - 1] if position else None
                after = nodes[position + 1] if position + 1 < len(nodes) else None
                parts.append(_styled(style, content, before, after))
            case Address(target, label):
                parts.append(_address(target, label, in_cell=in_cell))
    return "".join(parts)


def _styled(style: Style, content: str, before: Node | None, after: Node | None) -> str:
    """Markdown's marks where they are sure to be read as such, HTML's elements elsewhere."""
    marks = {"em": "*", "strong": "**"}
    begins = before is None or (isinstance(before, Text) and bool(_FLANK.match(before.text[-1:])))
    ends = after is None or (isinstance(after, Text) and not after.text[:1].isalnum())
    if style in marks and begins and ends and content[:1].isalnum() and content[-1:].isalnum():
        return f"{marks[style]}{content}{marks[style]}"
    return f"<{style}>{content}</{style}>"


def _address(target: str, label: Sequence[Node], *, in_cell: bool) -> str:
    text = _written(label, math=False, links=False, in_cell=in_cell).strip()
    if not text and not _NOT_IN_ANGLES.search(target):
        return f"<{target}>"
    return f"[{text or escaped(target)}]({escaping.url(target)})"


def _plain(nodes: Sequence[Node]) -> str:
    parts: list[str] = []
    for node in nodes:
        match node:
            case Text(text):
                parts.append(text)
            case Math(tex_source):
                parts.append(readable(tex_source))
            case Styled(_, inner):
                parts.append(_plain(inner))
            case Address(target, label):
                parts.append(_plain(label) or target)
    return "".join(parts)

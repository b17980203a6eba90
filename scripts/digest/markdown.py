"""The one place where text enters GitHub Markdown: what arXiv or a model wrote comes out as exactly the text it is.

Templates cannot pass it by: `finalize` is called with everything that they print, and lets only `Markdown` through.
https://github.github.com/gfm/ is the grammar that is escaped from; GitHub adds mentions, emoji codes and math to it.
"""

import html as entities
import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import quote

from digest import tex, tex_math
from digest.tex_dollars import dollar_pairs, joined
from digest.tex_math_readable import readable
from digest.tex_nodes import Address, Math, Node, Styled, Text
from digest.tex_tables import Style

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0e"
    "\ufeff\ufff9-\uffff\U000e0000-\U000e0fff]"
)
"""Control, bidirectional and zero-width characters; a joiner (U+200C, U+200D) and the emoji selector stay."""
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc](?:[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200c\u200d \\d.,:;()-]*"
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])?"
)
_PUNCTUATION = re.compile(r"[\\`*_\[\]|~!]")
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_QUIET = re.compile(r"(?<!\w)(GH-|#)(?=\d)|#(?=\d)|@(?=[\w\[])|:(?=//)|(?<=\bwww)\.|:(?=[\w+-]+:)|\$", re.IGNORECASE)
_STARTS_BLOCK = re.compile(r"^(?:([-+=#>])|(\d{1,9})([.)]))")
_NO_URL = frozenset("()<>[]\"'`\\|{}*$")
_FLANK = re.compile(r"[\s(\"“—–]")


class Markdown(str):
    """Text that is Markdown already and is printed as it stands."""

    __slots__ = ()


def inline(text: str) -> Markdown:
    """A text with TeX, as part of a line: emphasis, formulas and http(s) addresses work, everything else is literal."""
    return Markdown(_written(tex.parse(clean(text)), math=True, links=True))


def block(text: str) -> Markdown:
    """An abstract as paragraphs, parted by an empty line or by a line break with spaces behind it (arXiv's API)."""
    parts: list[str] = []
    for paragraph in re.split(r"\n(?:[ \t]+|[ \t]*\n\s*)", joined(text).strip()):
        run: list[Node] = []
        for node in tex.parse(clean(paragraph)):
            if isinstance(node, Math) and node.display:
                parts += [_paragraph(run), f"```math\n{node.tex}\n```"]
                run = []
            else:
                run.append(node)
        parts.append(_paragraph(run))
    return Markdown("\n\n".join(filter(None, parts)))


def heading(text: str) -> Markdown:
    """A text with TeX, as (part of) a heading."""
    return Markdown(_written(tex.parse(clean(text)), math=True, links=False).strip())


def cell(text: str) -> Markdown:
    """A text with TeX, within a row of a table."""
    return Markdown(_written(tex.parse(clean(text)), math=True, links=True, in_cell=True))


def link_text(text: str) -> Markdown:
    """A text with TeX, between the brackets of a link, where GitHub typesets no formulas: they become text."""
    return Markdown(_written(tex.parse(clean(text)), math=False, links=False))


def plain(text: str) -> str:
    """A text with TeX as bare Unicode: for a terminal, or the title of a feed."""
    return " ".join(_plain(tex.parse(clean(text))).split())


def html(text: str) -> Markdown:
    """A text with TeX as it stands within HTML, e.g. in <summary> or in a feed; formulas become text."""
    return Markdown(entities.escape(plain(text)).replace("$", "<span>$</span>"))


def literal(text: str) -> Markdown:
    """What a model, or config.yml, says: no TeX but formulas in `$`, no link, no markup, on one line."""
    nodes: list[Node] = []
    cleaned, at = clean(text), 0
    for start, (width, end) in sorted(dollar_pairs(cleaned).items()):
        shown = tex_math.for_github(cleaned[start + width : end])
        if shown is not None:
            nodes += [Text(cleaned[at:start]), Math(shown)]
            at = end + width
    return Markdown(_written([*nodes, Text(cleaned[at:])], math=True, links=False))


def url(address: str) -> Markdown:
    """An address between the parentheses of a link, or in an attribute: nothing in it can end them."""
    return Markdown("".join(quote(c) if c in _NO_URL or ord(c) < 33 or ord(c) == 127 else c for c in address))


def finalize(value: object) -> str:
    """What a template prints: Markdown as it is, any other text escaped, numbers in digits. None is a mistake in it."""
    if isinstance(value, Markdown):
        return value
    if value is None:
        raise TypeError("a template prints a value that is not there")
    return inline(str(value))


def slug(text: str) -> str:
    """The anchor that GitHub gives a heading: lower case, spaces to hyphens, other marks dropped (github-slugger)."""
    kept = (c for c in text.strip().lower() if c in "-_ " or unicodedata.category(c)[0] in "LNM")
    return "".join(kept).replace(" ", "-")


def quiet(text: str) -> str:
    """A text in which no @name or #number can ping a person or link a thread, for releases and issues."""
    return _QUIET.sub(lambda found: f"<span>{found[0]}</span>", text)


def clean(text: str) -> str:
    """A text on one line, without characters that nobody sees; right-to-left words are isolated from the others."""
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFC", text.replace("\t", " ")))
    return _RIGHT_TO_LEFT.sub(lambda found: f"\u2068{found[0]}\u2069", " ".join(visible.split()))


def _paragraph(nodes: Sequence[Node]) -> str:
    """A paragraph that cannot be taken for a list, a heading, a quote or the underline of one."""
    written = _written(nodes, math=True, links=True).strip()
    return _STARTS_BLOCK.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", written)


def _written(nodes: Sequence[Node], *, math: bool, links: bool, in_cell: bool = False) -> str:
    parts: list[str] = []
    for position, node in enumerate(nodes):
        match node:
            case Text(text):
                parts.append(_escaped(text))
            case Math(formula):
                parts.append(_formula(formula, in_cell=in_cell) if math else _escaped(readable(formula)))
            case Styled(style, inner):
                content = _written(inner, math=math, links=links, in_cell=in_cell)
                before = nodes[position - 1] if position else None
                after = nodes[position + 1] if position + 1 < len(nodes) else None
                parts.append(_styled(style, content, before, after))
            case Address(target, label):
                parts.append(_address(target, label, math=math, links=links, in_cell=in_cell))
    return "".join(parts)


def _formula(formula: str, *, in_cell: bool) -> str:
    if in_cell:  # the bar would end the cell
        formula = formula.replace("\\|", "\\Vert ").replace("|", "\\vert ")
    return f"$`{formula}`$"


def _styled(style: Style, content: str, before: Node | None, after: Node | None) -> str:
    """Markdown's marks where they are sure to be read as such, HTML's elements elsewhere."""
    marks = {"em": "*", "strong": "**"}
    apart = (before is None or (isinstance(before, Text) and bool(_FLANK.match(before.text[-1:])))) and (
        after is None or (isinstance(after, Text) and not after.text[:1].isalnum())
    )
    if style in marks and apart and content[:1].isalnum() and content[-1:].isalnum():
        return f"{marks[style]}{content}{marks[style]}"
    return f"<{style}>{content}</{style}>"


def _address(target: str, label: Sequence[Node], *, math: bool, links: bool, in_cell: bool) -> str:
    text = _written(label, math=math, links=False, in_cell=in_cell) if label else _escaped(target)
    if not links:
        return text
    return f"[{text}]({url(target)})"


def _escaped(text: str) -> str:
    escaped = "".join(_HTML.get(c, c) for c in text)
    escaped = _PUNCTUATION.sub(lambda found: f"\\{found[0]}", escaped)
    return quiet(escaped)


def _plain(nodes: Sequence[Node]) -> str:
    return "".join(
        node.text
        if isinstance(node, Text)
        else readable(node.tex)
        if isinstance(node, Math)
        else (_plain(node.nodes) or getattr(node, "url", ""))
        for node in nodes
    )

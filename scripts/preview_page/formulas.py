r"""Find the formulas of a document by GitHub's rules and mark them for MathJax.

GitHub's rules ("Writing mathematical expressions" of its documentation, and github/markup#1742 for what may stand
beside a formula): a block of language `math`; `` $`...`$ ``, not after a letter; `$$...$$` and `$...$` inside one run
of text, so that whatever Markdown made an element of breaks the formula, not after a letter, a digit, a hyphen, a
quote, a slash or an opening bracket, nor before a letter or a digit. None of them in links or code.
"""

import re

from lxml import html
from lxml.html import HtmlElement

_REFUSED = "bbox class cssId def href hphantom mbox newcommand operatorname phantom require style unicode vphantom"
REFUSED = frozenset(_REFUSED.split())
"""Macros that GitHub answers with "The following macros are not allowed"."""
_IN_TEXT = re.compile(r"(?<![\w$\\'\"(\[{/-])(?:\$\$(?=\S)([^$]+?)\$\$|\$(?=\S)([^$]+?)(?<=\S)\$)(?![\w$])")
_NOT_IN = frozenset({"a", "code", "pre", "script", "style"})


def mark_formulas(root: HtmlElement) -> tuple[str, ...]:
    """Replace each formula in `root`, in place, by `<span class="formula">TeX</span>` (`<div>` for one on lines of its
    own), and return their TeX in the order of the document."""
    for block in list(root.iter("pre")):
        code = block.find("code")
        if block.get("lang") == "math" or (code is not None and code.get("class") == "language-math"):
            _replace(block, _formula(block.text_content().strip(), display=True))
    for code in list(root.iter("code")):
        _mark_protected(code)
    for node in list(root.iter()):
        if isinstance(node.tag, str) and not _is_closed(node) and "formula" not in node.get("class", ""):
            _mark_dollars(node)
    return tuple(
        node.text_content() for node in root.iter("span", "div") if node.get("class", "").startswith("formula")
    )


def refused_macros(formula: str) -> tuple[str, ...]:
    r"""Return the macros of a formula that GitHub does not allow, without their backslash."""
    return tuple(name for name in re.findall(r"\\([A-Za-z]+)", formula) if name in REFUSED)


def _formula(tex: str, *, display: bool = False) -> HtmlElement:
    node = html.Element("div" if display else "span")
    node.set("class", "formula display" if display else "formula")
    node.text = tex
    return node


def _is_closed(node: HtmlElement) -> bool:
    return node.tag in _NOT_IN or any(above.tag in _NOT_IN for above in node.iterancestors())


def _before(node: HtmlElement) -> str:
    previous, parent = node.getprevious(), node.getparent()
    return (previous.tail if previous is not None else parent.text if parent is not None else "") or ""


def _set_before(node: HtmlElement, text: str) -> None:
    previous, parent = node.getprevious(), node.getparent()
    if previous is not None:
        previous.tail = text
    elif parent is not None:
        parent.text = text


def _mark_protected(code: HtmlElement) -> None:
    before, after = _before(code), code.tail or ""
    parent = code.getparent()
    if parent is None or _is_closed(parent) or not before.endswith("$") or not after.startswith("$"):
        return
    if before[-2:-1].isalpha():
        return
    _set_before(code, before[:-1])
    formula = _formula(code.text_content())
    code.tail = after[1:]
    _replace(code, formula)


def _replace(old: HtmlElement, new: HtmlElement) -> None:
    parent = old.getparent()
    if parent is None:
        raise ValueError("the document itself is no formula")
    new.tail = old.tail
    parent.replace(old, new)


def _mark_dollars(node: HtmlElement) -> None:
    for child in [None, *node]:
        text = (node.text if child is None else child.tail) or ""
        if "$" not in text:
            continue
        pieces, end = [], 0
        for match in _IN_TEXT.finditer(text):
            pieces.append((text[end : match.start()], _formula(match[1] or match[2], display=match[1] is not None)))
            end = match.end()
        if not pieces:
            continue
        at = 0 if child is None else node.index(child) + 1
        if child is None:
            node.text = pieces[0][0]
        else:
            child.tail = pieces[0][0]
        for offset, (_, formula) in enumerate(pieces):
            formula.tail = pieces[offset + 1][0] if offset + 1 < len(pieces) else text[end:]
            node.insert(at + offset, formula)

r"""Formulas as MathML, which every present browser draws itself: no script, no font, no other host.

`latex2mathml` makes a tree of the TeX; only elements and attributes that draw are taken from it, and all of its text is
escaped here. What it cannot read, or would show with a macro's name, is text that can be read without typesetting.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from html import unescape
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert_to_element
from markupsafe import Markup, escape

from digest.reader.characters import visible
from digest.tex.math_as_text import readable

_ELEMENTS = re.compile(
    "math|mi|mn|mo|ms|mtext|mspace|mrow|mfrac|msqrt|mroot|msub|msup|msubsup|munder|mover|munderover|mmultiscripts|"
    "mprescripts|none|mtable|mtr|mtd|mstyle"
)
"""What draws. mphantom (seen by nobody), mpadded (may lie over its neighbours) and menclose are not among them."""
_ATTRIBUTES: Mapping[str, frozenset[str] | None] = {
    "display": frozenset({"block", "inline"}),
    "displaystyle": frozenset({"true", "false"}),
    "stretchy": frozenset({"true", "false"}),
    "fence": frozenset({"true", "false"}),
    "accent": frozenset({"true", "false"}),
    "movablelimits": frozenset({"true", "false"}),
    "form": frozenset({"prefix", "infix", "postfix"}),
    "columnalign": frozenset({"left", "center", "right"}),
    "linethickness": frozenset({"0", "0px"}),
}
"""Each with the values that are taken; colours, links, classes and styles never are."""
_SPACES = frozenset({"0.167em", "0.222em", "0.278em", "1em", "2em"})
"""Widths of a space: those of TeX's own spaces, so that no text is moved over another or out of sight."""
_VARIANTS = {
    "bold": "BOLD",
    "italic": "ITALIC",
    "bold-italic": "BOLD ITALIC",
    "script": "SCRIPT",
    "bold-script": "BOLD SCRIPT",
    "fraktur": "FRAKTUR",
    "double-struck": "DOUBLE-STRUCK",
    "sans-serif": "SANS-SERIF",
    "bold-sans-serif": "SANS-SERIF BOLD",
    "monospace": "MONOSPACE",
}
_DEEPEST = 60


class _NotDrawn(Exception):
    """The formula has something in it that would not be shown as it is meant."""


@lru_cache(maxsize=1 << 13)
def formula(tex: str, *, display: bool = False) -> Markup:
    """A formula as MathML; as plain text in an element of its own where it cannot be drawn."""
    try:
        drawn = "".join(_written(convert_to_element(tex, display="block" if display else "inline"), 0))
    except Exception:  # whatever a library thinks of TeX that strangers wrote, the text is shown
        return Markup('<span class="tex">{}</span>').format(visible(readable(tex)))
    return Markup(drawn)  # noqa: S704 - made above of the elements and attributes of two lists, its text escaped


def _written(element: Element, depth: int) -> list[str]:
    name = element.tag
    if depth > _DEEPEST or not isinstance(name, str):
        raise _NotDrawn
    inner = [part for child in element for part in _written(child, depth + 1)]
    text = visible(unescape(element.text or ""))
    if "\\" in text or (element.tail or "").strip():
        raise _NotDrawn
    if name == "mphantom":
        return []
    if not _ELEMENTS.fullmatch(name):
        return ["<mrow>", escape(text), *inner, "</mrow>"] if inner else [f"<mtext>{escape(text)}</mtext>"]
    variant = element.attrib.get("mathvariant", "")
    attributes = [
        f' {key}="{value}"' for key, value in element.attrib.items() if value in (_ATTRIBUTES.get(key) or frozenset())
    ]
    if name == "mspace" and element.attrib.get("width") in _SPACES:
        attributes.append(f' width="{element.attrib["width"]}"')
    if variant == "normal" and name == "mi":
        attributes.append(' mathvariant="normal"')
    if name == "math" and element.attrib.get("display") == "inline":
        attributes = []
    shown = "".join(_styled(character, variant) for character in text) if variant in _VARIANTS else text
    return [f"<{name}{''.join(attributes)}>", str(escape(shown)), *inner, f"</{name}>"]


@lru_cache(maxsize=1 << 10)
def _styled(character: str, variant: str) -> str:
    """A letter in a style of mathematics, as the character that Unicode has for it, which browsers draw.

    https://www.w3.org/TR/mathml-core/#the-mathvariant-attribute: the attribute itself only knows "normal".
    """
    try:
        name = unicodedata.name(character)
        for before, after in (("LATIN CAPITAL LETTER ", "CAPITAL "), ("LATIN SMALL LETTER ", "SMALL ")):
            name = name.replace(before, after)
        for before, after in (("GREEK CAPITAL LETTER ", "CAPITAL "), ("GREEK SMALL LETTER ", "SMALL ")):
            name = name.replace(before, after)
        return unicodedata.lookup(f"MATHEMATICAL {_VARIANTS[variant]} {name}")
    except (KeyError, ValueError):
        return character

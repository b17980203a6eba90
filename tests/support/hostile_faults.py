"""What GitHub must not make of a text of others: anything but what its author asked for."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

import cmarkgfm
from cmarkgfm.cmark import Options
from lxml import etree, html
from lxml.html import HtmlElement

from preview_page.formulas import REFUSED
from preview_page.front_matter import split_front_matter

_OPTIONS = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_GITHUB_PRE_LANG | Options.CMARK_OPT_FOOTNOTES
_TEX = re.compile(r"\\|[{}$]")
_ADDRESS = re.compile("https?://", re.IGNORECASE)


def root_of(name: str, document: str) -> HtmlElement:
    """What GitHub's parser, or a feed's reader, makes of a document."""
    if name.endswith(".xml"):
        content = etree.fromstring(document.encode()).findtext(".//{*}content")
        return html.fragment_fromstring(content or "", "article")
    front_matter, body = split_front_matter(document)
    made = cmarkgfm.github_flavored_markdown_to_html(body, _OPTIONS)
    return html.fragment_fromstring(front_matter + made, "article")


_plain_root = cache(root_of)
_FREE = {"em", "strong", "code", "span", "p", "pre"}
"""Elements that TeX, formulas, guards and the paragraphs of an abstract are; what they may be is checked by itself."""


def skeleton(name: str, root: HtmlElement, *, asks: bool) -> Counter[str]:
    """The elements of a document with their attributes, but those that a text may bring."""
    found: Counter[str] = Counter()
    for node in root.iter():
        if not isinstance(node.tag, str):
            found[f"comment {node.text}"] += 1
            continue
        attributes = dict(node.attrib)
        if node.tag == "a":
            if asks and re.match(r"https?://[^/]", attributes.get("href", ""), re.IGNORECASE):
                continue
            if attributes.get("href", "").startswith("#"):  # the anchor of a category is made of its name
                attributes["href"] = "#"
        if name == "health.md" and node.tag == "br":  # what a run says has as many lines as it has
            continue
        if node.tag in _FREE and attributes in ({}, {"lang": "math"}):
            continue
        found[f"{node.tag} {sorted(attributes.items())}"] += 1
    return found


def faults(name: str, document: str, harmless: str, texts: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with a document, by comparison with the same one with harmless words in every place."""
    if re.search(r"[\ud800-\udfff]", document):
        yield "a surrogate"
        return
    yield from map("the file has {}".format, set(_unseen(document, name)) - set(_unseen(harmless, name)))
    if document.count("<!-- reports:") != harmless.count("<!-- reports:"):
        yield "a marker"
    root, plain = root_of(name, document), _plain_root(name, harmless)
    asks = any(_ADDRESS.search(text) for text in texts.values())
    found, expected = skeleton(name, root, asks=asks), skeleton(name, plain, asks=asks)
    gone = expected - found
    del gone["br []"]  # a sentence of nothing that can be seen has no line
    for element, times in ((found - expected) + gone).items():
        yield f"{times} times {element}"
    if not any(_TEX.search(text) for text in texts.values()):
        styled = ("em", "strong", "code")
        if more := Counter(node.tag for node in root.iter(*styled)) - Counter(node.tag for node in plain.iter(*styled)):
            yield f"styles {more}"
    yield from _formulas(root)
    for node, said in _texts(root):
        yield from (f"{what} in {said!r}" for what in _live(node, said, name))


def _unseen(text: str, name: str) -> Iterator[str]:
    """The characters of a text that nobody sees, or that hide others."""
    for at, character in enumerate(text):
        if "\x20" <= character < "\x7f" or character == "\n":
            continue
        category, code = unicodedata.category(character), ord(character)
        if character in "\u2066\u2068\u2069" or (character == "\u2060" and name == "README.md"):
            continue
        if character in "\u200c\u200d":
            before, after = text[at - 1 : at], text[at + 1 : at + 2]
            if (
                not before
                or not after
                or before.isspace()
                or after.isspace()
                or before in "\u200c\u200d"
                or before < "\u0500"
            ):
                yield f"a joiner that joins nothing at {text[max(at - 9, 0) : at + 9]!r}"
            continue
        if (
            (
                category in ("Cc", "Cf", "Cs", "Zl", "Zp", "Co")
                and not 0x600 <= code <= 0x605
                and code not in (0x6DD, 0x70F)
            )
            or code & 0xFFFE == 0xFFFE
            or 0xFDD0 <= code <= 0xFDEF
            or character in _BLANK
        ):
            yield f"U+{code:04X}"
    if text.count("\u2066") + text.count("\u2068") != text.count("\u2069"):
        yield "isolates that are not closed"
    if found := _STACKED.search(unicodedata.normalize("NFC", text)):
        yield f"stacked marks {found[0]!r}"


_BLANK = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    "\ufe00\ufe01\ufe02\ufe03\ufe04\ufe05\ufe06\ufe07\ufe08\ufe09\ufe0a\ufe0b\ufe0c\ufe0d\ufe0e"
)
_STACKED = re.compile(r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{5}")
_HIDING = REFUSED.union(
    ("kern", "mkern", "hskip", "mskip", "mspace", "hspace", "rlap", "llap", "clap", "mathrlap", "mathllap", "smash"),
    ("color", "textcolor", "colorbox", "vphantom", "phantom", "hphantom", "raise", "lower", "raisebox", "moveleft"),
    ("moveright", "vcenter", "rule", "Rule", "Space", "negthickspace", "negmedspace", "negthinspace", "url", "html"),
    ("let", "def", "data", "tooltip", "mathtip", "texttip", "mmlToken"),
)


def _formulas(root: HtmlElement) -> Iterator[str]:
    for node in root.iter("code"):
        parent = node.getparent()
        tex = str(node.text_content())
        block = parent is not None and parent.get("lang") == "math"
        if not block and not (_before(node).endswith("$") and (node.tail or "").startswith("$")):
            continue
        if not block and ("\n" in tex or len(node)):
            yield f"a formula with elements {tex!r}"
        if "`" in tex or "<" in tex or ">" in tex:
            yield f"a sign in the formula {tex!r}"
        if hiding := _HIDING.intersection(re.findall(r"\\([A-Za-z]+|.)", tex)):
            yield f"{sorted(hiding)} in the formula {tex!r}"
        if re.search(r"(?:\\![\s{}]*){3}", tex) or re.search(r"(?<!\\)(?:\\\\)+\s*\*?\s*\[(?![\d.]+[a-z]{2}\])", tex):
            yield f"overlaid lines in the formula {tex!r}"


def _before(node: HtmlElement) -> str:
    previous, parent = node.getprevious(), node.getparent()
    return (previous.tail if previous is not None else parent.text if parent is not None else "") or ""


def _texts(root: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """The text nodes that GitHub looks into, each with the element it stands in; a formula's dollars are none of it."""
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        inside = [node, *node.iterancestors()]
        if any(above.tag in ("pre", "code") for above in inside):
            continue
        said = node.text or ""
        first = node[0] if len(node) else None
        if first is not None and first.tag == "code" and (first.tail or "").startswith("$"):
            said = said.removesuffix("$")
        yield node, said
        for child in node:
            said = child.tail or ""
            if child.tag == "code" and _before(child).endswith("$"):
                said = said.removeprefix("$")
            following = child.getnext()
            if following is not None and following.tag == "code" and (following.tail or "").startswith("$"):
                said = said.removesuffix("$")
            yield node, said


_LIVE = {
    "a mention": re.compile(r"@[\w\[_.-]"),
    "a reference": re.compile(r"#\d|GH-\d", re.IGNORECASE),
    "an emoji": re.compile(r":[\w+-]+:"),
    "a dollar": re.compile(r"\$."),
    "an address of www": re.compile(r"www\.(?=\S)", re.IGNORECASE),
}
_COMMIT = re.compile(r"(?<![0-9A-Za-z_])[0-9a-f]{7,40}(?![0-9A-Za-z_])")


def _live(node: HtmlElement, said: str, name: str) -> Iterator[str]:
    """What GitHub would make of a text node by itself."""
    if (
        node.tag == "span"
        and len(said) <= 3
        and not name.endswith(".xml")
        and said.strip("@#:.$") in ("", "GH-", "gh-", "www", "WWW")
    ):
        return
    in_link = node.tag == "a" or any(above.tag == "a" for above in node.iterancestors())
    for what, pattern in _LIVE.items():
        if pattern.search(said) and not name.endswith(".xml") and (not in_link or what in ("an emoji", "a dollar")):
            yield what
    if "://" in said and not in_link:
        yield "a bare address"
    if name in ("release.md", "health.md") and _COMMIT.search(said) and not in_link:
        yield "a commit"

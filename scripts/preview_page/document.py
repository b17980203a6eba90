"""From Markdown to the document that GitHub shows, as a tree."""

import re
from dataclasses import dataclass

import cmarkgfm
from cmarkgfm.cmark import Options
from lxml import html
from lxml.html import HtmlElement

from preview_page.formulas import mark_formulas
from preview_page.front_matter import split_front_matter
from preview_page.headings import add_anchors, broken_links
from preview_page.sanitise import sanitise

_ALERT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\n|$)", re.IGNORECASE)
_OPTIONS = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_GITHUB_PRE_LANG | Options.CMARK_OPT_FOOTNOTES
_OWN_DIRECTION = ("p", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6")
"""What GitHub lets run as its first letter does."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page as GitHub shows it."""

    root: HtmlElement
    """The article, sanitised, with anchors; a formula is an element of class `formula`."""
    removed: tuple[str, ...]
    """What the sanitiser took out: `<script>`, `<p style>` ..."""
    formulas: tuple[str, ...]
    """The TeX of each formula that MathJax gets."""
    broken_links: tuple[str, ...]
    """In-page links that lead nowhere."""


def page(markdown: str) -> Page:
    """Return what GitHub makes of the text of a Markdown file, front matter included."""
    front_matter, body = split_front_matter(markdown)
    root = html.fragment_fromstring(front_matter + cmarkgfm.github_flavored_markdown_to_html(body, _OPTIONS), "article")
    removed = sanitise(root)
    for quote in list(root.iter("blockquote")):
        _style_alert(quote)
    formulas = mark_formulas(root)
    add_anchors(root)
    for node in root.iter(*_OWN_DIRECTION):
        node.set("dir", node.get("dir", "auto"))
    return Page(root=root, removed=removed, formulas=formulas, broken_links=broken_links(root))


def elements(markdown: str) -> tuple[str, ...]:
    """Return the names of the elements that GitHub shows for a text, in the order of the document."""
    return tuple(str(node.tag) for node in page(markdown).root.iterdescendants())


def _style_alert(quote: HtmlElement) -> None:
    """Make a quotation that opens with `[!NOTE]` or its kind the box that GitHub draws, at the top level only."""
    first = quote.find("p")
    parent = quote.getparent()
    if first is None or parent is None or parent.tag != "article":
        return
    kind_of_alert = _ALERT.match((first.text or "").lstrip())
    if kind_of_alert is None:
        return
    kind = kind_of_alert[1].lower()
    first.text = (first.text or "").lstrip()[kind_of_alert.end() :]
    quote.tag = "div"
    quote.set("class", f"markdown-alert markdown-alert-{kind}")
    title = html.Element("p")
    title.set("class", "markdown-alert-title")
    title.text = kind.capitalize()
    quote.insert(0, title)

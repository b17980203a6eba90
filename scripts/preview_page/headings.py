"""Anchors of headings, and the links that lead to anchors."""

from collections.abc import Iterator
from urllib.parse import unquote

from lxml import html
from lxml.html import HtmlElement

from digest.markdown.anchors import Anchors
from preview_page.sanitise import PREFIX

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def add_anchors(root: HtmlElement) -> None:
    """Give each heading of `root`, in place, the anchor that GitHub gives it, numbered from the second of a name on."""
    anchors = Anchors()
    for heading in list(root.iter(*_HEADINGS)):
        name = anchors.add(heading.text_content())
        anchor = html.Element("a")
        anchor.set("class", "anchor")
        anchor.set("id", PREFIX + name)
        anchor.set("aria-hidden", "true")
        anchor.tail, heading.text = heading.text, None
        heading.insert(0, anchor)


def broken_links(root: HtmlElement) -> tuple[str, ...]:
    """Return the in-page links of `root` that lead to no anchor, as written, in the order of the document."""
    anchors = set(_anchors(root))
    targets = [str(link.get("href")) for link in root.iter("a") if (link.get("href") or "").startswith("#")]
    return tuple(
        target for target in targets if target != "#" and unquote(target[1:]).removeprefix(PREFIX) not in anchors
    )


def _anchors(root: HtmlElement) -> Iterator[str]:
    for node in root.iter():
        if isinstance(node.tag, str):
            for name in ("id", "name"):
                if node.get(name, "").startswith(PREFIX):
                    yield str(node.get(name)).removeprefix(PREFIX)

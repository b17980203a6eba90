"""Take out of a document what GitHub takes out, and say what that was."""

from urllib.parse import urlsplit

from lxml.html import HtmlElement

from preview_page.allowlist import (
    ATTRIBUTES,
    ATTRIBUTES_OF,
    CONTENT_REMOVED,
    ELEMENTS,
    LIST_ITEMS,
    LISTS,
    SCHEMES,
    TABLE_PARTS,
)

PREFIX = "user-content-"
# What cmark-gfm writes itself and GitHub's own filters read: the language of a code block, footnotes, task lists.
_OF_THE_PARSER = frozenset({"input", "section"})
_PARSER_ATTRIBUTES = frozenset(
    {"data-footnote-ref", "data-footnote-backref", "data-footnotes", "data-footnote-backref-idx"}
)


def sanitise(root: HtmlElement) -> tuple[str, ...]:
    """Remove from `root`, in place, what GitHub's sanitiser removes; ids and names get GitHub's prefix.

    Returns what was removed, in the order of the document: `<script>` for an element, `<p style>` for an attribute.
    The text of a removed element stays, as on GitHub, save that of script and its kind.
    """
    removed: list[str] = []
    for node in list(root.iterdescendants()):
        if not isinstance(node.tag, str):  # a comment: GitHub drops it, and nobody sees a difference
            node.drop_tree()
        elif node.tag in CONTENT_REMOVED:
            removed.append(f"<{node.tag}>")
            node.drop_tree()
        elif not _is_kept(node):
            removed.append(f"<{node.tag}>")
            node.drop_tag()
        else:
            removed.extend(_strip_attributes(node))
    return tuple(removed)


def _is_kept(node: HtmlElement) -> bool:
    tag = str(node.tag)
    if tag in _OF_THE_PARSER:
        return node.get("type") == "checkbox" or "data-footnotes" in node.attrib
    above = {ancestor.tag for ancestor in node.iterancestors()}
    if tag in LIST_ITEMS:
        return bool(above & LISTS)
    if tag in TABLE_PARTS:
        return "table" in above
    return tag in ELEMENTS


def _strip_attributes(node: HtmlElement) -> list[str]:
    tag = str(node.tag)
    removed: list[str] = []
    for name, value in list(node.attrib.items()):
        allowed = name in ATTRIBUTES or name in ATTRIBUTES_OF.get(tag, ()) or name in _PARSER_ATTRIBUTES
        if name == "class" and (value.startswith(("language-", "task-list")) or "footnote" in value):
            continue
        if tag == "pre" and name == "lang":
            continue
        if not allowed or not _has_allowed_scheme(name, value):
            removed.append(f"<{tag} {name}>")
            del node.attrib[name]
        elif name in ("id", "name") and not value.startswith(PREFIX):
            node.set(name, PREFIX + value)
    return removed


def _has_allowed_scheme(name: str, value: str) -> bool:
    if name not in SCHEMES:
        return True
    try:
        scheme = urlsplit(value.strip()).scheme.lower()
    except ValueError:  # no address a browser could open either
        return False
    return scheme in SCHEMES[name]

"""The XML that arXiv answers with, from bytes: a whole document, or an answer that is not believed."""

import re

from lxml import etree

from digest.fetch.transport import BadAnswer

# XML knows no such characters; one that slipped into an abstract must not cost the whole page.
_FORBIDDEN = bytes([*range(9), 11, 12, *range(14, 32)])


def parse(body: bytes) -> etree._Element:
    """The root of a document. Raises BadAnswer where the bytes are not one whole document."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    text = body.translate(None, _FORBIDDEN).decode("utf-8", "replace")
    try:
        return etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise BadAnswer(f"not a whole XML document ({start(body)})") from error


def start(body: bytes) -> str:
    """The first words of a body, for a message."""
    return " ".join(body[:80].decode("utf-8", "replace").split()) or "empty"


def paragraphs(text: str) -> str:
    """An abstract's text: lines joined, paragraphs (a new line that is indented, or an empty line) kept apart."""
    parts = re.split(r"\n(?=[ \t]|\n)", text.strip())
    return "\n\n".join(joined for part in parts if (joined := " ".join(part.split())))

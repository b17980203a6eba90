"""Bytes are one whole XML document, or are not believed."""

import pytest

from digest.fetch import xml_document
from digest.fetch.transport import BadAnswer


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty"),
        (b"Rate exceeded.", "Rate exceeded."),
        (b"<html><body>Down <br> for maintenance", "Down"),
        (b"<feed><entry></entry>", "<feed>"),
        (b"<feed/><feed/>", "<feed/>"),
    ],
)
def test_what_is_no_document_is_not_believed(body: bytes, said: str) -> None:
    """An empty body, words, a web page, a truncated feed: each is refused with its first words."""
    with pytest.raises(BadAnswer, match="not a whole XML document") as refused:
        xml_document.parse(body)
    assert said in str(refused.value)


def test_a_forbidden_character_does_not_cost_the_page() -> None:
    """Control characters and broken UTF-8, which XML forbids, are dropped or replaced."""
    assert xml_document.parse(b"<a>one\x0b two\x00\xff</a>").text == "one two�"


def test_entities_are_not_expanded() -> None:
    """An entity of the answer's own neither grows without bounds nor reads a file."""
    root = xml_document.parse(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>b &x;</a>')
    assert "root:" not in "".join(text for text in root.itertext() if isinstance(text, str))


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("  We wrap\nlines.\n", "We wrap lines."),
        ("One.\n  Two, wrapped\nhere.", "One.\n\nTwo, wrapped here."),
        ("One.\n\nTwo.", "One.\n\nTwo."),
        ("One.\n \n\n  Two.", "One.\n\nTwo."),
        (" \n ", ""),
    ],
)
def test_paragraphs_are_kept_apart(text: str, paragraphs: str) -> None:
    """A line break is a space, and an indented or empty line begins a paragraph."""
    assert xml_document.paragraphs(text) == paragraphs

"""arXiv's ids: https://info.arxiv.org/help/arxiv_identifier.html. Pure."""

import re
from collections.abc import Sequence

FORM = re.compile(r"\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7}", re.ASCII)
"""An id without version: of the new style, or of the old one, with or without a subject class."""


def described(ids: Sequence[str]) -> str:
    """What a source gave in place of ids, for a notice: a few of them, short, and only what can be printed."""
    shown = ["".join(c for c in text[:40] if c.isascii() and c.isprintable()) or "nothing" for text in ids[:3]]
    return ", ".join(f'"{text}"' for text in shown) + (" …" if len(ids) > 3 else "")


_ADDRESS = re.compile(r"(https?://)?(www\.|export\.)?arxiv\.org/(abs|pdf|html)/", re.IGNORECASE)
_SCHEME = re.compile(r"arxiv:\s*", re.IGNORECASE)


def stored(text: str) -> str:
    """An id as it is stored, from "2611.01230v2", "arXiv:2611.01230" or an address of it; what is none stays so."""
    bare = _ADDRESS.sub("", text.strip(), count=1).removesuffix(".pdf")
    return re.sub(r"v\d+$", "", _SCHEME.sub("", bare, count=1))


def without_class(paper_id: str) -> str:
    """The id by which arXiv calls a paper of the old style: "math/0309136", also where somebody writes "math.GT/"."""
    return re.sub(r"\.[A-Z]{2}/", "/", paper_id)


def year(paper_id: str) -> int:
    """The year in which arXiv gave an id: of "2611.01230" and "math/0309136" the two digits, from 1991 on."""
    digits = int(paper_id.rpartition("/")[2][:2])
    return 1900 + digits if digits > 90 and "/" in paper_id else 2000 + digits

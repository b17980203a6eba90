"""NOTIFY_URLS: one URL of a service a line. They are secrets, so nothing here prints one. Pure."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

VARIABLE = "NOTIFY_URLS"
DIGITS = 4
"""Hex digits by which a service is told from others of its kind; more where two would be the same."""
_QUOTES = (('"', '"'), ("'", "'"), ("“", "”"), ("`", "`"))
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9.+-]*)://\S")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One URL as it stands in the secret."""

    number: int
    """Its line, from 1."""
    url: str

    @property
    def scheme(self) -> str:
        """What stands before `://`, in lower case; empty where nothing does."""
        scheme = _SCHEME.match(self.url)
        return scheme[1].lower() if scheme else ""

    def key(self, kind: str, taken: Iterable[str] = ()) -> str:
        """How the service is called wherever it is spoken of: its kind, and the first digits of a hash of its URL."""
        digest = hashlib.sha256(self.url.encode()).hexdigest()
        keys = (f"{kind} {digest[:length]}" for length in range(DIGITS, len(digest) + 1, DIGITS))
        return next(key for key in keys if key not in taken)


def lines(environment: Mapping[str, str]) -> tuple[Line, ...]:
    """The URLs of the secret, each once, without quotes, blanks, empty lines and lines that begin with `#`."""
    lines: dict[str, Line] = {}
    for number, text in enumerate(re.split(r"\r\n|\r|\n", environment.get("NOTIFY_URLS", "")), 1):
        url = text.strip().strip("\ufeff,").strip()
        for left, right in _QUOTES:
            if len(url) > 1 and url.startswith(left) and url.endswith(right):
                url = url[1:-1].strip()
        if url and not url.startswith("#"):
            lines.setdefault(url, Line(number=number, url=url))
    return tuple(lines.values())


def meant(scheme: str, known: Iterable[str]) -> str:
    """ "; did you mean mailto://?" where a scheme is close to one that there is."""
    close = get_close_matches(scheme, sorted(known), n=1, cutoff=0.6)
    return f"; did you mean {close[0]}://?" if close else ""

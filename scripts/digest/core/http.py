"""What all that talks HTTP needs: how long a server asks to be left alone, and addresses without secrets. Pure."""

import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

_MOST = 1e9
"""Seconds; a number of hundreds of digits would be infinite, which no clock can be set to."""


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds that Retry-After asks for (RFC 9110, 10.2.3): a number or a date; None where it is absent or neither.

    Takes headers with names in lower case, or whose names are found in any. A date counts from the answer's own, since
    the server's clock may differ from ours.
    """
    text = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        return min(float(text), _MOST)
    try:
        wait = parsedate_to_datetime(text) - parsedate_to_datetime(headers.get("date", ""))
    except (TypeError, ValueError):
        return None
    return max(0.0, wait.total_seconds())


def public_address(url: str) -> str:
    """An address for a message: without a user, a password or a query, which may be secret."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}{port}{parts.path}"

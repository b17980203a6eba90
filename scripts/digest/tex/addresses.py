"""The http(s) addresses in a text: where they end, and what TeX's escapes in them mean."""

import re

from digest.tex.nodes import Address, Text

URL = re.compile(
    r"https?://(?=[^\W_]|\[)(?:(?!\]\()[^\s<>\"{}|\\^`\x00-\x1f\u3000-\u303f\uff00-\uffef])+", re.IGNORECASE
)
"""An address with the punctuation that may follow it; it ends where a Markdown link has its text before it.

Its host begins with a letter or digit: "https://(open" is none.
"""


def trimmed(url: str) -> str:
    """An address without the punctuation of the sentence around it: "(see https://x.org/a)." gives https://x.org/a."""
    end = len(url)
    surplus = {close: url.count(close) - url.count(open_) for open_, close in ("()", "[]")}
    while end:
        last = url[end - 1]
        if last in surplus and surplus[last] > 0:
            surplus[last] -= 1
        elif last not in ".,;:!?'*_~&…”’":
            break
        end -= 1
    return url[:end]


def linked(url: str) -> Address | Text:
    r"""What stands in `\url{...}`, as an address if it is one of the web, else as text."""
    address = re.sub(r"\\([%#&_~{}$])", lambda found: found[1], url)
    return Address(address) if URL.fullmatch(address) else Text(address)

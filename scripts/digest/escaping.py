"""The characters that GitHub reads as more than themselves, and how each is kept from it.

https://github.github.com/gfm/ is the grammar; GitHub adds mentions, references, emoji codes and math to it.
"""

import re
import unicodedata
from urllib.parse import quote

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0e"
    "\ufeff\ufff9-\uffff\U000e0000-\U000e0fff]"
)
"""Control, bidirectional and zero-width characters; a joiner (U+200C, U+200D) and the emoji selector stay."""
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc](?:[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u200c\u200d \\d.,:;()-]*"
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])?"
)
_NO_DIRECTION = re.compile(r"\d+|\W*")
_PUNCTUATION = re.compile(r"[\\`*_\[\]|~!]")
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_GUARDED = re.compile(r"(?<!\w)GH-(?=\d)|#(?=\d)|@(?=[\w\[])|:(?=//)|(?<=\bwww)\.|:(?=[\w+-]+:)|\$", re.IGNORECASE)
_STARTS_BLOCK = re.compile(r"([-+=:](?![a-zA-Z0-9])|#(?=#|\s|$))|(\d{1,9})([.)])(?=\s|$)")
_NO_URL = frozenset("()<>[]\"'`\\|{}*$")
_REFERENCE = re.compile(
    r"`[^`]*`|\]\([^()\s]*\)|<[^<>]*>|https?://\S+"  # what GitHub does not look into, or what a mark would break
    r"|(?P<mention>@(?=[\w-])|(?<!\w)GH-(?=\d)|(?<!&)#(?=\d)|(?<![\w./-])[0-9a-f](?=[0-9a-f]{6,39}(?![\w/-])))",
    re.IGNORECASE,
)


def clean(text: str) -> str:
    """A text on one line, without characters that nobody sees; right-to-left words are isolated from the others."""
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFC", text.replace("\t", " ")))
    return _RIGHT_TO_LEFT.sub(lambda found: f"\u2068{found[0]}\u2069", " ".join(visible.split()))


def left_to_right(line: str) -> str:
    """A line of Markdown as it stands on a page that runs from right to left: isolated, or its full stop comes first.

    A line that mostly runs from right to left itself, and a plain number, stay as they are.
    """
    letters = [c for c in line if c.isalpha()]
    mirrored = sum(unicodedata.bidirectional(c) in ("R", "AL") for c in letters) * 2 > len(letters)
    return line if mirrored or _NO_DIRECTION.fullmatch(line) else f"\u2066{line}\u2069"


def escaped(text: str) -> str:
    """A clean text in which no character is markup, a mention, an address or an emoji code."""
    written = _PUNCTUATION.sub(lambda found: f"\\{found[0]}", text.translate(_HTML))
    return _GUARDED.sub(lambda found: f"<span>{found[0]}</span>", written)


def not_a_block(line: str) -> str:
    """A line of Markdown that cannot start a list or a heading, nor be a rule or the line under a heading."""
    start = _STARTS_BLOCK.match(line)
    if start is None:
        return line
    return f"\\{line}" if start[1] else f"{start[2]}\\{line[start.start(3) :]}"


def url(address: str) -> str:
    """An address between the parentheses of a link, or in an attribute: nothing in it can end them."""
    quoted = (quote(c, errors="replace") if c in _NO_URL or ord(c) < 33 or ord(c) == 127 else c for c in address)
    return re.sub(r"&(?=#?\w+;)", "&amp;", "".join(quoted))


def quiet(text: str) -> str:
    """Markdown in which no @name, #number, GH-number or commit can ping a person or link a thread.

    For releases, issues and discussions, where GitHub turns them into references; links, code and formulas stay.
    """
    return _REFERENCE.sub(lambda found: f"<span>{found[0]}</span>" if found["mention"] else found[0], text)

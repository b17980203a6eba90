"""The characters of a text that anybody sees; the others never reach a page."""

import re
import unicodedata

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0e\ufeff\uffa0\ufff0-\uffff"
    "\U0001fffe\U0001ffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
"""Controls, surrogates, marks of direction, blanks without width, and what is no character; a joiner stays."""
_SPACE = re.compile(r"[\t\n\r\f\v]+")


def visible(text: str) -> str:
    """A text of composed characters that are seen; nothing in it can turn the direction of a page."""
    if text.isascii() and text.isprintable():
        return text
    # A lone surrogate would make the file unwritable, a control would make a feed unreadable.
    return _UNSEEN.sub("", unicodedata.normalize("NFC", _SPACE.sub(" ", text)))


def one_line(text: str) -> str:
    """The same with every white space a single blank, and none around it."""
    return " ".join(visible(text).split())

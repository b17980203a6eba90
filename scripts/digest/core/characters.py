"""Characters that nobody sees, that hide others, or that no file can hold.

What is no text at all (controls, surrogates, what Unicode has set aside) is dropped where text enters and once more
where files are written; what only a page has no use for (no width, or no glyph), where text becomes part of one.
"""

import re
import unicodedata

_NO_TEXT = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff" + "".join(
    chr(plane + 0xFFFE) + chr(plane + 0xFFFF) for plane in range(0x10000, 0x110000, 0x10000)
)
"""C0 and C1 but for tabs and ends of lines, surrogates, and what is no character: XML 1.0 refuses most of them."""
_UNWRITABLE = re.compile(f"[{_NO_TEXT}]")
_ENTERING = re.compile(f"[{_NO_TEXT}\u202a-\u202e\u2066-\u2069]")
"""Also what turns the order of others around: nobody's text needs it, and a page isolates words by itself."""
_WITHOUT_WIDTH = re.compile(
    f"[{_NO_TEXT}\u00ad\u034f\u061c\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ue000-\uf8ff\ufe00-\ufe0e\ufeff\uffa0\ufff0-\uffff\U000110bd\U000110cd"
    "\U00013430-\U0001345f\U00016fe4\U0001bca0-\U0001bcaf\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    "\U000f0000-\U0010ffff]"
)
"""Controls, marks of direction, what has no width or no glyph, variants, and what each font shows as it likes."""
_JOINER = re.compile("[\u200c\u200d\ufe0f]+")
_JOINING = re.compile("[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ufb50-\ufefc]")
_EMOJI = re.compile(
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_KEY = re.compile(r"[#*0-9]")
_MARKS = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_STACKED = re.compile(f"({_MARKS}{{3}}){_MARKS}+")
"""More marks over one letter than any language has: they would cover the lines around it."""
_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])|\x9b[0-?]*[ -/]*[@-~]")
"""What moves the cursor, colours or renames a terminal (ECMA-48)."""


def entering(text: str) -> str:
    """What arXiv or a model sent, without what is no text; spaces, ends of lines and everything visible stay."""
    return text if _is_printable(text) else _ENTERING.sub("", text)


def writable(text: str) -> str:
    """A text that UTF-8 and XML can hold."""
    return text if _is_printable(text) else _UNWRITABLE.sub("", text)


def _is_printable(text: str) -> bool:
    """Whether a text but for its ends of lines is printable, as nearly all of a day's hundred thousand texts are.

    Python tells that faster than a pattern looks for the others, in a whole page by far.
    """
    return text.replace("\n", " ").isprintable()


def visible(text: str) -> str:
    """A text without characters that nobody sees; a joiner (U+200C, U+200D) stays where it joins, as in Persian."""
    if text.isascii() and _is_printable(text):  # most texts, by far
        return text
    seen = _WITHOUT_WIDTH.sub("", unicodedata.normalize("NFC", text))
    if seen.isascii():
        return seen
    return _STACKED.sub(r"\1", _JOINER.sub(lambda found: _joined(found, seen), seen))


def _joined(found: re.Match[str], text: str) -> str:
    """Of joiners and of the mark that makes an emoji of a sign, what does something where it stands."""
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    selected, joiner = found[0][0] == "\ufe0f", found[0][-1]
    if _EMOJI.match(before):
        joins = joiner == "\u200d" and _EMOJI.match(after)
        return ("\ufe0f" if selected else "") + ("\u200d" if joins else "")
    if selected and _KEY.match(before) and after == "\u20e3":
        return "\ufe0f"
    joins = joiner != "\ufe0f" and _JOINING.match(before) and _JOINING.match(after)
    return joiner if joins else ""


def for_terminal(text: str) -> str:
    """A text for a terminal or a log: nothing in it moves the cursor; each end of a line is a new one."""
    return _UNWRITABLE.sub("", _SEQUENCE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))

r"""Author names of the RSS feed, which are TeX: Erd\H{o}s is Erdős, M\"uller is Müller."""

import re
import unicodedata

_COMBINING = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "aa": "å", "AA": "Å",
    "i": "i", "j": "j", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
}  # fmt: skip
_SYMBOL_ACCENT = re.compile(r"""\\([`'^~=."])\s*\{?\s*(\\[ij]|[^\W\d_])\s*\}?""")
_LETTER_ACCENT = re.compile(r"\\([urHvdckb])(?:\s*\{\s*(\\[ij]|[^\W\d_])\s*\}|\s+(\\[ij]|[^\W\d_]))")
_LETTER = re.compile(rf"\\({'|'.join(sorted(_LETTERS, key=len, reverse=True))})(?![A-Za-z])\s*(?:\{{\}})?")


def from_tex(text: str) -> str:
    """The names as Unicode; what is no accent stays as it is, braces go."""
    text = _SYMBOL_ACCENT.sub(lambda m: _accented(m[1], m[2]), text)
    text = _LETTER_ACCENT.sub(lambda m: _accented(m[1], m[2] or m[3]), text)
    text = _LETTER.sub(lambda m: _LETTERS[m[1]], text)
    return unicodedata.normalize("NFC", re.sub(r"(?<!\\)[{}]", "", text))


def _accented(accent: str, letter: str) -> str:
    return letter.removeprefix("\\") + _COMBINING[accent]

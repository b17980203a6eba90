r"""Author names of the RSS feed, which are TeX: Erd\H{o}s is Erdős, M\"uller is Müller."""

import re
import unicodedata

from digest.tex.macros import ACCENTS, SYMBOLS

_LETTERS = {name: letter for name, letter in SYMBOLS.items() if name.isalpha() and letter.isalpha()}
"""Letters with a name of their own: \\ss, \\ae, \\o."""
_BARE = r"(\\[ij](?![A-Za-z])(?:\s+(?=[a-z]))?|[^\W\d_][\u0300-\u036f]?)"
_BRACED = rf"\{{\s*{_BARE}\s*\}}"
_SYMBOL_ACCENT = re.compile(rf"""\\([`'^~=."])\s*(?:{_BRACED}|{_BARE})""")
_LETTER_ACCENT = re.compile(rf"\\([urHvdckb])(?:\s*{_BRACED}|\s+{_BARE})")
_LETTER = re.compile(rf"\\({'|'.join(sorted(_LETTERS, key=len, reverse=True))})(?![A-Za-z])(?:\{{\}}|\s+(?=\w))?")


def from_tex(text: str) -> str:
    """The names as Unicode; what is no accent stays as it is, braces go and a tie is a space."""
    text = _SYMBOL_ACCENT.sub(_accented, _SYMBOL_ACCENT.sub(_accented, text))  # Vietnamese has two: Nguy\~{\^e}n
    text = _LETTER_ACCENT.sub(_accented, text)
    text = _LETTER.sub(lambda m: _LETTERS[m[1]], text)
    return unicodedata.normalize("NFC", re.sub(r"(?<!\\)[{}]", "", text).replace("~", " "))


def _accented(match: re.Match[str]) -> str:
    letter = match[2] or match[3]
    # A dotless i or j is a plain one under its accent.
    return str(letter).strip().removeprefix("\\") + ACCENTS[match[1]]

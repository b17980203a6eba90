"""Telling which language a text is in, as far as a page needs it: by its script, or by its smallest words."""

import re
from collections.abc import Mapping

from digest.core.writing_systems import HAN, HANGUL, KANA

NAMES = {
    "zh-CN": "Simplified Chinese",
    "zh-TW": "Traditional Chinese",
    "zh-HK": "Traditional Chinese",
    "zh": "Chinese",
    "en": "English",
    "ja": "Japanese",
    "ko": "Korean",
    "es": "Spanish",
    "fr": "French",
    "de": "German",
    "pt": "Portuguese",
    "it": "Italian",
    "nl": "Dutch",
    "ru": "Russian",
    "uk": "Ukrainian",
    "el": "Greek",
    "ar": "Arabic",
    "fa": "Persian",
    "he": "Hebrew",
    "hi": "Hindi",
    "th": "Thai",
    "vi": "Vietnamese",
    "tr": "Turkish",
    "pl": "Polish",
}

_CYRILLIC, _ARABIC = "\u0400-\u04ff", "\u0600-\u06ff\u0750-\u077f"
_SCRIPTS = {
    "zh": HAN,
    "ja": HAN + KANA,
    "ko": HANGUL,
    "ru": _CYRILLIC,
    "uk": _CYRILLIC,
    "bg": _CYRILLIC,
    "ar": _ARABIC,
    "fa": _ARABIC,
    "he": "\u0590-\u05ff",
    "hi": "\u0900-\u097f",
    "th": "\u0e00-\u0e7f",
    "el": "\u0370-\u03ff",
}
_LETTERS_A_WORD = {"zh": 1, "ja": 1, "ko": 2, "th": 4}
"""How many letters stand for about a word of English; 5 elsewhere."""
_LEAST_SHARE = 0.4
"""Of the words of a text; names of methods and data sets keep their Latin script in every language."""
_LEAST_WORDS = 12
"""Fewer of them do not tell Latin-script languages apart."""

_SMALL_WORDS = {
    "en": "the of and to is in that we with for this are by which as from on it an be",
    "es": "el la los las de que y en un una se con por para del es su al como más",
    "fr": "le la les des et en un une du que qui est dans pour par sur avec au ce plus",
    "de": "der die das und ist in den von zu mit ein eine des für auf dem im sich wird nicht",
    "pt": "o a os as de que e em um uma se com por para do da no na é mais",
    "it": "il lo la gli le di che e in un una si con per del della è nel da più",
    "nl": "de het een en van is dat in op te met voor zijn die aan door worden wordt niet om",
}
_TEX_OR_NAME = re.compile(r"\$[^$]*\$|`[^`]*`|https?://\S+")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f'’]*")


def has_common_script(language: str) -> bool:
    """Whether models know a language's script well: Latin and Chinese; others take a token for a letter or less."""
    code = language.split("-")[0].lower()
    return code == "zh" or code not in _SCRIPTS


def name_of(language: str) -> str:
    """A language's name for a prompt: "Simplified Chinese (zh-CN)"; the code alone where the name is not known."""
    name = NAMES.get(language) or NAMES.get(language.split("-")[0])
    return f"{name} ({language})" if name else language


def is_in(text: str, language: str) -> bool:
    """Whether a text may be in a language: never wrong about English in place of Chinese, lenient about neighbours."""
    code = language.split("-")[0].lower()
    text = _TEX_OR_NAME.sub(" ", text)
    latin = [word.lower() for word in _LATIN_WORD.findall(text)]
    if code in _SCRIPTS:
        return _is_in_script(text, code, len(latin))
    if _foreign_words(text) > len(latin):
        return False
    return code not in _SMALL_WORDS or len(latin) < _LEAST_WORDS or _hits(latin)[code] == max(_hits(latin).values())


def _is_in_script(text: str, code: str, latin_words: int) -> bool:
    letters = len(re.findall(f"[{_SCRIPTS[code]}]", text))
    words = letters / _LETTERS_A_WORD.get(code, 5)
    kana = len(re.findall(f"[{KANA}]", text))
    if code == "zh" and kana > 0.1 * letters:
        return False
    # A whole sentence of Japanese without kana does not exist.
    if code == "ja" and letters > 15 and kana < 0.1 * letters:
        return False
    return letters > 0 and words >= _LEAST_SHARE * (words + latin_words)


def _foreign_words(text: str) -> float:
    """About how many words of a text are in another script than Latin."""
    return sum(
        len(re.findall(f"[{letters}]", text)) / _LETTERS_A_WORD.get(code, 5)
        for code, letters in _SCRIPTS.items()
        if code in ("ja", "ko", "ru", "ar", "he", "hi", "th")
    )


def _hits(words: list[str]) -> Mapping[str, int]:
    """How many of the words are small words of each language."""
    return {code: sum(word in small for word in words) for code, small in _SMALL.items()}


_SMALL = {code: frozenset(words.split()) for code, words in _SMALL_WORDS.items()}

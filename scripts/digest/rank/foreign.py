"""Whether an interest is in another language than abstracts are, so that its words would match nothing."""

import unicodedata

from digest.words.background import background
from digest.words.terms import terms

_UNKNOWN = 0.5
"""Of the words of an interest; a new method has a name that no abstract of the table has."""
_OF_ENGLISH = ("LATIN", "GREEK")
"""The scripts of English abstracts: "α-divergence", "naïve Bayes"."""


def is_foreign(text: str) -> bool:
    """Whether a text is not English: by its letters, or where abstracts do not have its words and English neither.

    The words decide first, since a few of them tell a language badly: to an identifier alone, "RAG" is German.
    """
    if any(letter.isalpha() and not _is_of_english(letter) for letter in text):
        return True
    stems = terms(text)
    unknown = sum(stem not in background().frequencies for stem in stems)
    if not unknown or unknown < _UNKNOWN * len(stems):
        return False
    from digest.summary_checks.language import may_be_english  # it loads a model, and few interests need it

    return not may_be_english(text)


def _is_of_english(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(_OF_ENGLISH)

"""How much of a phrase a paper speaks of: half for the words, half for their standing together."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from digest.rank.document import Document
from digest.words import acronyms
from digest.words.background import background

_FAINT = 0.08
"""What says less of a phrase says nothing: a common word that both happen to have."""
_MAY_LACK_ONE = 4
"""Of so many words, one may be missing, and the phrase still counts as said."""
_NEAR = 3
"""Two words of a phrase stand together when the second comes at most so many words after the first."""


_ROUNDING = 1e-9
"""A sum that is added up in another order differs by less."""


def is_more_than_faint(at_most: float) -> bool:
    """Whether a paper may speak of a phrase whose terms it has; given the sum of what each says by itself.

    An acronym and its long form count once in a phrase's strength, and both in this sum: it is never less.
    """
    return at_most >= _FAINT - _ROUNDING


@dataclass(frozen=True)
class Phrase:
    """Words that an interest wants together."""

    words: tuple[str, ...]
    """As terms; an acronym is one word, however long its long form is."""

    @cached_property
    def spelled(self) -> dict[str, dict[str, float]]:
        """Each word's terms by their rarity: those of an acronym's long form, else the word itself."""
        rarity = background().rarity
        # Where an acronym stands its long form is said, so no term of it is rarer than the acronym.
        return {
            word: {name: min(rarity(name), rarity(word)) for name in acronyms.common().get(word, (word,))}
            for word in self.words
        }

    @cached_property
    def shares(self) -> dict[str, float]:
        """The words by the rarity of their terms, in sum 1: an acronym weighs what its long form would.

        One that is commoner than every word of its long form, as AI is, has become a word and weighs as such.
        """
        rarity = {
            word: background().rarity(word) if self._is_word(word) else sum(names.values())
            for word, names in self.spelled.items()
        }
        whole = sum(rarity.values())
        return {word: value / whole for word, value in rarity.items()}

    @cached_property
    def weights(self) -> dict[str, float]:
        """All terms to look for by what they say of the phrase: acronyms, and the terms of their long forms."""
        weights = dict(self.shares)
        for word, names in self._long_forms.items():
            for name, share in names.items():
                weights[name] = weights.get(name, 0.0) + self.shares[word] * share
        return weights

    @cached_property
    def pairs(self) -> tuple[tuple[str, str, float], ...]:
        """The terms that follow each other, with the weight of the pair; in sum 1."""
        spelled = ((word,) if self._is_word(word) else (word, *self.spelled[word]) for word in self.words)
        names = [name for one in spelled for name in dict.fromkeys(one)]
        pairs = [(one, two, self.weights[one] + self.weights[two]) for one, two in pairwise(names) if one != two]
        whole = sum(weight for _, _, weight in pairs)
        return tuple((one, two, weight / whole) for one, two, weight in pairs)

    def strength(self, document: Document) -> float:
        """How much of the phrase a paper speaks of, 0 to 1: half for the words, half for their standing together."""
        spoken_of = document.weights
        of_words = 0.0
        long_forms = self._long_forms
        for word, weight in self.shares.items():
            of_words += weight * (self._said(word, spoken_of) if word in long_forms else spoken_of.get(word, 0.0))
        if of_words < _FAINT:
            return 0.0
        if not self.pairs:
            return of_words
        together = 0.0
        for one, two, weight in self.pairs:
            if one in spoken_of and two in spoken_of:
                together += weight * _nearness(document, one, two)
        return (of_words + together) / 2

    def is_said(self, document: Document) -> bool:
        """Whether a paper has every word of the phrase somewhere; of four words, one may be missing."""
        missing = sum(not self._said(word, document.weights) for word in self.shares)
        return missing <= len(self.shares) // _MAY_LACK_ONE

    def _is_word(self, word: str) -> bool:
        return min(self.spelled[word].values()) >= background().rarity(word)

    @cached_property
    def _long_forms(self) -> dict[str, dict[str, float]]:
        """The terms of the words that are spelled in two ways, by their share; in sum 1."""
        return {
            word: {name: rarity / sum(names.values()) for name, rarity in names.items()}
            for word, names in self.spelled.items()
            if word not in names
        }

    def _said(self, word: str, spoken_of: Mapping[str, float]) -> float:
        """How much a paper speaks of a word, 0 to 1, in whichever of its spellings it does so more."""
        short = spoken_of.get(word, 0.0)
        if word not in self._long_forms:
            return short
        return max(short, sum(share * spoken_of.get(name, 0.0) for name, share in self._long_forms[word].items()))


def _nearness(document: Document, one: str, two: str) -> float:
    """1 where both terms stand together in the title, 0.7 where they do in the abstract, else 0."""
    best = 0.0
    others = document.positions[two]
    for place in document.positions[one]:
        for other in others:
            if place <= other <= place + _NEAR:
                if document.in_title(place):
                    return 1.0
                best = 0.7
    return best

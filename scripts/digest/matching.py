"""How strongly a paper speaks of an interest, and through which of its words."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from digest import acronyms
from digest.background import background
from digest.document import Document
from digest.interests import Interest
from digest.terms import WORD, composed, is_cjk, stem, term

_FAINT = 0.08
"""What says less of a phrase says nothing: a common word that both happen to have."""
_NEAR = 3
"""Two words of a phrase stand together when the second comes at most so many words after the first."""
_FIELD = 0.6
"""How much it counts that the paper's primary category is one where such things are discussed."""
_CLAUSE = re.compile(r"\b(?:and|or)\b|[,;/]")


@dataclass(frozen=True)
class Phrase:
    """Terms that an interest wants together."""

    terms: tuple[str, ...]

    @cached_property
    def weights(self) -> dict[str, float]:
        """The terms by their rarity; in sum 1."""
        rarity = {name: background().rarity(name) for name in self.terms}
        whole = sum(rarity.values())
        return {name: value / whole for name, value in rarity.items()}

    @cached_property
    def pairs(self) -> tuple[tuple[str, str, float], ...]:
        """The terms that follow each other, with the weight of the pair; in sum 1."""
        found = [(one, two, self.weights[one] + self.weights[two]) for one, two in pairwise(self.terms) if one != two]
        whole = sum(weight for _, _, weight in found)
        return tuple((one, two, weight / whole) for one, two, weight in found)

    def strength(self, document: Document) -> float:
        """How much of the phrase a paper speaks of, 0 to 1: half for the words, half for their standing together."""
        found = document.weights
        said = 0.0
        for name, weight in self.weights.items():
            if name in found:
                said += weight * found[name]
        if said < _FAINT:
            return 0.0
        if not self.pairs:
            return said
        together = 0.0
        for one, two, weight in self.pairs:
            if one in found and two in found:
                together += weight * _nearness(document, one, two)
        return (said + together) / 2


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


@dataclass(frozen=True)
class Wanted:
    """An interest, taken apart."""

    interest: Interest

    @cached_property
    def phrase(self) -> Phrase:
        """The whole interest."""
        return Phrase(terms_of(self.interest.text))

    @cached_property
    def clauses(self) -> tuple[Phrase, ...]:
        """What "and", "or" and commas part, where there are several and each says more than a word."""
        parted = [Phrase(terms_of(clause)) for clause in _CLAUSE.split(self.interest.text)]
        return tuple(clause for clause in parted if 1 < len(set(clause.terms)) < len(set(self.phrase.terms)))

    @cached_property
    def leaning(self) -> dict[str, float]:
        """What the interest's terms say of categories, as factors of its strength."""
        return {name: 1 / (1 - x) if (x := _FIELD * value) < 0 else 1 + x for name, value in self._fields.items()}

    @cached_property
    def _fields(self) -> dict[str, float]:
        return background().leaning(self.phrase.weights)

    @cached_property
    def _terms(self) -> frozenset[str]:
        return frozenset(self.phrase.weights)

    def topic(self, document: Document) -> float:
        """How much of the interest a paper speaks of, 0 to 1; half by the clause that fits best, if there are some."""
        if document.weights.keys().isdisjoint(self._terms):  # so it is with most papers and most interests
            return 0.0
        whole = self.phrase.strength(document)
        if whole and self.clauses:
            return (whole + max(clause.strength(document) for clause in self.clauses)) / 2
        return whole

    def strength(self, document: Document) -> float:
        """The same in the light of the paper's field; about 1 where the title says it all."""
        whole = self.topic(document)
        return whole and whole * self.leaning.get(document.paper.primary_category, 1.0)


def terms_of(text: str) -> tuple[str, ...]:
    """The terms of an interest, acronyms with their long form."""
    found: list[str] = []
    for word in WORD.findall(composed(text)):
        name = term(word)
        if name and not is_cjk(name):
            found.extend((name, *acronyms.common().get(name, ())))
    return tuple(found)


def compounds_of(text: str) -> dict[str, tuple[str, ...]]:
    """The neighbours of an interest's words written as one, "finetun" for fine and tune, each with its terms."""
    found = [word.lower() for word in WORD.findall(composed(text)) if term(word)]
    return {stem(one + two): (term(one), term(two)) for one, two in pairwise(found)}

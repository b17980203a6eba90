"""How strongly a paper speaks of an interest, and through which of its words."""

import re
from dataclasses import dataclass
from functools import cached_property

from digest.core.writing_systems import is_cjk
from digest.rank.document import Document
from digest.rank.fields import by_field
from digest.rank.phrases import Phrase
from digest.rank.profile import Interest
from digest.words.background import background
from digest.words.terms import pairs_of
from digest.words.wording import name_of, wording

_FIELD = 0.6
"""How much it counts that the paper's primary category is one where such things are discussed."""
_CLAUSE = re.compile(r"\b(?:and|or)\b|[,;/]")
_PREPOSITION = re.compile(r"\b(?:as|at|between|by|for|from|in|of|on|through|to|towards?|under|using|via|with)\b")
_SUBJECT = 0.7
"""A title that says an interest's subject word for word has a match of this strength at least."""
_COMMON = 3.5
"""A subject has two neighbours that follow each other in fewer papers than one in 33: not "reinforcement learning"."""


@dataclass(frozen=True)
class Wanted:
    """An interest, taken apart."""

    interest: Interest

    @cached_property
    def phrase(self) -> Phrase:
        """The whole interest."""
        return Phrase(terms_of(self.interest.sought))

    @cached_property
    def clauses(self) -> tuple[Phrase, ...]:
        """What "and", "or" and commas part, where there are several and each says more than a word."""
        return tuple(part for part in self._parted if 1 < len(part.weights) < len(self.phrase.weights))

    @cached_property
    def _parted(self) -> tuple[Phrase, ...]:
        return tuple(Phrase(terms_of(clause)) for clause in clauses_of(self.interest.sought))

    @cached_property
    def subjects(self) -> tuple[tuple[str, ...], ...]:
        """What clauses are about before they say for or of what, as terms: the "world models" for video."""
        parted = [_PREPOSITION.split(clause, maxsplit=1) for clause in clauses_of(self.interest.sought)]
        found = dict.fromkeys(terms_of(parts[0]) for parts in parted if len(parts) > 1)
        rarity = background().rarity
        return tuple(names for names in found if any(rarity(pair) > _COMMON for pair in pairs_of(names)))

    @cached_property
    def leaning(self) -> dict[str, float]:
        """What the interest's terms say of categories, as factors of its strength."""
        return by_field({name: background().rarity(name) for name in self.phrase.weights}, _FIELD)

    @cached_property
    def _terms(self) -> frozenset[str]:
        return frozenset(self.phrase.weights)

    def topic(self, document: Document) -> float:
        """How much of the interest a paper speaks of, 0 to 1; half by the clause that fits best, if there are some."""
        whole = self.phrase.strength(document)
        if whole and self.clauses:
            whole = (whole + max(clause.strength(document) for clause in self.clauses)) / 2
        if whole and self.subjects and any(document.titled(names) for names in self.subjects):
            return _SUBJECT + (1 - _SUBJECT) * whole
        return whole

    def opposition(self, document: Document) -> float:
        """How much a paper speaks of what is not wanted, 0 to 1: nothing where it has only some words of a clause.

        Language models are no reason to push a paper down where it is "language model agents" that are not wanted.
        """
        if document.weights.keys().isdisjoint(self._terms):  # so it is with most papers
            return 0.0
        topic = self.topic(document)
        return topic if topic and any(part.words and part.is_said(document) for part in self._parted) else 0.0

    def strength(self, document: Document) -> float:
        """The topic in the light of the paper's field; about 1 where the title says it all."""
        whole = self.topic(document)
        return whole and whole * self.leaning.get(document.paper.primary_category, 1.0)


def clauses_of(text: str) -> list[str]:
    """The clauses of an interest: in "world models for video and driving", it is world models for each of the two."""
    first, *others = _CLAUSE.split(text)
    head = _PREPOSITION.search(first)
    if head and first[: head.start()].strip() and not any(map(_PREPOSITION.search, others)):
        return [first, *(f"{first[: head.end()]} {other}" for other in others if other.strip())]
    return [first, *others]


def terms_of(text: str) -> tuple[str, ...]:
    """The words of an interest as terms, in order; those in Chinese, Japanese or Korean match nothing."""
    return tuple(name for parts in wording(text) if not is_cjk(name := name_of(parts)))

"""What example papers have in common, learned from their words and from the pairs that words make.

The sum of their vectors less what any paper says, as Rocchio has it (in Salton, The SMART Retrieval System, 1971);
docs/ranking.md says what was tried beside it.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from digest.rank.document import Document
from digest.rank.fields import beside_usual
from digest.rank.profile import Example, Source
from digest.rank.quoting import quoted
from digest.rank.vectors import (
    LENGTH,
    Sought,
    Vector,
    expected,
    length,
    length_of,
    product,
    spread,
    summed,
    taken_off,
    vector_of,
    vector_of_text,
)
from digest.words.background import background

_NOTHING_LEFT = 1e-9
_FEW = 5.0
"""So many examples count half of what many do."""
_USUAL_RATIO = 2.0
"""How much more alike examples of one taste are than any paper is like them, at least."""
_BEYOND_CHANCE = 9.0
"""The same in standard deviations of the cosine of any paper, which varies much where the examples are short texts."""
_SEVERAL = 2.0
"""A term that so many examples say counts half of what one counts that very many say."""
_LEAST_USUAL = 0.02
"""The cosine that any paper has, at least: a title of rare words alone would make that of each paper with one large."""
_FIELD = 1.0
"""How much it counts that the paper's primary category is one where the examples' words are topics."""
_STEMS = 60
"""The field is told by so many of the stems that the examples say most."""
_CROWD = 0.05
"""Examples whose cosine exceeds the usual one by so much are one topic, of which each further one counts less."""
_NAMED = 2
"""So many examples are named at most, those that are closest to a paper."""
_ALSO_NAMED = 0.5
"""The second is named where it is at least so close as the first."""
_WORDS = 3


@dataclass(frozen=True)
class Learned:
    """An example with its vector, both as much as it counts."""

    example: Example
    counts: float
    """How much it counts, whether it is liked or not: less where many others are on its topic."""
    vector: Vector
    """Of length 1."""


@dataclass(frozen=True)
class Taste:
    """What examples have in common."""

    examples: tuple[Learned, ...]

    @cached_property
    def count(self) -> float:
        """How many examples there are; those that have faded are part of one."""
        return sum(abs(one.example.counts) for one in self.examples)

    @cached_property
    def together(self) -> Vector:
        """The terms and pairs of all examples, each by how much it counts."""
        return summed((one.counts, one.vector) for one in self.examples)

    @cached_property
    def counted(self) -> float:
        """How much the examples count together."""
        return sum(one.counts for one in self.examples)

    @cached_property
    def telling(self) -> Vector:
        """The same as far as the examples say more of a term than any paper does, and as much as the term tells."""
        beyond = {name: value - self.counted * self._usually[name] for name, value in self.together.items()}
        return {name: value * self._tells[name] for name, value in beyond.items() if value > 0}

    @cached_property
    def _tells(self) -> Vector:
        """How much it tells that the examples say a term: more where it is rare, and where several of them say it."""
        saying: dict[str, float] = {}
        for one in self.examples:
            for name in one.vector:
                saying[name] = saying.get(name, 0.0) + abs(one.example.counts)
        rarities, unseen = background().rarities, background().unseen
        return {name: rarities.get(name, unseen) * times / (times + _SEVERAL) for name, times in saying.items()}

    @cached_property
    def _usually(self) -> Vector:
        """What any paper says of each term."""
        return taken_off(self.together)

    @cached_property
    def _sought(self) -> Sought:
        return Sought(self.telling)

    @cached_property
    def _length(self) -> float:
        return length(self.telling)

    @cached_property
    def _usual(self) -> float:
        """The cosine of any paper with the examples, which comes from words that all papers share."""
        return max(_LEAST_USUAL, expected(self.telling) / self._length) if self._length else 1.0

    @cached_property
    def _ratio(self) -> float:
        """By how much the examples are more alike than any paper is like them: the ratio less 1, or the least one.

        Each is compared with all others (leave one out); where there are few, the least ratio counts beside that.
        """
        alike = sum(
            one.counts * (cosine / self._usual - 1) for one, cosine in zip(self.examples, self._left_out, strict=True)
        )
        counted = self.counted if len(self.examples) > 1 else 0.0
        return max(self._least_ratio, (alike + _FEW * self._least_ratio) / (counted + _FEW))

    @cached_property
    def _least_ratio(self) -> float:
        """What a ratio is at least that says something of a taste: where examples are few, what chance hardly comes to.

        A paper of another topic soon says half of the words of a title, and never half of those of an abstract.
        """
        chance = spread(self.telling) / self._length / self._usual if self._length else 0.0
        return max(_USUAL_RATIO, _BEYOND_CHANCE * (1 - self.trust) * chance)

    @cached_property
    def _left_out(self) -> tuple[float, ...]:
        """Of each example, the cosine with all others; where it is the only one, the usual one."""
        cosines = []
        for one in self.examples:
            others = self.counted - one.counts
            with_others, squares = 0.0, self._length**2
            for name, value in one.vector.items():
                left = self.together[name] - one.counts * value - others * self._usually[name]
                if left > 0:
                    left *= self._tells[name]
                    with_others += value * left
                    squares += left * left
                if name in self.telling:
                    squares -= self.telling[name] ** 2
            alone = len(self.examples) == 1 or squares < _NOTHING_LEFT
            cosines.append(self._usual if alone else with_others / math.sqrt(squares))
        return tuple(cosines)

    @cached_property
    def _fields(self) -> Mapping[str, float]:
        """What the likeness of a paper counts by its primary category."""
        stems = sorted((-value, name) for name, value in self.telling.items() if " " not in name)[:_STEMS]
        return beside_usual({name: -value for value, name in stems}, _FIELD)

    @cached_property
    def left_out(self) -> tuple[tuple[Example, float], ...]:
        """The examples with their likeness to all others: how well these would have found each of them."""
        return tuple(
            (one.example, self._strength(cosine)) for one, cosine in zip(self.examples, self._left_out, strict=True)
        )

    def likeness(self, document: Document) -> float:
        """How much a paper is like the examples: 0 for any paper, 1 where it is like them as they are like each other.

        What is closer to them than that, as a new version of an example is, has more, and never 2.
        """
        if not self._length:
            return 0.0
        product = self._sought.in_common(document)
        # Nearly all papers would not be like the examples if their vectors were as short as vectors may be.
        if not self._strength(product / LENGTH / self._length):
            return 0.0
        cosine = product / length_of(document) / self._length
        return self._strength(cosine, self._fields.get(document.paper.primary_category, 1.0))

    def _strength(self, cosine: float, field: float = 1.0) -> float:
        strength = field * max(0.0, cosine / self._usual - 1) / self._ratio
        return strength if strength <= 1 else 2 - 1 / strength

    @property
    def trust(self) -> float:
        """How much the likeness says, 0 to 1: little where there are few examples."""
        return self.count / (self.count + _FEW)

    def shares(self, document: Document) -> dict[Source, float]:
        """What share of the likeness comes from the examples of each source, in sum 1."""
        if len(self._sources) == 1:
            return dict.fromkeys(self._sources, 1.0)
        likeness = dict.fromkeys(self._sources, 0.0)
        for number, near in self._closeness(vector_of(document)).items():
            likeness[self.examples[number].example.source] += near
        whole = sum(likeness.values())
        return {source: share / whole for source, share in likeness.items() if share} if whole else {}

    @cached_property
    def _sources(self) -> tuple[Source, ...]:
        return tuple(sorted({one.example.source for one in self.examples}))

    def because(self, document: Document, source: Source) -> tuple[str, ...]:
        """The examples of a source that are closest to a paper, each with the words of the paper that make it so."""
        vector = vector_of(document)
        close = [
            (-near, self.examples[number])
            for number, near in self._closeness(vector).items()
            if self.examples[number].example.source == source and self.examples[number].example.shown != "nothing"
        ]
        close.sort(key=lambda near_one: (near_one[0], near_one[1].example.id))
        named = []
        for near, one in close[:_NAMED]:
            said = (name for name in one.vector if name in vector and name in self.telling)
            terms = {name: one.vector[name] * vector[name] * self._beyond(name) for name in said}
            if near <= _ALSO_NAMED * close[0][0]:
                words = ", ".join(quoted(document, terms, _WORDS, document.places(terms)))
                title = " ".join(one.example.title.split())
                named.append(f"{title}: {words}" if one.example.shown == "title" else words)
        return tuple(dict.fromkeys(named))

    def _closeness(self, vector: Vector) -> dict[int, float]:
        """What each example has of a paper's likeness, by number; in sum the product with what is telling."""
        closeness: dict[int, float] = {}
        for name, value in vector.items():
            having = self._having(name) if name in self.telling else ()
            beyond = self._beyond(name) if having else 0.0
            for number in having:
                one = self.examples[number]
                closeness[number] = closeness.get(number, 0.0) + value * (one.counts * one.vector[name] * beyond)
        return closeness

    def _beyond(self, name: str) -> float:
        """How much of what the examples say of a term is beyond what any paper says of it."""
        return self.telling[name] / self.together[name]

    def _having(self, name: str) -> Sequence[int]:
        """The numbers of the examples that have a term; kept, since the best papers of a day have the same ones."""
        numbers = self._found.get(name)
        if numbers is None:
            numbers = [number for number, one in enumerate(self.examples) if name in one.vector]
            self._found[name] = numbers
        return numbers

    @cached_property
    def _found(self) -> dict[str, Sequence[int]]:
        return {}


def learn(examples: Iterable[Example], without: frozenset[str] = frozenset()) -> Taste:
    """Learn from examples in any order, whatever the sign of their weights; of equal ids, the one that counts most.

    Nothing is learned of the terms and pairs in `without`.
    """
    ordered = sorted(examples, key=lambda one: (one.id, -abs(one.counts), one.source))
    once: dict[str, Example] = {}
    for one in ordered:
        once.setdefault(one.id, one)
    return _learned(tuple(once.values()), without)


@lru_cache(maxsize=2)  # what is liked and what is not: all reports of a run are ranked by the same
def _learned(examples: tuple[Example, ...], without: frozenset[str]) -> Taste:
    learned = [
        Learned(one, abs(one.counts), vector)
        for one in examples
        if one.counts and (vector := vector_of_text(one.title, one.abstract, without))
    ]
    return Taste(_thinned(learned))


def _thinned(learned: Sequence[Learned]) -> tuple[Learned, ...]:
    """The examples, each by the root of the number on its topic, so that none crowds out all others."""
    together = summed((one.counts, one.vector) for one in learned)
    count = sum(one.counts for one in learned)
    usual = expected(together) / count if count else 0.0
    thinned = []
    for one in learned:
        others = product(one.vector, together) - one.counts - usual * (count - one.counts)
        thinned.append(replace(one, counts=one.counts / math.sqrt(1 + max(0.0, others) / _CROWD)))
    return tuple(thinned)

"""A text as a vector of its terms and of the pairs they make; cosines compare texts.

Rare ones do not count more. Where texts are added up, what any paper says is taken off, as Rocchio has it, and that
tells more of what somebody likes than weighing by rarity does (docs/ranking.md).
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise

from digest.rank.document import Document
from digest.words.background import background
from digest.words.terms import pairs_of, terms_in_place

Vector = Mapping[str, float]

_TITLE = 2
"""A term in the title counts as much as so many in the abstract."""
_HALF_WAY = 3.0
"""A term that stands so often counts half of what it can (BM25's saturation, with a k1 that suits whole texts)."""
_ANY_PAPER = 0.08
"""The mean weight of a term in the papers that have it, of all a paper's length: nearly the same for all terms."""
LENGTH = 3.0
"""The length of a usual paper's vector, before it is made a unit: that of a shorter text is not blown up to it."""
_TAKEN_OFF = 2.0
"""What any paper says of a term is taken off so many times: Rocchio's gamma beside a beta of 1."""


def vector_of_text(title: str, abstract: str, without: frozenset[str] = frozenset()) -> Vector:
    """The unit vector of a paper, as if it had none of some terms and pairs; empty where it has no words.

    Numbers are no words: papers that both say "10,000" are not alike.
    """
    said = _said(terms_in_place(title), terms_in_place(abstract))
    vector = _unit({name: count for name, count in said.items() if name[0].isalpha() or any(map(str.isalpha, name))})
    return {name: value for name, value in vector.items() if name not in without} if without else vector


def vector_of(document: Document) -> Vector:
    """The same of a paper that has been read."""
    return _unit(_said_in(document))


class Sought:
    """A vector that many papers are compared with: of its pairs not the names, which would have to be made first."""

    def __init__(self, vector: Vector) -> None:
        pairs = ((name.partition(" "), value) for name, value in vector.items() if " " in name)
        self._stems = {name: value for name, value in vector.items() if " " not in name}
        self._pairs = {(one, two): value for (one, _, two), value in pairs}

    def in_common(self, document: Document) -> float:
        """The scalar product of the vector with what a paper says, before that is made a unit vector."""
        title = document.words_of_title
        stems: dict[str, int] = {}
        pairs: dict[tuple[str, str], int] = {}
        for names, times in ((document.terms[:title], _TITLE), (document.terms[title:], 1)):
            for name in filter(self._stems.__contains__, names):
                stems[name] = stems.get(name, 0) + times
            for pair in filter(self._pairs.__contains__, pairwise(names)):
                pairs[pair] = pairs.get(pair, 0) + times
        # A sum that is exact does not depend on the order of the terms.
        return math.fsum(
            (
                *(_weight(count) * self._stems[name] for name, count in stems.items()),
                *(_weight(count) * self._pairs[pair] for pair, count in pairs.items()),
            )
        )


def length_of(document: Document) -> float:
    """What a paper's vector is divided by to make it a unit vector, never less than LENGTH."""
    counts = Counter(_said_in(document).values())
    return max(math.sqrt(math.fsum(times * _weight(count) ** 2 for count, times in counts.items())), LENGTH)


def product(one: Vector, two: Vector) -> float:
    """The scalar product, the terms in the order of the first."""
    return sum(value * two[name] for name, value in one.items() if name in two)


def summed(weighed: Iterable[tuple[float, Vector]]) -> Vector:
    """The sum of vectors, each as often as the number before it says."""
    whole: dict[str, float] = {}
    for weight, vector in weighed:
        for name, value in vector.items():
            whole[name] = whole.get(name, 0.0) + weight * value
    return whole


def length(vector: Vector) -> float:
    """The Euclidean length."""
    return math.sqrt(sum(value * value for value in vector.values()))


def expected(vector: Vector) -> float:
    """The scalar product that any paper's unit vector has with a vector, as the bundled table has it."""
    shares, least = background().shares, background().least_share
    return _ANY_PAPER * sum(value * shares.get(name, least) for name, value in vector.items())


def spread(vector: Vector) -> float:
    """The standard deviation of that product, were terms independent of each other: chance has so much part in it."""
    table, least = background().shares, background().least_share
    shares = ((value, table.get(name, least)) for name, value in vector.items())
    return _ANY_PAPER * math.sqrt(sum(value * value * share * (1 - share) for value, share in shares))


def taken_off(names: Iterable[str]) -> Vector:
    """What is taken off each term for each text that is added up, since any paper says it."""
    shares, least = background().shares, background().least_share
    return {name: _TAKEN_OFF * _ANY_PAPER * shares.get(name, least) for name in names}


def _said_in(document: Document) -> Counter[str]:
    names = document.terms
    return _said(names[: document.words_of_title], names[document.words_of_title :])


def _said(title: Sequence[str], abstract: Sequence[str]) -> Counter[str]:
    """How often each term and pair is said, those of the title counting more."""
    counts = Counter([*filter(None, abstract), *pairs_of(abstract)])
    for name in (*filter(None, title), *pairs_of(title)):
        counts[name] += _TITLE
    return counts


@cache
def _weight(count: int) -> float:
    """What it counts that a term is said so often."""
    return count / (count + _HALF_WAY)


def _unit(counts: Mapping[str, int]) -> Vector:
    # Many terms have few different counts: each is weighed once.
    weights = {count: _weight(count) for count in set(counts.values())}
    squares = {count: weight * weight for count, weight in weights.items()}
    whole = math.sqrt(sum(map(squares.__getitem__, counts.values())))
    shares = {count: weight / whole for count, weight in weights.items()}
    return {name: shares[count] for name, count in counts.items()}

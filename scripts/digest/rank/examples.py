"""What a forker's liked and disliked papers are about, learned from their words."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from digest.core.report import Paper
from digest.rank.document import Document
from digest.words.background import background
from digest.words.terms import WORD, composed, term

_TERMS = 20
"""So many terms of a paper say what it is about."""
_TERMS_OF_ALL = 60
_TELLING = 6
_OF_ALL = 0.7
"""How much it counts what all examples have in common, beside the one example that is closest."""
_CLOSE = 0.55
"""The likeness of two papers on one topic, which counts as whole."""


@dataclass(frozen=True)
class Examples:
    """The papers somebody liked, or disliked, as weighted terms."""

    count: int
    """How many papers have words to learn from."""
    common: dict[str, float]
    """The terms that they have in common, and what each adds to a likeness."""
    places: dict[str, list[tuple[int, float]]]
    """Of each term, the examples that are about it, by number, and what it adds to the likeness with each."""
    pull: dict[str, float]
    """Of each term, the most it adds to a likeness."""

    @property
    def terms(self) -> frozenset[str]:
        """All terms that are looked for."""
        return frozenset(self.places)

    def likeness(self, document: Document) -> float:
        """0 for a paper on something else to 1 for one on the same topic as an example."""
        if not self.count:
            return 0.0
        # The paper's own length is not known (only wanted terms are read), so the norm is that of a usual abstract's.
        products = [0.0] * self.count
        shared = 0.0
        for name, weight in document.weights.items():
            for place, value in self.places.get(name, ()):
                products[place] += weight * value
            shared += weight * self.common.get(name, 0.0)
        closest = max(products)
        return min(1.0, ((1 - _OF_ALL) * closest + _OF_ALL * shared) / (_USUAL_NORM * _CLOSE))

    def telling(self, document: Document) -> dict[str, float]:
        """The terms of a paper that make it like the examples, with their share of the likeness."""
        found = document.weights
        pull = sorted((-found[name] * self.pull[name], name) for name in found if name in self.pull)
        return {name: -value for value, name in pull[:_TELLING]}


_USUAL_NORM = 11.0
"""The length of the vector of a usual abstract's twenty heaviest terms."""


def learn(papers: Sequence[Paper]) -> Examples:
    """Learn from example papers, in any order."""
    ordered = sorted({paper.id: paper for paper in papers}.values(), key=lambda paper: paper.id)
    vectors = tuple(vector for paper in ordered if (vector := _vector(paper)))
    places: dict[str, list[tuple[int, float]]] = {}
    everything: dict[str, float] = {}
    for place, vector in enumerate(vectors):
        for name, value in vector.items():
            places.setdefault(name, []).append((place, value))
            everything[name] = everything.get(name, 0.0) + value
    heaviest = sorted(everything.items(), key=lambda item: (-item[1], item[0]))[:_TERMS_OF_ALL]
    rarity = {name: background().rarity(name) for name in places}
    common = {name: value * rarity[name] for name, value in _unit(dict(heaviest)).items()}
    weighed = {name: [(place, value * rarity[name]) for place, value in found] for name, found in places.items()}
    pull = {name: max(value for _, value in found) + common.get(name, 0.0) for name, found in weighed.items()}
    return Examples(len(vectors), common, weighed, pull)


def _vector(paper: Paper) -> dict[str, float]:
    """The rarest terms among those a paper is about: what its title has, or its abstract twice."""
    title = WORD.findall(composed(paper.title))
    times = Counter(WORD.findall(composed(paper.abstract).lower()))
    said: Counter[str] = Counter()
    for word in title:
        said[term(word)] += 2
    for word, count in times.items():
        if count > 1:
            said[term(word)] += count
    said.pop("", None)
    heavy = {name: count / (count + 1.2) * background().rarity(name) for name, count in said.items()}
    return _unit(dict(sorted(heavy.items(), key=lambda item: (-item[1], item[0]))[:_TERMS]))


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(value * value for value in vector.values()))
    return {name: value / length for name, value in vector.items()} if length else {}

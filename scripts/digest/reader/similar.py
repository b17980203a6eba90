"""Papers of the archive that are like a paper: those that share its telling terms, as the ranker reads them."""

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from math import sqrt

from digest.core.report import Paper
from digest.rank.document import Vocabulary, read
from digest.words.background import background

TERMS = 12
"""The terms that tell most of a paper, by which it is compared."""
NEAREST = 200
"""Of the papers that share a term, so many are looked at: those that were announced nearest. It bounds the work."""
LEAST = 0.18
"""Of 1; below, two papers share a word and no topic."""
MOST = 3

Profile = tuple[tuple[str, float], ...]
"""The telling terms of a paper with their weights, of length 1 together."""


def profile(paper: Paper, vocabulary: Vocabulary) -> Profile:
    """The terms that tell most of a paper; `vocabulary` is one of all terms, kept from paper to paper."""
    rarity = background().rarity
    weights = {name: weight * rarity(name) for name, weight in read(paper, vocabulary).weights.items()}
    best = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:TERMS]
    length = sqrt(sum(weight * weight for _, weight in best)) or 1.0
    return tuple((name, round(weight / length, 4)) for name, weight in best)


class Likeness:
    """The papers of an archive in the order of their announcements."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self.profiles = profiles
        self._papers: dict[str, array[int]] = defaultdict(lambda: array("I"))
        self._weights: dict[str, array[float]] = defaultdict(lambda: array("f"))
        for number, terms in enumerate(profiles):
            for name, weight in terms:
                self._papers[name].append(number)
                self._weights[name].append(weight)

    def like(self, number: int) -> tuple[int, ...]:
        """The papers that are most like one of them, by their numbers; most alike first, then nearest."""
        alike: Counter[int] = Counter()
        for name, weight in self.profiles[number]:
            papers, weights = self._papers[name], self._weights[name]
            first = max(bisect_left(papers, number) - NEAREST // 2, 0)
            for other, of_other in zip(papers[first : first + NEAREST], weights[first : first + NEAREST], strict=True):
                alike[other] += weight * of_other  # type: ignore[assignment]  # a counter of weights
        del alike[number]
        best = sorted(alike.items(), key=lambda item: (-round(item[1], 4), abs(item[0] - number), item[0]))
        return tuple(other for other, likeness in best[:MOST] if likeness >= LEAST)

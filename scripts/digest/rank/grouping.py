"""Examples by topic: how much each counts among the others on its topic, and which of them are on one."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from digest.rank.profile import Example
from digest.rank.vectors import Vector, expected, length, product, summed

_ALIKE = 1.0
"""How much more like a group an example is than any paper is, to join it: the ratio of the cosines, less 1."""
_CROWD = 0.05
"""Examples whose cosine exceeds the usual one by so much are one topic, of which each further one counts less."""


@dataclass(frozen=True)
class Learned:
    """An example with its vector, both as much as it counts."""

    example: Example
    counts: float
    """How much it counts, whether it is liked or not: less where many others are on its topic."""
    vector: Vector
    """Of length 1."""


def thinned(learned: Sequence[Learned]) -> tuple[Learned, ...]:
    """The examples, each by the root of the number on its topic, so that none crowds out all others."""
    together = summed((one.counts, one.vector) for one in learned)
    count = sum(one.counts for one in learned)
    usual = expected(together) / count if count else 0.0
    thinned = []
    for one in learned:
        others = product(one.vector, together) - one.counts - usual * (count - one.counts)
        thinned.append(replace(one, counts=one.counts / math.sqrt(1 + max(0.0, others) / _CROWD)))
    return tuple(thinned)


def grouped(vectors: Sequence[Vector], tells: Vector, usually: Vector, least_usual: float) -> list[list[int]]:
    """The numbers of vectors by topic, largest group first: each joins the group that it is most like, or begins one.

    `tells` is how much each term counts, `usually` what any paper says of it, `least_usual` the least cosine of it.
    """
    saying = Counter(chain.from_iterable(vectors))
    groups: list[_Group] = []
    having: dict[str, list[_Group]] = {}
    for number, whole in enumerate(vectors):
        vector = {name: value for name, value in whole.items() if saying[name] > 1}  # the rest likens it to no other
        alike: dict[_Group, float] = {}
        for name, value in vector.items():
            for group in having.get(name, ()):
                alike[group] = alike.get(group, 0.0) + value * group.telling.get(name, 0.0)
        nearest = max(alike, key=lambda group: (alike[group] / group.usual, -group.numbers[0]), default=None)
        if nearest is None or alike[nearest] / nearest.usual - 1 <= _ALIKE:
            nearest = _Group()
            groups.append(nearest)
        for name in vector:
            if name not in nearest.together:
                having.setdefault(name, []).append(nearest)
        nearest.add(number, vector, tells, usually, least_usual)
    return sorted((group.numbers for group in groups), key=lambda numbers: (-len(numbers), numbers))


class _Group:
    """Vectors on one topic, and what they say together beyond what any paper says."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.together: dict[str, float] = {}
        self.telling: Vector = {}
        self.usual = math.inf
        """The product of any paper with what is telling."""

    def add(self, number: int, vector: Vector, tells: Vector, usually: Vector, least_usual: float) -> None:
        """Take a vector in."""
        self.numbers.append(number)
        for name, value in vector.items():
            self.together[name] = self.together.get(name, 0.0) + value
        count = len(self.numbers)
        self.telling = {
            name: (value - count * usually[name]) * tells[name]
            for name, value in self.together.items()
            if value > count * usually[name]
        }
        self.usual = max(least_usual * length(self.telling), expected(self.telling)) or math.inf

"""From evidence to points: 0 to 100, in parts that add up.

Evidence of weight E gives 100 E / (E + 0.16) points: a match of strength 0.4 gives half of them, and only what matches
in every way comes near 100. Sums, products and quotients only, so that every machine comes to the same number.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from digest.core.report import Kind, Part
from digest.rank.evidence import Evidence

NEAR_DUPLICATE = "near-duplicate"
"""The name of the part that pushes a repeat down; its `because` is the id of the paper that is repeated."""

_HALF = 0.16
_LEFT_TO_A_REPEAT = 0.5
_TRIFLE = 0.04
"""Evidence of such a part of the strongest counts in the total, and is not named: its points go to the others."""
_DIGITS = 6
"""Papers whose points differ by less are tied: so little can come of the order in which interests are added up."""


@dataclass(frozen=True)
class Tally:
    """A paper's points as they come together: exactly, and in whole parts that add up to the rounded points."""

    points: float = 0.0
    """0 to 100. Whole points would tie the best papers of a day, which all have some ninety."""
    parts: tuple[Part, ...] = ()

    @property
    def total(self) -> int:
        """The sum of the parts' points."""
        return round(self.points)

    @property
    def place(self) -> float:
        """What papers are ordered by, ascending."""
        return -round(self.points, _DIGITS)

    def supported(self, evidence: Sequence[Evidence]) -> "Tally":
        """With the evidence that speaks for the paper, most points first; to begin with."""
        weight = sum(one.weight for one in evidence)
        return self._changed(100 * weight / (weight + _HALF), evidence)

    def opposed(self, evidence: Sequence[Evidence]) -> "Tally":
        """With the evidence that takes points away, down to none."""
        if not evidence:
            return self
        weight = sum(one.weight for one in evidence)
        return self._changed(self.points * _HALF / (weight + _HALF), evidence)

    def weighed(self, category: str, weight: float) -> "Tally":
        """With the odds of the points multiplied by a category's weight."""
        if weight == 1:
            return self
        raised = self.points * weight
        points = 100 * raised / (100 - self.points + raised) if raised else 0.0
        return self._changed(points, [Evidence(category, 1.0)])

    def repeating(self, paper_id: str) -> "Tally":
        """With half of the points taken from a paper that nearly repeats a higher one."""
        less = self._changed(self.points * _LEFT_TO_A_REPEAT, [Evidence(NEAR_DUPLICATE, 1.0, "near_duplicate")])
        kept = len(self.parts)
        named = (part.model_copy(update={"because": (paper_id,)}) for part in less.parts[kept:])
        return replace(less, parts=(*self.parts, *named))

    def _changed(self, points: float, evidence: Sequence[Evidence]) -> "Tally":
        return Tally(points, (*self.parts, *_parts(round(points) - self.total, evidence)))


def _parts(points: int, evidence: Sequence[Evidence]) -> tuple[Part, ...]:
    if not points:
        return ()
    least = _TRIFLE * max(one.weight for one in evidence)
    ordered = sorted((one for one in evidence if one.weight >= least), key=lambda one: -one.weight)
    shares = apportion(points, [one.weight for one in ordered])
    return tuple(_part(one.name, one.kind, share) for share, one in zip(shares, ordered, strict=True) if share)


@lru_cache(maxsize=1 << 12)  # the papers of a day have some ten thousand parts, of a few hundred different ones
def _part(name: str, kind: Kind, points: int) -> Part:
    return Part(name=name, kind=kind, points=points)


def apportion(points: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers that add up to `points`, in proportion to the weights: largest remainder first, then in order."""
    if len(weights) == 1:
        return [points]
    whole = sum(weights)
    exact = [abs(points) * weight / whole for weight in weights]
    shares = [int(share) for share in exact]
    missing = abs(points) - sum(shares)
    first = sorted(range(len(exact)), key=lambda place: (shares[place] - exact[place], place))
    for place in first[:missing]:
        shares[place] += 1
    return [share if points > 0 else -share for share in shares]

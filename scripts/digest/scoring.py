"""From evidence to points: 0 to 100, in parts that add up.

Evidence of weight E gives 100 E / (E + 0.16) points: a match of strength 0.4 gives half of them, and only what matches
in every way comes near 100. Sums, products and quotients only, so that every machine comes to the same number.
"""

from collections.abc import Sequence

from digest.evidence import Evidence
from digest.models import Part, Score

NEAR_DUPLICATE = "near-duplicate"
"""The name of the part that pushes a repeat down; its `because` is the id of the paper that is repeated."""

_HALF = 0.16
_LEFT_TO_A_REPEAT = 0.5
_TRIFLE = 0.04
"""Evidence of such a part of the strongest counts in the total, and is not named: its points go to the others."""


def points_for(found: Sequence[Evidence]) -> tuple[Part, ...]:
    """The parts that speak for a paper, most points first."""
    weight = sum(evidence.weight for evidence in found)
    return _parts(round(100 * weight / (weight + _HALF)), found)


def points_against(points: int, found: Sequence[Evidence]) -> tuple[Part, ...]:
    """The parts that take points away, down to none."""
    weight = sum(evidence.weight for evidence in found)
    return _parts(round(points * _HALF / (weight + _HALF)) - points, found)


def points_of_category(points: int, category: str, weight: float) -> tuple[Part, ...]:
    """The part by which a category's weight multiplies the odds of a paper's points; it stays between 0 and 100."""
    weighed = round(100 * points * weight / (100 - points + points * weight)) if points and weight else 0
    return (Part(name=category, points=weighed - points),) if weighed != points else ()


def points_of_repeat(points: int, repeated: str) -> tuple[Part, ...]:
    """The part that takes half the points of a paper that nearly repeats a higher one."""
    lost = points - round(points * _LEFT_TO_A_REPEAT)
    return (Part(name=NEAR_DUPLICATE, points=-lost, because=(repeated,)),) if lost else ()


def total(parts: Sequence[Part]) -> int:
    """The sum of the parts' points."""
    return sum(part.points for part in parts)


def with_parts(score: Score, more: Sequence[Part]) -> Score:
    """A score with further parts."""
    parts = (*score.parts, *more)
    return score.model_copy(update={"parts": parts, "total": total(parts)})


def _parts(points: int, found: Sequence[Evidence]) -> tuple[Part, ...]:
    if not points:
        return ()
    least = _TRIFLE * max(evidence.weight for evidence in found)
    ordered = sorted((one for one in found if one.weight >= least), key=lambda one: -one.weight)
    shares = apportion(points, [one.weight for one in ordered])
    return tuple(Part(name=one.name, points=share) for share, one in zip(shares, ordered, strict=True) if share)


def apportion(points: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers that add up to `points`, in proportion to the weights: largest remainder first, then in order."""
    whole = sum(weights)
    exact = [abs(points) * weight / whole for weight in weights]
    shares = [int(share) for share in exact]
    missing = abs(points) - sum(shares)
    first = sorted(range(len(exact)), key=lambda place: (shares[place] - exact[place], place))
    for place in first[:missing]:
        shares[place] += 1
    return [share if points > 0 else -share for share in shares]

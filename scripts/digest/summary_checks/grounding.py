"""Whether the numbers of a summary stand in its abstract."""

from collections.abc import Sequence
from fractions import Fraction

from digest.summary_checks.numbers import claims_of, quantities
from digest.summary_checks.quantity import Kind, Quantity

_ROUNDED = Fraction(1, 10)
"""How far a number may be from the abstract's where the summary says "about" or "over"."""


def unsupported(
    texts: Sequence[str], source: str, language: str = "en", source_language: str = "en"
) -> tuple[str, ...]:
    """The numbers of a summary's texts that neither title nor abstract has, as they are written, each once.

    The texts are in `language`; the source is in English, or has sentences in `source_language` beside it.
    """
    there = _supporting(quantities(source, source_language))
    missing = [
        claim.written for text in texts for claim in claims_of(text, language) if not _is_supported(claim, there)
    ]
    return tuple(dict.fromkeys(missing))


def _supporting(known: Sequence[Quantity]) -> dict[Kind, set[Fraction]]:
    """The values that support each kind of claim."""
    there: dict[Kind, set[Fraction]] = {"plain": set(), "percent": set(), "times": set()}
    for quantity in known:
        there["plain"] |= quantity.values
        there[quantity.kind] |= quantity.values
        for value in quantity.values:
            if quantity.kind == "percent":
                # 85% is 0.85; 200% is 2 times or, where it was added, 3 times.
                there["plain"].add(value / 100)
                there["times"] |= {value / 100, value / 100 + 1}
            elif quantity.kind == "times":
                there["percent"] |= {value * 100, (value - 1) * 100}
            elif value.denominator > 1:
                # A score of 96.2 or 0.962 is 96.2% more often than not; 10 tasks are not 10%, nor 10 times.
                there["percent"] |= {value, value * 100}
                there["times"].add(value)
    return there


def _is_supported(claim: Quantity, there: dict[Kind, set[Fraction]]) -> bool:
    values = there[claim.kind]
    if claim.values & values:
        return True
    if not claim.rounded:
        return False
    return any(abs(claimed - value) <= _ROUNDED * value for claimed in claim.values for value in values)

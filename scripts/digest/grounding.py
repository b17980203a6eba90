"""Whether the numbers of a summary stand in its abstract."""

from collections.abc import Sequence
from fractions import Fraction

from digest.quantities import Quantity, quantities

_ROUNDED = Fraction(1, 10)


def unsupported(texts: Sequence[str], source: str) -> tuple[str, ...]:
    """The numbers of a summary's texts that neither title nor abstract has, as they are written, each once."""
    known = quantities(source, claims=False)
    missing = [
        quantity.written
        for text in texts
        for quantity in quantities(text, claims=True)
        if not any(_supports(there, quantity) for there in known)
    ]
    return tuple(dict.fromkeys(missing))


def _supports(there: Quantity, said: Quantity) -> bool:
    if said.kind == there.kind or said.kind == "plain":
        if there.values & said.values:
            return True
    if said.kind == "percent" and there.kind != "percent":
        # 0.85 is 85%, 2x is 200%; a bare 96.2 is a score in percent more often than not; 10 tasks are not 10%.
        if any(value * 100 in said.values for value in there.values if there.kind == "times" or value < 1):
            return True
        if any(value in said.values and value.denominator > 1 for value in there.values):
            return True
    if said.kind == "times" and there.kind != "times":
        if there.kind == "percent" and any({value / 100, value / 100 + 1} & said.values for value in there.values):
            return True
        if any(value in said.values and value.denominator > 1 for value in there.values):
            return True
    if said.kind == "plain" and there.kind == "percent" and any(value / 100 in said.values for value in there.values):
        return True
    return said.rounded and (there.kind == said.kind or said.kind == "plain") and _is_near(there, said)


def _is_near(there: Quantity, said: Quantity) -> bool:
    return any(
        abs(value - source) <= _ROUNDED * abs(source) for value in said.values for source in there.values if source
    )

"""The words of a paper that matched, as they stand in it: what a page shows after "because of"."""

import re
from collections.abc import Mapping, Sequence

from digest.rank.document import Document
from digest.words.terms import WORD, term

_BRIDGED = 2
"""A name may have so many stop words within."""
_TIED = re.compile(r"\S+|\S+ of (?:the )?\S+")


def quoted(
    document: Document, weights: Mapping[str, float], most: int, places: Mapping[str, Sequence[int]] | None = None
) -> tuple[str, ...]:
    """The runs of a paper's words that are among the terms, heaviest first, then as they stand.

    A run whose words all stand in heavier ones says nothing new and is left out: "models" after "language models".
    Where the terms stand, the document says, if `places` does not.
    """
    places = document.positions if places is None else places
    weight_at: dict[int, float] = {}
    for name, weight in weights.items():
        for place in places.get(name, ()):
            weight_at[place] = weight_at.get(place, 0.0) + weight
    runs: list[tuple[float, int, int]] = []
    for place in sorted(weight_at):
        if runs and _goes_on(document, runs[-1][2], place):
            weight, first, _ = runs[-1]
            runs[-1] = (weight - weight_at[place], first, place)
        else:
            runs.append((-weight_at[place], place, place))
    quotations: list[str] = []
    seen: set[str] = set()
    for _, first, last in sorted(runs):
        quotation = document.as_it_stands(first, last)
        quotation += ")" * (quotation.count("(") - quotation.count(")"))  # a run may end within a bracket
        names = {name for word in WORD.findall(quotation) if (name := term(word))}
        if not quotations or not names <= seen:
            quotations.append(quotation)
            seen |= names
        if len(quotations) == most:
            break
    return tuple(quotations)


def _goes_on(document: Document, last: int, place: int) -> bool:
    """Whether a run may go on to a place: next to its last word, or tied to it, "chain of thought"."""
    between = range(last + 1, place)
    if len(between) > _BRIDGED or any(term(document.words[at]) for at in between):
        return False
    tied = not between or _TIED.fullmatch(document.as_it_stands(last, place))
    return bool(tied) and all(document.goes_on(at) for at in range(last, place))

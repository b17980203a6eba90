"""The words of a paper that matched, as they stand in it: what a page shows after "because of"."""

from collections.abc import Mapping

from digest.document import Document
from digest.terms import WORD, term


def quoted(document: Document, weights: Mapping[str, float], most: int) -> tuple[str, ...]:
    """The runs of a paper's words that are among the terms, heaviest first, then as they stand.

    A run whose words all stand in heavier ones says nothing new and is left out: "models" after "language models".
    """
    weight_at: dict[int, float] = {}
    for name, weight in weights.items():
        for place in document.positions.get(name, ()):
            weight_at[place] = weight_at.get(place, 0.0) + weight
    runs: list[tuple[float, int, int]] = []
    for place in sorted(weight_at):
        if runs and place == runs[-1][2] + 1 and document.goes_on(place - 1):
            weight, first, _ = runs[-1]
            runs[-1] = (weight - weight_at[place], first, place)
        else:
            runs.append((-weight_at[place], place, place))
    found: list[str] = []
    seen: set[str] = set()
    for _, first, last in sorted(runs):
        said = document.as_it_stands(first, last)
        said += ")" * (said.count("(") - said.count(")"))  # a run may end within a bracket
        names = {name for word in WORD.findall(said) if (name := term(word))}
        if not found or not names <= seen:
            found.append(said)
            seen |= names
        if len(found) == most:
            break
    return tuple(found)

"""The words of a paper that matched, as they stand in it: what a page shows after "because of"."""

from collections.abc import Mapping

from digest.document import Document
from digest.terms import WORD, term


def quoted(document: Document, weights: Mapping[str, float], most: int) -> tuple[str, ...]:
    """The runs of a paper's words that are among the terms, heaviest first, then as they stand; none twice."""
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
    best: dict[str, str] = {}
    for _, first, last in sorted(runs):
        said = document.as_it_stands(first, last)
        said += ")" * (said.count("(") - said.count(")"))  # a run may end within a bracket
        best.setdefault(" ".join(term(word) for word in WORD.findall(said)), said)
        if len(best) == most:
            break
    return tuple(best.values())

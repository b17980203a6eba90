"""In which fields of research some words are topics, and what that says of a paper in one of them."""

import math
from collections.abc import Mapping

from digest.words.background import background


def by_field(weights: Mapping[str, float], how_much: float) -> dict[str, float]:
    """What a match in a category counts, by the stems that are looked for: more than 1 where they are topics.

    A category that the table does not know is absent.
    """
    leaning = background().leaning(weights)
    return {name: 1 / (1 - x) if (x := how_much * value) < 0 else 1 + x for name, value in leaning.items()}


def beside_usual(weights: Mapping[str, float], how_much: float) -> dict[str, float]:
    """The same, as a share of what it is in the fields that papers with these words mostly come from."""
    table, factors = background(), by_field(weights, how_much)
    # Rounded, because the last bit of a power differs from machine to machine.
    papers = {name: table.categories[name] * round(math.exp(x), 6) for name, x in table.leaning(weights).items()}
    usual = sum(papers[name] * factor for name, factor in factors.items()) / (sum(papers.values()) or 1.0)
    return {name: factor / usual for name, factor in factors.items()}

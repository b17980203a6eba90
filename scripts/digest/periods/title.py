"""A paper as it is counted and grouped."""

from typing import NamedTuple

NO_CATEGORY = "arXiv"
"""What stands for a category that is not known."""


class Title(NamedTuple):
    """What themes and rising terms look at of a paper; a tuple, since a month has tens of thousands of them."""

    id: str
    title: str
    """Readable: without TeX."""
    category: str = NO_CATEGORY
    abstract: str = ""
    """Empty for a paper that is only listed."""
    score: int = 0
    chosen: bool = False
    """Whether it was summarised; such papers come first in a theme."""

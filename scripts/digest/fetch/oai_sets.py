"""The sets of arXiv's OAI-PMH: https://info.arxiv.org/help/oa/index.html"""

from collections.abc import Sequence

ARCHIVES = frozenset({"cs", "econ", "eess", "math", "q-bio", "q-fin", "stat"})
"""The sets that are called like the archive of their categories; all other categories are in the set "physics"."""


def sets(categories: Sequence[str]) -> tuple[str, ...]:
    """The sets that the records of categories are in."""
    archives = {name.partition(".")[0] for name in categories}
    return tuple(sorted({archive if archive in ARCHIVES else "physics" for archive in archives}))

"""What an id of arXiv's tells."""

import pytest

from digest.core import paper_ids


@pytest.mark.parametrize(
    ("paper_id", "year"),
    [("2611.90001", 2026), ("9101.90001", 2091), ("hep-th/9108001", 1991), ("math.GT/0309136", 2003)],
)
def test_the_year_of_an_id(paper_id: str, year: int) -> None:
    """An id of the old style begins with its archive, and goes back to 1991: its year is behind the slash."""
    assert paper_ids.year(paper_id) == year

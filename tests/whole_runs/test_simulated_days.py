"""The whole pipeline under random schedules and faults: every announced paper is in exactly one report."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from laws import tried
from sixty_days import DAYS, simulate

pytestmark = pytest.mark.whole_run


@tried(4)
@given(seed=st.integers(0, 2**32), days=st.integers(4, 9))
def test_every_paper_is_in_exactly_one_report(seed: int, days: int) -> None:
    """Late, missed, doubled and killed runs, and sources that fail in all their ways, lose and repeat nothing."""
    result = simulate(seed, days)
    assert len(result.todo) > 20
    assert result.is_right, (sorted(result.todo - result.reported.keys()), sorted(result.reported.keys() - result.todo))


@pytest.mark.slow
def test_a_whole_season() -> None:
    """Sixty days of it, as the benchmark has them, lose and repeat nothing either."""
    result = simulate(1, DAYS)
    assert len(result.todo) > 500
    assert result.is_right

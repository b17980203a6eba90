"""Evidence becomes whole points that add up."""

from hypothesis import given
from hypothesis import strategies as st

from digest.evidence import Evidence
from digest.scoring import apportion, points_against, points_for, points_of_category, points_of_repeat, total

weights = st.lists(st.floats(0.001, 10), min_size=1, max_size=8)


@given(st.integers(-100, 100), weights)
def test_shares_add_up(points: int, given_weights: list[float]) -> None:
    """Shares are whole numbers of the same sign that add up to the points."""
    shares = apportion(points, given_weights)
    assert sum(shares) == points
    assert all(share * points >= 0 for share in shares)


@given(weights, st.floats(0.001, 10))
def test_more_evidence_never_gives_fewer_points(given_weights: list[float], more: float) -> None:
    """One more reason for a paper leaves its points or raises them, and they stay within 0 to 100."""
    found = [Evidence(str(number), weight) for number, weight in enumerate(given_weights)]
    assert 0 <= total(points_for(found)) <= total(points_for([*found, Evidence("more", more)])) <= 100


@given(st.integers(0, 100), weights)
def test_what_speaks_against_takes_at_most_all(points: int, given_weights: list[float]) -> None:
    """No more points are taken away than there are."""
    found = [Evidence(str(number), weight) for number, weight in enumerate(given_weights)]
    assert -points <= total(points_against(points, found)) <= 0


@given(st.integers(0, 100), st.floats(0, 10))
def test_a_categorys_weight_keeps_points_in_range(points: int, weight: float) -> None:
    """Weights above 1 raise, below 1 lower, 1 changes nothing, and the points stay within 0 to 100."""
    change = total(points_of_category(points, "cs.AI", weight))
    assert 0 <= points + change <= 100
    assert change >= 0 if weight >= 1 else change <= 0
    assert points_of_category(points, "cs.AI", 1.0) == ()


def test_a_repeat_keeps_half() -> None:
    """The part of a repeat takes half and names what is repeated; nothing is taken from nothing."""
    (part,) = points_of_repeat(81, "2611.90001")
    assert (part.points, part.because) == (-41, ("2611.90001",))
    assert points_of_repeat(0, "2611.90001") == ()

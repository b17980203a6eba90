"""Evidence becomes whole points that add up."""

from hypothesis import given
from hypothesis import strategies as st

from digest.rank.evidence import Evidence
from digest.rank.scoring import NEAR_DUPLICATE, Tally, apportion

weights = st.lists(st.floats(0.001, 10), min_size=1, max_size=8)


@given(st.integers(-100, 100), weights)
def test_shares_add_up(points: int, given_weights: list[float]) -> None:
    """Shares are whole numbers of the same sign that add up to the points."""
    shares = apportion(points, given_weights)
    assert sum(shares) == points
    assert all(share * points >= 0 for share in shares)


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    """What a paper may have before anything else is known of it."""
    return Tally().supported(evidence(draw(weights)))


def evidence(given_weights: list[float]) -> list[Evidence]:
    return [Evidence(str(number), weight) for number, weight in enumerate(given_weights)]


@given(weights, st.floats(0.001, 10))
def test_more_evidence_never_gives_fewer_points(given_weights: list[float], more: float) -> None:
    """One more reason for a paper leaves its points or raises them, and they stay within 0 to 100."""
    found = evidence(given_weights)
    assert 0 < Tally().supported(found).points < Tally().supported([*found, Evidence("more", more)]).points < 100


@given(tallies(), weights)
def test_what_speaks_against_takes_at_most_all(tally: Tally, given_weights: list[float]) -> None:
    """Points are taken away, and never more than there are."""
    assert 0 <= tally.opposed(evidence(given_weights)).points < tally.points
    assert tally.opposed([]) is tally


@given(tallies(), st.floats(0, 10))
def test_a_categorys_weight_keeps_points_in_range(tally: Tally, weight: float) -> None:
    """Weights above 1 raise, below 1 lower, 1 changes nothing, and the points stay within 0 to 100."""
    weighed = tally.weighed("cs.AI", weight)
    assert 0 <= weighed.points <= 100
    assert weighed.place <= tally.place if weight >= 1 else weighed.place >= tally.place
    assert tally.weighed("cs.AI", 1.0) is tally


@given(tallies(), weights, st.floats(0, 10), st.booleans())
def test_whole_parts_add_up_to_the_rounded_points(
    tally: Tally, given_weights: list[float], weight: float, repeats: bool
) -> None:
    """Whatever happens to a paper, its parts are whole, none is nothing, and together they are its points, rounded."""
    after = tally.weighed("cs.AI", weight).opposed(evidence(given_weights))
    after = after.repeating("2611.90001") if repeats else after
    assert sum(part.points for part in after.parts) == after.total == round(after.points)
    assert all(part.points for part in after.parts)


def test_a_repeat_keeps_half() -> None:
    """The part of a repeat takes half and names what is repeated; nothing is taken from nothing."""
    part = Tally(81.2).repeating("2611.90001").parts[-1]
    assert (part.name, part.points, part.because) == (NEAR_DUPLICATE, -40, ("2611.90001",))
    assert Tally().repeating("2611.90001").parts == ()


def test_points_that_differ_by_nothing_but_rounding_are_tied() -> None:
    """The last digits, which depend on the order of addition, are of no account in the place of a paper."""
    assert Tally(0.1 + 0.2 + 0.3).place == Tally(0.3 + 0.2 + 0.1).place
    assert Tally(90.2).place < Tally(90.1).place

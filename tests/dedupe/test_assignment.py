"""Every paper in exactly one report: the laws of assigning."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from digest.core.calendar import announcements, earliest_announcement
from digest.core.report import Paper
from digest.dedupe.assignment import assign, until
from fake_arxiv import MONDAY, TUESDAY, paper
from laws import tried
from papers_read import many

dates_due = st.builds(
    lambda start, days: announcements(after=start, until=start + timedelta(days=days)),
    st.dates(date(2026, 11, 1), date(2026, 11, 20)),
    st.integers(5, 10),
)


@given(many, st.frozensets(st.integers(0, 6).map(lambda n: paper(n).id)), dates_due)
@tried(60)
def test_every_new_paper_is_in_exactly_one_report(
    read: list[Paper], seen: frozenset[str], due: tuple[date, ...]
) -> None:
    """What is not seen is in one report, what is seen in none, and only reports that are due get papers."""
    reports = assign(read, seen, due)
    assigned = [p.id for new in reports.values() for p in new]
    assert sorted(assigned) == sorted({p.id for p in read} - seen)
    assert list(reports) == [day for day in due if day in reports]
    assert all(reports.values())


@given(many, dates_due)
@tried(60)
def test_no_paper_is_reported_before_it_can_have_been_announced(read: list[Paper], due: tuple[date, ...]) -> None:
    """A paper is in the report of its earliest announcement, or in the newest one."""
    for day, new in assign(read, (), due).items():
        for one in new:
            assert day == due[-1] or (one.published and day == earliest_announcement(one.published))


def test_what_is_announced_later_is_not_in_a_report_of_the_past() -> None:
    """Up to a day there is what its announcement can have had; what only a feed knows is of the day that it shows."""
    known, later, fed = paper(1), paper(2, MONDAY + timedelta(days=1)), paper(3, published=None)
    assert until([known, later, fed], TUESDAY, shown=TUESDAY + timedelta(days=1)) == (known,)
    assert until([known, later, fed], TUESDAY, shown=TUESDAY) == (known, fed)


@given(many, dates_due, st.integers(1, 6))
@tried(60)
def test_two_runs_report_what_one_would(read: list[Paper], due: tuple[date, ...], cut: int) -> None:
    """Cut into two runs, the second knowing what the first reported, the same papers are reported, none twice."""
    first = assign(read[:cut], (), due)
    seen = {p.id for new in first.values() for p in new}
    second = assign(read, seen, due[-1:])
    again = [p.id for new in second.values() for p in new]
    assert not seen.intersection(again)
    assert seen.union(again) == {p.id for p in read}


def test_a_paper_without_a_time_is_in_the_newest_report() -> None:
    """What only the feed has is announced in the newest announcement."""
    reports = assign([paper(1, published=None)], (), [TUESDAY, TUESDAY + timedelta(days=1)])
    assert list(reports) == [TUESDAY + timedelta(days=1)]


def test_a_paper_of_a_published_report_is_in_the_newest() -> None:
    """A paper that moderation held is reported when it appears, never added to an earlier report."""
    reports = assign([paper(1, MONDAY - timedelta(days=20))], (), [TUESDAY])
    assert list(reports) == [TUESDAY]

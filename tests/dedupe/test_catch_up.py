"""What a run has to make up for."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.archive.brief import Brief
from digest.config.schema import Fetch
from digest.core.calendar import announcements, earliest_announcement, newest_due
from digest.dedupe import catch_up
from reports import listing, paper, report, summarised

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
FRIDAY = date(2026, 11, 20)


def test_a_fresh_archive_begins_with_the_newest() -> None:
    """The first run makes one report, the newest announcement's, so that the first page is there in minutes."""
    assert catch_up.due((), NOW, 14) == (FRIDAY,)


@pytest.mark.parametrize(
    ("last", "days", "dates"),
    [(20, 14, []), (19, 14, [20]), (17, 14, [18, 19, 20]), (13, 14, [16, 17, 18, 19, 20]), (2, 3, [18, 19, 20])],
)
def test_each_announcement_since_the_last_report(last: int, days: int, dates: list[int]) -> None:
    """Every announcement since the last report is due, as far back as `fetch.catch_up_days`; weekends are not."""
    assert catch_up.due((date(2026, 11, last),), NOW, days) == tuple(date(2026, 11, day) for day in dates)


@given(st.integers(0, 366 * 24).map(lambda hours: NOW - timedelta(hours=hours)), st.integers(0, 40))
def test_reporting_what_is_due_leaves_nothing_due(now: datetime, ago: int) -> None:
    """Once the reports that were due are there, nothing is due at that moment."""
    reported = (newest_due(now) - timedelta(days=ago),)
    done = (*reported, *catch_up.due(reported, now, 60))
    assert catch_up.due(done, now, 60) == ()
    assert set(done[1:]) <= set(announcements(after=reported[0], until=newest_due(now)))


@given(st.integers(0, 366 * 24).map(lambda hours: NOW - timedelta(hours=hours)))
def test_a_past_report_asks_for_no_more_than_it_can_have_had(submitted: datetime) -> None:
    """A past report asks for nothing submitted since its day began, when its papers were announced; the newest does."""
    day = earliest_announcement(submitted)
    assert submitted <= catch_up.window_end((day,), NOW) <= NOW
    assert catch_up.window_end((date(2026, 11, 17),), NOW) == datetime(2026, 11, 17, tzinfo=UTC)
    assert catch_up.window_end((FRIDAY,), NOW) == NOW


def test_the_deep_look_back() -> None:
    """The first report of a week looks far back, and the first one after a feed that could not be read."""
    week = date(2026, 11, 16)
    assert catch_up.is_deep((week,), report(day=date(2026, 11, 13)))
    assert not catch_up.is_deep((FRIDAY,), report(day=date(2026, 11, 19)))
    assert catch_up.is_deep((FRIDAY,), report(day=date(2026, 11, 19), sources={"rss": {"problem": "gone"}}))
    assert not catch_up.is_deep((FRIDAY,), None)
    starts = [catch_up.window_start((FRIDAY,), Fetch(), deep=deep) for deep in (False, True)]
    assert starts == [datetime(2026, 11, 6, tzinfo=UTC), datetime(2026, 9, 21, tzinfo=UTC)]


def test_silence_is_suspicious_in_busy_categories() -> None:
    """Two announcements without a new paper are a stale source where reports are large, and may be true elsewhere."""
    busy = Brief.of(report(also=tuple(listing(n) for n in range(40))))
    quiet = Brief.of(report(also=(listing(1),)))
    assert catch_up.is_stale((date(2026, 11, 19), FRIDAY), [busy])
    assert not catch_up.is_stale((FRIDAY,), [busy])
    assert not catch_up.is_stale((date(2026, 11, 19), FRIDAY), [quiet])
    assert not catch_up.is_stale((date(2026, 11, 19), FRIDAY), [])


def test_the_index_as_a_first_run_finds_it() -> None:
    """What is in the index from earlier announcements is old, but not a held paper among the ids of this one."""
    monday, tuesday = datetime(2026, 11, 16, 15, tzinfo=UTC), datetime(2026, 11, 17, 15, tzinfo=UTC)
    papers = [
        paper(1, published=monday),
        paper(3, published=monday),
        paper(2, published=tuesday),
        paper(4, published=tuesday),
    ]
    assert catch_up.index_before(papers, date(2026, 11, 18), ()) == {"2611.90001"}
    assert catch_up.index_before(papers[:2], date(2026, 11, 18), ()) == {"2611.90001", "2611.90003"}


def test_what_is_older_than_the_archive() -> None:
    """A paper submitted before the first report's look-back is old, unless its id shows that moderation held it."""
    long_ago = datetime(2026, 9, 1, tzinfo=UTC)
    papers = [
        paper(1, id="2609.90001", published=long_ago),
        paper(2, id="2611.90002", published=long_ago),
        paper(3, id="2609.90003", published=datetime(2026, 9, 25, tzinfo=UTC)),
        paper(4, id="2610.90999", published=long_ago),
        paper(5, id="math/0309136", published=long_ago),
    ]
    first = Brief.of(report(summarised(900, id="2610.90900"), day=date(2026, 10, 1)))
    assert catch_up.announced_before(papers, first, (), 14) == {"2609.90001", "math/0309136"}


def test_what_a_backfill_has_covered_is_not_older() -> None:
    """A paper whose announcement has a report of a backfill, and is not in it, came later and is news."""
    long_ago = datetime(2026, 9, 1, 12, tzinfo=UTC)
    papers = [paper(1, id="2609.90001", published=long_ago)]
    first = Brief.of(report(summarised(900, id="2610.90900"), day=date(2026, 10, 1)))
    assert catch_up.announced_before(papers, first, (date(2026, 9, 2),), 14) == frozenset()
    assert catch_up.index_before(papers, date(2026, 10, 1), (date(2026, 9, 2),)) == frozenset()


def test_the_beginning_is_a_daily_report() -> None:
    """The archive begins for daily runs with the first report that one of them made, else with the first of all."""
    early, late = (Brief.of(report(day=date(2026, 9, day), sources={"backfill": {}})) for day in (1, 2))
    daily = Brief.of(report(day=date(2026, 9, 3), sources={"rss": {}}))
    assert catch_up.beginning([early, daily, late]) is daily
    assert catch_up.beginning([early, late]) is early
    assert catch_up.beginning([]) is None

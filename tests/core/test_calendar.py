"""arXiv's schedule: what is announced when, and in which announcement a submission is at the earliest."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.core.calendar import (
    ANNOUNCED_AT,
    DAY,
    EASTERN,
    HOLIDAYS,
    announcements,
    by_month,
    days_before,
    earliest_announcement,
    feed_shows,
    newest_due,
)

moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 (zone given)


def eastern(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=EASTERN)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-16 19:59", "2026-11-16"),  # Monday before the announcement: Sunday evening's is the newest
        ("2026-11-16 20:00", "2026-11-17"),
        ("2026-11-17 00:00", "2026-11-17"),
        ("2026-11-19 20:00", "2026-11-20"),  # Thursday evening: Friday's
        ("2026-11-20 20:00", "2026-11-20"),  # none on Friday evening
        ("2026-11-22 19:59", "2026-11-20"),
        ("2026-11-22 20:00", "2026-11-23"),  # Sunday evening: Monday's
        ("2026-11-26 23:00", "2026-11-26"),  # Thanksgiving evening: none
        ("2026-11-29 20:00", "2026-11-30"),
        ("2026-03-08 20:00", "2026-03-09"),  # the day the clocks change
    ],
)
def test_the_newest_announcement_due(now: str, due: str) -> None:
    """Announcements come at 20:00 Eastern time, Sunday to Thursday but for holidays, and carry the next day's date."""
    assert newest_due(eastern(now)) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("submitted", "announced"),
    [
        ("2026-11-16 13:59", "2026-11-17"),  # Monday before the cut-off: Monday evening
        ("2026-11-16 14:00", "2026-11-18"),
        ("2026-11-19 13:59", "2026-11-20"),  # Thursday
        ("2026-11-19 14:00", "2026-11-23"),  # Thursday afternoon and Friday: Sunday evening
        ("2026-11-20 13:59", "2026-11-23"),
        ("2026-11-20 14:00", "2026-11-24"),  # Friday afternoon to Monday 14:00: Monday evening
        ("2026-11-22 10:00", "2026-11-24"),
        ("2026-11-23 13:59", "2026-11-24"),
        ("2026-11-26 10:00", "2026-11-30"),  # Thanksgiving's are announced on Sunday
    ],
)
def test_the_announcement_of_a_submission(submitted: str, announced: str) -> None:
    """The cut-off is 14:00 Eastern time, and the weekend's submissions wait for Monday evening."""
    assert earliest_announcement(eastern(submitted)) == date.fromisoformat(announced)


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ("2026-11-16 23:59", "2026-11-16"),  # Tuesday's is announced, the feed still has Monday's
        ("2026-11-17 00:00", "2026-11-17"),
        ("2026-11-21 12:00", None),
        ("2026-11-22 23:00", None),
        ("2026-11-27 12:00", None),  # the day after Thanksgiving
    ],
)
def test_what_the_feed_shows(now: str, shown: str | None) -> None:
    """The feed changes at midnight and is empty where nothing was announced the evening before."""
    assert feed_shows(eastern(now)) == (date.fromisoformat(shown) if shown else None)


@given(moments)
def test_the_newest_is_never_in_the_future(now: datetime) -> None:
    """The announcement due was made before now, and the one after it is still to come."""
    due = newest_due(now)
    assert datetime.combine(due - DAY, ANNOUNCED_AT, EASTERN) <= now
    following = announcements(after=due, until=due + 10 * DAY)[0]
    assert datetime.combine(following - DAY, ANNOUNCED_AT, EASTERN) > now


@given(moments, moments)
def test_later_submissions_are_not_announced_earlier(one: datetime, other: datetime) -> None:
    """The schedule keeps the order of submissions, and that of moments."""
    first, second = sorted((one, other))
    assert earliest_announcement(first) <= earliest_announcement(second)
    assert newest_due(first) <= newest_due(second)


@given(moments)
def test_a_submission_is_announced_on_a_day_of_announcements(submitted: datetime) -> None:
    """Its announcement is a scheduled one, after the submission and within nine days."""
    day = earliest_announcement(submitted)
    assert announcements(after=day - DAY, until=day) == (day,)
    announced = datetime.combine(day - DAY, ANNOUNCED_AT, EASTERN)
    assert timedelta(0) < announced - submitted < timedelta(days=9)


@given(st.dates(date(2026, 1, 1), date(2027, 12, 1)), st.integers(0, 60))
def test_announcements_of_a_span(after: date, days: int) -> None:
    """They ascend, lie in the span without its first day, and are each the newest due of their day."""
    span = announcements(after=after, until=after + timedelta(days=days))
    assert list(span) == sorted(set(span))
    assert all(after < day <= after + timedelta(days=days) for day in span)
    assert all(newest_due(datetime.combine(day, time(12), EASTERN)) == day for day in span)
    assert not any(day - DAY in HOLIDAYS for day in span)


def test_no_span_has_no_announcements() -> None:
    """A span that ends before it begins is empty."""
    assert announcements(after=date(2026, 11, 17), until=date(2026, 11, 10)) == ()


def test_days_before_never_leave_the_calendar() -> None:
    """Counting back stops at the first date there is."""
    assert days_before(date(2026, 11, 17), 17) == date(2026, 10, 31)
    assert days_before(date(2026, 11, 17), 10**9) == date.min


def test_dates_in_months() -> None:
    """Dates come in groups of a month of a year, in order."""
    first, second, other = date(2025, 11, 3), date(2026, 11, 2), date(2026, 11, 30)
    assert by_month([other, first, second]) == ((first,), (second, other))

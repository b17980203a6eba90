"""arXiv's schedule: which announcement is the newest, and which one a submission belongs to; and days and months.

https://info.arxiv.org/help/availability.html: papers submitted before 14:00 Eastern time are announced at 20:00 of
that day, Sunday to Thursday; what comes between Friday 14:00 and Monday 14:00 is announced on Monday. An announcement
carries the next day's date, as arXiv's own listings do: Sunday evening's is Monday's. All of it is pure; being wrong
about a holiday only moves papers to the next report (dedupe/assignment.py), it loses none.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

EASTERN = ZoneInfo("America/New_York")
ANNOUNCED_AT = time(20)
CUT_OFF = time(14)
DAY = timedelta(days=1)

# Evenings without an announcement; arXiv publishes the coming year's in December.
HOLIDAYS = frozenset({date(2026, 11, 26), date(2026, 12, 25), date(2026, 12, 29), date(2026, 12, 31)})

_WEEKDAYS_OF_ANNOUNCEMENT = {6, 0, 1, 2, 3}  # Sunday to Thursday


def _announces(evening: date) -> bool:
    return evening.weekday() in _WEEKDAYS_OF_ANNOUNCEMENT and evening not in HOLIDAYS


def newest_due(now: datetime) -> date:
    """The date that the newest announcement due at `now` (an aware datetime) carries."""
    local = now.astimezone(EASTERN)
    evening = local.date() if local.time() >= ANNOUNCED_AT else local.date() - DAY
    while not _announces(evening):
        evening -= DAY
    return evening + DAY


def feed_shows(now: datetime) -> date | None:
    """The date of the announcement that the RSS feed has at `now` (aware): it changes at midnight Eastern time.

    From 20:00 to midnight the feed is one announcement behind. None on days without an announcement, when it is empty.
    """
    day = now.astimezone(EASTERN).date()
    return day if _announces(day - DAY) else None


def earliest_announcement(submitted: datetime) -> date:
    """The date of the first announcement that can hold a paper submitted at that moment (an aware datetime).

    Moderation may hold the paper longer, never shorter.
    """
    local = submitted.astimezone(EASTERN)
    # A submission up to the cut-off of a working day is announced that evening; Sunday's evening brings Friday's.
    received = local.date() if local.time() < CUT_OFF else local.date() + DAY
    while received.weekday() >= 5:  # nothing is received for announcement on Saturday and Sunday
        received += DAY
    # What is received on Monday to Thursday is announced that evening, Friday's on Sunday.
    evening = received + 2 * DAY if received.weekday() == 4 else received
    while not _announces(evening):
        evening += DAY
    return evening + DAY


def announcements(*, after: date, until: date) -> tuple[date, ...]:
    """The dates of the scheduled announcements in `after` < date <= `until`, ascending."""
    days = (after + n * DAY for n in range(1, (until - after).days + 1))
    return tuple(day for day in days if _announces(day - DAY))


def days_before(day: date, days: int) -> date:
    """The date that many days before another; the first date there is where that would pass it."""
    return day - timedelta(days=min(days, (day - date.min).days))


def by_month(dates: Collection[date]) -> tuple[tuple[date, ...], ...]:
    """Dates in groups of a month each, ascending: what a rebuild of many years renders at once."""
    return tuple(tuple(group) for _, group in groupby(sorted(dates), key=lambda day: (day.year, day.month)))

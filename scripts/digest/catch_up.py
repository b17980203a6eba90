"""What a run has to make up for: which announcements lack a report, and how far back to look for their papers. Pure."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from digest.announcement import announcements, newest_due
from digest.archive import days_before
from digest.config import Fetch
from digest.models import Report

BUSY = 10
"""New papers in a usual report, from which on two empty working days cannot be a coincidence."""


def due(reported: Sequence[date], now: datetime, days: int) -> tuple[date, ...]:
    """The announcements without a report, oldest first: at most `days` back, and only the newest in a fresh archive."""
    newest = newest_due(now)
    if not reported:
        return (newest,)
    return announcements(after=max(reported[-1], days_before(newest, days)), until=newest)


def window_start(due_dates: Sequence[date], reported: Sequence[date], settings: Fetch, *, deep: bool) -> datetime:
    """From which submission on arXiv is asked for papers.

    What was submitted before the archive began was announced to others; the deep look-back does not bring it up.
    """
    days = max(settings.deep_lookback_days, settings.lookback_days) if deep else settings.lookback_days
    start = days_before(due_dates[0], days)
    if reported:
        start = max(start, days_before(reported[0], settings.lookback_days))
    return datetime.combine(start, time(), UTC)


def is_deep(due_dates: Sequence[date], last: Report | None) -> bool:
    """Whether to look far back: in the first report of a week, and after one that was made without the RSS feed."""
    if last is None:
        return False
    sources = last.run.get("sources", {})
    return due_dates[-1].isocalendar()[:2] != last.date.isocalendar()[:2] or bool(sources.get("rss", {}).get("problem"))


def is_stale(due_dates: Sequence[date], recent: Sequence[Report]) -> bool:
    """Whether silence is suspicious: two announcements or more without a new paper, where a report usually has many."""
    usual = [len(report.ids) for report in recent]
    return len(due_dates) >= 2 and bool(usual) and sum(usual) / len(usual) >= BUSY

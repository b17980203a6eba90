"""What a run has to make up for: which announcements lack a report, and how far back to look for their papers. Pure."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time

from digest.announcement import announcements, newest_due
from digest.archive import days_before
from digest.config import Fetch
from digest.models import Paper, Report
from digest.seen import month

BUSY = 10
"""New papers in a usual report, from which on two empty working days cannot be a coincidence."""


def due(reported: Sequence[date], now: datetime, days: int) -> tuple[date, ...]:
    """The announcements without a report, oldest first: at most `days` back, and only the newest in a fresh archive."""
    newest = newest_due(now)
    if not reported:
        return (newest,)
    return announcements(after=max(reported[-1], days_before(newest, days)), until=newest)


def window_start(due_dates: Sequence[date], settings: Fetch, *, deep: bool) -> datetime:
    """From which submission on arXiv is asked for papers."""
    days = max(settings.deep_lookback_days, settings.lookback_days) if deep else settings.lookback_days
    return datetime.combine(days_before(due_dates[0], days), time(), UTC)


def announced_before(papers: Iterable[Paper], first: date, lookback_days: int) -> frozenset[str]:
    """Those of `papers` that are older than the archive, whose first report is that of `first`: no news to anybody.

    What was submitted before that report's look-back was announced before it, unless moderation held it: arXiv gives an
    id when it announces, so an id of a later month is a held paper.
    """
    bound = days_before(first, lookback_days)
    return frozenset(
        paper.id
        for paper in papers
        if paper.published and paper.published.date() < bound and month(paper.id) <= f"{first:%y%m}"
    )


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

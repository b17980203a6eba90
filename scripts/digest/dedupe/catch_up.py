"""What a run has to make up for: which announcements lack a report, and how far back to look for their papers. Pure."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, time

from digest.archive.brief import Brief
from digest.config.schema import Fetch
from digest.core.calendar import announcements, days_before, earliest_announcement, newest_due
from digest.core.report import Paper, Report

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


def window_end(due_dates: Sequence[date], now: datetime) -> datetime:
    """Until which submission it is asked: a report of the past has nothing that was submitted since."""
    return min(now, datetime.combine(due_dates[-1], time(), UTC)) if due_dates[-1] < newest_due(now) else now


def of_daily_run(brief: Brief) -> bool:
    """Whether a daily run made a report; a backfill says of its own that it did."""
    return "backfill" not in brief.report.run.sources


def beginning(reports: Iterable[Brief]) -> Brief | None:
    """The first of some reports (oldest first) that a daily run made; where there is none, the first of all.

    A backfill puts reports long before the first daily run; what lies between them was never to be reported.
    """
    oldest = None
    for brief in reports:
        if of_daily_run(brief):
            return brief
        oldest = oldest or brief
    return oldest


def index_before(papers: Iterable[Paper], first: date, reported: Collection[date]) -> frozenset[str]:
    """Those of `papers`, the index as a fresh archive finds it, that were announced before the report of `first`.

    They were submitted in time for an earlier announcement without a report; but arXiv gives its ids in order when it
    announces, so one among the ids of this announcement was held until now.
    """
    earliest = {paper.id: earliest_announcement(paper.published) for paper in papers if paper.published}
    block = min((paper_id for paper_id, day in earliest.items() if day == first and "/" not in paper_id), default="~")
    before = (paper_id for paper_id, day in earliest.items() if day < first and paper_id < block)
    return frozenset(paper_id for paper_id in before if earliest[paper_id] not in reported)


def announced_before(
    papers: Iterable[Paper], first: Brief, reported: Collection[date], lookback_days: int
) -> frozenset[str]:
    """Those of `papers` that are older than the daily runs, whose first report is given: no news to anybody.

    What was submitted before that report's look-back was announced before it, unless moderation held it: arXiv gives
    its ids in order when it announces, so a held paper has a later id than those of the first report. Where a backfill
    made the report of a paper's announcement, the paper is in it, or came to the categories later and is news.
    """
    bound = days_before(first.report.date, lookback_days)
    last = max((paper_id for paper_id in first.ids if "/" not in paper_id), default="")
    return frozenset(
        paper.id
        for paper in papers
        if paper.published
        and paper.published.date() < bound
        and ("/" in paper.id or paper.id <= last)
        and earliest_announcement(paper.published) not in reported
    )


def is_deep(due_dates: Sequence[date], last: Report | None) -> bool:
    """Whether to look far back: in the first report of a week, and after one that was made without the RSS feed."""
    if last is None:
        return False
    return due_dates[-1].isocalendar()[:2] != last.date.isocalendar()[:2] or bool(last.run.source("rss").problem)


def is_stale(due_dates: Sequence[date], recent: Sequence[Brief]) -> bool:
    """Whether silence is suspicious: two announcements or more without a new paper, where a report usually has many."""
    usual = [brief.papers for brief in recent]
    return len(due_dates) >= 2 and bool(usual) and sum(usual) / len(usual) >= BUSY

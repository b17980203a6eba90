"""Which papers are new, and which announcement's report each one belongs to: every paper in exactly one.

A paper is new when no report has announced it. It belongs to the announcement that its submission time gives it
(core/calendar.py); where that report is already published, or never gets written, to the newest report being written.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from digest.core.calendar import earliest_announcement
from digest.core.report import Paper, merge


def until(papers: Sequence[Paper], day: date, shown: date) -> tuple[Paper, ...]:
    """Those of `papers` that can have been in the announcement of `day` or in an earlier one.

    Those that only a feed knows, without a submission time, were announced on the day `shown` by the feed.
    """
    return tuple(
        paper for paper in papers if (earliest_announcement(paper.published) if paper.published else shown) <= day
    )


def assign(papers: Sequence[Paper], seen: Collection[str], due: Sequence[date]) -> Mapping[date, tuple[Paper, ...]]:
    """Give each paper that is not in `seen` to one of the announcements `due` (ascending, at least one).

    Returns the dates that have papers, ascending, each with its papers sorted by id.
    """
    reports: dict[date, list[Paper]] = {day: [] for day in due}
    for paper in merge(papers):
        if paper.id not in seen:
            day = earliest_announcement(paper.published) if paper.published else due[-1]
            reports[day if day in reports else due[-1]].append(paper)
    return {day: tuple(new) for day, new in reports.items() if new}

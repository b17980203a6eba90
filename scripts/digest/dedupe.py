"""Which papers are new, and which announcement's report each one belongs to: every paper in exactly one.

A paper is new when no report has announced it. It belongs to the announcement that its submission time gives it
(announcement.py); where that report is already published, or never gets written, to the newest report being written.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from digest.announcement import earliest_announcement
from digest.models import Paper


def merge(papers: Sequence[Paper]) -> tuple[Paper, ...]:
    """One paper an id, sorted by id: the newest version, with what it lacks filled from the others."""
    by_id: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        by_id[paper.id].append(paper)
    return tuple(_merged(versions) for _, versions in sorted(by_id.items()))


def _merged(versions: Sequence[Paper]) -> Paper:
    # The source that knows the submission time (the query API) knows more than the feed of the same version.
    best, *others = sorted(versions, key=lambda p: (p.version or 0, p.published is not None), reverse=True)
    lacking = {
        field: value
        for other in reversed(others)
        for field in Paper.model_fields
        if not getattr(best, field) and (value := getattr(other, field))
    }
    return best.model_copy(update=lacking)


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

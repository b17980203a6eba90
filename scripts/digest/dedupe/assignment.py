"""Which papers are new, and which announcement's report each one belongs to: every paper in exactly one.

A paper is new when no report has announced it. It belongs to the announcement that its submission time gives it
(core/calendar.py); where that report is already published, or never gets written, to the newest report being written.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from digest.core.calendar import earliest_announcement
from digest.core.report import Paper


def merge(papers: Sequence[Paper]) -> tuple[Paper, ...]:
    """One paper an id, sorted by id: the newest version, with what it lacks filled from the others."""
    by_id: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        by_id[paper.id].append(paper)
    return tuple(_merged(versions) for _, versions in sorted(by_id.items()))


def _merged(versions: Sequence[Paper]) -> Paper:
    if len(versions) == 1:
        return versions[0]
    best, *others = sorted(versions, key=_completeness, reverse=True)
    lacking: dict[str, Any] = {}
    for other in others:
        for field in Paper.model_fields:
            of_its_version = field == "updated" and other.version != best.version
            if not (getattr(best, field) or field in lacking or of_its_version) and (value := getattr(other, field)):
                lacking[field] = value
    return best.model_copy(update=lacking)


def _completeness(paper: Paper) -> tuple[int, bool, int, str]:
    """The newest version first; of one version the source that knows the submission time knows more than the feed.

    Where that says nothing, a paper has more categories after a late cross-list; then the text itself decides, so that
    the order in which the sources were read does not.
    """
    return paper.version or 0, paper.published is not None, len(paper.categories), paper.model_dump_json()


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

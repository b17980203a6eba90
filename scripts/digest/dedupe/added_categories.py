"""Categories that were added to config.yml after the daily runs began: what arXiv had announced in them is no news.

Without this, the first report with a new category has the papers of the whole look-back, thousands at times; so has the
first one with cross-lists, where `fetch.cross_lists` was off. Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from digest.config.schema import Fetch
from digest.core.calendar import earliest_announcement
from digest.core.report import Paper, Report


def note(fetch: Fetch) -> dict[str, bool]:
    """What a report's run record has of `fetch.cross_lists`: nothing where it is on, as it is by default."""
    return {} if fetch.cross_lists else {"without_cross_lists": True}


@dataclass(frozen=True, kw_only=True)
class _Reader:
    """What was read for some reports in a row."""

    begins: date
    categories: frozenset[str]
    cross_lists: bool

    def reads(self, paper: Paper) -> bool:
        return not self.categories.isdisjoint(paper.categories if self.cross_lists else (paper.primary_category,))


def announced_before(papers: Iterable[Paper], reports: Sequence[Report], due: date) -> frozenset[str]:
    """Those of `papers`, the index, that were announced before anything was read that has them.

    `reports` (oldest first) come before the one of `due`. The papers were submitted in time for an announcement before;
    but arXiv gives its ids in order when it announces, so one among the ids of the first announcement that was read was
    held until then.
    """
    readers = _readers(reports)
    before = dict[str, tuple[date, date]]()
    first_ids = dict[date, str]()
    for paper in papers:
        begins = _begins(paper, readers, due)
        if begins is None or paper.published is None:
            continue
        day = earliest_announcement(paper.published)
        if day == begins and "/" not in paper.id:
            first_ids[begins] = min(paper.id, first_ids.get(begins, paper.id))
        before[paper.id] = (day, begins)
    return frozenset(
        name for name, (day, begins) in before.items() if day < begins and name < first_ids.get(begins, "~")
    )


def _begins(paper: Paper, readers: Sequence[_Reader], due: date) -> date | None:
    """The first report since which all have read what a paper is in; nothing where all of them have."""
    begins = due
    for reader in readers:
        if not reader.reads(paper):
            return begins
        begins = reader.begins
    return None


def _readers(reports: Sequence[Report]) -> list[_Reader]:
    """Newest first; most archives have one."""
    readers = list[_Reader]()
    for report in reversed(reports):
        categories, cross_lists = frozenset(report.categories), not report.run.without_cross_lists
        if readers and (readers[-1].categories, readers[-1].cross_lists) == (categories, cross_lists):
            readers.pop()
        readers.append(_Reader(begins=report.date, categories=categories, cross_lists=cross_lists))
    return readers

"""Categories that were added to config.yml after the daily runs began: what arXiv had announced in them is no news.

Without this, the first report with a new category has the papers of the whole look-back, thousands at times. Pure.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from digest.announcement import earliest_announcement
from digest.models import Paper, Report


def beginnings(categories: Sequence[str], reports: Sequence[Report], due: date) -> Mapping[str, date]:
    """The first report with each category that an earlier one of `reports` (oldest first) has not.

    `due` is the date of the report to be made, which comes after them.
    """
    begun = {}
    for name in categories:
        begins = due
        for report in reversed(reports):
            if name not in report.categories:
                begun[name] = begins
                break
            begins = report.date
    return begun


def announced_before(
    papers: Iterable[Paper], categories: Sequence[str], begun: Mapping[str, date], *, cross_lists: bool
) -> frozenset[str]:
    """Those of `papers`, the index, that were announced before any of their categories was read.

    They were submitted in time for an announcement before that; but arXiv gives its ids in order when it announces, so
    one among the ids of the first announcement that was read was held until then.
    """
    before = dict[str, tuple[date, date]]()
    first_ids = dict[date, str]()
    for paper in papers:
        named = paper.categories if cross_lists else (paper.primary_category,)
        ours = [name for name in categories if name in named]
        if paper.published is None or not ours or not all(name in begun for name in ours):
            continue
        day, begins = earliest_announcement(paper.published), min(begun[name] for name in ours)
        if day == begins and "/" not in paper.id:
            first_ids[begins] = min(paper.id, first_ids.get(begins, paper.id))
        before[paper.id] = (day, begins)
    return frozenset(
        name for name, (day, begins) in before.items() if day < begins and name < first_ids.get(begins, "~")
    )

"""Single papers of the archive: which report announced them, and what data/ keeps of them."""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from digest.archive.reports import Archive
from digest.archive.seen import Seen
from digest.archive.unreadable import EARLY
from digest.core.calendar import days_before
from digest.core.errors import ArchiveError
from digest.core.report import Paper

_NEW_STYLE = re.compile(r"(\d{2})(0[1-9]|1[0-2])\.", re.ASCII)
_FIRST_YEAR, _OF_NEW_STYLE = 1991, 2000


def reports_of(archive: Archive, paper_ids: Collection[str]) -> dict[str, date]:
    """Those of some papers that a report has announced, each with its report; the newest, where there are more.

    Looks from the newest report back, no further than the ids are old. A report that cannot be read has none of them.
    """
    missing = set(Seen(archive.folder.parent).among(paper_ids))
    announced: dict[str, date] = {}
    oldest = min(map(_given, missing), default=date.max)
    for day in reversed(archive.dates()):
        if not missing or day < oldest:
            break
        try:
            here = missing & archive.brief(day).ids
        except ArchiveError:  # whoever reads that report says so
            continue
        announced |= dict.fromkeys(here, day)
        missing -= here
    return announced


def _given(paper_id: str) -> date:
    """A day before any report that can have announced a paper, from its id: no report precedes the month in it."""
    month = _NEW_STYLE.match(paper_id)
    if not month:
        return date(_FIRST_YEAR, 1, 1)
    return days_before(date(_OF_NEW_STYLE + int(month[1]), int(month[2]), 1), EARLY)


def texts(archive: Archive, wanted: Mapping[str, date]) -> tuple[dict[str, Paper], tuple[date, ...]]:
    """What data/ keeps of papers, each from its report: of those that were only listed, the title.

    Returns them by id, and the reports that could not be read.
    """
    by_report: dict[date, set[str]] = defaultdict(set)
    for paper_id, day in wanted.items():
        by_report[day].add(paper_id)
    papers: dict[str, Paper] = {}
    unreadable = []
    for day, ids in sorted(by_report.items()):
        if day not in archive.dates():
            unreadable.append(day)
            continue
        try:
            papers |= _of_report(archive, day, ids)
        except (ArchiveError, OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            unreadable.append(day)
    return papers, tuple(unreadable)


def _of_report(archive: Archive, day: date, ids: Collection[str]) -> dict[str, Paper]:
    """Some papers of a report. Only they are validated: a year of taps is in hundreds of reports."""
    record = json.loads(archive.path(day).read_bytes())
    fields = Paper.model_fields.keys()
    every = (*record["papers"], *record.get("also", ()))
    kept = ({key: value for key, value in paper.items() if key in fields} for paper in every if paper["id"] in ids)
    return {paper.id: paper for paper in map(Paper.model_validate, kept)}

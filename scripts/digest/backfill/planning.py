"""Which paper belongs to which announcement of the past: the plan of a backfill.

The same law as in daily runs (dedupe/assignment.py): a paper that a report has announced is no news; any other belongs
to the announcement that the submission of its first version gives it. So a replacement is no news, and a paper that was
cross-listed years later stands where it was new. Where that report exists and is kept, the paper goes to the next one
that is written.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from digest.archive.reports import Archive
from digest.archive.seen import Seen
from digest.archive.unfinished import Unfinished
from digest.archive.unreadable import going_on, lost
from digest.archive.waiting import Waiting
from digest.core.calendar import DAY, announcements, by_month, earliest_announcement, newest_due
from digest.core.errors import ArchiveError, ConfigurationError
from digest.core.report import Model, Paper, Report, merge
from digest.fetch.readings import SourceReading
from digest.fetch.sources import fetch_windows
from digest.settings import Settings

FIRST = date(1991, 8, 15)
"""The first submission to arXiv was made on 14 August 1991."""
BEFORE = timedelta(days=8)
"""From a submission to its announcement: a weekend with holidays on both sides."""


class Planned(Model):
    """One report to be made."""

    date: date
    papers: tuple[Paper, ...]
    """Sorted by id."""


@dataclass(frozen=True, kw_only=True)
class Range:
    """The announcements that were asked for, and what the archive has of them."""

    todo: tuple[date, ...]
    """The reports to be written, ascending."""
    kept: frozenset[date]
    """Reports that are there and stay."""
    unreadable: Mapping[date, str]
    """Reports that are there and cannot be read, with the reason."""


def announced_between(first: date, last: date, now: datetime) -> tuple[date, ...]:
    """The announcements from `first` to `last`. Raises ConfigurationError where the range cannot be."""
    if first < FIRST:
        raise ConfigurationError(f"--from {first} is before arXiv's first paper; the first date there is: {FIRST}.")
    if last > newest_due(now):
        raise ConfigurationError(f"--to {last} is in the future: the newest announcement is that of {newest_due(now)}.")
    if first > last:
        raise ConfigurationError(f"--from {first} is after --to {last}; swap them.")
    return announcements(after=first - DAY, until=last)


def look_through(archive: Archive, days: Sequence[date], *, force: bool) -> Range:
    """Part the announcements into those to be written, kept and unreadable."""
    unreadable: dict[date, str] = {}
    there = set(archive.dates())
    months = {(day.year, day.month) for day in days}
    for day in sorted(there):
        if (day.year, day.month) in months or day in archive.dates()[-30:]:
            try:
                archive.brief(day)
            except ArchiveError as error:
                unreadable[day] = str(error)
    readable = there - unreadable.keys()
    todo = tuple(day for day in days if day not in unreadable and (force or day not in there))
    return Range(todo=todo, kept=frozenset(readable.intersection(days) - set(todo)), unreadable=unreadable)


Reader = Callable[[Sequence[tuple[datetime, datetime]]], Iterator[SourceReading]]
"""Reads what was submitted in each of some windows of time, in their order. Raises ArxivUnreadable."""


def plan(
    settings: Settings, archive: Archive, wanted: Range, read: Reader, tell: Callable[[str], None]
) -> Iterator[tuple[Planned, ...]]:
    """Read arXiv month by month; gives the reports of each month. Raises ArxivUnreadable after what could be read.

    Reports beyond the range that cannot be read, and may have papers of a deleted one, are told of.
    """
    placing = _Placing(settings, archive, wanted, tell)
    months = by_month(wanted.todo)
    readings = read([(_midnight(month[0] - BEFORE), _midnight(month[-1] + DAY)) for month in months])
    for month in months:
        yield placing.place(month, next(readings).papers)
    next(readings, None)  # so that it ends


def by_query(settings: Settings, say: Callable[[str], None]) -> Reader:
    """Reads through the query API, month by month."""
    return partial(
        fetch_windows,
        settings.config.categories,
        cross_lists=settings.config.fetch.cross_lists,
        endpoints=settings.endpoints,
        deadline_seconds=settings.config.fetch.deadline_seconds,
        say=say,
    )


def by_harvest(settings: Settings, today: date, say: Callable[[str], None]) -> Reader:
    """Reads through OAI-PMH, everything before the first month is placed."""
    from digest.fetch.harvest import Harvest  # it imports what only this needs

    return Harvest(
        root=settings.root,
        categories=settings.config.categories,
        cross_lists=settings.config.fetch.cross_lists,
        endpoints=settings.endpoints,
        deadline_seconds=settings.config.fetch.deadline_seconds,
        today=today,
        say=say,
    ).read


class _Placing:
    """Gives each paper to one report, month after month."""

    def __init__(self, settings: Settings, archive: Archive, wanted: Range, tell: Callable[[str], None]) -> None:
        self._root = settings.root
        self._tell = tell
        self._seen = Seen(settings.root)
        self._archive = archive
        self._wanted = wanted
        self._carried: dict[date, list[Paper]] = defaultdict(list)
        there = set(archive.dates()) - wanted.unreadable.keys()
        self._todo = frozenset(wanted.todo)
        self._remade = remade = there & self._todo
        self._own = {paper_id: day for day in sorted(remade) for paper_id in archive.brief(day).ids}
        # What a killed run left is in a report and not yet in the ledger.
        near = (wanted.kept | Unfinished(settings.root).dates()) & there - remade
        self._announced = {paper_id for day in sorted(near) for paper_id in archive.brief(day).ids}
        self._announced |= {paper.id for paper in Waiting(settings.root).papers()}

    def place(self, month: Collection[date], read: Sequence[Paper]) -> tuple[Planned, ...]:
        """The reports of one month, from the papers that were read of it."""
        own = [paper for day in month if day in self._remade for paper in _papers_of(self._archive.load(day))]
        there = {paper.id for paper in read}
        papers = merge([*read, *(paper for paper in own if paper.id not in there)])
        seen = self._seen.among(paper.id for paper in papers if paper.id not in self._announced) - self._own.keys()
        seen -= self._lost({paper.id: day for paper in papers if paper.id in seen and (day := self._due(paper))})
        for paper in papers:
            day = self._day_of(paper)
            if day and paper.id not in seen and paper.id not in self._announced:
                self._announced.add(paper.id)
                self._carried[day].append(paper)
        reports = ((day, merge(self._carried.pop(day, []))) for day in month)
        return tuple(Planned(date=day, papers=new) for day, new in reports if new)

    def _lost(self, announced: Mapping[str, date]) -> frozenset[str]:
        self._archive, lost_ids = going_on(self._root, self._archive, (), lambda a, _: lost(a, announced), self._tell)
        return lost_ids

    def _day_of(self, paper: Paper) -> date | None:
        if paper.id in self._own or paper.published is None:
            return self._own.get(paper.id)
        day = earliest_announcement(paper.published)
        if day in self._wanted.kept:
            return next((later for later in self._wanted.todo if later > day), None)
        return self._due(paper)

    def _due(self, paper: Paper) -> date | None:
        """The announcement of a paper's submission, where its report is to be written."""
        day = earliest_announcement(paper.published) if paper.published else None
        return day if day in self._todo else None


def _papers_of(report: Report) -> list[Paper]:
    """The papers of a report that is made anew: none may get lost, whatever arXiv has of them today."""
    return [entry.paper for entry in report.papers] + [listing.paper for listing in report.also]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)

"""What a period's pages want of data/: its reports, and the titles of the eight weeks before.

Each report is read once for all the periods that want it. One that cannot be read is left out and named: the page says
so, and the run that makes the page ends red and tells its owner what to do.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from digest.archive.reports import Archive
from digest.core.errors import ArchiveError
from digest.core.report import Entry, Report
from digest.core.spans import Span, week_of
from digest.markdown.writer import plain
from digest.periods.title import NO_CATEGORY, Title

_KEPT = 80
"""Days in memory: a month and the weeks before it; a rebuild of ten years must not hold them all."""


@dataclass(frozen=True, kw_only=True)
class Day:
    """A report as later periods are compared with it."""

    titles: tuple[Title, ...]
    categories: Mapping[str, int]
    """Of each primary category, how many papers."""
    interests: Mapping[str, int]
    """Of each interest, the summarised papers that matched it."""


@dataclass(frozen=True, kw_only=True)
class Material:
    """All that the page of a period is made of."""

    span: Span
    reports: tuple[Report, ...]
    """Oldest first."""
    days: Mapping[date, Day]
    """The period's."""
    before: Mapping[date, Day]
    problems: Mapping[date, str]
    """Of each report that cannot be read, what is wrong with it and what to do."""

    @property
    def unreadable(self) -> tuple[date, ...]:
        """The reports that cannot be read, oldest first."""
        return tuple(sorted(self.problems))

    def by_week(self) -> Mapping[Span, Sequence[Day]]:
        """The days of the period and of the weeks before, week by week, oldest first."""
        weeks: dict[Span, list[Day]] = defaultdict(list)
        for day, found in sorted([*self.before.items(), *self.days.items()]):
            weeks[week_of(day)].append(found)
        return weeks

    @property
    def compared_weeks(self) -> int:
        """How many of the weeks before have a report."""
        return len({week_of(day) for day in self.before} - {week_of(day) for day in self.days})


class Reader:
    """Reads reports of one archive for one period after the other."""

    def __init__(self, archive: Archive) -> None:
        """Take the archive; nothing is read yet."""
        self._archive = archive
        self._days: dict[date, Day] = {}

    def material(self, span: Span) -> Material:
        """What the page of a period is made of."""
        # Those that a rebuild hides, since they cannot be read, are named as a daily run names them.
        dates, problems = sorted({*self._archive.dates(), *self._archive.hidden}), dict[date, str]()
        reports: dict[date, Report] = {}
        for day in span.of(dates):
            try:
                reports[day] = self._archive.load(day)
            except ArchiveError as error:
                problems[day] = str(error)
        before: dict[date, Day] = {}
        for day in span.before(dates):
            try:
                before[day] = self._day(day)
            except ArchiveError as error:
                problems[day] = str(error)
        return Material(
            span=span,
            reports=tuple(reports.values()),
            days={day: self._day(day, report) for day, report in reports.items()},
            before=before,
            problems=problems,
        )

    def _day(self, day: date, report: Report | None = None) -> Day:
        if day not in self._days:
            if len(self._days) >= _KEPT:
                del self._days[min(self._days)]
            self._days[day] = day_of(report or self._archive.load(day))
        return self._days[day]


def day_of(report: Report) -> Day:
    """A report as it is counted."""
    chosen = [
        Title(
            entry.paper.id,
            readable(entry.paper.title),
            entry.paper.primary_category or NO_CATEGORY,
            entry.paper.abstract,
            entry.score.total,
            chosen=True,
        )
        for entry in report.papers
    ]
    listed = [
        Title(one.id, readable(one.title), one.primary_category or NO_CATEGORY, score=one.score) for one in report.also
    ]
    titles = (*chosen, *listed)
    return Day(
        titles=titles,
        categories=Counter(title.category for title in titles),
        interests=Counter(name for entry in report.papers for name in matched(entry)),
    )


def matched(entry: Entry) -> frozenset[str]:
    """The interests that a paper matched, as the ranker found it before a model judged it."""
    score = entry.score.lexical or entry.score
    if score.by != "interests":
        return frozenset()
    return frozenset(part.name for part in score.parts if part.points > 0 and part.kind == "wish")


def readable(title: str) -> str:
    """A title without its TeX, whose commands are no words of it."""
    if "$" not in title and "\\" not in title:
        return title
    try:
        return plain(title)
    except Exception:  # a defect of ours in reading one title's TeX must not hold a week; it has no phrases then
        return ""

"""What is no news: the papers that reports have announced, and those that arXiv had announced before there were any."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from digest.archive.brief import Brief
from digest.archive.reports import Archive
from digest.archive.seen import Seen
from digest.archive.unreadable import lost
from digest.config.schema import Fetch
from digest.core.calendar import days_before, earliest_announcement
from digest.core.errors import ArchiveError
from digest.core.report import Paper, Report
from digest.dedupe import added_categories, catch_up
from digest.fetch.readings import SourceReading


@dataclass(frozen=True, kw_only=True)
class History:
    """An archive, as a run for some announcements sees it."""

    archive: Archive
    seen: Seen
    due: Sequence[date]
    """The announcements, ascending."""
    config: Fetch
    now: datetime

    @cached_property
    def reported(self) -> Sequence[date]:
        """The dates of all reports, ascending."""
        return self.archive.dates()

    @cached_property
    def remade(self) -> Report | None:
        """The report that is to be made anew, if one is. Raises ArchiveError."""
        return self.archive.load(self.due[0]) if self.due[0] in self.reported else None

    @cached_property
    def has_begun(self) -> bool:
        """Whether it is known what was announced before the first report.

        A first run that was killed before its report leaves a beginning that may be a day too early by now.
        """
        return self.seen.has_begun() and bool(self.reported)

    @cached_property
    def begins_late(self) -> bool:
        """Whether the first run could not tell what was announced before it, for want of the query API.

        The next one has to see all of it.
        """
        return bool(self.reported) and not self.has_begun

    @property
    def is_deep(self) -> bool:
        """Whether the run has to look further back than usual."""
        last = self.archive.brief(self.reported[-1]).report if self.reported else None
        return catch_up.is_deep(self.due, last) or self.begins_late

    @cached_property
    def since(self) -> datetime:
        """From which submission on arXiv is to be asked for papers."""
        return catch_up.window_start(self.due, self.config, deep=self.is_deep)

    @cached_property
    def until(self) -> datetime:
        """Until which submission; a beginning that is to be written down wants everything before the first report."""
        return self.now if self.begins_late else catch_up.window_end(self.due, self.now)

    def announced(self, papers: Sequence[Paper]) -> frozenset[str]:
        """The ids that reports have announced, of `papers` and of those around the announcements; without `remade`.

        A paper whose report was deleted counts as new to the run that makes the report of its day.
        """
        known = self.seen.among(paper.id for paper in papers)
        days = {paper.id: earliest_announcement(paper.published) for paper in papers if paper.published}
        known -= lost(self.archive, {name: day for name, day in days.items() if name in known and day in self.due})
        newest = self.reported[-1] if self.reported else self.due[-1]
        recent = self.archive.since(days_before(min(self.due[0], newest), self.config.lookback_days))
        announced = known | {paper_id for brief in recent for paper_id in brief.ids}
        return announced - self.remade.ids if self.remade else announced

    def before(self, api: SourceReading) -> frozenset[str]:
        """The ids of what arXiv had announced before the daily runs began."""
        before, first = self.seen.before(), catch_up.beginning(self._readable(self.since.date()))
        if not self.has_begun and api.problem is None:
            begins = first.report.date if first and catch_up.of_daily_run(first) else self.due[0]
            before = catch_up.index_before(api.papers, begins, self.reported)
        if first:
            before |= catch_up.announced_before(api.papers, first, self.reported, self.config.lookback_days)
        return before

    def added(self, api: SourceReading) -> frozenset[str]:
        """The ids of what arXiv had announced in categories before config.yml had them."""
        since = self.since
        earlier = [day for day in self.reported if day < self.due[0]]
        # One more: the first announcement in the window may be the first one with a category.
        begins = earlier[max(0, bisect_left(earlier, since.date()) - 1)] if earlier else since.date()
        reports = [brief.report for brief in self._readable(begins) if brief.report.date < self.due[0]]
        return added_categories.announced_before(api.papers, reports, self.due[0])

    def _readable(self, since: date) -> Iterator[Brief]:
        """The reports from a date on, oldest first; one that cannot be read and is not needed is passed over."""
        for day in self.reported:
            if day >= since:
                with suppress(ArchiveError):
                    yield self.archive.brief(day)

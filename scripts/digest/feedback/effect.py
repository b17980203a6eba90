"""What taps change, as far as data/ can tell: the newest report, ranked by titles with them and without."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from digest.archive.feedback import Ledger, Thumbed
from digest.archive.reports import Archive
from digest.config.schema import Config
from digest.core.errors import ArchiveError
from digest.core.report import Paper, Report
from digest.pages.report_page import BEST
from digest.rank.ranking import rank
from digest.taste import feedback
from digest.taste.interests import known
from digest.taste.profile import kept_texts
from digest.taste.whole import Told, whole_taste


@dataclass(frozen=True, kw_only=True)
class Moved:
    """How many other papers of a report would come among its best."""

    papers: int
    day: date


@dataclass(frozen=True)
class Effect:
    """The newest report, and what a run that made it now would rank it by, but for the forker's library.

    That is read in runs that make reports alone, and this job has neither its key nor what reads a BibTeX file.
    """

    archive: Archive
    config: Config
    now: datetime
    _orders: dict[tuple[Thumbed, ...], tuple[str, ...]] = field(default_factory=dict)

    def of(self, before: Ledger, after: Ledger, tapped: Collection[str]) -> Moved | None:
        """How many papers would move into the best, those that were tapped set aside.

        Nothing where there is no report, or where something in data/ cannot be read: the daily run says so.
        """
        try:
            if self._report is None:
                return None
            best = [self._best(ledger, tapped) for ledger in (before, after)]
            return Moved(papers=len(best[1] - best[0]), day=self._report.date)
        except ArchiveError:
            return None

    @cached_property
    def _report(self) -> Report | None:
        days = self.archive.dates()
        return self.archive.load(days[-1]) if days else None

    @cached_property
    def _papers(self) -> tuple[Paper, ...]:
        """By title alone, since that is all that is kept of the papers that were listed."""
        if self._report is None:
            return ()
        summarised = (entry.paper.model_copy(update={"abstract": ""}) for entry in self._report.papers)
        return (*summarised, *(listing.paper for listing in self._report.also))

    def _best(self, ledger: Ledger, without: Collection[str]) -> frozenset[str]:
        order = [paper_id for paper_id in self._order(ledger) if paper_id not in without]
        return frozenset(order[:BEST])

    def _order(self, ledger: Ledger) -> tuple[str, ...]:
        """All papers of the report, best first; ranked once for the same thumbs."""
        thumbs = ledger.thumbs()
        if thumbs not in self._orders:
            examples, _ = feedback.of_ledger(self.archive, ledger, self.now)
            root = self.archive.folder.parent
            told = Told(texts=kept_texts(root), thumbed=examples, english=known(root, self.config))
            ranked = rank(self._papers, whole_taste(self.config, told, for_reports=False).profile, explained=0)
            self._orders[thumbs] = tuple(one.paper.id for one in ranked)
        return self._orders[thumbs]

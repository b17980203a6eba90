"""A report in brief: all that the indexes, the feed and the next runs want of it, for a third of the cost.

Most of a report's file is the list of papers that were not summarised, hundreds a day; counted, not validated one by
one, thirty reports are read in the time of ten.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from digest.core.report import Report


@dataclass(frozen=True, kw_only=True)
class Brief:
    """One announcement's report, its listed papers counted only."""

    report: Report
    """Without `also`."""
    listed: Mapping[str, int]
    """How many papers were listed and not summarised, by primary category ("" where it is not known)."""
    ids: frozenset[str]
    """The ids of all papers that the report announces, the listed ones too."""

    @classmethod
    def of(cls, report: Report) -> "Brief":
        """The brief of a whole report."""
        counts = Counter(listing.primary_category for listing in report.also)
        return cls(report=report.model_copy(update={"also": ()}), listed=counts, ids=report.ids)

    @property
    def papers(self) -> int:
        """How many papers the report announces."""
        return len(self.report.papers) + sum(self.listed.values())

    @property
    def by_category(self) -> Mapping[str, int]:
        """How many papers of the report have each primary category."""
        return Counter(entry.paper.primary_category for entry in self.report.papers) + Counter(self.listed)

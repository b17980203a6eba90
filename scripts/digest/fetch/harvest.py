"""Reading a range of the past by OAI-PMH, in slices of a month that are kept, so that a killed run goes on."""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from time import monotonic

from digest.config.endpoints import Endpoints
from digest.core import files
from digest.core.errors import ArxivUnreadable
from digest.core.plural import counted
from digest.core.report import Paper
from digest.fetch.oai import records, sets
from digest.fetch.readings import SourceReading
from digest.fetch.transport import BadAnswer, Transport

KEPT = ".cache/oai"
"""Where slices lie until the range is done; git does not see it."""
Windows = Sequence[tuple[datetime, datetime]]


@dataclass(frozen=True, kw_only=True)
class Harvest:
    """What is read, and where what is read is kept."""

    root: Path
    categories: Sequence[str]
    cross_lists: bool
    endpoints: Endpoints
    deadline_seconds: float
    """For each slice."""
    today: date
    say: Callable[[str], None]

    def read(self, windows: Windows) -> Iterator[SourceReading]:
        """What was submitted in each window; all of it is read before the first is given. Raises ArxivUnreadable."""
        if not windows:
            return
        papers_by_id: dict[str, Paper] = {}
        for paper in self._everything(windows):
            known = papers_by_id.get(paper.id)
            # A record that changed while others were read may come twice; the later slice has its newest state.
            if known is None or (paper.version or 0) >= (known.version or 0):
                papers_by_id[paper.id] = paper
        for since, until in windows:
            papers = (paper for _, paper in sorted(papers_by_id.items()) if _is_within(paper, since, until))
            yield SourceReading(name="oai", papers=tuple(papers))
        shutil.rmtree(self.root / KEPT, ignore_errors=True)

    def _everything(self, windows: Windows) -> Iterator[Paper]:
        """The papers of all windows, from every record that changed since the first of them."""
        transport = Transport(delay_seconds=self.endpoints.delay_seconds, deadline=0)
        asked = files.fingerprint(*self.categories, str(self.cross_lists), str(windows[-1][1]))
        for name in sets(self.categories):
            for first, last in months(windows[0][0].date(), self.today):
                kept = self.root / KEPT / f"{asked}_{name}_{first}_{last}.json"
                papers = _load(kept)
                if papers is None:
                    transport.deadline = monotonic() + self.deadline_seconds
                    papers = self._slice(transport, name, first, last, windows)
                    if last < self.today:  # what changes from now on is in the slices to come
                        _keep(kept, papers)
                self.say(f"{name}, changed {first} to {last}: {counted(len(papers), 'paper')}")
                yield from papers

    def _slice(self, transport: Transport, name: str, first: date, last: date, windows: Windows) -> tuple[Paper, ...]:
        try:
            changed = records(transport, self.endpoints.oai_url, name, first, last)
        except (BadAnswer, ArxivUnreadable) as error:
            raise ArxivUnreadable(
                f"arXiv's OAI-PMH could not be read from {first} to {last} (set {name}): {error}. The slices "
                "before it are kept in .cache/oai/, and the same command goes on. See docs/backfill.md."
            ) from error
        if undated := sum(paper.published is None for paper in changed):
            self.say(f"Records without a date of version 1, left out: {undated}.")
        return tuple(paper for paper in changed if self._is_ours(paper, windows[-1][1]))

    def _is_ours(self, paper: Paper, until: datetime) -> bool:
        # Nothing is left out for being too old: a range that begins earlier may take the slice, too.
        if paper.published is None or paper.published > until:
            return False
        names = paper.categories if self.cross_lists else (paper.primary_category,)
        return not set(self.categories).isdisjoint(names)


def months(first: date, last: date) -> Iterator[tuple[date, date]]:
    """The days from `first` to `last` in slices that end with a month."""
    while first <= last:
        end = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        yield first, min(end, last)
        first = end + timedelta(days=1)


def _is_within(paper: Paper, since: datetime, until: datetime) -> bool:
    return paper.published is not None and since <= paper.published <= until


def _load(path: Path) -> tuple[Paper, ...] | None:
    """The papers of a slice; nothing where it was not read yet, or its file is damaged."""
    try:
        return tuple(map(Paper.model_validate, json.loads(path.read_bytes())))
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def _keep(path: Path, papers: Sequence[Paper]) -> None:
    files.write(path, json.dumps([paper.model_dump(mode="json") for paper in papers], ensure_ascii=False) + "\n")

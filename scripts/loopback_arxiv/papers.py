"""What the sample arXiv announces and when, and what of it is known at a moment. Pure but for reading the file."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from digest.core.calendar import ANNOUNCED_AT, DAY, EASTERN
from digest.core.report import Paper
from loopback_arxiv.answers import Kind


@dataclass(frozen=True, kw_only=True)
class AnnouncedPaper:
    """A paper, and the date of the announcement that it is in.

    The same id may be announced again later: with more categories (a late cross-list) or a higher version.
    """

    paper: Paper
    announced: date

    @property
    def in_the_index(self) -> datetime:
        """From when on the query API knows it."""
        return datetime.combine(self.announced - DAY, ANNOUNCED_AT, EASTERN)


def load(path: Path) -> tuple[AnnouncedPaper, ...]:
    """Read {"papers": [{"announced": "2026-11-17", "id": ..., "title": ..., ...}]}, the fields those of Paper."""
    records = json.loads(path.read_text("utf-8"))["papers"]
    return tuple(
        AnnouncedPaper(announced=date.fromisoformat(record.pop("announced")), paper=Paper.model_validate(record))
        for record in records
    )


def indexed(papers: Sequence[AnnouncedPaper], now: datetime) -> tuple[Paper, ...]:
    """The newest state of each paper that is announced by now, sorted by id."""
    newest: dict[str, Paper] = {}
    for item in sorted(papers, key=lambda item: (item.announced, item.paper.version or 0)):
        if item.in_the_index <= now:
            newest[item.paper.id] = item.paper
    return tuple(paper for _, paper in sorted(newest.items()))


def listed(papers: Sequence[AnnouncedPaper], day: date, categories: Sequence[str]) -> list[tuple[Paper, Kind]]:
    """What the feed of `categories` has on a day, sorted by id, each with how it is announced."""
    today = {item.paper.id: item.paper for item in papers if item.announced == day}
    earlier: dict[str, list[Paper]] = {paper_id: [] for paper_id in today}
    for item in papers:
        if item.announced < day and item.paper.id in earlier:
            earlier[item.paper.id].append(item.paper)
    kinds = ((paper, _kind(paper, earlier, set(categories))) for _, paper in sorted(today.items()))
    return [(paper, kind) for paper, kind in kinds if kind]


def _kind(paper: Paper, earlier: Mapping[str, Sequence[Paper]], categories: set[str]) -> Kind | None:
    """How the feed of `categories` lists a paper; None where it does not."""
    before = earlier[paper.id]
    mine, primary = categories.intersection(paper.categories), paper.primary_category in categories
    if mine and not before:
        return "new" if primary else "cross"
    if mine and (paper.version or 0) > max(old.version or 0 for old in before):
        return "replace" if primary else "replace-cross"
    return "cross" if mine - {name for old in before for name in old.categories} else None

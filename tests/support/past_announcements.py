"""Sixty announcements of the past, as an arXiv announced them, and what a backfill made of them."""

import json
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from digest.core.calendar import DAY, EASTERN, announcements, earliest_announcement
from digest.core.report import Paper
from fork import Fork
from loopback_arxiv.server import AnnouncedPaper, LoopbackArxiv
from reports import paper

FIRST, LAST = date(2026, 8, 21), date(2026, 11, 12)


NOW = datetime.combine(date(2026, 11, 20), time(9), EASTERN)


RANGE = ("--from", str(FIRST), "--to", str(LAST), "--now", NOW.isoformat(), "--yes")


PER_DAY = 4


def announced() -> list[AnnouncedPaper]:
    """Sixty announcements, with replacements and cross-lists of papers from before among them."""
    return list(_announced())


@cache
def _announced() -> tuple[AnnouncedPaper, ...]:
    every: list[AnnouncedPaper] = []
    change: dict[str, object]
    for number, day in enumerate(announcements(after=FIRST - 20 * DAY, until=LAST)):
        for which in range(PER_DAY):
            new = paper_of(day, number * PER_DAY + which)
            every.append(AnnouncedPaper(paper=new, announced=day))
            if which == 0:
                change = {"version": 2, "updated": new.published and new.published + timedelta(days=9)}
                every.append(AnnouncedPaper(paper=new.model_copy(update=change), announced=day + 10 * DAY))
            if which == 1:
                change = {"categories": (*new.categories, "cs.CL")}
                every.append(AnnouncedPaper(paper=new.model_copy(update=change), announced=day + 12 * DAY))
    return tuple(every)


def paper_of(day: date, number: int) -> Paper:
    """A paper that its submission time gives to an announcement."""
    submitted = datetime.combine(day - DAY, time(9, number % 60), EASTERN)
    while earliest_announcement(submitted) != day:
        submitted -= DAY
    return paper(number, id=f"{day:%y%m}.9{number:04}", published=submitted, updated=submitted)


def new_on(day: date) -> set[str]:
    """The ids of the papers that are new in an announcement."""
    return {
        item.paper.id
        for item in announced()
        if item.announced == day and item.paper.version == 1 and item.paper.categories == ("cs.AI", "cs.LG")
    }


def reported(fork: Fork) -> dict[str, list[str]]:
    """The ids of each report."""
    return {path.stem: reported_in(path) for path in sorted((fork.root / "data").glob("????-??-??.json"))}


def reported_in(path: Path) -> list[str]:
    """The ids of the report in a file."""
    return [paper["id"] for key in ("papers", "also") for paper in json.loads(path.read_bytes())[key]]


class Refusing(LoopbackArxiv):
    """An arXiv that has had enough at some point."""

    refuses_after = 2

    def respond(self, handler) -> None:  # type: ignore[no-untyped-def]
        if len(self.requests) > self.refuses_after:
            handler.send_error(403)
        else:
            super().respond(handler)

"""Writing what people read, from data/ alone: the pages of reports, the indexes and the feed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path

from digest.archive.brief import Brief
from digest.archive.layout import Places
from digest.archive.reports import Archive
from digest.core import files
from digest.core.report import Report
from digest.pages import indexes, report_page
from digest.pages.atom_feed import atom
from digest.pages.look import Look
from digest.pages.missing import NEWEST, PAGES
from digest.pages.plain_papers import Show, showing_most
from digest.pages.readme import read_readme, splice


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """What files should hold."""

    texts: Mapping[Path, str]
    failing: frozenset[str]
    """The papers that cannot be rendered."""
    unreadable: frozenset[str] = frozenset()
    """What is wrong with reports that others are compared with and that cannot be read, and what to do."""


@dataclass(frozen=True, kw_only=True)
class Updated:
    """What was written."""

    paths: tuple[Path, ...]
    """The files that differed."""
    failing: frozenset[str]
    """The papers that cannot be rendered."""
    unreadable: frozenset[str] = frozenset()
    """What is wrong with reports that others are compared with and that cannot be read, and what to do."""


def rendered(root: Path, look: Look, repository: str, archive: Archive, dates: Collection[date]) -> Rendered:
    """Every file below `root` that the reports of `dates` have a part in, with what it should hold.

    `repository` is "owner/name" at GitHub, which the feed's absolute links lead to.
    A report's page links to its neighbours, so theirs are among them. Raises ArchiveError where data/ cannot be read.
    A paper that cannot be rendered is shown by id, title and link, in the files in which it cannot.
    """
    of_reports = reports(root, look, archive, with_neighbours(dates, archive.dates()))
    of_all = ways_in(root, look, repository, archive)
    return Rendered(texts={**of_reports.texts, **of_all.texts}, failing=of_reports.failing | of_all.failing)


def with_neighbours(dates: Collection[date], every: Sequence[date]) -> frozenset[date]:
    """Those of `every` report whose pages name one of `dates`: its own, the one before and the one after."""
    places = [place for place, day in enumerate(every) if day in dates]
    return frozenset(day for place in places for day in every[max(place - 1, 0) : place + 2])


def reports(root: Path, look: Look, archive: Archive, dates: Collection[date]) -> Rendered:
    """The pages of some reports alone. Raises what `rendered` does."""
    every, places = archive.dates(), archive.places()
    after = dict(pairwise(every))
    before = {later: earlier for earlier, later in after.items()}
    folder = root / PAGES
    made, failing = dict[Path, str](), set[str]()
    for day in sorted(dates):
        around = report_page.Around(previous=before.get(day), following=after.get(day), places=places)
        report_pages, failed = _pages(archive.load(day), look, around)
        failing |= failed
        made |= {folder / places.folder(day) / name: text for name, text in report_pages.items()}
    return Rendered(texts=made, failing=frozenset(failing))


def ways_in(root: Path, look: Look, repository: str, archive: Archive) -> Rendered:
    """The indexes, the feed and the badge, which each report may change. Raises what `rendered` does."""
    every, places = archive.dates(), archive.places()
    newest = [archive.brief(day) for day in every[-NEWEST:]]
    folder = root / PAGES
    made, failing = dict[Path, str](), set[str]()
    made[folder / "README.md"] = indexes.all_days(every, look, places)
    make_feed = partial(atom, look=look, repository=repository, places=places)
    made[folder / "feed.xml"], failed = _of_briefs(newest, look, make_feed)
    failing |= failed
    if newest:
        made[folder / "badge.svg"] = indexes.badge(newest[-1].report, look)
    made[root / "README.md"], failed = _readme(root, look, newest, places)
    failing |= failed
    return Rendered(texts=made, failing=frozenset(failing))


def _pages(report: Report, look: Look, around: report_page.Around) -> tuple[Mapping[str, str], frozenset[str]]:
    return showing_most([report], look, lambda show: report_page.pages(show(report), look, around))


def _of_briefs(
    briefs: Sequence[Brief], look: Look, make: Callable[[Sequence[Brief]], str]
) -> tuple[str, frozenset[str]]:
    """A file that is made from reports in brief."""
    return showing_most(
        [brief.report for brief in briefs],
        look,
        lambda show: make([replace(brief, report=show(brief.report)) for brief in briefs]),
    )


def _readme(root: Path, look: Look, newest: Sequence[Brief], places: Places) -> tuple[str, frozenset[str]]:
    """README.md with the newest report's best papers and the table of the days before."""
    last = [brief.report for brief in newest[-1:]]

    def make(show: Show) -> str:
        return indexes.readme_region(show(last[0]) if last else None, newest[-indexes.RECENT :], look, places)

    region, failing = showing_most(last, look, make)
    return splice(read_readme(root), region), failing


def sweep(root: Path, archive: Archive, dates: Collection[date]) -> None:
    """Remove what a killed run has left half-written in the folders of some reports."""
    places = archive.places()
    years = {name for day in dates for name in ("", places.folder(day))}
    reports = [folder / year for folder in (root / PAGES, archive.folder) for year in sorted(years)]
    for folder in (root, archive.folder / "seen", *reports):
        files.sweep(folder)


def update(root: Path, look: Look, repository: str, archive: Archive, dates: Collection[date]) -> Updated:
    """Write those of the rendered files that differ."""
    sweep(root, archive, dates)
    made = rendered(root, look, repository, archive, dates)
    paths = tuple(path for path, text in made.texts.items() if files.write(path, text))
    return Updated(paths=paths, failing=made.failing)

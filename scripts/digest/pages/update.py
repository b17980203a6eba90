"""Writing what people read, from data/ alone: the pages of reports, the indexes and the feed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import groupby, pairwise
from pathlib import Path

from digest.archive.brief import Brief
from digest.archive.layout import Places
from digest.archive.reports import Archive
from digest.core import files
from digest.core.report import Report
from digest.pages import indexes, report_page
from digest.pages.atom_feed import NEWEST, feed
from digest.pages.plain_papers import Show, showing
from digest.settings import Settings, read_readme

PAGES = "daily"


def wanted(settings: Settings, archive: Archive, dates: Collection[date]) -> Mapping[Path, str]:
    """Every file that the reports of `dates` have a part in, with what it should hold.

    A report's page links to its neighbours, so theirs are among them. Raises ArchiveError where data/ cannot be read.
    A paper that cannot be rendered is shown by id, title and link, in the files in which it cannot.
    """
    every, places = archive.dates(), archive.places()
    after = dict(pairwise(every))
    before = {later: earlier for earlier, later in after.items()}
    touched = {d for day in dates for d in (before.get(day), day, after.get(day)) if d in every}
    briefs = {day: archive.brief(day) for day in every[-NEWEST:]}
    folder, look = settings.root / PAGES, settings.look
    made: dict[Path, str] = {}
    for day in sorted(touched):
        around = report_page.Around(previous=before.get(day), following=after.get(day), places=places)
        report_pages = _pages(archive.load(day), look, around)
        made |= {folder / places.folder(day) / name: text for name, text in report_pages.items()}
    made[folder / "README.md"] = indexes.all_days(every, look, places)
    newest = [briefs[day] for day in every[-NEWEST:]]
    atom = partial(feed, look=look, repository=settings.repository, places=places)
    made[folder / "feed.xml"] = _of_briefs(newest, look, atom)
    if every:
        made[folder / "badge.svg"] = indexes.badge(briefs[every[-1]].report, look)
    made[settings.root / "README.md"] = _readme(settings, archive, briefs, made)
    return made


def _pages(report: Report, look: report_page.Look, around: report_page.Around) -> Mapping[str, str]:
    return showing([report], look, lambda show: report_page.pages(show(report), look, around))


def _of_briefs(briefs: Sequence[Brief], look: report_page.Look, make: Callable[[Sequence[Brief]], str]) -> str:
    """A file that is made from reports in brief."""
    return showing(
        [brief.report for brief in briefs],
        look,
        lambda show: make([replace(brief, report=show(brief.report)) for brief in briefs]),
    )


def _readme(settings: Settings, archive: Archive, briefs: Mapping[date, Brief], made: Mapping[Path, str]) -> str:
    """README.md, its table made from the front matter of the newest pages, those just rendered included."""
    every, places, days = archive.dates(), archive.places(), []
    for day in every[-indexes.RECENT :]:
        path = _page(settings, places, day)
        if path in made:
            days.append(indexes.day(made[path], path.name))
        else:  # a page that is still to be written, as the next months of a backfill are, says what its report says
            days.append(indexes.read_day(path) if path.is_file() else indexes.day_of(briefs[day]))
    newest, look = [briefs[day].report for day in every[-1:]], settings.look

    def make(show: Show) -> str:
        return indexes.readme_region(show(newest[0]) if newest else None, days, look, places)

    region = showing(newest, look, make)
    return indexes.splice(read_readme(settings.root), region)


def missing(settings: Settings, archive: Archive) -> frozenset[date]:
    """The reports without a page among the newest; a run that was killed leaves them."""
    places = archive.places()
    return frozenset(day for day in archive.dates()[-NEWEST:] if not _page(settings, places, day).is_file())


def _page(settings: Settings, places: Places, day: date) -> Path:
    return settings.root / PAGES / f"{places.name(day)}.md"


def by_month(dates: Collection[date]) -> tuple[tuple[date, ...], ...]:
    """Dates in groups of a month each, ascending: what a rebuild of many years renders at once."""
    return tuple(tuple(group) for _, group in groupby(sorted(dates), key=lambda day: (day.year, day.month)))


def update(settings: Settings, archive: Archive, dates: Collection[date]) -> tuple[Path, ...]:
    """Write those of the wanted files that differ; returns them."""
    places = archive.places()
    years = {name for day in dates for name in ("", places.folder(day))}
    reports = [folder / year for folder in (settings.root / PAGES, archive.folder) for year in sorted(years)]
    for folder in (settings.root, archive.folder / "seen", *reports):
        files.sweep(folder)
    return tuple(path for path, text in wanted(settings, archive, dates).items() if files.write(path, text))

"""Writing the pages of weeks and months, from data/ alone."""

import time
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from threading import Thread

from digest.archive.reports import Archive
from digest.core import files
from digest.core.report import Paper
from digest.core.spans import Span, month_of, touched, week_of
from digest.pages.look import Look
from digest.pages.plain_papers import Show, showing_most
from digest.pages.update import Rendered, Updated
from digest.periods import page, record
from digest.periods.analysis import analyse
from digest.periods.chart import CHARTS, chart_path
from digest.periods.reading import Reader, readable
from digest.periods.themes import topics

PAGES = "daily"
_INDEXED = timedelta(days=366)
"""The index names the weeks of a year."""
_BETWEEN = 0.01
"""Seconds between two papers that are read while a model is waited for: its calls go first."""


def rendered(
    root: Path,
    look: Look,
    authors: tuple[str, ...],
    archive: Archive,
    days: Collection[date],
    elsewhere: Collection[date] = (),
    reader: Reader | None = None,
) -> Rendered:
    """The pages and charts that the reports of `days` have a part in, with what each should hold.

    `authors` are those that the forker follows. A week or a month whose last report is one of `elsewhere` is left out:
    whoever renders the archive month by month comes to it with that one. `reader` is one of the archive, where others
    have read by it. A report that cannot be read is left out and named on the page; a paper that cannot be rendered is
    shown by id, title and link. Raises ArchiveError where a record in data/periods/ cannot be read.
    """
    dates, made, failing, unreadable = archive.dates(), dict[Path, str](), set[str](), set[str]()
    reader = reader or Reader(archive)
    asked, left = frozenset({*days, *elsewhere}), frozenset(elsewhere)
    spans = touched(days, dates)
    if max(asked, default=date.min) not in left:
        spans |= missing(root, dates)
    for span in sorted(spans):
        if max(asked.intersection(span.of(dates)), default=None) in left:
            continue
        of_span = _files(root, look, authors, archive, reader, span)
        made |= of_span.texts
        failing |= of_span.failing
        unreadable |= of_span.unreadable
    return Rendered(texts=made, failing=frozenset(failing), unreadable=frozenset(unreadable))


def _files(root: Path, look: Look, authors: tuple[str, ...], archive: Archive, reader: Reader, span: Span) -> Rendered:
    material = reader.material(span)
    unreadable = frozenset(material.problems.values())
    if not material.reports:
        return Rendered(texts={}, failing=frozenset(), unreadable=unreadable)
    written = record.load(root, span)
    analysis = analyse(material, authors)
    around = page.Around(dates=archive.dates(), places=archive.places())

    def make(show: Show) -> str:
        return page.page(material, analysis, written, look, around, show)

    folder = root / PAGES
    text, failing = showing_most(material.reports, look, make)
    texts = {folder / span.page: text, folder / chart_path(span): page.drawing(material, look.labels)}
    return Rendered(texts=texts, failing=failing, unreadable=unreadable)


def get_ready(papers: Sequence[Paper]) -> None:
    """Begin to read what papers are about, in a thread: their week wants it, and a run waits for a model first."""

    def read() -> None:
        for paper in papers:
            time.sleep(_BETWEEN)
            with suppress(Exception):  # a defect of ours in reading one text: the week meets it again, and tells it
                topics(readable(paper.title), paper.abstract)

    Thread(target=read, daemon=True).start()


def missing(root: Path, dates: Collection[date]) -> frozenset[Span]:
    """The weeks and months without a page among those that the index names; an archive that was upgraded has some."""
    newest = max(dates, default=date.min)
    recent = [day for day in dates if newest - day <= _INDEXED]
    spans = {make(day) for make in (week_of, month_of) for day in recent}
    return frozenset(span for span in spans if not (root / PAGES / span.page).is_file())


def sweep(root: Path) -> None:
    """Remove what a killed run has left half-written in the folders of weeks, months and charts."""
    for name in ("weeks", CHARTS):
        files.sweep(root / PAGES / name)


def update(
    root: Path,
    look: Look,
    authors: tuple[str, ...],
    archive: Archive,
    days: Collection[date],
    elsewhere: Collection[date] = (),
) -> Updated:
    """Write those of the rendered files that differ."""
    sweep(root)
    made = rendered(root, look, authors, archive, days, elsewhere)
    paths = tuple(path for path, text in made.texts.items() if files.write(path, text))
    return Updated(paths=paths, failing=made.failing, unreadable=made.unreadable)

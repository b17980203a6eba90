"""Making all pages of a large archive anew, month by month on all cores.

A month is rendered from data/ alone, so that months may be rendered side by side. Ledgers are written by one process,
and so is everything where a report cannot be read, since what others are to say of it depends on their order.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from digest import saving
from digest.archive.reports import Archive
from digest.archive.workers import FEW, workers
from digest.config.schema import Page
from digest.core import files
from digest.core.calendar import by_month
from digest.pages import update
from digest.pages.look import Look
from digest.periods import update as periods
from digest.periods.reading import Reader
from digest.saving import Tell, Written
from digest.settings import Settings

KEPT = 32
"""Reports in the memory of each process: a month, and the rest of its first week."""


@dataclass(frozen=True, kw_only=True)
class _Month:
    """What a process is told of a month."""

    root: Path
    language: str
    page: Page
    feedback_to: str
    repository: str
    authors: tuple[str, ...]
    days: tuple[date, ...]
    pages: tuple[date, ...]
    """The reports whose pages are made with these days: they themselves, and neighbours that no month has."""
    elsewhere: frozenset[date]
    """The days of the other months, to which pages are left: each file is made once."""
    is_last: bool
    """Whether the indexes are made with it."""
    check: bool
    """Whether files are only compared."""


@dataclass(frozen=True, kw_only=True)
class _Made:
    """What came of a month."""

    paths: tuple[Path, ...]
    """The files that differ, or differed."""
    failing: frozenset[str]
    announced: frozenset[str]
    """The ids of its papers."""
    unreadable: frozenset[str]
    """What is wrong with reports that its weeks are compared with and that cannot be read, and what to do."""


def rebuild(settings: Settings, archive: Archive, days: Collection[date], tell: Tell, *, check: bool) -> Written:
    """Everything that people read of some reports, written or, to `check`, only compared.

    A report that cannot be read is told of, and the others' pages are made. Raises ArchiveError.
    """
    if len(days) > FEW:
        try:
            written = _side_by_side(settings, archive, days, check=check)
        except Exception:  # whatever it is, it happens again below, where it is told of in the order of the reports
            archive = Archive(settings.root, archive.hidden)
        else:
            for problem in sorted(written.unreadable):
                tell(problem)
            return written
    make = saving.differing if check else saving.write_pages
    return make(settings, archive, days, tell)


def _side_by_side(settings: Settings, archive: Archive, days: Collection[date], *, check: bool) -> Written:
    root, months = settings.root, by_month(set(days))
    _reading.cache_clear()  # where there is one process only, it may have made another archive before
    if not check:
        update.sweep(root, archive, days)
        periods.sweep(root)
    asked, every = frozenset(days), archive.dates()
    tasks = [
        _Month(
            root=root,
            language=settings.config.language,
            page=settings.config.page,
            feedback_to=settings.look.feedback_to,
            repository=settings.repository,
            authors=settings.config.authors,
            days=tuple(month),
            pages=tuple(update.with_neighbours(month, every) - (asked - set(month))),
            elsewhere=asked - set(month),
            is_last=month is months[-1],
            check=check,
        )
        for month in months
    ]
    with workers(len(days)) as each:
        made = each(_month, tasks)
    paths = frozenset(path for month in made for path in month.paths)
    unreadable = frozenset[str]().union(*(month.unreadable for month in made))
    if check:
        return Written(archive=archive, paths=paths, unreadable=unreadable)
    what_came = [(task.days, month.announced, month.failing) for task, month in zip(tasks, made, strict=True)]
    failing = saving.noted(root, archive, what_came)
    return Written(archive=archive, paths=paths, failing=failing, unreadable=unreadable)


def _month(asked: _Month) -> _Made:
    """Render a month; in a process of its own."""
    look = _look(asked.root, asked.language, asked.page, asked.feedback_to)
    archive, reader = _reading(asked.root)
    of_reports = update.reports(asked.root, look, archive, asked.pages)
    of_periods = periods.rendered(asked.root, look, asked.authors, archive, asked.days, asked.elsewhere, reader)
    texts, failing = {**of_reports.texts, **of_periods.texts}, of_reports.failing | of_periods.failing
    if asked.is_last:
        of_all = update.ways_in(asked.root, look, asked.repository, archive)
        texts, failing = {**texts, **of_all.texts}, failing | of_all.failing
    if asked.check:
        paths = tuple(path for path, text in texts.items() if saving.differs(path, text))
    else:
        paths = tuple(path for path, text in texts.items() if files.write(path, text))
    return _Made(
        paths=paths,
        failing=failing,
        announced=frozenset().union(*(archive.load(day).ids for day in asked.days)),
        unreadable=of_periods.unreadable,
    )


@lru_cache(maxsize=1)
def _look(root: Path, language: str, page: Page, feedback_to: str) -> Look:
    """How pages look, read once by each process: templates are compiled, which takes longer than to render a page."""
    return Look.load(root, language, page, feedback_to)


@lru_cache(maxsize=1)
def _reading(root: Path) -> tuple[Archive, Reader]:
    """What each process reads by: a report is wanted by its page, its week, its month and those that come after."""
    archive = Archive(root, keep=KEPT)
    return archive, Reader(archive)

"""Building the site: the reports are looked through once and written a month at a time, on all cores."""

import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from itertools import groupby
from pathlib import Path

from digest.archive.reports import Archive
from digest.archive.workers import workers
from digest.core.errors import ArchiveError, ConfigurationError, DigestError
from digest.core.report import Report
from digest.core.spans import Span, spans_of
from digest.pages.report_view import anchor
from digest.periods import record
from digest.periods.analysis import analyse
from digest.periods.chart import CHARTS, chart_path
from digest.periods.page import drawing
from digest.periods.reading import Reader
from digest.periods.view import view
from digest.rank.document import Vocabulary
from digest.reader.machines import report_json
from digest.reader.outlines import Outline, outline
from digest.reader.periods import address, report_address
from digest.reader.search_parts import SearchParts
from digest.reader.search_records import Record, records
from digest.reader.similar import Likeness
from digest.reader.site import RECENT, Around, Site
from digest.reader.views import Neighbour

MARK = ".reader"
"""Stands in the folder of a site, which may then be replaced; upload-pages-artifact leaves it out."""
LARGEST = 1_000_000_000
"""Bytes of a site at GitHub: https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits"""


@dataclass(frozen=True, kw_only=True)
class Built:
    """What came of it."""

    reports: int
    papers: int
    problems: tuple[str, ...]
    """The reports that cannot be read, each with what to do; the others are there."""
    files: int
    size: int
    """Bytes."""


@dataclass(frozen=True, kw_only=True)
class _Task:
    """A report that is to be written."""

    day: date
    around: Around


def build(site: Site, out: Path, say: Callable[[str], None], recent: int = RECENT) -> Built:
    """Write the whole site into a folder, which is replaced when all is done; `recent` reports are whole.

    Raises ConfigurationError where the folder has something else in it, a template is wrong, or Pagefind is missing.
    """
    made = out.with_name(f"{out.name}.part")
    _may_replace(out)
    shutil.rmtree(made, ignore_errors=True)
    try:
        built = _build(site, made, say, recent)
        shutil.rmtree(out, ignore_errors=True)
        made.replace(out)
    except OSError as error:
        raise DigestError(
            f"{error.filename or out} could not be written: {error.strerror or error}. Make the folder writable or "
            "free some disk space, and run again."
        ) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return built


def _may_replace(out: Path) -> None:
    if out.is_symlink() or (out.exists() and not (out / MARK).is_file() and (not out.is_dir() or any(out.iterdir()))):
        raise ConfigurationError(f"{out} exists and is no site that was built here; name another folder with --out.")


def _build(site: Site, out: Path, say: Callable[[str], None], recent: int) -> Built:
    site = replace(site, assets=_copy_assets(site.root, out))
    for folder in ("reports", "months", "weeks", CHARTS):
        (out / folder).mkdir()
    (out / MARK).touch()
    days = Archive(site.root).dates()
    with workers(len(days)) as each, SearchParts(site.labels.language, out) as search:
        say(f"Read {len(days)} reports")
        looked = [one for one in each(partial(_look, site.root), days) if one is not None]
        outlines = [one for one in looked if isinstance(one, Outline)]
        problems = tuple(one for one in looked if isinstance(one, str))
        say("Write the pages")
        tasks = groupby(_tasks(outlines, recent), key=lambda task: (task.day.year, task.day.month))
        for _, month in ((name, list(tasks)) for name, tasks in tasks):
            for task, records in zip(month, each(partial(_write, site, out), month), strict=True):
                search.add(str(task.day), records)
        search.finish()
        say("Write the pages of weeks and months")
        problems += tuple(told for told in each(partial(_write_period, site, out), _periods(outlines, recent)) if told)
    _write_others(site, out, outlines, search.parts, recent)
    files = [path for path in out.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    if size > LARGEST * 0.9:
        say(f"The site has {size / 1e6:,.0f} MB; GitHub takes {LARGEST / 1e6:,.0f}. See docs/scale.md.")
    papers = sum(each.papers - each.also for each in outlines)
    return Built(reports=len(outlines), papers=papers, problems=problems, files=len(files), size=size)


@cache
def _archive(root: Path) -> Archive:
    return Archive(root)


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary(None, {})


def _look(root: Path, day: date) -> Outline | str:
    """The outline of a report, or why it cannot be read."""
    try:
        return outline(_archive(root).load(day), _vocabulary())
    except ArchiveError as error:
        return str(error)


def _tasks(outlines: Sequence[Outline], recent: int) -> Iterator[_Task]:
    """The reports, newest first, each with all that its page links to."""
    papers = [(each.date, paper) for each in outlines for paper in each.compared]
    likeness = Likeness([paper.profile for _, paper in papers])

    def neighbour(number: int) -> Neighbour:
        day, paper = papers[number]
        return Neighbour(title=paper.title, link=f"{day}.html#{anchor(paper.id)}", date=str(day))

    number = len(papers)
    for place, each in reversed(list(enumerate(outlines))):
        number -= len(each.compared)
        neighbours = {
            paper.id: tuple(map(neighbour, likeness.like(number + offset)))
            for offset, paper in enumerate(each.compared)
        }
        yield _Task(
            day=each.date,
            around=Around(
                previous=outlines[place - 1].date if place else None,
                following=outlines[place + 1].date if place + 1 < len(outlines) else None,
                recent=place >= len(outlines) - recent,
                neighbours=neighbours,
            ),
        )


def _write(site: Site, out: Path, task: _Task) -> list[Record]:
    """Write the files of a report; returns its records for the search."""
    report = _archive(site.root).load(task.day)
    _file(out / report_address(task.day), site.report(report, task.around))
    _file(out / "reports" / f"{task.day}.json", report_json(report, whole=task.around.recent))
    return list(records(report, report_address(task.day), grouped=not task.around.recent))


@dataclass(frozen=True, kw_only=True)
class _Period:
    """A week or a month that is to be written."""

    span: Span
    outlines: tuple[Outline, ...]
    """Of its reports."""
    dates: tuple[date, ...]
    """Of all reports that can be read."""
    recent: bool
    """Whether it has one of the last `RECENT` reports."""


def _periods(outlines: Sequence[Outline], recent: int) -> list[_Period]:
    """The weeks and months, each kind from the oldest on: what one is compared with, the next is, too."""
    by_date = {each.date: replace(each, compared=()) for each in outlines}
    dates = tuple(by_date)
    oldest = min(dates[-recent:], default=date.max)
    return [
        _Period(
            span=span,
            outlines=tuple(by_date[day] for day in span.of(dates)),
            dates=dates,
            recent=span.last >= oldest,
        )
        for span in spans_of(dates)
    ]


def _write_period(site: Site, out: Path, task: _Period) -> str:
    """Write the page of a week or a month, and its chart; returns what could not be read of it."""
    span, shown, problem = task.span, None, ""
    if task.recent:
        material = _reader(site.root).material(span)
        try:
            kept = record.load(site.root, span)
        except ArchiveError as error:
            kept, problem = None, str(error)
        analysis = analyse(material, site.config.authors)
        shown = view(material, material.reports, analysis, kept, task.dates, report_address)
        _file(out / chart_path(span), drawing(material, site.labels))
    _file(out / address(span), site.period(span, task.outlines, task.dates, shown))
    return problem


@cache
def _reader(root: Path) -> Reader:
    return Reader(_archive(root))


def _write_others(
    site: Site, out: Path, outlines: Sequence[Outline], parts: Sequence[tuple[str, str]], recent: int
) -> None:
    newest: Report | None = _archive(site.root).load(outlines[-1].date) if outlines else None
    files: Mapping[str, str] = {
        "index.html": site.home(outlines, newest, parts, recent),
        "starred.html": site.starred(),
    }
    if newest:
        files = {**files, "latest.json": report_json(newest, whole=True)}
    if site.base_url:
        files = {
            **files,
            "feed.xml": site.feed(outlines),
            "opensearch.xml": site.search_description(),
            "sitemap.xml": site.sitemap(outlines),
        }
    for name, text in files.items():
        _file(out / name, text)


def _file(path: Path, text: str) -> None:
    # Nothing of the repository is written, and the folder is thrown away where not all of it comes to be.
    path.write_bytes(text.encode("utf-8", "replace"))


def _copy_assets(root: Path, out: Path) -> str:
    """Copy scripts and styles; their folder is named by what is in them, so that no browser mixes old with new."""
    source = root / "templates" / "reader" / "static"
    files = sorted(path for path in source.glob("*") if path.is_file() and not path.is_symlink())
    if not files:
        raise ConfigurationError(f"{source} is missing or empty; restore it from the original.")
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    name = f"assets-{digest.hexdigest()[:10]}"
    (out / name).mkdir(parents=True)
    for path in files:
        shutil.copyfile(path, out / name / path.name)
    return name

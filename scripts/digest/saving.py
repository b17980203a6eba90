"""The one way in which a report, its ledgers and its pages are written: by a daily run, a backfill and a rebuild.

A note, outside of git, names a report before it is written: whatever is not reached from there on, the next run does.
Then the report is written whole into data/, and its papers into the ledgers. All else is made from data/. What could
not be rendered on the way is added to the report's record, and only then the note is dropped.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.archive.reports import Archive
from digest.archive.seen import Seen
from digest.archive.unfinished import Unfinished
from digest.archive.unreadable import going_on
from digest.archive.waiting import Waiting
from digest.config.schema import Config
from digest.core.calendar import by_month
from digest.core.defects import named, recorded
from digest.core.errors import DigestError
from digest.core.report import Paper, Report
from digest.core.run_record import RunRecord, SourceRecord
from digest.dedupe import added_categories
from digest.pages.missing import missing
from digest.settings import Settings

if TYPE_CHECKING:  # a rebuild ranks and summarises nothing
    from digest.language_model.caller import Caller
    from digest.rank.ranking import Ranked
    from digest.summarise.choose import Chosen
    from digest.taste.whole import WholeTaste

Tell = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Written:
    """What came of writing pages."""

    archive: Archive
    """Without the reports that cannot be read, where they were told of."""
    paths: frozenset[Path] = frozenset()
    """The files that differ, or differed, from what they should hold."""
    failing: frozenset[str] = frozenset()
    """The papers that were found to be impossible to render and are in the record since, each with the stage."""
    unreadable: frozenset[str] = frozenset()
    """What is wrong with reports that weeks and months are without, and what to do; with `tell`, it was told."""


def assembled(
    day: date,
    config: Config,
    ranked: "Sequence[Ranked]",
    chosen: "Chosen",
    sources: Mapping[str, SourceRecord],
    notices: Sequence[str],
    taste: "WholeTaste",
    *,
    takes_issues: bool | None = None,
) -> Report:
    """The report of an announcement, from what was ranked, and summarised or only listed.

    `sources`, `notices` and what its `taste` was told and has learned are for its record, and so is whether its
    repository takes issues, where feedback is on; that is None for a report of the past, which has no links for it.
    """
    known = {
        "library": taste.told.library.record,
        "english": taste.told.english,
        "foreign": taste.profile.foreign,
        "learned": taste.learned,
    }
    of_taste: dict[str, Any] = {name: value for name, value in known.items() if value}
    if takes_issues is not None and config.feedback:
        of_taste["issues"] = takes_issues
    report = Report(
        date=day,
        categories=config.categories,
        papers=chosen.entries,
        also=tuple(other.listing for other in chosen.others),
        run=RunRecord(
            sources=sources,
            model=chosen.record,
            notices=tuple(notices),
            **of_taste,
            **added_categories.note(config.fetch),
        ),
    )
    return named(
        report,
        translate=taste.told.defects,
        learn=taste.failing,
        rank={each.paper.id for each in ranked if each.failed},
    )


def english(settings: Settings, caller: "Caller | None") -> tuple[Mapping[str, str], str]:
    """What interests in other languages are in English, by their text; what a model adds to it is kept at once.

    Returns with it the kind of the defect of ours that kept the model from being asked, if there was one. Raises
    ArchiveError where data/interests.json cannot be read, ConfigurationError for a wrong prompt.
    """
    from digest.archive import interests as kept
    from digest.taste import interests

    root, config, defect = settings.root, settings.config, ""
    if caller and interests.foreign(config):
        from digest.taste.translation import translated

        try:
            if new := translated(root, config, caller):
                kept.save(root, kept.load(root).plus(new, config.llm.model))
        except DigestError:
            raise
        except Exception as error:  # a defect of ours in asking about one text must not hold the day
            defect = type(error).__name__
    return interests.known(root, config), defect


def begin(root: Path, before: frozenset[str] | None) -> None:
    """Write down what arXiv had announced before the first report, where that is told (dedupe/new_papers.py)."""
    if before is not None:
        Seen(root).begin(before)


def let_wait(root: Path, papers: Sequence[Paper], day: date) -> None:
    """Keep papers of the feed of an announcement for the next report."""
    Waiting(root).keep(papers, day)


def keep(root: Path, archive: Archive, reports: Iterable[Report]) -> None:
    """Reports into data/, and their papers into the ledgers; their pages are noted as still to be written."""
    for report in reports:
        Unfinished(root).begin([report.date])
        archive.save(report)
        _announce(root, report.ids)


def unfinished(settings: Settings, archive: Archive) -> frozenset[date]:
    """The reports whose pages are still to be written: those that were kept, and the newest without a page."""
    return Unfinished(settings.root).dates() | missing(settings.root, archive)


def finish(settings: Settings, archive: Archive, tell: Tell | None = None) -> Written:
    """Write the pages that are still to be written. Takes and raises what `write_pages` does."""
    kept, days = Unfinished(settings.root).dates(), unfinished(settings, archive)
    if not days:
        return Written(archive=archive)
    written = write_pages(settings, archive, days, tell)
    Unfinished(settings.root).done(kept)
    return written


def write_pages(settings: Settings, archive: Archive, days: Collection[date], tell: Tell | None = None) -> Written:
    """Everything that people read of some reports, a month at a time; without any, what is read of none.

    With `tell`, a report that cannot be read is told of, and the others' pages are written. Raises ArchiveError.
    """
    from digest.pages import update  # what renders pages is imported where some are: most runs write none
    from digest.periods import update as periods

    kept, failing, unreadable = Unfinished(settings.root).dates(), set[str](), set[str]()

    def write(archive: Archive, month: Collection[date]) -> Collection[Path]:
        _announce(settings.root, frozenset().union(*(archive.brief(day).ids for day in month)))
        root, look = settings.root, settings.look
        updated = update.update(root, look, settings.repository, archive, month)
        of_periods = periods.update(root, look, settings.config.authors, archive, month, _after(month, days))
        unreadable.update(of_periods.unreadable)
        if tell:
            for problem in sorted(of_periods.unreadable):
                tell(problem)
        failing.update(_record(archive, kept.intersection(month), updated.failing | of_periods.failing))
        return (*updated.paths, *of_periods.paths)

    archive, paths = _month_by_month(settings.root, archive, days, write, tell)
    Unfinished(settings.root).done(set(days) - archive.hidden)
    return Written(archive=archive, paths=paths, failing=frozenset(failing), unreadable=frozenset(unreadable))


def differing(settings: Settings, archive: Archive, days: Collection[date], tell: Tell) -> Written:
    """The files that `write_pages` would write; nothing is written."""
    from digest.pages import update
    from digest.periods import update as periods

    unreadable = set[str]()

    def compare(archive: Archive, month: Collection[date]) -> Collection[Path]:
        root, look = settings.root, settings.look
        of_periods = periods.rendered(root, look, settings.config.authors, archive, month, _after(month, days))
        texts = {**update.rendered(root, look, settings.repository, archive, month).texts, **of_periods.texts}
        unreadable.update(of_periods.unreadable)
        for problem in sorted(of_periods.unreadable):
            tell(problem)
        return [path for path, text in texts.items() if differs(path, text)]

    archive, paths = _month_by_month(settings.root, archive, days, compare, tell)
    return Written(archive=archive, paths=paths, unreadable=frozenset(unreadable))


def differs(path: Path, text: str) -> bool:
    """Whether a file does not hold a text."""
    return not path.is_file() or path.read_bytes() != text.encode()


def noted(
    root: Path, archive: Archive, made: Iterable[tuple[Collection[date], frozenset[str], frozenset[str]]]
) -> frozenset[str]:
    """Finish what pages were written of elsewhere: some reports at a time, their papers, and those that failed.

    Returns which were found to fail, each with the stage.
    """
    kept, failing = Unfinished(root).dates(), set[str]()
    for days, announced, failed in made:
        _announce(root, announced)
        failing.update(_record(archive, kept.intersection(days), failed))
        Unfinished(root).done(days)
    return frozenset(failing)


def _month_by_month(
    root: Path,
    archive: Archive,
    days: Collection[date],
    make: Callable[[Archive, Collection[date]], Collection[Path]],
    tell: Tell | None,
) -> tuple[Archive, frozenset[Path]]:
    """What `make` returns for each month: the memory that is needed does not grow with the archive."""
    paths = set[Path]()
    for month in by_month(set(days).intersection(archive.dates())) or ((),):
        if tell is None:
            paths.update(make(archive, month))
        else:
            archive, of_month = going_on(root, archive, month, make, tell)
            paths.update(of_month)
    return archive, frozenset(paths)


def _after(month: Collection[date], days: Collection[date]) -> frozenset[date]:
    """Those of some days whose turn comes after that of a month: a week in two months is written once."""
    return frozenset(day for day in days if month and day > max(month))


def _announce(root: Path, paper_ids: frozenset[str]) -> None:
    """Enter papers of reports into the ledgers."""
    Seen(root).add(paper_ids)
    Waiting(root).release(paper_ids)


def _record(archive: Archive, days: Collection[date], failing: frozenset[str]) -> frozenset[str]:
    """Name papers that could not be rendered in the records of the reports of `days`; returns those that are new."""
    new = frozenset[str]()
    for day in days:
        of_report = failing & archive.brief(day).ids
        if of_report:
            before = archive.load(day)
            after = named(before, render=of_report)
            archive.save(after)
            new |= recorded(after) - recorded(before)
    return new

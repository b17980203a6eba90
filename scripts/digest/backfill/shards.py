"""A backfill by many machines: shares of what was planned once (backfill/plan_file.py), merged into one archive."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from digest.archive import interests
from digest.archive.reports import Archive, from_json
from digest.archive.seen import Seen
from digest.archive.unreadable import Damage, going_on, lost
from digest.backfill.making import Maker, reports
from digest.backfill.plan_file import Plan
from digest.backfill.planning import look_through
from digest.backfill.summaries_in_batches import ask
from digest.console import actions
from digest.console.progress import Progress
from digest.core.errors import ArchiveError, ConfigurationError
from digest.core.plural import counted
from digest.core.report import Report
from digest.saving import finish, keep
from digest.settings import Settings
from digest.summarise import saved
from digest.taste.library import read_whole


def make(
    settings: Settings, progress: Progress, plan: Plan, into: Path, wait_seconds: float | None, now: datetime
) -> tuple[str, int]:
    """Make the reports of a shard's plan into a folder; those that are there already are kept.

    Returns a line that says what was done, and the exit code.

    With `wait_seconds`, their summaries are asked for in batches, and the answers are waited for so long. Raises
    LibraryUnread where the forker's library cannot be read.
    """
    there = Archive(into)
    texts = {paper.id: paper for paper in plan.liked}
    library = read_whole(settings, texts, now, progress)
    maker = Maker(settings=settings, progress=progress)
    maker.learn(texts, library)
    if maker.taste.told.english:
        interests.save(into, interests.load(settings.root))
    days = [day.date for day in plan.days]
    kept = look_through(there, days, force=False).kept
    mine = tuple(day for day in plan.days if day.date not in kept)
    if wait_seconds is not None:
        ask(maker, mine, wait_seconds)
    made: list[Report] = []
    for report in reports(maker, mine, 0, len(mine)):
        there.save(report)
        saved.forget(settings.root, day=report.date)
        made.append(report)
    return f"{counted(len(made), 'report')} written.", maker.exit_code(made)


def merge(settings: Settings, progress: Progress, folder: Path, *, force: bool) -> tuple[str, int]:
    """Take the shards' reports into the archive, then make pages, indexes and feed.

    Returns a line that says what was done, and the exit code.
    """
    made, damaged = read_reports(folder)
    damaged = (*damaged, *_join_interests(settings.root, folder))
    merging = look_through(Archive(settings.root), [report.date for report in made], force=force)
    damage = Damage(warn=progress.warn)
    for problem in (*damaged, *merging.unreadable.values()):
        damage.tell(problem)
    archive = Archive(settings.root, frozenset(merging.unreadable))
    planned = [report for report in made if report.date in merging.todo]
    archive, new = going_on(
        settings.root, archive, (), lambda readable, _: _unannounced(settings, readable, planned), damage.tell
    )
    if gone := sum(len(report.ids) for report in planned) - sum(len(report.ids) for report in new):
        progress.say(f"Left out: {counted(gone, 'paper')} that reports made meanwhile have announced.")
    keep(settings.root, archive, new)
    finish(settings, archive, damage.tell)
    actions.output(progress.environment, "complete", "true")
    kept = f" Kept as they are: {len(merging.kept)} (--force would replace them)." if merging.kept else ""
    return f"{counted(len(new), 'report')} merged.{kept}", damage.exit_code(0)


def read_reports(folder: Path) -> tuple[tuple[Report, ...], tuple[str, ...]]:
    """The reports that shards left below a folder, by date, one a date; and what to say of those that are damaged."""
    made, damaged = dict[date, Report](), list[str]()
    paths = sorted(folder.rglob("????-??-??.json"), key=lambda path: (path.name, path))
    if not paths:
        raise ConfigurationError(f"{folder} has no reports of shards in it; see docs/backfill.md.")
    for path in paths:
        try:
            report = from_json(path.read_bytes(), str(path))
        except ArchiveError:
            damaged.append(
                f"{path} cannot be read as a report, and is left out. Run the shard that made it again, then merge "
                "again. See docs/backfill.md."
            )
        else:
            made.setdefault(report.date, report)
    return tuple(report for _, report in sorted(made.items())), tuple(damaged)


def _join_interests(root: Path, folder: Path) -> tuple[str, ...]:
    """Keep what models made of interests in other languages; of several, what is there already, or the first shard's.

    Returns what to say of files that are damaged.
    """
    damaged, before = list[str](), interests.load(root)
    every = before
    for path in sorted(folder.rglob(interests.NAME)):
        try:
            every = every.joined(interests.load(path.parents[1]))
        except ArchiveError as error:
            damaged.append(f"Of the shard in {path.parents[1]}: {error}")
    if every != before:
        interests.save(root, every)
    return tuple(damaged)


def _unannounced(settings: Settings, archive: Archive, reports: Sequence[Report]) -> list[Report]:
    """The reports without the papers that others have announced since they were planned; none that is left empty."""
    days = {paper_id: report.date for report in reports for paper_id in report.ids}
    own = {paper_id for day in set(days.values()).intersection(archive.dates()) for paper_id in archive.brief(day).ids}
    gone = Seen(settings.root).among(days) - own
    gone -= lost(archive, {paper_id: days[paper_id] for paper_id in gone})
    left = (_without(report, gone) for report in reports)
    return [report for report in left if report.ids]


def _without(report: Report, gone: frozenset[str]) -> Report:
    papers = tuple(entry for entry in report.papers if entry.paper.id not in gone)
    also = tuple(listing for listing in report.also if listing.id not in gone)
    return report.model_copy(update={"papers": papers, "also": also})

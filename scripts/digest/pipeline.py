"""One run, from top to bottom. Read this page first; every stage is a module with the stage's name.

    config -> fetch -> dedupe -> rank -> summarise -> render -> index -> feed -> publish

`settings.py` has read the configuration before; `scripts/publish.py` takes what was written to GitHub afterwards. A
report is complete in data/ before anything else is written, and everything else is made from data/: killed at any
moment, a run is finished by the next one.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from digest import defects
from digest.archive.reports import Archive, days_before
from digest.archive.seen import Seen
from digest.archive.unfinished import Unfinished
from digest.archive.waiting import Waiting, late_feed
from digest.console.progress import Progress
from digest.core.calendar import announcements, newest_due
from digest.core.errors import DEFECT, ArxivUnreadable, ConfigurationError
from digest.core.plural import counted
from digest.core.report import Entry, Report
from digest.dedupe import added_categories, catch_up
from digest.language_model.allowance import Allowance
from digest.outcome import ROUTINE, Outcome, Wanted
from digest.pages import update
from digest.pages.rehearsal import rehearse
from digest.periods import update as periods
from digest.periods.rehearsal import rehearse as rehearse_periods
from digest.periods.telling import tell
from digest.rank.profile import Profile, notices, profile_from
from digest.rank.ranking import CANDIDATES, rank
from digest.settings import Settings
from digest.summarise import choose
from digest.summarise.healing import Healed, heal

if TYPE_CHECKING:  # what talks to arXiv takes a while to import, and most runs find nothing due
    from digest.dedupe.new_papers import News


def run(settings: Settings, now: datetime, progress: Progress, wanted: Wanted = ROUTINE) -> Outcome:
    """Bring the archive up to date at the moment `now` (aware).

    Raises the errors of core/errors.py; where one is raised, no report was half-written.
    """
    archive = Archive(settings.root)
    if wanted.dry:
        return _dry_run(settings, archive, now, progress, wanted)
    _save(settings, archive, (), progress)  # what a killed run has left
    due = _due(settings, archive, now, wanted)
    # Before any summary is paid for: where arXiv cannot be read, the run ends, and nobody would publish it.
    read = _read(settings, archive, due, now, progress) if due else None
    allowance = Allowance(llm=settings.config.llm)
    healed = Healed() if wanted.day else heal(settings, archive, newest_due(now), allowance, progress)
    changed = tuple(defects.named(report, settings.look) for report in healed.changed)
    _save(settings, archive, changed, progress)
    known = frozenset().union(*map(defects.recorded, healed.changed))
    if wanted.day and wanted.day in archive.dates():
        known |= defects.recorded(archive.brief(wanted.day).report)
    reports = _make_reports(settings, archive, *read, allowance, progress, wanted) if read else ()
    met = frozenset[str]().union(*map(defects.recorded, (*changed, *reports))) - known
    if not due and archive.dates():
        _read_late_feed(settings, archive.brief(archive.dates()[-1]).report, now, progress)
    if not wanted.day:
        _tell_of_periods(settings, archive, allowance, progress, news=bool(reports))
    recent = archive.since(days_before(newest_due(now), settings.config.llm.heal_days))
    choose.forget(settings, before=days_before(newest_due(now), settings.config.llm.heal_days))
    late = tuple(brief.report for brief in recent if choose.late_entries(brief.report, newest_due(now)))
    if not settings.api_key:  # whoever took the key away wants no model any more, and is not to be told of it for weeks
        late = ()
    return Outcome(
        says="" if reports else _nothing_new(due, now, idle=not (healed.changed or late)),
        reports=reports,
        healed=healed.better,
        late=late,
        cost=allowance.cost,
        places=archive.places(),
        defects=tuple(sorted(met)),
        # Once: what is in the record already has turned a run red, and the next one must not wait for our cure.
        exit_code=DEFECT if met else choose.exit_code(late),
    )


def _tell_of_periods(
    settings: Settings, archive: Archive, allowance: Allowance, progress: Progress, *, news: bool
) -> None:
    """Have the model tell of the week and the month that are over, once; ask what others noticed where it is news."""
    changed = [span.of(archive.dates())[-1] for span in tell(settings, archive, allowance)]
    if news and settings.config.signals.huggingface:
        from digest.periods import huggingface

        days, problem = huggingface.note(settings, archive)
        changed += days
        if problem:
            progress.say(problem)
    if changed:
        for path in periods.update(settings.root, settings.look, settings.config.authors, archive, changed):
            progress.detail(str(path.relative_to(settings.root)))


def _read_late_feed(settings: Settings, last: Report, now: datetime, progress: Progress) -> None:
    if late_feed(last, Waiting(settings.root), now):
        from digest.dedupe.new_papers import read_late_feed

        read_late_feed(settings, last, now, progress)


def _due(settings: Settings, archive: Archive, now: datetime, wanted: Wanted) -> tuple[date, ...]:
    if wanted.day:
        if wanted.day not in archive.dates() and not announcements(after=days_before(wanted.day, 1), until=wanted.day):
            raise ConfigurationError(
                f"arXiv announced nothing on {wanted.day}: its announcements have the dates of Monday to Friday, but "
                f"for holidays. The newest is that of {newest_due(now)}."
            )
        return (wanted.day,)
    return catch_up.due(archive.dates(), now, settings.config.fetch.catch_up_days)


def _nothing_new(due: Collection[date], now: datetime, *, idle: bool = True) -> str:
    if due:
        return f"arXiv has nothing new for {max(due)} yet; the next run looks again."
    head = "Nothing to do" if idle else "No report is due"
    return f"{head}: the newest announcement is that of {newest_due(now)}, and its report is there."


def _make_reports(
    settings: Settings,
    archive: Archive,
    news: "News",
    profile: Profile,
    allowance: Allowance,
    progress: Progress,
    wanted: Wanted,
) -> tuple[Report, ...]:
    """Rank, summarise and save a report for each announcement that has new papers."""
    news.begin()
    reports = []
    for day, papers in news.by_date.items():
        ranked = rank(papers, profile, explained=CANDIDATES * settings.config.max_papers)
        with progress.stage(f"Summarise the report of {day}: {counted(len(ranked), 'new paper')}"):
            if wanted.force:
                choose.forget(settings, day=day)
            kept = () if wanted.force else _kept(archive, day)
            chosen = choose.choose(ranked, day, settings, allowance, kept, progress)
        run_notices = (*news.notices, *chosen.notices)
        report = Report(
            date=day,
            categories=settings.config.categories,
            papers=chosen.entries,
            also=tuple(other.listing for other in chosen.others),
            run={"sources": news.sources, "model": chosen.record, "notices": list(run_notices)}
            | added_categories.note(settings.config.fetch),
        )
        report = defects.named(report, settings.look, ranked)
        for notice in run_notices:
            progress.warn(notice)
        _save(settings, archive, (report,), progress)
        reports.append(report)
    return tuple(reports)


def _read(
    settings: Settings, archive: Archive, due: Sequence[date], now: datetime, progress: Progress, *, writes: bool = True
) -> tuple["News", Profile]:
    """What is new, and what the forker cares for. Raises ArxivUnreadable where arXiv's silence cannot be believed."""
    from digest.dedupe.new_papers import read_news
    from digest.fetch import liked

    rehearse(settings.look)
    rehearse_periods(settings.look)
    config = settings.config
    with progress.stage(f"Read arXiv: {', '.join(config.categories)}"):
        news = read_news(settings, archive, due, now, progress)
        if not news.by_date and catch_up.is_stale(due, list(archive.since(days_before(due[0], 14)))):
            raise ArxivUnreadable(
                f"arXiv has shown nothing new since {archive.dates()[-1]}, though {len(due)} announcements were due; "
                "its index or feed must be stale. Nothing was written. Compare https://arxiv.org/list/"
                f"{settings.config.categories[0]}/new; the next run tries again. See docs/troubleshooting.md."
            )
        texts, said = liked.complete(
            liked.load(settings.root),
            (*config.liked, *config.disliked),
            settings.endpoints,
            config.fetch.deadline_seconds,
        )
    if writes:
        liked.save(settings.root, texts)
    profile = profile_from(
        config,
        liked=[texts[paper_id] for paper_id in config.liked if paper_id in texts],
        disliked=[texts[paper_id] for paper_id in config.disliked if paper_id in texts],
    )
    return news.with_notices((*said, *notices(profile))), profile


def _kept(archive: Archive, day: date) -> Sequence[Entry]:
    """The summaries by a model that a report has already; they are not paid for twice."""
    if day not in archive.dates():
        return ()
    return [entry for entry in archive.load(day).papers if entry.summary.status == "ok"]


def _save(settings: Settings, archive: Archive, reports: Sequence[Report], progress: Progress) -> None:
    """Reports into data/, their papers into the ledger, then everything that is made from them.

    The note of what is unfinished comes first: whatever is not reached here, the next run does.
    """
    unfinished = Unfinished(settings.root)
    if reports:
        unfinished.begin(report.date for report in reports)
    for report in reports:
        archive.save(report)
    changed = unfinished.dates() | update.missing(settings, archive)
    if not changed:
        return
    for day in sorted(changed.intersection(archive.dates())):
        announced = archive.brief(day).ids
        Seen(settings.root).add(announced)
        Waiting(settings.root).release(announced)
    with progress.stage("Write the pages"):
        of_periods = periods.update(settings.root, settings.look, settings.config.authors, archive, changed)
        for path in (*update.update(settings, archive, changed), *of_periods):
            progress.detail(str(path.relative_to(settings.root)))
    unfinished.done()


def _dry_run(settings: Settings, archive: Archive, now: datetime, progress: Progress, wanted: Wanted) -> Outcome:
    due = _due(settings, archive, now, wanted)
    if not due:
        return Outcome(says=_nothing_new(due, now))
    news, profile = _read(settings, archive, due, now, progress, writes=False)
    ranked = rank([paper for papers in news.by_date.values() for paper in papers], profile)
    return Outcome(says="" if ranked else _nothing_new(due, now), ranked=ranked)

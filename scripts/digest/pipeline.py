"""One run, from top to bottom. Read this page first; every stage is a call into the room with its name.

    config -> fetch -> dedupe -> rank -> summarise -> save (render, index, feed) -> publish

`settings.py` has read the configuration before; `scripts/publish.py` takes what was written to GitHub afterwards. A
report is complete in data/ before anything else is written, and everything else is made from data/: killed at any
moment, a run is finished by the next one.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from digest import saving
from digest.archive.reports import Archive, days_before
from digest.archive.seen import Seen
from digest.archive.waiting import Waiting, late_feed
from digest.console.progress import Progress
from digest.core.calendar import announcements, newest_due
from digest.core.defects import named, recorded
from digest.core.errors import DEFECT, ArxivUnreadable, ConfigurationError
from digest.core.plural import counted
from digest.core.report import Entry, Report
from digest.dedupe import catch_up
from digest.dedupe.already_announced import History
from digest.language_model.budget import Cost
from digest.outcome import ROUTINE, Outcome, RunRequest
from digest.pages.rehearsal import rehearse
from digest.rank.profile import Profile, notices
from digest.rank.ranking import CANDIDATES, rank
from digest.settings import Settings
from digest.summarise import choose
from digest.summarise.choose import Summariser
from digest.summarise.healing import Healed, heal, to_heal

if TYPE_CHECKING:  # what talks to arXiv takes a while to import, and most runs find nothing due
    from digest.dedupe.new_papers import News


def run(settings: Settings, now: datetime, progress: Progress, request: RunRequest = ROUTINE) -> Outcome:
    """Bring the archive up to date at the moment `now` (aware).

    Raises the errors of core/errors.py; where one is raised, no report was half-written.
    """
    archive = Archive(settings.root)
    if request.dry:
        return _dry_run(settings, archive, now, progress, request)
    defects = _save(settings, archive, (), progress)  # what a killed run has left
    newest, heal_days = newest_due(now), settings.config.llm.heal_days
    due = _due(settings, archive, now, request)
    incomplete = to_heal(archive, newest, heal_days) if settings.has_model and not request.day else ()
    if due or incomplete:
        rehearse(settings.look)
    # Before any summary is paid for: where arXiv cannot be read, the run ends, and nobody would publish it.
    read = _read(settings, archive, due, now, progress) if due else None
    summariser = summariser_of(settings, progress)
    caller = summariser.caller
    healed = heal(summariser, caller, archive, incomplete, newest) if caller else Healed()
    known = frozenset().union(*map(recorded, healed.changed))
    if request.day and request.day in archive.dates():
        known |= recorded(archive.brief(request.day).report)
    defects |= _save(settings, archive, tuple(map(named, healed.changed)), progress)
    reports = list[Report]()
    for report in _reports(settings, archive, *read, summariser, request) if read else ():
        defects |= _save(settings, archive, (report,), progress)
        reports.append(report)
    defects -= known
    if not due and archive.dates():
        _read_late_feed(settings, archive.brief(archive.dates()[-1]).report, now, progress)
    choose.forget(settings.root, before=days_before(newest, heal_days))
    late = tuple(archive.brief(day).report for day in to_heal(archive, newest, heal_days))
    if not caller:  # whoever took the key away wants no model any more, and is not to be told of it for weeks
        late = ()
    return Outcome(
        says="" if reports else _nothing_new(due, now, idle=not (healed.changed or late)),
        reports=tuple(reports),
        healed=healed.better,
        late=late,
        cost=caller.cost if caller else Cost(),
        places=archive.places(),
        defects=tuple(sorted(defects)),
        # Once: what is in the record already has turned a run red, and the next one must not wait for our cure.
        exit_code=DEFECT if defects else choose.exit_code(late),
    )


def summariser_of(settings: Settings, progress: Progress) -> Summariser:
    """What summarises the papers of a run, as it is configured; its time begins now."""
    return Summariser(
        root=settings.root,
        config=settings.config,
        summary_prompt=settings.summary_prompt,
        triage_prompt=settings.triage_prompt,
        caller=settings.caller(),
        progress=progress,
    )


def _read_late_feed(settings: Settings, last: Report, now: datetime, progress: Progress) -> None:
    """Where the newest report is older than the feed of its announcement, let what is new in that feed wait."""
    day = late_feed(last, Waiting(settings.root), now)
    if day:
        from digest.dedupe.new_papers import read_late_feed

        papers = read_late_feed(day, settings.config, Seen(settings.root), settings.endpoints, progress)
        saving.let_wait(settings.root, papers, day)


def _due(settings: Settings, archive: Archive, now: datetime, request: RunRequest) -> tuple[date, ...]:
    if day := request.day:
        if day not in archive.dates() and not announcements(after=days_before(day, 1), until=day):
            raise ConfigurationError(
                f"arXiv announced nothing on {day}: its announcements have the dates of Monday to Friday, but for "
                f"holidays. The newest is that of {newest_due(now)}."
            )
        return (day,)
    return catch_up.due(archive.dates(), now, settings.config.fetch.catch_up_days)


def _nothing_new(due: Collection[date], now: datetime, *, idle: bool = True) -> str:
    if due:
        return f"arXiv has nothing new for {max(due)} yet; the next run looks again."
    head = "Nothing to do" if idle else "No report is due"
    return f"{head}: the newest announcement is that of {newest_due(now)}, and its report is there."


def _reports(
    settings: Settings,
    archive: Archive,
    news: "News",
    profile: Profile,
    summariser: Summariser,
    request: RunRequest,
) -> Iterator[Report]:
    """Rank and summarise a report for each announcement that has new papers; each is saved before the next is begun."""
    saving.begin(settings.root, news.before)
    for day, papers in news.by_date.items():
        ranked = rank(papers, profile, explained=CANDIDATES * settings.config.max_papers)
        with summariser.progress.stage(f"Summarise the report of {day}: {counted(len(ranked), 'new paper')}"):
            if request.force:
                choose.forget(settings.root, day=day)
            kept = () if request.force else _kept(archive, day)
            chosen = summariser.choose(ranked, day, kept)
        run_notices = (*news.notices, *chosen.notices)
        for notice in run_notices:
            summariser.progress.warn(notice)
        yield saving.assembled(day, settings.config, ranked, chosen, news.sources, run_notices)


def _read(
    settings: Settings, archive: Archive, due: Sequence[date], now: datetime, progress: Progress, *, writes: bool = True
) -> tuple["News", Profile]:
    """What is new, and what the forker cares for. Raises ArxivUnreadable where arXiv's silence cannot be believed."""
    from digest.dedupe import new_papers
    from digest.fetch.sources import fetch
    from digest.taste import profile as taste

    config = settings.config
    history = History(archive=archive, seen=Seen(settings.root), due=due, config=config.fetch, now=now)
    with progress.stage(f"Read arXiv: {', '.join(config.categories)}"):
        fetched = fetch(
            config.categories,
            since=history.since,
            until=history.until,
            cross_lists=config.fetch.cross_lists,
            endpoints=settings.endpoints,
            deadline_seconds=config.fetch.deadline_seconds,
            progress=progress.detail,
        )
        news = new_papers.find(fetched, Waiting(settings.root).papers(), history, settings.endpoints, progress)
        if not news.by_date and catch_up.is_stale(due, list(archive.since(days_before(due[0], 14)))):
            raise ArxivUnreadable(
                f"arXiv has shown nothing new since {archive.dates()[-1]}, though {len(due)} announcements were due; "
                "its index or feed must be stale. Nothing was written. Compare https://arxiv.org/list/"
                f"{settings.config.categories[0]}/new; the next run tries again. See docs/troubleshooting.md."
            )
        texts, of_texts = taste.complete_texts(settings.root, config, settings.endpoints)
    if writes:
        taste.keep_texts(settings.root, texts)
    profile = taste.profile(config, texts)
    return news.with_notices((*of_texts, *notices(profile))), profile


def _kept(archive: Archive, day: date) -> Sequence[Entry]:
    """The summaries by a model that a report has already; they are not paid for twice."""
    if day not in archive.dates():
        return ()
    return [entry for entry in archive.load(day).papers if entry.summary.status == "ok"]


def _save(settings: Settings, archive: Archive, reports: Sequence[Report], progress: Progress) -> frozenset[str]:
    """Reports into data/, then everything that is made from them; returns what our own code failed at, in words."""
    defects = frozenset[str]().union(*map(recorded, reports))
    saving.keep(settings.root, archive, reports)
    if saving.unfinished(settings, archive):
        with progress.stage("Write the pages"):
            written = saving.finish(settings, archive)
            for path in sorted(written.paths):
                progress.detail(str(path.relative_to(settings.root)))
        defects |= written.failing
    return defects


def _dry_run(settings: Settings, archive: Archive, now: datetime, progress: Progress, request: RunRequest) -> Outcome:
    due = _due(settings, archive, now, request)
    if not due:
        return Outcome(says=_nothing_new(due, now))
    rehearse(settings.look)
    news, profile = _read(settings, archive, due, now, progress, writes=False)
    ranked = rank([paper for papers in news.by_date.values() for paper in papers], profile)
    return Outcome(says="" if ranked else _nothing_new(due, now), ranked=ranked)

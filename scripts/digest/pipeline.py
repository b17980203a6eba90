"""One run, from top to bottom. Read this page first; every stage is a call into the room with its name.

    config -> fetch -> dedupe -> rank -> summarise -> save (render, index, feed) -> publish

`settings.py` has read the configuration before; `scripts/publish.py` takes what was written to GitHub afterwards. A
report is complete in data/ before anything else is written, and everything else is made from data/: killed at any
moment, a run is finished by the next one.

Most runs find nothing due. So what only a stage needs is imported by the stage: all of it takes longer than such a run.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from digest import saving
from digest.archive.reports import Archive
from digest.archive.seen import Seen
from digest.archive.unreadable import Damage
from digest.archive.waiting import Waiting, late_feed
from digest.console.progress import Progress
from digest.core.calendar import announcements, days_before, newest_due
from digest.core.defects import named, recorded
from digest.core.errors import DEFECT, ConfigurationError
from digest.core.plural import counted
from digest.core.report import Entry, Report
from digest.dedupe import catch_up
from digest.language_model.cost import Cost
from digest.model_of_run import summariser_of
from digest.outcome import ROUTINE, Outcome, RunRequest
from digest.periods.over import untold
from digest.settings import Settings
from digest.summarise import missing, saved
from digest.taste.without_library import without_library

if TYPE_CHECKING:
    from digest.language_model.caller import Caller
    from digest.reading import Read
    from digest.summarise.choose import Summariser
    from digest.summarise.healing import Healed


def run(settings: Settings, now: datetime, progress: Progress, request: RunRequest = ROUTINE) -> Outcome:
    """Bring the archive up to date at the moment `now` (aware).

    Raises the errors of core/errors.py; where one is raised, no report was half-written.
    """
    archive, damage = Archive(settings.root), Damage(warn=progress.warn)
    one = _Run(settings=settings, archive=archive, now=now, progress=progress, request=request, damage=damage)
    return one.without_writing() if request.dry else one.whole()


@dataclass(frozen=True, kw_only=True)
class _Run:
    """What all stages of a run are about."""

    settings: Settings
    archive: Archive
    now: datetime
    progress: Progress
    request: RunRequest
    damage: Damage
    """The reports that weeks and months are without."""

    def whole(self) -> Outcome:
        """All stages, in their order."""
        finished = self._save(())  # what a killed run has left
        due, to_try = self._due(), self._to_try()
        if due or to_try:
            self._rehearse()
        # Before any summary is paid for: where arXiv cannot be read, the run ends, and nobody would publish it.
        read = self._read(due) if due else None
        summariser = summariser_of(self.settings, self.progress) if due or to_try or self._is_to_tell() else None
        caller = summariser.caller if summariser else None
        if caller:
            caller.share(1 + len(due))
        healed = self._heal(summariser, caller, to_try) if summariser and caller and to_try else None
        known = self._recorded((*to_try, self.request.day))
        defects = self._save(tuple(map(named, healed.changed))) if healed else frozenset[str]()
        reports = list[Report]()
        for report in self._made(read, summariser) if read and summariser else ():
            defects |= self._save((report,))
            reports.append(report)
        # Once: what is in the record already has turned a run red, and the next one must not wait for our cure.
        defects = finished | (defects - known)
        if not due:
            self._read_late_feed()
        if not self.request.day:
            defects |= self._tell_of_periods(caller, reports)
        saved.forget(self.settings.root, before=days_before(self._newest, self._heal_days))
        incomplete = self._incomplete()
        undone, code = without_library(self.settings, self.archive, read.told.library if read and reports else None)
        return Outcome(
            says="" if reports else self._nothing_new(due, idle=not (incomplete or (healed and healed.changed))),
            reports=tuple(reports),
            healed=healed.better if healed else (),
            incomplete=incomplete,
            cost=caller.cost if caller else Cost(),
            places=self.archive.places(),
            defects=tuple(sorted(defects)),
            unreadable=tuple(sorted(self.damage.named)),
            without_library=undone,
            exit_code=self.damage.exit_code(DEFECT if defects else code or missing.exit_code(incomplete)),
        )

    def _heal(self, summariser: "Summariser", caller: "Caller", to_try: Sequence[date]) -> "Healed":
        """Ask for missing summaries of earlier reports again."""
        from digest.summarise.healing import heal

        return heal(summariser, caller, self.archive, to_try, self._newest)

    def _made(self, read: "Read", summariser: "Summariser") -> Iterator[Report]:
        """A report for each announcement that has new papers; each is to be saved before the next is begun."""
        from digest.periods import update as periods
        from digest.rank.ranking import CANDIDATES, rank
        from digest.taste.whole import whole_taste

        config, news = self.settings.config, read.news
        english, untranslated = saving.english(self.settings, summariser.caller) if news.by_date else ({}, "")
        taste = whole_taste(config, replace(read.told, english=english, untranslated=untranslated))
        saving.begin(self.settings.root, news.before)
        for done, (day, papers) in enumerate(news.by_date.items()):
            if summariser.caller:
                summariser.caller.share(len(news.by_date) - done)
            ranked = rank(papers, taste.profile, explained=CANDIDATES * config.max_papers)
            with self.progress.stage(f"Summarise the report of {day}: {counted(len(ranked), 'new paper')}"):
                if summariser.caller:
                    periods.get_ready([each.paper for each in ranked[: config.max_papers]])
                if self.request.force:
                    saved.forget(self.settings.root, day=day)
                chosen = summariser.choose(ranked, day, self._kept(day))
            run_notices = (*news.notices, *taste.notices, *chosen.notices)
            for notice in run_notices:
                self.progress.warn(notice)
            yield saving.assembled(
                *(day, config, ranked, chosen, news.sources, run_notices, taste),
                takes_issues=self.settings.takes_issues,
            )

    def without_writing(self) -> Outcome:
        """Fetch, dedupe and rank."""
        due = self._due()
        if not due:
            return Outcome(says=self._nothing_new(due))
        self._rehearse()
        from digest.rank.ranking import rank
        from digest.taste.interests import known
        from digest.taste.whole import whole_taste

        read = self._read(due, writes=False)
        english = known(self.settings.root, self.settings.config)
        profile = whole_taste(self.settings.config, replace(read.told, english=english), for_reports=False).profile
        ranked = rank([paper for papers in read.news.by_date.values() for paper in papers], profile)
        return Outcome(says="" if ranked else self._nothing_new(due), ranked=ranked)

    @property
    def _newest(self) -> date:
        return newest_due(self.now)

    @property
    def _heal_days(self) -> int:
        return self.settings.config.llm.heal_days

    def _due(self) -> tuple[date, ...]:
        """The announcements that are to get a report. Raises ConfigurationError where the wanted one is none."""
        day, reported = self.request.day, self.archive.dates()
        if day is None:
            return catch_up.due(reported, self.now, self.settings.config.fetch.catch_up_days)
        if day not in reported and not announcements(after=days_before(day, 1), until=day):
            raise ConfigurationError(
                f"arXiv announced nothing on {day}: its announcements have the dates of Monday to Friday, but for "
                f"holidays. The newest is that of {self._newest}."
            )
        return (day,)

    def _to_try(self) -> tuple[date, ...]:
        """The reports whose missing summaries are to be asked for again."""
        if self.request.day or not self.settings.has_model:
            return ()
        return missing.to_heal(self.archive, self._newest, self._heal_days)

    def _read(self, due: Sequence[date], *, writes: bool = True) -> "Read":
        """Fetch and dedupe: what is new; and what tells what the forker cares for."""
        from digest.reading import read

        if writes and self.settings.has_model:
            from digest.language_model.api import get_ready

            get_ready()
        return read(self.settings, self.archive, due, self.now, self.progress, writes=writes)

    def _kept(self, day: date) -> Sequence[Entry]:
        """The summaries by a model that a report has already, to be paid for once, unless they are wanted anew."""
        if self.request.force or day not in self.archive.dates():
            return ()
        return [entry for entry in self.archive.load(day).papers if entry.summary.status == "ok"]

    def _save(self, reports: Sequence[Report]) -> frozenset[str]:
        """Reports into data/, then everything that is made from them; returns what our own code failed at, in words."""
        defects = frozenset[str]().union(*map(recorded, reports))
        saving.keep(self.settings.root, self.archive, reports)
        if saving.unfinished(self.settings, self.archive):
            with self.progress.stage("Write the pages"):
                written = saving.finish(self.settings, self.archive)
                for path in sorted(written.paths):
                    self.progress.detail(str(path.relative_to(self.settings.root)))
            defects |= written.failing
            for problem in sorted(written.unreadable):
                self.damage.tell(problem)
        return defects

    def _recorded(self, days: Collection[date | None]) -> frozenset[str]:
        """What is in the records of reports already that our own code failed at."""
        there = (self.archive.brief(day).report for day in days if day in self.archive.dates())
        return frozenset[str]().union(*map(recorded, there))

    def _rehearse(self) -> None:
        """Render what is made up, before anything is asked for. Raises ConfigurationError for a broken template."""
        from digest.pages.rehearsal import rehearse
        from digest.periods.rehearsal import rehearse as rehearse_periods

        rehearse(self.settings.look)
        rehearse_periods(self.settings.look)

    def _is_to_tell(self) -> bool:
        """Whether there is a week or a month that a model has not told of."""
        return self.settings.has_model and not self.request.day and any(untold(self.settings.root, self.archive))

    def _tell_of_periods(self, caller: "Caller | None", reports: Collection[Report]) -> frozenset[str]:
        """Have the model tell of the week and the month that are over, once; note what others noticed of new papers.

        Returns what our own code failed at in the pages, in words.
        """
        if caller:
            from digest.periods import telling

            caller.share(1)
            telling.tell(self.settings, self.archive, caller)
        if reports and self.settings.config.signals.huggingface:
            from digest.periods import huggingface

            if problem := huggingface.note(self.settings, self.archive):
                self.progress.say(problem)
        return self._save(())

    def _read_late_feed(self) -> None:
        """Where the newest report is older than the feed of its announcement, let what is new in that feed wait."""
        root, reported = self.settings.root, self.archive.dates()
        day = late_feed(self.archive.brief(reported[-1]).report, Waiting(root), self.now) if reported else None
        if day:
            from digest.dedupe.new_papers import read_late_feed

            papers = read_late_feed(day, self.settings.config, Seen(root), self.settings.endpoints, self.progress)
            saving.let_wait(root, papers, day)

    def _incomplete(self) -> tuple[Report, ...]:
        """The reports in which summaries are still missing; none where there is no model.

        Whoever took the key away wants no model any more, and is not to be told of it for weeks.
        """
        if not self.settings.has_model:
            return ()
        days = missing.to_heal(self.archive, self._newest, self._heal_days)
        return tuple(self.archive.brief(day).report for day in days)

    def _nothing_new(self, due: Collection[date], *, idle: bool = True) -> str:
        if due and self.request.day and self.request.day < self._newest:
            return f"arXiv announced nothing on {max(due)} that is not in another report: there is none to be made."
        if due:
            return f"arXiv has nothing new for {max(due)} yet; the next run looks again."
        head = "Nothing to do" if idle else "No report is due"
        return f"{head}: the newest announcement is that of {self._newest}, and its report is there."

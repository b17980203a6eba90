"""Making reports for announcements of the past, and taking them into the archive."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from digest import defects
from digest.archive.reports import Archive
from digest.archive.seen import Seen
from digest.archive.unfinished import Unfinished
from digest.archive.unreadable import going_on
from digest.archive.waiting import Waiting
from digest.backfill.planning import Planned
from digest.console.progress import Progress
from digest.core.errors import SUMMARIES_PENDING, ModelRefused
from digest.core.plural import counted
from digest.core.reasons import WORDS
from digest.core.report import Paper, Report
from digest.dedupe import added_categories
from digest.fetch import liked
from digest.language_model.allowance import Allowance
from digest.pages import update
from digest.periods import update as periods
from digest.rank.profile import Profile, profile_from
from digest.rank.ranking import CANDIDATES, rank
from digest.settings import Settings
from digest.summarise import choose

if TYPE_CHECKING:
    from digest.backfill.batches import Answered


@dataclass(kw_only=True)
class Maker:
    """Makes reports, one after the other, within one allowance of tokens."""

    settings: Settings
    profile: Profile
    progress: Progress
    force: bool = False
    """Ask the model again for what a killed run has saved."""
    answered: "Answered | None" = None
    """What batches have cost, where there were any."""
    allowance: Allowance = field(init=False)
    stopped: int = 0
    """The exit code that says why no model can be called any more; 0 as long as one can."""
    why: str = ""

    def __post_init__(self) -> None:
        self.allowance = Allowance(llm=self.settings.config.llm)

    def make(self, planned: Planned) -> Report:
        """Rank and summarise the papers of one announcement."""
        # The time is limited for each report: a backfill of years takes as long as it takes.
        self.allowance = Allowance(
            llm=self.settings.config.llm, cost=self.allowance.cost, refusal=self.allowance.refusal
        )
        ranked = rank(planned.papers, self.profile, explained=CANDIDATES * self.settings.config.max_papers)
        if self.force:
            choose.forget(self.settings, day=planned.date)
        chosen = choose.choose(ranked, planned.date, self.settings, self.allowance, (), self.progress)
        reasons = {entry.summary.why for entry in chosen.entries if choose.is_late(entry.summary)}
        if self.allowance.refusal:
            self.stopped, self.why = ModelRefused.exit_code, WORDS[self.allowance.refusal]
        elif "token_limit" in reasons:
            self.stopped, self.why = SUMMARIES_PENDING, WORDS["token_limit"]
        report = Report(
            date=planned.date,
            categories=self.settings.config.categories,
            papers=chosen.entries,
            also=tuple(other.listing for other in chosen.others),
            run={
                "sources": {"backfill": {"papers": len(planned.papers)}},
                "model": self._with_batches(chosen.record, planned.date),
                "notices": list(chosen.notices),
                **added_categories.note(self.settings.config.fetch),
            },
        )
        return defects.named(report, self.settings.look, ranked)

    def _with_batches(self, record: dict[str, Any], day: date) -> dict[str, Any]:
        """What the model was asked for a report, questions in batches included."""
        if self.answered is None:
            return record
        asked = self.answered
        return choose.added(record, asked.calls[day], asked.tokens_in[day], asked.tokens_out[day])


def reports(maker: Maker, days: Sequence[Planned], done: int, total: int) -> Iterator[Report]:
    """The reports of some announcements, one by one; none further where the model cannot be called any more.

    `done` of about `total` reports were made before.
    """
    for number, planned in enumerate(days, done + 1):
        with maker.progress.stage(f"Make the report of {planned.date}: {counted(len(planned.papers), 'paper')}"):
            report = maker.make(planned)
        if maker.stopped:
            maker.progress.warn(
                f"The model cannot be called any more ({maker.why}), so the report of {planned.date} and those after "
                "it are left to the next run of the same command. See docs/troubleshooting.md."
            )
            return
        yield report
        maker.progress.count(number, total)


def complete_liked(settings: Settings) -> tuple[str, ...]:
    """Fetch the texts of liked and disliked papers that are not there yet; returns what to tell the owner."""
    config = settings.config
    ids = (*config.liked, *config.disliked)
    texts, said = liked.complete(liked.load(settings.root), ids, settings.endpoints, config.fetch.deadline_seconds)
    liked.save(settings.root, texts)
    return said


def liked_texts(settings: Settings) -> tuple[Paper, ...]:
    """The texts of liked and disliked papers that are there, by id."""
    return tuple(paper for _, paper in sorted(liked.load(settings.root).items()))


def profile(settings: Settings, texts: Sequence[Paper]) -> Profile:
    """What the forker cares for."""
    config, by_id = settings.config, {paper.id: paper for paper in texts}
    return profile_from(
        config,
        liked=[by_id[paper_id] for paper_id in config.liked if paper_id in by_id],
        disliked=[by_id[paper_id] for paper_id in config.disliked if paper_id in by_id],
    )


def keep(settings: Settings, archive: Archive, reports: Iterable[Report]) -> None:
    """Save reports, write their papers into the ledger, and note that their pages are to be made.

    Killed on the way, the next run of any kind finishes what the note names.
    """
    unfinished = Unfinished(settings.root)
    for report in reports:
        unfinished.begin([report.date])
        archive.save(report)
        Seen(settings.root).add(report.ids)
        Waiting(settings.root).release(report.ids)


def write_pages(settings: Settings, archive: Archive, tell: Callable[[str], None]) -> Archive:
    """Everything that people read of the reports that were kept, a month at a time.

    Returns the archive without the reports around them that cannot be read; they are told of.
    """
    unfinished = Unfinished(settings.root)

    def make(archive: Archive, month: Collection[date]) -> None:
        for day in month:
            Seen(settings.root).add(archive.brief(day).ids)
        update.update(settings, archive, month)
        later = {day for day in changed if day > max(month)} if month else ()
        periods.update(settings.root, settings.look, settings.config.authors, archive, month, later)

    changed = unfinished.dates().intersection(archive.dates())
    for month in update.by_month(changed):
        archive, _ = going_on(settings.root, archive, month, make, tell)
    unfinished.done()
    return archive

"""Making reports for announcements of the past."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from digest.backfill.planning import Planned
from digest.console.progress import Progress
from digest.core.defects import recorded
from digest.core.errors import DEFECT, SUMMARIES_PENDING, ModelRefused
from digest.core.plural import counted
from digest.core.reasons import REFUSALS, WORDS
from digest.core.report import Report
from digest.core.run_record import ModelRecord, SourceRecord
from digest.library.reading import Library
from digest.model_of_run import summariser_of
from digest.rank.ranking import CANDIDATES, rank
from digest.saving import assembled, english
from digest.settings import Settings
from digest.summarise import choose, missing, saved
from digest.summarise.choose import Summariser
from digest.taste.profile import Texts
from digest.taste.whole import Told, WholeTaste, whole_taste

if TYPE_CHECKING:
    from digest.backfill.batches import Answered


@dataclass(kw_only=True)
class Maker:
    """Makes reports, one after the other, within one budget of tokens."""

    settings: Settings
    progress: Progress
    taste: WholeTaste = field(default_factory=WholeTaste)
    force: bool = False
    """Ask the model again for what a killed run has saved."""
    answered: "Answered | None" = None
    """What batches have cost, where there were any."""
    summariser: Summariser = field(init=False)
    stopped: int = 0
    """The exit code that says why no model can be called any more; 0 as long as one can."""
    why: str = ""

    def __post_init__(self) -> None:
        self.summariser = summariser_of(self.settings, self.progress)

    def learn(self, texts: Texts, library: Library) -> None:
        """Rank by what config.yml says, with what the model makes of it in English, and by the forker's library."""
        meant, untranslated = english(self.settings, self.summariser.caller)
        told = Told(texts=texts, library=library, english=meant, untranslated=untranslated)
        self.taste = whole_taste(self.settings.config, told)
        for notice in self.taste.notices:
            self.progress.warn(notice)

    def make(self, planned: Planned) -> Report:
        """Rank and summarise the papers of one announcement."""
        caller = self.summariser.caller
        if caller:  # the time is limited for each report: a backfill of years takes as long as it takes
            caller.begin()
        ranked = rank(planned.papers, self.taste.profile, explained=CANDIDATES * self.settings.config.max_papers)
        if self.force:
            saved.forget(self.settings.root, day=planned.date)
        chosen = self.summariser.choose(ranked, planned.date)
        reasons = {entry.summary.why for entry in chosen.entries if missing.is_missing(entry.summary)}
        if caller and caller.refusal:
            curable = caller.refusal in REFUSALS
            self.stopped = ModelRefused.exit_code if curable else SUMMARIES_PENDING
            self.why = WORDS[caller.refusal]
        elif any(entry.summary.why == "server_ended" for entry in chosen.entries):
            # Another run starts it anew; this one would leave all further reports to their abstracts, for good.
            self.stopped, self.why = SUMMARIES_PENDING, WORDS["server_ended"]
        elif "token_limit" in reasons:
            self.stopped, self.why = SUMMARIES_PENDING, WORDS["token_limit"]
        chosen = replace(chosen, record=self._with_batches(chosen.record, planned.date))
        sources = {"backfill": SourceRecord(papers=len(planned.papers))}
        return assembled(planned.date, self.settings.config, ranked, chosen, sources, chosen.notices, self.taste)

    def exit_code(self, made: Sequence[Report]) -> int:
        """That of a backfill which made these reports."""
        return self.stopped or (DEFECT if any(map(recorded, made)) else missing.exit_code(made))

    def _with_batches(self, record: ModelRecord, day: date) -> ModelRecord:
        """What the model was asked for a report, questions in batches included."""
        if self.answered is None:
            return record
        return choose.added(record, self.answered.cost(day))


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

"""Making reports for announcements of the past."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from digest.backfill.planning import Planned
from digest.console.progress import Progress
from digest.core.errors import SUMMARIES_PENDING, ModelRefused
from digest.core.plural import counted
from digest.core.reasons import WORDS
from digest.core.report import Report
from digest.language_model.allowance import Allowance
from digest.rank.profile import Profile
from digest.rank.ranking import CANDIDATES, rank
from digest.saving import assembled
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
        chosen = replace(chosen, record=self._with_batches(chosen.record, planned.date))
        sources = {"backfill": {"papers": len(planned.papers)}}
        return assembled(planned.date, self.settings.config, ranked, chosen, sources, chosen.notices)

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

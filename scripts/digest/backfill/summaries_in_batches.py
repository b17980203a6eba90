"""A backfill's summaries in batches: all reports' questions are asked before the first report is made."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from digest.backfill.batch_note import InFlight
from digest.backfill.batches import Batches, SummaryToAsk
from digest.backfill.making import Maker
from digest.backfill.planning import Planned
from digest.core.errors import BatchUnfinished, ConfigurationError
from digest.core.plural import counted
from digest.rank.ranking import Ranked, above, rank
from digest.settings import Settings
from digest.summarise import saved

NO_KEY = "--batch needs the secret OPENAI_API_KEY. See docs/providers.md."


def without_triage(settings: Settings) -> Settings:
    """The settings under which a batch may be sent: no paper is chosen by single calls. Raises ConfigurationError."""
    if settings.is_local:
        raise ConfigurationError(
            "--batch is for APIs, and the model is a local one: leave it out. See docs/local-model.md."
        )
    if not settings.has_model:
        raise ConfigurationError(NO_KEY)
    config = settings.config
    rank_settings = config.rank.model_copy(update={"triage": False})
    return replace(settings, config=config.model_copy(update={"rank": rank_settings}))


def ask(maker: Maker, days: Sequence[Planned], wait_seconds: float) -> None:
    """Ask for all summaries that the reports of `days` want, and save what is answered within the time.

    What is not answered is asked for when its report is made. Raises BatchUnfinished where a batch is still being
    worked on, so that no report is to be made yet, and DigestError where the disk refuses.
    """
    caller, settings = maker.summariser.caller, maker.settings
    if caller is None:
        raise ConfigurationError(NO_KEY)
    config, asking, note = settings.config, maker.summariser.asking, InFlight(settings.root)
    best = {planned.date: _best(planned, maker) for planned in days}
    wanted = [SummaryToAsk(day=day, paper=ranked.paper) for day, order in best.items() for ranked in order]
    if maker.force:
        flight = note.read(caller.address)
        # A batch of this very work is on its way: the same command goes on, and what was answered before is its own.
        if not flight or {each.name(asking) for each in wanted}.isdisjoint(flight.questions):
            for planned in days:
                saved.forget(settings.root, day=planned.date)
        maker.force = False
    # The limit of time is for what is asked while somebody waits; a batch has its own.
    caller.budget.begin(wait_seconds + config.llm.deadline_seconds)
    before = caller.cost
    batches = Batches(
        caller,
        asking,
        lambda day: saved.saved_of(settings.root, day),
        note,
        maker.progress,
    )
    with maker.progress.stage(f"Ask for {counted(len(wanted), 'summary')} in batches"):
        answered = asyncio.run(batches.run(wanted, config.llm.max_tokens_per_run, wait_seconds))
    caller.budget.cost = before + answered.total  # with what was asked in a single call among them
    if answered.refusal:
        caller.refuse(answered.refusal)
    maker.answered = answered
    if answered.unfinished:
        raise BatchUnfinished(
            f"{answered.unfinished} Run the same command again: it goes on, and no answer is paid for twice. Without "
            "--batch, the summaries that are missing are asked for in single calls. See docs/backfill.md."
        )


def _best(planned: Planned, maker: Maker) -> tuple[Ranked, ...]:
    """The papers of a day that are to be summarised, where no model chooses among them."""
    config = maker.settings.config
    ranked = rank(planned.papers, maker.taste.profile, explained=0)
    return above(ranked, config.rank.least_score)[: config.max_papers]

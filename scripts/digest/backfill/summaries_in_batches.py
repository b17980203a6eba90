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
from digest.language_model.caller import Caller
from digest.rank.ranking import Ranked, above, rank
from digest.settings import Settings
from digest.summarise import choose
from digest.summarise.question import Asking
from digest.summarise.saved import Saved


def without_triage(settings: Settings) -> Settings:
    """The settings under which a batch may be sent: no paper is chosen by single calls. Raises ConfigurationError."""
    if settings.is_local:
        raise ConfigurationError(
            "--batch is for APIs, and the model is a local one: leave it out. See docs/local-model.md."
        )
    if not settings.api_key:
        raise ConfigurationError("--batch needs the secret OPENAI_API_KEY. See docs/providers.md.")
    config = settings.config
    rank_settings = config.rank.model_copy(update={"triage": False})
    return replace(settings, config=config.model_copy(update={"rank": rank_settings}))


def ask(maker: Maker, days: Sequence[Planned], wait_seconds: float) -> None:
    """Ask for all summaries that the reports of `days` want, and save what is answered within the time.

    What is not answered is asked for when its report is made. Raises BatchUnfinished where a batch is still being
    worked on, so that no report is to be made yet, and DigestError where the disk refuses.
    """
    settings = maker.settings
    config = settings.config
    if maker.force:
        for planned in days:
            choose.forget(settings, day=planned.date)
        maker.force = False
    best = {planned.date: _best(planned, maker) for planned in days}
    # The limit of time is for what is asked while somebody waits; a batch has its own.
    llm = config.llm.model_copy(update={"deadline_seconds": wait_seconds + config.llm.deadline_seconds})
    batches = Batches(
        Caller(llm, settings.api_key),
        Asking.of(llm, config.language, [wish.text for wish in config.interests], settings.summary_prompt),
        lambda day: Saved(settings.root / choose.SAVED / day.isoformat()),
        InFlight(settings.root),
        maker.progress,
    )
    wanted = [SummaryToAsk(day=day, paper=ranked.paper) for day, order in best.items() for ranked in order]
    with maker.progress.stage(f"Ask for {counted(len(wanted), 'summary')} in batches"):
        answered = asyncio.run(batches.run(wanted, llm.max_tokens_per_run, wait_seconds))
    maker.allowance.spend(
        answered.calls.total(), answered.tokens_in.total(), answered.tokens_out.total(), answered.refusal
    )
    maker.answered = answered
    if answered.unfinished:
        raise BatchUnfinished(
            f"{answered.unfinished} Run the same command again: it goes on, and no answer is paid for twice. Without "
            "--batch, the summaries that are missing are asked for in single calls. See docs/backfill.md."
        )


def _best(planned: Planned, maker: Maker) -> tuple[Ranked, ...]:
    """The papers of a day that are to be summarised, where no model chooses among them."""
    config = maker.settings.config
    ranked = rank(planned.papers, maker.profile, explained=0)
    return above(ranked, config.rank.least_score)[: config.max_papers]

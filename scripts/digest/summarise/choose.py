"""The summarise stage: by a model where there is one, from the abstract where there is none, never by invention."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from digest.config.prompts import Prompt
from digest.config.schema import Config
from digest.console.progress import Progress
from digest.core.report import Entry, Paper, best_first
from digest.core.run_record import ModelRecord
from digest.language_model.cost import Cost
from digest.rank.ranking import Ranked, above
from digest.summarise import in_time
from digest.summarise.extractive import extract_all
from digest.summarise.saved import saved_of

if TYPE_CHECKING:  # what calls a model takes a while to import, and most runs call none
    from digest.language_model.caller import Caller
    from digest.summarise.by_model import Summarised
    from digest.summarise.question import Asking
    from digest.summarise.triage import Triaged


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A day's papers, parted and summarised."""

    entries: tuple[Entry, ...]
    """The summarised ones, best first."""
    others: tuple[Ranked, ...]
    """All others, best first."""
    record: ModelRecord
    """What the model was asked and what that cost; empty without a model."""
    notices: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Summariser:
    """What summarises the papers of a run; made once, so that what it learns of a model's API is known to the end."""

    root: Path
    config: Config
    summary_prompt: Prompt
    triage_prompt: Prompt
    caller: "Caller | None"
    """What the model is called through; nothing where none is set up."""
    progress: Progress

    def choose(self, ranked: Sequence[Ranked], day: date, kept: Sequence[Entry] = ()) -> Chosen:
        """Summarise the best `max_papers` of a day's papers (best first), but none below `rank.least_score`.

        `kept` are summaries by a model that are there already and stay as they are.
        """
        return self.by_model(self.caller, ranked, day, kept) if self.caller else self.extract(ranked)

    def extract(self, ranked: Sequence[Ranked]) -> Chosen:
        """The same without a model."""
        most = self._most(ranked)
        best, others = ranked[:most], ranked[most:]
        summaries = extract_all([each.paper for each in best], [each.paper for each in ranked])
        entries = (
            Entry(paper=each.paper, score=each.score, summary=summary)
            for each, summary in zip(best, summaries, strict=True)
        )
        return Chosen(entries=tuple(entries), others=tuple(others), record=ModelRecord(), notices=())

    def by_model(self, caller: "Caller", ranked: Sequence[Ranked], day: date, kept: Sequence[Entry] = ()) -> Chosen:
        """The same with a model; where it summarises none of the papers, sentences of the abstracts stand in."""
        good, most = above(ranked, self.config.rank.least_score), self._most(ranked)
        record = ModelRecord(name=self.config.llm.model, calls=0, tokens_in=0, tokens_out=0)
        order, notices = tuple(ranked), list[str]()
        if self._is_triaged(caller, good, day):
            judged = self._triage(caller, good)
            order, notices = (*judged.ranked, *order[len(good) :]), list(judged.notices)
            record = added(record, judged.cost).model_copy(update={"triage_calls": judged.cost.calls})
        there = {entry.paper.id: entry for entry in kept}
        done = self.ask(caller, [each for each in order[:most] if each.paper.id not in there], day)
        entries = there | {entry.paper.id: entry for entry in done.entries}
        chosen = tuple(entries[each.paper.id] for each in order[:most])
        if all(entry.summary.status == "pending" for entry in chosen):
            chosen = _standing_in(chosen, [each.paper for each in ranked])
        counts: dict[str, int | str] = {"asked_again": done.asked_again, "unsupported": done.unsupported}
        if self.config.llm.provider == "local":
            counts |= in_time.numbers(chosen)
        record = added(record, done.cost).model_copy(update=counts)
        said_once = tuple(dict.fromkeys((*notices, *done.notices)))
        return Chosen(entries=best_first(chosen), others=order[most:], record=record, notices=said_once)

    def ask(self, caller: "Caller", best: Sequence[Ranked], day: date) -> "Summarised":
        """Have the model summarise papers, as far as it may still be called; finished summaries are saved."""
        from digest.summarise.by_model import refused, summarise

        def ask(papers: Sequence[Ranked]) -> "Summarised":
            if caller.refusal:
                return refused(papers, caller.refusal, self.config.language)
            if caller.pace:
                caller.budget.begin(caller.pace.left())
            return summarise(
                papers, caller=caller, asking=self.asking, saved=saved_of(self.root, day), progress=self.progress.count
            )

        if caller.refusal or caller.pace is None:
            return ask(best)
        return in_time.summarise(best, ask, caller.pace, self.config.llm.local.minutes, self.progress.say)

    @property
    def asking(self) -> "Asking":
        """All of a question but its papers. Raises ConfigurationError where the prompt is wrong."""
        from digest.summarise.question import Asking

        return Asking.of(self.config.llm, self.config.language, self._interests, self.summary_prompt)

    @property
    def _interests(self) -> Sequence[str]:
        return [interest.text for interest in self.config.interests]

    def _most(self, ranked: Sequence[Ranked]) -> int:
        """How many of a day's papers are summarised."""
        return min(self.config.max_papers, len(above(ranked, self.config.rank.least_score)))

    def _is_triaged(self, caller: "Caller", order: Sequence[Ranked], day: date) -> bool:
        """Whether the model is to choose among the papers: where there is a choice, and a local one has the time.

        To know that, the first answers of a local model are timed; they are saved, and not asked for again.
        """
        config = self.config
        if not (config.rank.triage and config.interests and len(order) > config.max_papers) or caller.refusal:
            return False
        if caller.pace is None:
            return True
        if caller.pace.each is None:
            self.ask(caller, order[: caller.pace.at_once], day)
        return in_time.for_triage(caller.pace, config.max_papers, len(order))

    def _triage(self, caller: "Caller", order: Sequence[Ranked]) -> "Triaged":
        from digest.summarise.triage import triage

        if caller.pace:
            caller.budget.begin(caller.pace.left())

        return triage(
            order,
            wanted=self.config.max_papers,
            caller=caller,
            interests=self._interests,
            prompt=self.triage_prompt,
            progress=self.progress.count,
        )


def _standing_in(entries: Sequence[Entry], day: Sequence[Paper]) -> tuple[Entry, ...]:
    """The sentences of the abstracts in place of summaries, labelled with the reason."""
    summaries = extract_all([entry.paper for entry in entries], day)
    return tuple(
        entry.model_copy(update={"summary": summary.model_copy(update={"why": entry.summary.why})})
        if summary.status == "extractive"
        else entry
        for entry, summary in zip(entries, summaries, strict=True)
    )


def added(record: ModelRecord, cost: Cost) -> ModelRecord:
    """A record of what the model was asked, with more calls and tokens."""
    return record.plus(cost.calls, cost.tokens_in, cost.tokens_out)

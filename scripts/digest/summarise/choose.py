"""The summarise stage: by a model where there is one, from the abstract where there is none, never by invention."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from digest.console.progress import Progress
from digest.core import files
from digest.core.calendar import days_before
from digest.core.errors import OK, SUMMARIES_PENDING, ModelRefused
from digest.core.reasons import FOR_GOOD, REFUSALS
from digest.core.report import Entry, Paper, Report, Summary
from digest.core.run_record import ModelRecord
from digest.language_model.allowance import Allowance
from digest.rank.ranking import Ranked, above
from digest.settings import Settings
from digest.summarise import in_time
from digest.summarise.extractive import extract_all
from digest.summarise.saved import Saved

if TYPE_CHECKING:  # what calls a model takes a while to import, and most runs call none
    from digest.summarise.by_model import Summarised

SAVED = ".cache/summaries"
"""Where a finished summary lies until its report has been published; git does not see it."""

ONE_FAILS_DAYS = 3
"""So long is a paper asked about whose answers fail the checks while those of others pass; some models decline some."""


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


def choose(
    ranked: Sequence[Ranked],
    day: date,
    settings: Settings,
    allowance: Allowance,
    kept: Sequence[Entry],
    progress: Progress,
) -> Chosen:
    """Summarise the best `max_papers` of a day's papers (best first), but none below `rank.least_score`.

    `kept` are summaries by a model that are there already and stay as they are.
    """
    good = above(ranked, settings.config.rank.least_score)
    most = min(settings.config.max_papers, len(good))
    if not settings.has_model:
        best = ranked[:most]
        return Chosen(
            entries=_extracted(best, [r.paper for r in ranked]),
            others=tuple(ranked[most:]),
            record=ModelRecord(),
            notices=(),
        )
    notices: list[str] = []
    record = ModelRecord(name=settings.config.llm.model)
    order = tuple(ranked)
    if _is_triaged(good, day, settings, allowance, progress):
        from digest.summarise.triage import triage

        judged = triage(
            good,
            wanted=most,
            llm=allowance.left(),
            api_key=settings.api_key,
            interests=[wish.text for wish in settings.config.interests],
            prompt=settings.triage_prompt,
            progress=progress.count,
        )
        allowance.spend(judged.calls, judged.tokens_in, judged.tokens_out, judged.refusal)
        order = (*judged.ranked, *order[len(good) :])
        notices += judged.notices
        record = record.plus(judged.calls, judged.tokens_in, judged.tokens_out)
        record = record.model_copy(update={"triage_calls": judged.calls})
    there = {entry.paper.id: entry for entry in kept}
    best = [r for r in order[:most] if r.paper.id not in there]
    done = summarise_best(best, day, settings, allowance, progress)
    entries = {entry.paper.id: entry for entry in (*kept, *done.entries)}
    chosen = tuple(entries[r.paper.id] for r in order[:most])
    if all(entry.summary.status == "pending" for entry in chosen):
        chosen = _standing_in(chosen, [r.paper for r in ranked])
    record = record.plus(done.calls, done.tokens_in, done.tokens_out)
    record = record.model_copy(update={"asked_again": done.asked_again, "unsupported": done.unsupported})
    if settings.is_local:
        record = record.model_copy(update=in_time.numbers(chosen))
    return Chosen(entries=best_first(chosen), others=order[most:], record=record, notices=(*notices, *done.notices))


def forget(settings: Settings, *, day: date | None = None, before: date | None = None) -> None:
    """Drop summaries that were saved as they came: those of one report, or of all reports before a date.

    Raises DigestError where a symbolic link would have something else removed.
    """
    saved = settings.root / SAVED
    files.refuse_link(saved)
    for folder in saved.glob("*"):
        if folder.name == str(day) or (before and folder.name < str(before)):
            shutil.rmtree(folder)


def is_late(summary: Summary) -> bool:
    """Whether a summary by a model was wanted and is not there."""
    if summary.why == "defect":  # asked for again, it would fail again, until the digest is mended
        return False
    return summary.status == "pending" or (
        summary.status == "extractive" and summary.why != "no_key" and summary.why not in FOR_GOOD
    )


def late_entries(report: Report, newest: date) -> tuple[Entry, ...]:
    """The papers of a report whose summaries are still to be asked for, when the newest announcement is that."""
    some_pass = any(entry.summary.status == "ok" for entry in report.papers)
    over = some_pass and report.date < days_before(newest, ONE_FAILS_DAYS)
    return tuple(
        entry for entry in report.papers if is_late(entry.summary) and not (over and entry.summary.why == "bad_answer")
    )


def exit_code(reports: Sequence[Report]) -> int:
    """3 where summaries are missing for a reason that the owner has to cure, 5 where they just are, 0 otherwise."""
    reasons = {e.summary.why for report in reports for e in report.papers if is_late(e.summary)}
    if reasons & REFUSALS:
        return ModelRefused.exit_code
    return SUMMARIES_PENDING if reasons else OK


def best_first(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """By score; ties stay as they come: in the ranker's order, which knows more than whole points."""
    return tuple(sorted(entries, key=lambda entry: -entry.score.total))


def summarise_best(
    best: Sequence[Ranked], day: date, settings: Settings, allowance: Allowance, progress: Progress
) -> "Summarised":
    """Have the model summarise papers, as far as it may still be called; finished summaries are saved."""
    from digest.summarise.by_model import refused, summarise

    def ask(papers: Sequence[Ranked]) -> "Summarised":
        if allowance.refusal:
            return refused(papers, allowance.refusal, settings.config.language)
        done = summarise(
            papers,
            llm=allowance.left(),
            api_key=settings.api_key,
            language=settings.config.language,
            interests=[wish.text for wish in settings.config.interests],
            prompt=settings.summary_prompt,
            saved=Saved(settings.root / SAVED / day.isoformat()),
            progress=progress.count,
        )
        allowance.spend(done.calls, done.tokens_in, done.tokens_out, done.refusal)
        return done

    if allowance.refusal or allowance.pace is None:
        return ask(best)
    return in_time.summarise(best, ask, allowance.pace, settings.config.llm.local.minutes, progress.say)


def _is_triaged(
    order: Sequence[Ranked], day: date, settings: Settings, allowance: Allowance, progress: Progress
) -> bool:
    """Whether the model is to choose among the papers: where there is a choice, and a local one has the time.

    To know that, the first answers of a local model are timed; they are saved, and not asked for again.
    """
    config = settings.config
    if not (config.rank.triage and config.interests and len(order) > config.max_papers) or allowance.refusal:
        return False
    if allowance.pace is None:
        return True
    if allowance.pace.each is None:
        summarise_best(order[: allowance.pace.at_once], day, settings, allowance, progress)
    return in_time.for_triage(allowance.pace, config.max_papers, len(order))


def _extracted(best: Sequence[Ranked], day: Sequence[Paper]) -> tuple[Entry, ...]:
    summaries = extract_all([r.paper for r in best], day)
    return tuple(Entry(paper=r.paper, score=r.score, summary=s) for r, s in zip(best, summaries, strict=True))


def _standing_in(entries: Sequence[Entry], day: Sequence[Paper]) -> tuple[Entry, ...]:
    """The sentences of the abstracts in place of summaries, labelled with the reason."""
    summaries = extract_all([entry.paper for entry in entries], day)
    return tuple(
        entry.model_copy(update={"summary": summary.model_copy(update={"why": entry.summary.why})})
        if summary.status == "extractive"
        else entry
        for entry, summary in zip(entries, summaries, strict=True)
    )

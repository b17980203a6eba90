"""Summaries that were missing, or are wanted anew: earlier reports get better, and never worse."""

from datetime import date
from typing import TYPE_CHECKING

from digest.allowance import Allowance
from digest.archive import Archive, days_before
from digest.models import Entry, Report, Summary
from digest.progress import Progress
from digest.rank import Ranked
from digest.rehearsal import rehearse
from digest.settings import Settings
from digest.summaries import added, best_first, forget, is_late, summarise_best

if TYPE_CHECKING:
    from digest.summarise import Summarised


def heal(
    settings: Settings, archive: Archive, newest: date, allowance: Allowance, progress: Progress
) -> tuple[Report, ...]:
    """Try the missing summaries of the last `llm.heal_days` again; returns the reports that got better.

    Stops at the first report in which the model refuses to be called.
    """
    if not settings.api_key:
        return ()
    healed = []
    for brief in archive.since(days_before(newest, settings.config.llm.heal_days)):
        late = [entry for entry in brief.report.papers if is_late(entry.summary)]
        if not late:
            continue
        report = archive.load(brief.report.date)
        rehearse(settings.look)
        with progress.stage(f"Summarise what is pending from {report.date}"):
            done = summarise_best([_ranked(entry) for entry in late], report.date, settings, allowance, progress)
        better = {entry.paper.id: entry for entry in done.entries if entry.summary.status == "ok"}
        if better:
            healed.append(_with(report, better, done))
        if done.refusal:
            break
    return tuple(healed)


def redo(settings: Settings, report: Report, allowance: Allowance, progress: Progress) -> Report:
    """All summaries of a report anew, by the model and the prompt of today; one that fails stays as it was."""
    forget(settings, day=report.date)
    with progress.stage(f"Summarise the report of {report.date} anew"):
        done = summarise_best([_ranked(entry) for entry in report.papers], report.date, settings, allowance, progress)
    better = {entry.paper.id: entry for entry in done.entries if entry.summary.status == "ok"}
    return _with(report, better, done) if better else report


def _ranked(entry: Entry) -> Ranked:
    """A paper as the ranker had it, before a model judged it."""
    return Ranked(entry.paper, entry.score.lexical or entry.score)


def _with(report: Report, better: dict[str, Entry], done: "Summarised") -> Report:
    entries = tuple(better.get(entry.paper.id, entry) for entry in report.papers)
    if any(entry.summary.status == "ok" for entry in entries):
        # Beside real summaries, a stand-in would look like one of them.
        entries = tuple(
            entry if entry.summary.status == "ok" else entry.model_copy(update={"summary": _pending(entry.summary)})
            for entry in entries
        )
    record = added(report.run.get("model") or {}, done.calls, done.tokens_in, done.tokens_out)
    return report.model_copy(update={"papers": best_first(entries), "run": {**report.run, "model": record}})


def _pending(summary: Summary) -> Summary:
    return Summary(status="pending", language=summary.language, why=summary.why)

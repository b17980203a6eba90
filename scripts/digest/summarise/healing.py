"""Summaries that were missing, or are wanted anew: earlier reports get better, and never worse."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from digest.archive.reports import Archive
from digest.core.reasons import FOR_GOOD, WORDS
from digest.core.report import Entry, Report, Summary, best_first
from digest.rank.ranking import Ranked
from digest.summarise.choose import Summariser, added
from digest.summarise.missing import is_missing, missing_entries
from digest.summarise.saved import forget

if TYPE_CHECKING:
    from digest.language_model.caller import Caller
    from digest.summarise.by_model import Summarised


@dataclass(frozen=True, kw_only=True)
class Healed:
    """What came of trying again."""

    changed: tuple[Report, ...] = ()
    """Reports to be saved; some may differ in nothing but the reason why summaries are missing."""
    better: tuple[Report, ...] = ()
    """Those of them in which summaries were filled in."""


def heal(summariser: Summariser, caller: "Caller", archive: Archive, days: Sequence[date], newest: date) -> Healed:
    """Try the missing summaries of some reports again.

    Stops at the first report in which the model refuses to be called.
    """
    changed, better = [], []
    for day in days:
        report = archive.load(day)
        with summariser.progress.stage(f"Summarise what is pending from {day}"):
            missing = [_ranked(entry) for entry in missing_entries(report, newest)]
            done = summariser.ask(caller, missing, day)
        after = _with(report, done)
        if after is not report:
            changed.append(after)
        if any(entry.summary.status == "ok" for entry in done.entries):
            better.append(after)
        if done.refusal:
            break
    return Healed(changed=tuple(changed), better=tuple(better))


def redo(summariser: Summariser, caller: "Caller", report: Report) -> Report:
    """All summaries of a report anew, by the model and the prompt of today; one that fails stays, which is said."""
    forget(summariser.root, day=report.date)
    with summariser.progress.stage(f"Summarise the report of {report.date} anew"):
        done = summariser.ask(caller, [_ranked(entry) for entry in report.papers], report.date)
    failed = [entry.summary.why for entry in done.entries if entry.summary.why]
    if failed:
        why = "; ".join(WORDS[reason] for reason in sorted(set(failed)))
        summariser.progress.warn(
            f"Summaries of {report.date} that stay as they were: {len(failed)} of {len(done.entries)} ({why}). "
            "See docs/troubleshooting.md."
        )
    return _with(report, done)


def _ranked(entry: Entry) -> Ranked:
    """A paper as the ranker had it, before a model judged it."""
    return Ranked(entry.paper, entry.score.lexical or entry.score)


def _with(report: Report, done: "Summarised") -> Report:
    """The report with what came of asking again; the very same one where its papers stay as they are."""
    tried = {entry.paper.id: entry for entry in done.entries}
    entries = tuple(_better(entry, tried.get(entry.paper.id, entry)) for entry in report.papers)
    if entries == report.papers:
        return report
    if any(entry.summary.status == "ok" for entry in entries):
        # Beside real summaries, a stand-in would look like one of them.
        entries = tuple(
            entry.model_copy(update={"summary": _pending(entry.summary)}) if is_missing(entry.summary) else entry
            for entry in entries
        )
    run = report.run.model_copy(update={"model": added(report.run.model, done.cost)})
    return report.model_copy(update={"papers": best_first(entries), "run": run})


def _better(entry: Entry, tried: Entry) -> Entry:
    """A summary where there is one, the newer one first; where there is none, the reason is that of today."""
    if tried.summary.status == "ok":
        return tried
    if is_missing(entry.summary) and tried.summary.why in FOR_GOOD:
        return tried
    if not is_missing(entry.summary):
        return entry
    return entry.model_copy(update={"summary": entry.summary.model_copy(update={"why": tried.summary.why})})


def _pending(summary: Summary) -> Summary:
    return Summary(status="pending", language=summary.language, why=summary.why)

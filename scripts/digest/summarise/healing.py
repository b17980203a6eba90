"""Summaries that were missing, or are wanted anew: earlier reports get better, and never worse."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from digest.archive.reports import Archive
from digest.console.progress import Progress
from digest.core.calendar import days_before
from digest.core.reasons import FOR_GOOD, WORDS
from digest.core.report import Entry, Report, Summary
from digest.language_model.allowance import Allowance
from digest.pages.rehearsal import rehearse
from digest.rank.ranking import Ranked
from digest.settings import Settings
from digest.summarise.choose import best_first, forget, is_late, late_entries, summarise_best

if TYPE_CHECKING:
    from digest.summarise.by_model import Summarised


@dataclass(frozen=True, kw_only=True)
class Healed:
    """What came of trying again."""

    changed: tuple[Report, ...] = ()
    """Reports to be saved; some may differ in nothing but the reason why summaries are missing."""
    better: tuple[Report, ...] = ()
    """Those of them in which summaries were filled in."""


def heal(settings: Settings, archive: Archive, newest: date, allowance: Allowance, progress: Progress) -> Healed:
    """Try the missing summaries of the last `llm.heal_days` again.

    Stops at the first report in which the model refuses to be called.
    """
    if not settings.has_model:
        return Healed()
    changed, better = [], []
    for brief in archive.since(days_before(newest, settings.config.llm.heal_days)):
        late = late_entries(brief.report, newest)
        if not late:
            continue
        report = archive.load(brief.report.date)
        rehearse(settings.look)
        with progress.stage(f"Summarise what is pending from {report.date}"):
            done = summarise_best([_ranked(entry) for entry in late], report.date, settings, allowance, progress)
        after = _with(report, done)
        if after is not report:
            changed.append(after)
        if any(entry.summary.status == "ok" for entry in done.entries):
            better.append(after)
        if done.refusal:
            break
    return Healed(changed=tuple(changed), better=tuple(better))


def redo(settings: Settings, report: Report, allowance: Allowance, progress: Progress) -> Report:
    """All summaries of a report anew, by the model and the prompt of today; one that fails stays, which is said."""
    forget(settings, day=report.date)
    with progress.stage(f"Summarise the report of {report.date} anew"):
        done = summarise_best([_ranked(entry) for entry in report.papers], report.date, settings, allowance, progress)
    failed = [entry.summary.why for entry in done.entries if entry.summary.why]
    if failed:
        why = "; ".join(WORDS[reason] for reason in sorted(set(failed)))
        progress.warn(
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
            entry.model_copy(update={"summary": _pending(entry.summary)}) if is_late(entry.summary) else entry
            for entry in entries
        )
    asked = report.run.model.plus(done.calls, done.tokens_in, done.tokens_out)
    return report.model_copy(
        update={"papers": best_first(entries), "run": report.run.model_copy(update={"model": asked})}
    )


def _better(entry: Entry, tried: Entry) -> Entry:
    """A summary where there is one, the newer one first; where there is none, the reason is that of today."""
    if tried.summary.status == "ok":
        return tried
    if is_late(entry.summary) and tried.summary.why in FOR_GOOD:
        return tried
    if not is_late(entry.summary):
        return entry
    return entry.model_copy(update={"summary": entry.summary.model_copy(update={"why": tried.summary.why})})


def _pending(summary: Summary) -> Summary:
    return Summary(status="pending", language=summary.language, why=summary.why)

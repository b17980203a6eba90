"""Which summaries of a report are missing: asked by every run, most of which then find nothing to summarise."""

from collections.abc import Sequence
from datetime import date

from digest.archive.reports import Archive
from digest.core.calendar import days_before
from digest.core.errors import OK, SUMMARIES_PENDING, ModelRefused
from digest.core.reasons import FOR_GOOD, REFUSALS
from digest.core.report import Entry, Report, Summary

ONE_FAILS_DAYS = 3
"""So long is a paper asked about whose answers fail the checks while those of others pass; some models decline some."""


def is_missing(summary: Summary) -> bool:
    """Whether a summary by a model was wanted and is not there."""
    if summary.why == "defect":  # asked for again, it would fail again, until the digest is mended
        return False
    return summary.status == "pending" or (
        summary.status == "extractive" and summary.why != "no_key" and summary.why not in FOR_GOOD
    )


def missing_entries(report: Report, newest: date) -> tuple[Entry, ...]:
    """The papers of a report whose summaries are still to be asked for, when the newest announcement is that."""
    some_pass = any(entry.summary.status == "ok" for entry in report.papers)
    over = some_pass and report.date < days_before(newest, ONE_FAILS_DAYS)
    return tuple(
        entry
        for entry in report.papers
        if is_missing(entry.summary) and not (over and entry.summary.why == "bad_answer")
    )


def exit_code(reports: Sequence[Report]) -> int:
    """3 where summaries are missing for a reason that the owner has to cure, 5 where they just are, 0 otherwise."""
    reasons = {e.summary.why for report in reports for e in report.papers if is_missing(e.summary)}
    if reasons & REFUSALS:
        return ModelRefused.exit_code
    return SUMMARIES_PENDING if reasons else OK


def to_heal(archive: Archive, newest: date, days: int) -> tuple[date, ...]:
    """The reports of the last days before the newest announcement in which summaries are missing, oldest first."""
    recent = archive.since(days_before(newest, days))
    return tuple(brief.report.date for brief in recent if missing_entries(brief.report, newest))

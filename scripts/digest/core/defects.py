"""Which papers our own code did not survive, in the run's record of their report: {"render": ["2611.01230"]}. Pure."""

from collections.abc import Collection, Mapping
from typing import Any

from digest.core.report import Report

KEY = "defects"
"""In `Report.run`; absent where there are none."""


def named(report: Report, *, rank: Collection[str] = (), render: Collection[str] = ()) -> Report:
    """The report with its failed papers in its record, by the stage that failed; what is recorded stays.

    Takes the ids of those that could not be ranked or rendered; a summary that failed says so itself.
    """
    failed: Mapping[str, Collection[str]] = {
        "rank": rank,
        "summarise": {entry.paper.id for entry in report.papers if entry.summary.why == "defect"},
        "render": render,
    }
    before: Mapping[str, Any] = report.run.get(KEY, {})
    record = {stage: sorted({*ids, *before.get(stage, ())}) for stage, ids in failed.items()}
    failing = {stage: ids for stage, ids in record.items() if ids}
    return report.model_copy(update={"run": {**report.run, KEY: failing}}) if failing else report


def recorded(report: Report) -> frozenset[str]:
    """The papers that are named in a report's record, each with its stage, in words."""
    by_stage: Mapping[str, Any] = report.run.get(KEY, {})
    return frozenset(f"{paper_id} ({stage})" for stage, ids in by_stage.items() for paper_id in ids)

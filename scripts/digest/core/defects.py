"""Which papers our own code did not survive, in the run's record of their report: {"render": ["2611.01230"]}. Pure."""

from collections.abc import Collection, Mapping

from digest.core.report import Report


def named(
    report: Report,
    *,
    translate: Collection[str] = (),
    learn: Collection[str] = (),
    rank: Collection[str] = (),
    render: Collection[str] = (),
) -> Report:
    """The report with what failed in its record, by the stage that failed; what is recorded stays.

    Takes what kept interests from being translated, the ids of papers that nothing could be learned from, and of those
    that could not be ranked or rendered; a summary that failed says so itself.
    """
    failed: Mapping[str, Collection[str]] = {
        "translate": translate,
        "learn": learn,
        "rank": rank,
        "summarise": {entry.paper.id for entry in report.papers if entry.summary.why == "defect"},
        "render": render,
    }
    before = report.run.defects
    every = {stage: tuple(sorted({*ids, *before.get(stage, ())})) for stage, ids in failed.items()}
    defects = {stage: ids for stage, ids in every.items() if ids}
    if not defects:
        return report
    return report.model_copy(update={"run": report.run.model_copy(update={"defects": defects})})


def recorded(report: Report) -> frozenset[str]:
    """The papers that are named in a report's record, each with its stage, in words."""
    return frozenset(f"{paper_id} ({stage})" for stage, ids in report.run.defects.items() for paper_id in ids)

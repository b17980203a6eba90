"""What a run says of itself at its end: three lines on a terminal, a few more as the step summary in Actions. Pure."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from digest.core.plural import counted
from digest.core.reasons import WORDS
from digest.core.report import Reason, Report

if TYPE_CHECKING:
    from rich.table import Table

    from digest.outcome import Outcome
    from digest.pages.labels import Labels


def console_lines(outcome: "Outcome") -> tuple[str, ...]:
    """Found, summarised, listed, pending, and the cost in tokens."""
    if outcome.ranked:
        from digest.markdown.writer import plain  # here and below: a run with nothing due has one line to say

        head = f"{counted(len(outcome.ranked), 'new paper')}; nothing was written. The best:"
        return (head, *(f"{r.score.total:4}  {r.paper.id}  {plain(r.paper.title)}" for r in outcome.ranked[:10]))
    lines = [outcome.says] if outcome.says else []
    if outcome.healed:
        lines.append(f"Filled in earlier summaries in {_names(outcome, outcome.healed)}.")
    if outcome.reports:
        chosen = sum(len(report.papers) for report in outcome.reports)
        listed = sum(len(report.also) for report in outcome.reports)
        lines.append(f"Found {counted(chosen + listed, 'new paper')}: {_names(outcome, outcome.reports)}.")
        lines.append(f"{_summarised(outcome.reports)}, listed {listed}.")
    if outcome.reports or outcome.cost.calls:
        lines.append(_cost(outcome))
    lines += [line for report in outcome.reports if (line := _local_model(report))]
    return (*lines, *problems(outcome))


def problems(outcome: "Outcome") -> tuple[str, ...]:
    """What is not as it should be, each with its remedy; what has to be cured first comes last."""
    lines = [outcome.without_library] if outcome.without_library else []
    if outcome.incomplete:
        why = "; ".join(WORDS[reason] for reason in reasons(outcome.incomplete))
        lines.append(f"Pending summaries in {_names(outcome, outcome.incomplete)}: {why}. See docs/troubleshooting.md.")
    if outcome.defects:
        lines.append(
            f"What the digest itself failed at: {', '.join(outcome.defects)}. The reports are complete, but for that. "
            "Please report this defect with these words. See docs/troubleshooting.md."
        )
    lines += [f"{problem} Weeks and months are without that report until then." for problem in outcome.unreadable]
    return tuple(lines)


def step_summary(outcome: "Outcome", labels: "Labels") -> str:
    """The same as Markdown; what to do about it comes first. Of arXiv's text, titles alone are in it."""
    if not (outcome.ranked or outcome.reports or outcome.incomplete):
        return "".join(f"- {line}\n" for line in console_lines(outcome))
    from digest.markdown.writer import literal, message
    from digest.pages.report_view import joined

    lines = []
    if outcome.incomplete:
        why = joined((labels(f"why_{reason}") for reason in reasons(outcome.incomplete)), labels)
        note = labels("pending_note", count=_pending(outcome.incomplete), why=why)
        lines += ["> [!WARNING]", f"> {note}", ""]
    shown = console_lines(outcome)
    lines += [f"- {literal(line)}" for line in shown] if outcome.ranked else [f"- {line}" for line in shown]
    for report in outcome.reports:
        lines += [f"- {report.date}: {message(notice)}" for notice in report.run.notices]
    return "\n".join(lines) + "\n"


def best_table(report: Report) -> "Table":
    """The best papers of a report, for a terminal."""
    from rich.table import Table
    from rich.text import Text

    from digest.markdown.writer import plain
    from digest.pages.report_page import BEST

    table = Table(title=f"Best of {report.date}", title_justify="left")
    table.add_column("score", justify="right")
    table.add_column("paper")
    table.add_column("categories", style="dim")
    for entry in report.papers[:BEST]:
        table.add_row(str(entry.score.total), Text(plain(entry.paper.title)), Text(", ".join(entry.paper.categories)))
    return table


def reasons(reports: Sequence[Report]) -> list[Reason]:
    """Why summaries are missing, each reason once."""
    return sorted({e.summary.why for report in reports for e in report.papers if e.summary.why})


def _pending(reports: Sequence[Report]) -> int:
    return sum(e.summary.status != "ok" for report in reports for e in report.papers)


def _names(outcome: "Outcome", reports: Sequence[Report]) -> str:
    return ", ".join(f"daily/{outcome.places.link(report.date)}" for report in reports)


def _summarised(reports: Sequence[Report]) -> str:
    """How many papers were, by what, and how many are still to be."""
    by = {"ok": "by the model", "extractive": "from their abstracts"}
    counts = Counter[str](entry.summary.status for report in reports for entry in report.papers)
    how = ", ".join(f"{counts[status]} {by[status]}" for status in by if counts[status])
    done = f"Summarised {sum(counts[status] for status in by)}" + (f" ({how})" if how else "")
    return done + (f", pending {counts['pending']}" if counts["pending"] else "")


def _local_model(report: Report) -> str:
    """Whether a model on this machine is good enough: how many of its answers were believed; nothing for an API."""
    model = report.run.model
    if model.provider != "local":
        return ""
    answers = f"{model.believed} of {counted(len(report.papers), 'paper')} believed, {model.asked_again} asked again"
    return f"{model.name} on {report.date}: {answers}, {model.refused} refused, {model.out_of_time} out of time."


def _cost(outcome: "Outcome") -> str:
    cost = outcome.cost
    if not cost.calls and all(report.run.model.is_empty for report in outcome.reports):
        return "Cost: no model was used."
    used = (
        counted(cost.calls, "call"),
        f"{counted(cost.tokens_in, 'token')} in",
        f"{counted(cost.tokens_out, 'token')} out",
    )
    return f"Cost: {', '.join(used)}."

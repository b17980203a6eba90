"""What is said of a report as a whole, above its papers."""

from markupsafe import escape

from digest.core.report import Report
from digest.reader.characters import one_line
from digest.reader.html import Html
from digest.reader.words import Words


def notes(report: Report, words: Words) -> tuple[tuple[str, Html], ...]:
    """What a reader has to know before reading, each with what kind of note it is: "warning" or "note"."""
    remarks = []
    summaries = [entry.summary for entry in report.papers]
    extracted = [summary for summary in summaries if summary.status == "extractive"]
    pending = [summary for summary in summaries if summary.status == "pending"]
    for late, key in ((pending, "pending_note"), ([s for s in extracted if s.why != "no_key"], "extracted_stand_in")):
        if late:
            reasons = sorted({summary.why for summary in late if summary.why})
            why = words.listed(words(f"why_{reason}") for reason in reasons)
            remarks.append(("warning", words(key, count=len(late), why=why)))
    if any(summary.why == "no_key" for summary in extracted):
        remarks.append(("note", words("extracted_note")))
    if any(entry.score.by == "day" for entry in report.papers):
        remarks.append(("note", words("no_interests_note")))
    return tuple(remarks)


def models(report: Report) -> Html | None:
    """The models that wrote the summaries."""
    names = sorted({entry.summary.model for entry in report.papers if entry.summary.model})
    return Html(", ").join(map(escape, map(one_line, names))) if names else None

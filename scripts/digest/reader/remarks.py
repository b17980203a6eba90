"""What is said of a report as a whole, above its papers."""

from markupsafe import escape

from digest.core.reasons import FOR_GOOD
from digest.core.report import Report
from digest.reader import html
from digest.reader.characters import one_line
from digest.reader.html import Html
from digest.reader.words import Words


def notes(report: Report, words: Words) -> tuple[tuple[str, Html], ...]:
    """What a reader has to know before reading, each with what kind of note it is: "warning" or "note"."""
    remarks = []
    summaries = [entry.summary for entry in report.papers]
    extracted = [summary for summary in summaries if summary.status == "extractive"]
    pending = [summary for summary in summaries if summary.status == "pending"]
    for_good = [summary for summary in extracted if summary.why in FOR_GOOD]
    stand_ins = [summary for summary in extracted if summary.why not in (*FOR_GOOD, "no_key")]
    for kind, some, key in (
        ("warning", pending, "pending_note"),
        ("warning", stand_ins, "extracted_stand_in"),
        ("note", for_good, "extracted_for_good"),
    ):
        if some:
            reasons = sorted({summary.why for summary in some if summary.why})
            why = words.listed(words(f"why_{reason}") for reason in reasons)
            remarks.append((kind, words(key, count=len(some), why=why)))
    if missing := [f"why_library_{reason}" for reason in report.run.library.missing]:
        why = words.listed(words(key) if words.has(key) else html.literal(key) for key in missing)
        remarks.append(("warning", words("library_missing", why=why)))
    if any(summary.why == "no_key" for summary in extracted):
        remarks.append(("note", words("extracted_note")))
    if any(entry.score.by == "day" for entry in report.papers):
        remarks.append(("note", words("no_interests_note")))
    return tuple(remarks)


def models(report: Report) -> Html | None:
    """The models that wrote the summaries."""
    names = sorted({entry.summary.model for entry in report.papers if entry.summary.model})
    return Html(", ").join(map(escape, map(one_line, names))) if names else None

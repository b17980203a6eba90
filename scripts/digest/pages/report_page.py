"""A report as Markdown pages: a pure function of data/, labels, templates and the `page` section of config.yml."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import frontmatter

from digest.archive.layout import Places
from digest.core.reasons import FOR_GOOD
from digest.core.report import Listing, Report
from digest.core.run_record import LearnedRecord
from digest.core.spans import week_of
from digest.markdown.feedback_links import boxes
from digest.markdown.text import Markdown
from digest.markdown.writer import link_text, literal, slug
from digest.pages.labels import Labels
from digest.pages.look import Look
from digest.pages.report_view import joined, listings, sections
from digest.pages.views import Field, ListedPaper

BEST = 5
"""How many papers stand in the table on top."""
LARGEST_PAGE = 380_000
"""Bytes; beyond half a megabyte GitHub shows Markdown slowly, then not at all."""


@dataclass(frozen=True, kw_only=True)
class Around:
    """What a page links to besides papers: the neighbours' dates, and where reports lie."""

    previous: date | None = None
    following: date | None = None
    places: Places = field(default_factory=Places)


def pages(report: Report, look: Look, around: Around) -> Mapping[str, str]:
    """The files of a report by name: "2026-11-20.md", and "2026-11-20-2.md" ... where the listing needs more room."""
    values = _values(report, look) | {
        "previous": around.previous,
        "next": around.following,
        "link": lambda day: around.places.link(day, report.date),
        "up": around.places.up(report.date),
        "week": week_of(report.date),
    }

    def page(number: int, shown: Sequence[Listing], left: int) -> str:
        continued = {"count": left, "page": number + 1, "file": _name(report, number + 1)} if left else None
        template = "report.md.j2" if number == 1 else "listing.md.j2"
        body = look.templates.render(template, **values, also=listings(shown), continued=continued, number=number)
        return _with_front_matter(body, report) if number == 1 else body

    files: dict[str, str] = {}
    left, number = report.also, 1
    while left or number == 1:
        whole, count = page(number, left, 0), len(left)
        if left and len(whole.encode()) > LARGEST_PAGE:
            room = LARGEST_PAGE - len(page(number, left[:1], len(left)).encode())
            count = _fitting(left, room)
            whole = page(number, left[:count], len(left) - count)
        files[_name(report, number)] = whole
        left, number = left[count:], number + 1
    return files


def _with_front_matter(body: str, report: Report) -> str:
    """A page with its keys on top: three short ones, so that on a phone the table stays two lines of one screen.

    For who lists the pages of a folder; everything else about a report is in data/.
    """
    post = frontmatter.Post(body)
    post.metadata = {
        "date": report.date.isoformat(),
        "papers": len(report.papers) + len(report.also),
        "summarised": report.summarised,
    }
    text: str = frontmatter.dumps(post, sort_keys=False)
    return text.rstrip("\n") + "\n"


def _name(report: Report, number: int) -> str:
    return f"{report.date}.md" if number == 1 else f"{report.date}-{number}.md"


def _fitting(also: Sequence[Listing], room: int) -> int:
    """How many listings fit into that many bytes; at least one, so that every page gets on."""
    lines = (line for group in map(listings, ([listing] for listing in also)) for line in group)
    size = 0
    for count, group in enumerate(lines):
        size += _bytes(group.items[0])
        if size > room:
            return max(count, 1)
    return len(also)


def _bytes(listed: ListedPaper) -> int:
    # A dollar is fourteen characters where it must be no formula; the list's own are eight, marks of direction six.
    title = listed.title if isinstance(listed.title, Markdown) else link_text(listed.title)
    return len(title.encode()) + len(listed.link) + 14


def _values(report: Report, look: Look) -> dict[str, object]:
    labels = look.labels
    taps_to = look.feedback_to if report.run.issues else ""
    shown = sections(report, look.page, labels, taps_to)
    alerts = notes(report, labels)
    if look.feedback_to and "issues" in report.run.model_fields_set and not taps_to:
        alerts = (*alerts, Field(name=Markdown("NOTE"), text=labels("feedback_no_issues")))
    views = [item for section in shown for item in section.items]
    places = {entry.paper.id: place for place, entry in enumerate(report.papers)}
    by_score = sorted(views, key=lambda item: places[item.id])
    return {
        "report": report,
        "page": look.page,
        "label": labels,
        "colon": labels("colon"),
        "models": models(report),
        "warnings": [note for note in alerts if note.name == "WARNING"],
        "notes": [note for note in alerts if note.name != "WARNING"],
        "sections": shown,
        "best": by_score[:BEST],
        "feedback": boxes(taps_to, report, labels("feedback_how")) if taps_to and report.papers else "",
        "also_anchor": Markdown(slug(labels("also_announced"))),
        "learned": _learned(report.run.learned, labels),
        "cost": _cost(report, labels),
        "english": _english(report, labels),
    }


def models(report: Report) -> str:
    """The models that wrote its summaries."""
    return ", ".join(sorted({e.summary.model for e in report.papers if e.summary.status == "ok" and e.summary.model}))


def notes(report: Report, labels: Labels) -> tuple[Field, ...]:
    """What a reader has to know before reading, each with GitHub's name of an alert."""
    alerts = []
    summaries = [entry.summary for entry in report.papers]
    extracted = [summary for summary in summaries if summary.status == "extractive"]
    pending = [summary for summary in summaries if summary.status == "pending"]
    for_good = [summary for summary in extracted if summary.why in FOR_GOOD]
    stand_ins = [summary for summary in extracted if summary.why not in (*FOR_GOOD, "no_key")]
    for alert, some, key in (
        ("WARNING", pending, "pending_note"),
        ("WARNING", stand_ins, "extracted_stand_in"),
        ("NOTE", for_good, "extracted_for_good"),
    ):
        if some:
            reasons = sorted({summary.why for summary in some if summary.why})
            why = joined([labels(f"why_{reason}") for reason in reasons], labels)
            alerts.append(Field(name=Markdown(alert), text=labels(key, count=len(some), why=why)))
    if missing := [f"why_library_{reason}" for reason in report.run.library.missing]:
        why = joined([labels(key) if labels.has(key) else labels.foreign(literal(key)) for key in missing], labels)
        alerts.append(Field(name=Markdown("WARNING"), text=labels("library_missing", why=why)))
    if report.run.model.provider == "local" and any(summary.status == "ok" for summary in summaries):
        alerts.append(Field(name=Markdown("NOTE"), text=labels("local_model_note", model=models(report))))
    if any(summary.why == "no_key" for summary in extracted):
        alerts.append(Field(name=Markdown("NOTE"), text=labels("extracted_note")))
    if any(entry.score.by == "day" for entry in report.papers):
        alerts.append(Field(name=Markdown("TIP"), text=labels("no_interests_note")))
    return tuple(alerts)


def _english(report: Report, labels: Labels) -> Markdown | None:
    """What a model made of interests in another language, for whoever can tell whether it is right."""
    english = report.run.english.items()
    pairs = [labels.foreign(Markdown(f"{literal(text)} = {literal(meant)}")) for text, meant in english]
    return labels("interests_in_english", interests=joined(pairs, labels)) if pairs else None


def _cost(report: Report, labels: Labels) -> Markdown | None:
    model = report.run.model
    if not model.calls:
        return None
    return labels("cost", count=model.calls, calls=model.calls, tokens_in=model.tokens_in, tokens_out=model.tokens_out)


def _learned(learned: LearnedRecord, labels: Labels) -> Markdown | None:
    """What the ranker has learned from papers: topics with the number of papers, where they may be shown."""
    counts = (("learned_liked", learned.liked), ("learned_library", learned.library), ("learned_taps", learned.taps))
    sources = joined([labels(key, count=count) for key, count in counts if count], labels)
    if not sources:
        return None
    topics = [Markdown(f"{labels.foreign(literal(text))} ({count})") for text, count in learned.topics.items()]
    if not topics:
        return labels("learned_from", sources=sources)
    return labels("learned", sources=sources, topics=joined(topics, labels))

"""A report as Markdown pages: a pure function of data/, labels, templates and the `page` section of config.yml."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import frontmatter

from digest.archive.layout import Places
from digest.core.reasons import FOR_GOOD
from digest.core.report import Listing, Report
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
WARNING = "WARNING"
"""GitHub's name of the alert for what is not as it should be."""


@dataclass(frozen=True, kw_only=True)
class Around:
    """What a page links to besides papers: the neighbours' dates, and where reports lie."""

    previous: date | None = None
    following: date | None = None
    places: Places = field(default_factory=Places)


@dataclass(frozen=True)
class Foreign:
    """What arXiv, a model or the forker wrote, among what a label says."""

    texts: tuple[str, ...]
    """Several mean the same."""
    count: int = 0
    """How many papers it is about, where that is said."""


@dataclass(frozen=True)
class Remark:
    """Something that is said of a report as a whole, here and in the reader: a label, and what stands in it."""

    key: str
    values: Mapping[str, "int | str | tuple[Remark | Foreign, ...]"] = field(default_factory=dict)
    """Tuples are lists as the language writes them."""
    alert: str = "NOTE"
    """GitHub's name of an alert."""


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
    alerts = tuple(Field(name=Markdown(note.alert), text=_written(note, labels)) for note in notes(report))
    below = {name: _written(remark, labels) for name, remark in foot(report).items()}
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
        "warnings": [note for note in alerts if note.name == WARNING],
        "notes": [note for note in alerts if note.name != WARNING],
        "sections": shown,
        "best": by_score[:BEST],
        "feedback": boxes(taps_to, report, labels("feedback_how")) if taps_to and report.papers else "",
        "also_anchor": Markdown(slug(labels("also_announced"))),
        "learned": below.get("learned"),
        "cost": below.get("cost"),
        "english": below.get("english"),
    }


def models(report: Report) -> str:
    """The models that wrote its summaries."""
    return ", ".join(sorted({e.summary.model for e in report.papers if e.summary.status == "ok" and e.summary.model}))


def notes(report: Report) -> tuple[Remark, ...]:
    """What a reader has to know before reading."""
    remarks = []
    summaries = [entry.summary for entry in report.papers]
    extracted = [summary for summary in summaries if summary.status == "extractive"]
    pending = [summary for summary in summaries if summary.status == "pending"]
    for_good = [summary for summary in extracted if summary.why in FOR_GOOD]
    stand_ins = [summary for summary in extracted if summary.why not in (*FOR_GOOD, "no_key")]
    for alert, some, key in (
        (WARNING, pending, "pending_note"),
        (WARNING, stand_ins, "extracted_stand_in"),
        ("NOTE", for_good, "extracted_for_good"),
    ):
        if some:
            why = tuple(Remark(f"why_{why}") for why in sorted({summary.why for summary in some if summary.why}))
            remarks.append(Remark(key, {"count": len(some), "why": why}, alert))
    if missing := tuple(Remark(f"why_library_{reason}") for reason in report.run.library.missing):
        remarks.append(Remark("library_missing", {"why": missing}, WARNING))
    if report.run.model.provider == "local" and any(summary.status == "ok" for summary in summaries):
        remarks.append(Remark("local_model_note", {"model": models(report)}))
    if any(summary.why == "no_key" for summary in extracted):
        remarks.append(Remark("extracted_note"))
    if foreign := tuple(Foreign((text,)) for text in report.run.foreign):
        remarks.append(Remark("interests_not_english", {"interests": foreign}, alert="TIP"))
    elif any(entry.score.by == "day" for entry in report.papers):
        remarks.append(Remark("no_interests_note", alert="TIP"))
    return tuple(remarks)


def foot(report: Report) -> Mapping[str, Remark]:
    """What is said below the papers: what was learned from liked ones, what was asked, and interests in English."""
    said, learned, model = dict[str, Remark](), report.run.learned, report.run.model
    counts = (("learned_liked", learned.liked), ("learned_library", learned.library), ("learned_taps", learned.taps))
    sources = tuple(Remark(key, {"count": count}) for key, count in counts if count)
    topics = tuple(Foreign((text,), count) for text, count in learned.topics.items())
    if sources and topics:
        said["learned"] = Remark("learned", {"sources": sources, "topics": topics})
    elif sources:
        said["learned"] = Remark("learned_from", {"sources": sources})
    if model.calls:
        tokens = {"tokens_in": model.tokens_in, "tokens_out": model.tokens_out}
        said["cost"] = Remark("cost", {"count": model.calls, "calls": model.calls, **tokens})
    if interests := tuple(map(Foreign, report.run.english.items())):
        said["english"] = Remark("interests_in_english", {"interests": interests})
    return said


def _written(remark: Remark | Foreign, labels: Labels) -> Markdown:
    if isinstance(remark, Foreign):
        text = labels.foreign(Markdown(" = ".join(map(literal, remark.texts))))
        return Markdown(f"{text} ({remark.count})") if remark.count else text
    if not labels.has(remark.key):  # of a newer version
        return labels.foreign(literal(remark.key))
    lists = {
        name: joined([_written(one, labels) for one in value], labels)
        for name, value in remark.values.items()
        if isinstance(value, tuple)
    }
    return labels(remark.key, **{**remark.values, **lists})

"""A week or a month as a Markdown page with its chart: a pure function of data/, labels and templates."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from digest.archive.brief import Brief
from digest.archive.layout import Places
from digest.core.report import Entry, Listing, Report
from digest.core.spans import Span, month_of, neighbours, weeks_of
from digest.markdown.text import Markdown
from digest.markdown.writer import literal
from digest.pages import indexes
from digest.pages.labels import Labels
from digest.pages.look import Look
from digest.pages.plain_papers import Show
from digest.pages.report_page import models
from digest.pages.report_view import LISTING, anchor, joined
from digest.periods.analysis import Analysis, series
from digest.periods.chart import chart
from digest.periods.reading import Material
from digest.periods.record import Noticed, Record, Sentence
from digest.periods.rising import Against
from digest.periods.themes import Theme

OF_A_THEME = 4
"""Papers that a theme shows."""
OF_A_TERM = 2
SURE = 0.01
"""A theme is marked as more or fewer than usual where chance would have it so in one of a hundred weeks."""
CHARTS = "charts"
MOST_NOTICED = 10


@dataclass(frozen=True, kw_only=True)
class Linked:
    """A paper and where it is read: its place on the page of its report, or at arXiv where it was only listed."""

    id: str
    title: str
    link: str
    score: int
    entry: Entry | None


@dataclass(frozen=True, kw_only=True)
class Around:
    """What a page links to besides papers."""

    dates: tuple[date, ...]
    """Of all reports."""
    places: Places


def chart_path(span: Span) -> str:
    """The path of a period's chart within daily/."""
    return f"{CHARTS}/{span.name}.svg"


def page(material: Material, analysis: Analysis, record: Record | None, look: Look, around: Around, show: Show) -> str:
    """The text of a period's page; papers are looked at through `show`, which may make them plain."""
    span, labels = material.span, look.labels
    up = "../" if span.kind == "week" else ""

    def link(day: date) -> str:
        return f"{up}{around.places.link(day)}"

    reports = [show(report) for report in material.reports]
    papers = _linked(reports, link)
    previous, following = neighbours(span, around.dates)
    compared = analysis.rising is not None
    return look.templates.render(
        "period.md.j2",
        label=labels,
        kind=span.kind,
        title=labels("month_title", month=labels.month(span.first.year, span.first.month))
        if span.kind == "month"
        else labels("week_title", week=span.name),
        papers=analysis.papers,
        summarised=analysis.summarised,
        first=labels.day(min(report.date for report in reports)),
        last=labels.day(max(report.date for report in reports)),
        models=", ".join(sorted(set(chain.from_iterable(models(report).split(", ") for report in reports)) - {""})),
        up=up,
        previous=previous,
        next=following,
        around=_around(span, around.dates),
        warning=Markdown("WARNING"),
        unreadable=labels("period_unreadable", dates=joined([labels.day(day) for day in material.unreadable], labels))
        if material.unreadable
        else None,
        text=_sentences(record.text if record else (), papers, papers, labels),
        best=[
            indexes.best(entry, labels, papers[paper].link.partition("#")[0])
            for paper in analysis.best
            if (entry := papers[paper].entry)
        ],
        themes=[
            _theme(theme, trend, record, papers, labels)
            for theme, trend in zip(analysis.grouping.themes, analysis.trends, strict=True)
        ],
        rest=len(analysis.grouping.rest),
        compared=compared,
        rising=[
            {
                "name": labels.foreign(literal(term.term, in_cell=True)),
                "count": len(term.papers),
                "expected": _expected(term.expected, labels),
                "examples": _best_of(term.papers, papers, OF_A_TERM),
            }
            for term in analysis.rising or ()
        ],
        followed=[
            {"name": labels.foreign(literal(name)), "papers": [papers[paper] for paper in theirs]}
            for name, theirs in analysis.followed
        ],
        missed=[papers[paper] for paper in analysis.missed],
        noticed=_noticed(record.noticed if record else (), analysis, papers, labels),
        weeks=_weeks(material),
        chart=chart_path(span),
        days=indexes.days_of(Brief.of(report) for report in reports),
        link=link,
        cost=labels(
            "cost", count=record.calls, calls=record.calls, tokens_in=record.tokens_in, tokens_out=record.tokens_out
        )
        if record and record.calls
        else None,
    )


def drawing(material: Material, look: Look) -> str:
    """The chart of a period: the papers of each category and interest, week by week."""
    names, categories, interests = series(material)
    labels = look.labels
    own = {span.name for span in weeks_of(material.span, tuple(material.days))}
    groups = [(_text(labels("categories")), categories), (_text(labels("interests")), interests)]
    return chart(names, groups, [name in own for name in names])


def _text(label: Markdown) -> str:
    """A label outside Markdown: the labels used here have no markup in any language."""
    return str(label)


def _linked(reports: Sequence[Report], link: Callable[[date], str]) -> Mapping[str, Linked]:
    found = {}
    for report in reports:
        for listing in report.also:
            found[listing.id] = _listed(listing)
        for entry in report.papers:
            found[entry.paper.id] = Linked(
                id=entry.paper.id,
                title=entry.paper.title,
                link=f"{link(report.date)}#{anchor(entry.paper.id)}",
                score=entry.score.total,
                entry=entry,
            )
    return found


def _listed(listing: Listing) -> Linked:
    address = f"{LISTING}{listing.id}" + (f"v{listing.version}" if listing.version else "")
    return Linked(id=listing.id, title=listing.title, link=address, score=listing.score, entry=None)


def _around(span: Span, dates: Sequence[date]) -> tuple[Span, ...]:
    """The months of a week, or the weeks of a month."""
    if span.kind == "month":
        return weeks_of(span, dates)
    return tuple(sorted({month_of(day) for day in span.of(dates)}))


def _weeks(material: Material) -> list[tuple[str, int]]:
    return [(span.name, sum(len(day.titles) for day in days)) for span, days in material.by_week().items()]


def _best_of(ids: Sequence[str], papers: Mapping[str, Linked], most: int) -> list[Linked]:
    found = [papers[paper] for paper in ids]
    return sorted(found, key=lambda paper: (paper.entry is None, -paper.score, paper.id))[:most]


def _theme(
    theme: Theme, trend: Against | None, record: Record | None, papers: Mapping[str, Linked], labels: Labels
) -> Mapping[str, object]:
    inside = {paper: papers[paper] for paper in theme.papers}
    written = record.about(theme.names[0]) if record else ()
    usual = None
    if trend:
        mark = "↑ " if trend.chance < SURE else "↓ " if trend.chance_of_fewer < SURE else ""
        # Counted in titles, as the weeks before are: both numbers are of the same kind.
        usual = Markdown(f"{mark}{labels('theme_usual', now=trend.now, expected=_expected(trend.expected, labels))}")
    return {
        "name": joined([labels.foreign(literal(name)) for name in theme.names], labels),
        "count": len(theme.papers),
        "usual": usual,
        "best": _best_of(theme.papers, papers, OF_A_THEME),
        "text": _sentences(written, inside, papers, labels),
    }


def _expected(value: float, labels: Labels) -> Markdown:
    return Markdown(labels.number(round(value)) if value >= 1 else "&lt; 1")


def _sentences(
    written: Sequence[Sentence], allowed: Mapping[str, Linked], papers: Mapping[str, Linked], labels: Labels
) -> list[Mapping[str, object]]:
    """The sentences whose papers are all among those they may stand on; data may have changed since then."""
    return [
        {"text": labels.foreign(literal(sentence.text)), "sources": [papers[paper] for paper in sentence.ids]}
        for sentence in written
        if sentence.ids and all(paper in allowed for paper in sentence.ids)
    ]


def _noticed(
    noticed: Sequence[Noticed], analysis: Analysis, papers: Mapping[str, Linked], labels: Labels
) -> list[Mapping[str, object]]:
    """Papers that others talk of and that are not among the period's best, with the reason why they rank low here."""
    best = frozenset(analysis.best)
    found: list[Mapping[str, object]] = []
    for one in noticed:
        if one.id not in papers or one.id in best:
            continue
        paper = papers[one.id]
        if not paper.score:
            why = labels("noticed_unmatched")
        elif paper.entry is None:
            why = labels("noticed_listed", score=paper.score)
        else:
            why = Markdown(f"{labels('score')}{labels('colon')}{paper.score}")
        found.append({"votes": one.upvotes, "title": paper.title, "link": paper.link, "why": why})
    return found[:MOST_NOTICED]

"""A week or a month as a Markdown page with its chart: a pure function of data/, labels and templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from digest.archive.layout import Places
from digest.core.spans import weeks_of
from digest.markdown.text import Markdown
from digest.markdown.writer import literal
from digest.pages import indexes
from digest.pages.labels import Labels
from digest.pages.look import Look
from digest.pages.plain_papers import Show
from digest.pages.report_view import joined
from digest.periods.analysis import Analysis, series
from digest.periods.chart import chart, chart_path
from digest.periods.reading import Material
from digest.periods.record import Record
from digest.periods.view import NoticedView, SentenceView, ThemeView, view

SQUARES = "🟦🟧🟩🟥🟪"
"""In the colours of the lines in templates/period.md.j2, which can be seen in light and dark."""


@dataclass(frozen=True, kw_only=True)
class Around:
    """What a page links to besides papers."""

    dates: tuple[date, ...]
    """Of all reports."""
    places: Places


def page(material: Material, analysis: Analysis, record: Record | None, look: Look, around: Around, show: Show) -> str:
    """The text of a period's page; papers are looked at through `show`, which may make them plain."""
    span, labels = material.span, look.labels
    up = "../" if span.kind == "week" else ""

    def link(day: date) -> str:
        return f"{up}{around.places.link(day)}"

    shown = view(material, [show(report) for report in material.reports], analysis, record, around.dates, link)
    return look.templates.render(
        "period.md.j2",
        label=labels,
        period=shown,
        title=labels("month_title", month=labels.month(span.first.year, span.first.month))
        if span.kind == "month"
        else labels("week_title", week=span.name),
        first=labels.day(shown.first),
        last=labels.day(shown.last),
        models=", ".join(shown.models),
        up=up,
        warning=Markdown("WARNING"),
        warnings=[
            labels(key, dates=joined([labels.day(day) for day in days], labels))
            for key, days in (("period_unreadable", shown.unreadable), ("period_not_compared", shown.not_compared))
            if days
        ],
        text=_sentences(shown.text, labels),
        best=[indexes.best(paper.entry, labels, paper.link.partition("#")[0]) for paper in shown.best if paper.entry],
        themes=[_theme(theme, labels) for theme in shown.themes],
        rising=[
            {
                "name": labels.foreign(literal(term.name, in_cell=True)),
                "count": term.count,
                "expected": _expected(term.expected, labels),
                "examples": term.examples,
            }
            for term in shown.rising or ()
        ],
        followed=[{"name": labels.foreign(literal(name)), "papers": theirs} for name, theirs in shown.followed],
        noticed=[
            {"votes": one.votes, "title": one.paper.title, "link": one.paper.link, "why": _why(one, labels)}
            for one in shown.noticed
        ],
        chart=chart_path(span),
        weeks=[week.partition("-W")[2] for week in shown.weeks],
        charts=[
            _lines(labels(key), rows, labels)
            for key, rows in (("categories", shown.categories), ("interests", shown.interests))
            if rows and len(shown.weeks) > 1
        ],
        link=link,
        cost=labels(
            "cost", count=record.calls, calls=record.calls, tokens_in=record.tokens_in, tokens_out=record.tokens_out
        )
        if record and record.calls
        else None,
    )


def drawing(material: Material, labels: Labels) -> str:
    """The chart of a period: the papers of each category and interest, week by week."""
    names, categories, interests = series(material)
    own = {span.name for span in weeks_of(material.span, tuple(material.days))}
    groups = [(_text(labels("categories")), categories), (_text(labels("interests")), interests)]
    return chart(names, groups, [name in own for name in names])


def _text(label: Markdown) -> str:
    """A label outside Markdown: the labels used here have no markup in any language."""
    return str(label)


def _theme(theme: ThemeView, labels: Labels) -> Mapping[str, object]:
    usual = None
    if theme.usual:
        compared = labels("theme_usual", now=theme.usual.now, expected=_expected(theme.usual.expected, labels))
        usual = Markdown(f"{theme.mark} {compared}" if theme.mark else compared)
    return {
        "name": joined([labels.foreign(literal(name)) for name in theme.names], labels),
        "count": theme.count,
        "usual": usual,
        "best": theme.best,
        "text": _sentences(theme.text, labels),
    }


def _lines(title: Markdown, rows: Mapping[str, Sequence[int]], labels: Labels) -> Mapping[str, object]:
    """A chart of lines; Mermaid's has no legend, so the page has one in squares of the lines' colours."""
    shown = list(rows.items())[: len(SQUARES)]
    return {
        "title": title,
        "most": max([1, *(count for _, counts in shown for count in counts)]),
        "lines": [
            {"square": square, "name": labels.foreign(literal(name)), "counts": counts}
            for square, (name, counts) in zip(SQUARES, shown, strict=False)
        ],
    }


def _expected(value: float, labels: Labels) -> Markdown:
    return Markdown(labels.number(round(value)) if value >= 1 else "&lt; 1")


def _sentences(written: Sequence[SentenceView], labels: Labels) -> list[Mapping[str, object]]:
    return [{"text": labels.foreign(literal(one.text)), "sources": one.sources} for one in written]


def _why(one: NoticedView, labels: Labels) -> Markdown:
    """Why a paper that others talk of ranks low here."""
    if not one.paper.score:
        return labels("noticed_unmatched")
    if one.paper.entry is None:
        return labels("noticed_listed", score=one.paper.score)
    return Markdown(f"{labels('score')}{labels('colon')}{one.paper.score}")

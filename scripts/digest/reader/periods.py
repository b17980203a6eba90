"""Weeks and months in the reader: the views that their Markdown pages are made of, as HTML. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from digest.core.report import Entry
from digest.core.spans import Span
from digest.periods.chart import chart_path
from digest.periods.view import Linked, NoticedView, PeriodView, SentenceView, TermView, ThemeView
from digest.reader import html
from digest.reader.html import Html
from digest.reader.outlines import Best
from digest.reader.views import one_sentence
from digest.reader.words import Words


@dataclass(frozen=True, kw_only=True)
class Line:
    """A paper in a list; `page` is its place in the site, from the top, and empty where it was only listed."""

    id: str
    score: int
    title: Html
    one_sentence: Html | None
    link: str
    page: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """A sentence by a model, and the papers it stands on."""

    text: Html
    sources: tuple[tuple[str, str], ...]
    """Ids and links."""


@dataclass(frozen=True, kw_only=True)
class ThemeSection:
    """A theme."""

    name: Html
    count: int
    usual: Html | None
    text: tuple[Told, ...]
    best: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class TermRow:
    """A rising term; `expected` may be "< 1"."""

    name: Html
    count: int
    expected: Html
    examples: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class NoticedRow:
    """A paper that others gave votes, and why it ranks low here."""

    votes: int
    paper: Line
    why: Html


@dataclass(frozen=True, kw_only=True)
class PeriodPage:
    """All that is told of a week or a month besides its best papers and its reports."""

    warnings: tuple[Html, ...]
    text: tuple[Told, ...]
    themes: tuple[ThemeSection, ...]
    rest: int
    rising: tuple[TermRow, ...] | None
    followed: tuple[tuple[Html, tuple[Line, ...]], ...]
    missed: tuple[Line, ...]
    noticed: tuple[NoticedRow, ...]
    chart: str
    """From the top of the site."""
    models: Html | None


def address(span: Span) -> str:
    """Where the page of a week or a month is, from the top of the site."""
    return f"{span.kind}s/{span.name}.html"


def report_address(day: date) -> str:
    """Where the page of a report is, from the top of the site."""
    return f"reports/{day}.html"


def name(span: Span, words: Words) -> Html:
    """What a link to a week or a month says."""
    return words("week", week=span.name) if span.kind == "week" else html.literal(_month(span, words))


def title(span: Span, words: Words) -> Html:
    """The heading of its page."""
    if span.kind == "week":
        return words("week_title", week=span.name)
    return words("month_title", month=_month(span, words))


def _month(span: Span, words: Words) -> str:
    return words.month(span.first.year, span.first.month)


def page(shown: PeriodView, words: Words) -> PeriodPage:
    """A period as its template sees it; the links of the view are those from the top of the site."""
    warnings = (("period_unreadable", shown.unreadable), ("period_not_compared", shown.not_compared))
    return PeriodPage(
        warnings=tuple(words(key, dates=words.listed(map(words.day, days))) for key, days in warnings if days),
        text=_told(shown.text),
        themes=tuple(_theme(theme, words) for theme in shown.themes),
        rest=shown.rest,
        rising=None if shown.rising is None else tuple(_term(term, words) for term in shown.rising),
        followed=tuple((_foreign(author), lines(papers)) for author, papers in shown.followed),
        missed=lines(shown.missed),
        noticed=tuple(_noticed(one, words) for one in shown.noticed),
        chart=chart_path(shown.span),
        models=words.listed(map(html.literal, shown.models)) if shown.models else None,
    )


def lines(papers: Iterable[Linked]) -> tuple[Line, ...]:
    """Papers as a list shows them."""
    return tuple(_line(paper) for paper in papers)


def best_of(papers: Sequence[Best]) -> tuple[Line, ...]:
    """The same of the outlines of reports."""
    return tuple(
        Line(id=one.id, score=one.score, title=one.title, one_sentence=one.one_sentence, link=one.link, page=one.link)
        for one in papers
    )


def _line(paper: Linked) -> Line:
    entry: Entry | None = paper.entry
    return Line(
        id=paper.id,
        score=paper.score,
        title=html.title(paper.title),
        one_sentence=one_sentence(entry) if entry else None,
        link=paper.link,
        page=paper.link if entry else "",
    )


def _foreign(text: str) -> Html:
    """A phrase or a name of a paper, whatever the direction of the page."""
    return Html("<bdi>{}</bdi>").format(html.literal(text))


def _told(sentences: Iterable[SentenceView]) -> tuple[Told, ...]:
    return tuple(
        Told(text=html.literal(one.text), sources=tuple((paper.id, paper.link) for paper in one.sources))
        for one in sentences
    )


def _theme(theme: ThemeView, words: Words) -> ThemeSection:
    usual = None
    if theme.usual:
        compared = words("theme_usual", now=theme.usual.now, expected=_expected(theme.usual.expected, words))
        usual = Html("{} {}").format(theme.mark, compared) if theme.mark else compared
    return ThemeSection(
        name=words.listed(map(_foreign, theme.names)),
        count=theme.count,
        usual=usual,
        text=_told(theme.text),
        best=lines(theme.best),
    )


def _expected(value: float, words: Words) -> Html:
    return html.literal(words.labels.number(round(value)) if value >= 1 else "< 1")


def _term(term: TermView, words: Words) -> TermRow:
    return TermRow(
        name=_foreign(term.name),
        count=term.count,
        expected=_expected(term.expected, words),
        examples=lines(term.examples),
    )


def _noticed(one: NoticedView, words: Words) -> NoticedRow:
    if not one.paper.score:
        why = words("noticed_unmatched")
    elif one.paper.entry is None:
        why = words("noticed_listed", score=one.paper.score)
    else:
        why = Html("{}{}{}").format(words("score"), words("colon"), one.paper.score)
    return NoticedRow(votes=one.votes, paper=_line(one.paper), why=why)

"""What the page of a week or a month says, before any markup: Markdown and the reader's HTML are made of it. Pure."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from digest.archive.brief import Brief
from digest.core.report import Entry, Listing, Report
from digest.core.spans import Span, month_of, neighbours, weeks_of
from digest.pages import indexes
from digest.pages.report_page import models
from digest.pages.report_view import LISTING, anchor
from digest.pages.views import Day
from digest.periods.analysis import Analysis, series
from digest.periods.reading import Material
from digest.periods.record import Noticed, Record, Sentence
from digest.periods.rising import Against, Rising
from digest.periods.themes import Theme

OF_A_THEME = 4
"""Papers that a theme shows."""
OF_A_TERM = 2
SURE = 0.01
"""A theme is marked as more or fewer than usual where chance would have it so in one of a hundred weeks."""
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
class SentenceView:
    """A sentence by a model, with the papers it stands on."""

    text: str
    sources: tuple[Linked, ...]


@dataclass(frozen=True, kw_only=True)
class ThemeView:
    """A theme."""

    names: tuple[str, ...]
    count: int
    usual: Against | None
    """How many titles have its phrases, and how many were to be expected: both numbers are of the same kind."""
    mark: str
    """An arrow where that is surely more, or fewer."""
    best: tuple[Linked, ...]
    text: tuple[SentenceView, ...]


@dataclass(frozen=True, kw_only=True)
class TermView:
    """A rising term."""

    name: str
    count: int
    expected: float
    examples: tuple[Linked, ...]


@dataclass(frozen=True, kw_only=True)
class NoticedView:
    """A paper that others talk of and that is not among the period's best."""

    votes: int
    paper: Linked


@dataclass(frozen=True, kw_only=True)
class PeriodView:
    """A week or a month."""

    span: Span
    papers: int
    summarised: int
    first: date
    """The day of its first report."""
    last: date
    models: tuple[str, ...]
    previous: Span | None
    following: Span | None
    around: tuple[Span, ...]
    """The months of a week, or the weeks of a month."""
    unreadable: tuple[date, ...]
    """Reports of the period itself that could not be read, so that their papers are not counted."""
    not_compared: tuple[date, ...]
    """Reports of the weeks before that could not be read, so that the comparison is without them."""
    text: tuple[SentenceView, ...]
    best: tuple[Linked, ...]
    themes: tuple[ThemeView, ...]
    rest: int
    """How many papers are in no theme."""
    rising: tuple[TermView, ...] | None
    """None where too few weeks are there to compare with."""
    followed: tuple[tuple[str, tuple[Linked, ...]], ...]
    missed: tuple[Linked, ...]
    noticed: tuple[NoticedView, ...]
    weeks: tuple[str, ...]
    """The weeks that are compared, and the period's own."""
    categories: Mapping[str, Sequence[int]]
    """Of those with most papers, how many in each of the weeks; most first."""
    interests: Mapping[str, Sequence[int]]
    """The same of the interests, in summarised papers that matched them."""
    days: tuple[Day, ...]
    """Newest first."""
    record: Record | None


def view(
    material: Material,
    reports: Sequence[Report],
    analysis: Analysis,
    record: Record | None,
    dates: Sequence[date],
    link: Callable[[date], str],
) -> PeriodView:
    """What is said of a period.

    `reports` are the material's, in which papers may have been made plain; `dates` are those of all reports, and `link`
    says where the page of one is.
    """
    span = material.span
    papers = _Papers(reports, link)
    previous, following = neighbours(span, dates)
    rising = analysis.rising
    weeks, categories, interests = series(material)
    return PeriodView(
        span=span,
        papers=analysis.papers,
        summarised=analysis.summarised,
        first=min(report.date for report in reports),
        last=max(report.date for report in reports),
        models=tuple(sorted(set(chain.from_iterable(models(report).split(", ") for report in reports)) - {""})),
        previous=previous,
        following=following,
        around=_around(span, dates),
        unreadable=tuple(day for day in material.unreadable if day >= span.first),
        not_compared=tuple(day for day in material.unreadable if day < span.first),
        text=_sentences(record.text if record else (), papers, papers.keys()),
        best=tuple(papers[paper] for paper in analysis.best),
        themes=tuple(
            _theme(theme, trend, record, papers)
            for theme, trend in zip(analysis.grouping.themes, analysis.trends, strict=True)
        ),
        rest=len(analysis.grouping.rest),
        rising=None if rising is None else tuple(_term(term, papers) for term in rising),
        followed=tuple((name, tuple(papers[paper] for paper in theirs)) for name, theirs in analysis.followed),
        missed=tuple(papers[paper] for paper in analysis.missed),
        noticed=_noticed(record.noticed if record else (), analysis, papers),
        weeks=weeks,
        categories=categories,
        interests=interests,
        days=tuple(indexes.days_of(Brief.of(report) for report in reports)),
        record=record,
    )


class _Papers(Mapping[str, Linked]):
    """The papers of a period by id; of thousands, only those are made that are asked for."""

    def __init__(self, reports: Sequence[Report], link: Callable[[date], str]) -> None:
        """Take the reports, and what says where the page of one is."""
        self._listed = {listing.id: listing for report in reports for listing in report.also}
        self._entries = {entry.paper.id: (entry, report.date) for report in reports for entry in report.papers}
        self._link = link

    def __getitem__(self, paper_id: str) -> Linked:
        if paper_id not in self._entries:
            return _listed(self._listed[paper_id])
        entry, day = self._entries[paper_id]
        return Linked(
            id=paper_id,
            title=entry.paper.title,
            link=f"{self._link(day)}#{anchor(paper_id)}",
            score=entry.score.total,
            entry=entry,
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._listed.keys() | self._entries.keys())

    def __len__(self) -> int:
        return len(self._listed.keys() | self._entries.keys())


def _listed(listing: Listing) -> Linked:
    address = f"{LISTING}{listing.id}" + (f"v{listing.version}" if listing.version else "")
    return Linked(id=listing.id, title=listing.title, link=address, score=listing.score, entry=None)


def _around(span: Span, dates: Sequence[date]) -> tuple[Span, ...]:
    if span.kind == "month":
        return weeks_of(span, dates)
    return tuple(sorted({month_of(day) for day in span.of(dates)}))


def _theme(theme: Theme, trend: Against | None, record: Record | None, papers: Mapping[str, Linked]) -> ThemeView:
    mark = ""
    if trend:
        mark = "↑" if trend.chance < SURE else "↓" if trend.chance_of_fewer < SURE else ""
    return ThemeView(
        names=theme.names,
        count=len(theme.papers),
        usual=trend,
        mark=mark,
        best=tuple(papers[paper] for paper in theme.papers[:OF_A_THEME]),
        text=_sentences(record.about(theme.names[0]) if record else (), papers, theme.papers),
    )


def _term(term: Rising, papers: Mapping[str, Linked]) -> TermView:
    examples = [papers[paper] for paper in term.papers]
    examples.sort(key=lambda paper: (paper.entry is None, -paper.score, paper.id))
    return TermView(
        name=term.term,
        count=len(term.papers),
        expected=term.expected,
        examples=tuple(examples[:OF_A_TERM]),
    )


def _sentences(
    written: Sequence[Sentence], papers: Mapping[str, Linked], allowed: Collection[str]
) -> tuple[SentenceView, ...]:
    """The sentences whose papers are all among those they may stand on; data may have changed since then."""
    return tuple(
        SentenceView(text=sentence.text, sources=tuple(papers[paper] for paper in sentence.ids))
        for sentence in written
        if sentence.ids and all(paper in allowed for paper in sentence.ids)
    )


def _noticed(noticed: Sequence[Noticed], analysis: Analysis, papers: Mapping[str, Linked]) -> tuple[NoticedView, ...]:
    """Papers that others talk of and that are not among the period's best."""
    best = frozenset(analysis.best)
    beside = [
        NoticedView(votes=one.upvotes, paper=papers[one.id])
        for one in noticed
        if one.id in papers and one.id not in best
    ]
    return tuple(beside[:MOST_NOTICED])

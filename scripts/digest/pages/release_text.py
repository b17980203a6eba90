"""The text of a release, which those who watch a repository are sent: GitHub notifies them of no commits. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from digest.archive.layout import Places
from digest.core.report import Entry, Report, best_first
from digest.core.spans import Span
from digest.markdown.text import Markdown
from digest.markdown.writer import literal, quiet
from digest.pages.labels import Labels
from digest.pages.look import Look
from digest.pages.report_view import joined

LONGEST = 125_000
"""Characters that GitHub takes for the text of a release."""
MOST = 40
"""Papers in a release."""


@dataclass(frozen=True, kw_only=True)
class Period:
    """The reports that one release is about."""

    tag: str
    name: str
    """ "2026-W47", or "2026-11-20"."""
    dates: tuple[date, ...]


@dataclass(frozen=True, kw_only=True)
class WeekNews:
    """What happened in a week, for those who are told of it; its texts are plain, and escaped by who writes them."""

    span: Span
    sentences: tuple[str, ...]
    """Those of the whole week that a model wrote, if any."""
    themes: tuple[tuple[tuple[str, ...], int], ...]
    """Of each theme the phrases that name it, and its papers."""
    rising: tuple[str, ...]
    """The rising terms, if any."""
    unreadable: tuple[date, ...] = ()
    """The reports of the week that cannot be read, and are not counted."""

    def missing(self, labels: Labels) -> tuple[Markdown, ...]:
        """The sentence that says which those are, where there are any."""
        dates = joined([labels.day(day) for day in self.unreadable], labels)
        return (labels("period_unreadable", dates=dates),) if self.unreadable else ()


def newest_period(dates: Sequence[date], kind: Literal["daily", "weekly"]) -> Period | None:
    """The newest period that is over: a day's report, or a week once a later one has a report.

    Only then a model tells of the week, and GitHub notifies nobody when a release is changed.
    """
    if not dates:
        return None
    newest = max(dates)
    if kind == "daily":
        return Period(tag=f"digest-{newest}", name=newest.isoformat(), dates=(newest,))
    weeks = sorted({day.isocalendar()[:2] for day in dates})[:-1]
    if not weeks:
        return None
    year, week = weeks[-1]
    inside = tuple(day for day in sorted(dates) if day.isocalendar()[:2] == (year, week))
    return Period(tag=f"digest-{year}-W{week:02}", name=f"{year}-W{week:02}", dates=inside)


def text(
    period: Period, reports: Sequence[Report], look: Look, repository: str, places: Places, news: WeekNews | None = None
) -> str:
    """The text of a release: the period's best papers, and its reports; cut by paper where it would be too long.

    `news` is what happened, where the period is a week.
    """
    best = best_first(entry for report in reports for entry in report.papers)[:MOST]
    while True:
        made = _text(period, reports, best, look, repository, places, news)
        if len(made) <= LONGEST or not best:
            return made[:LONGEST]
        best = best[:-1]


def _text(
    period: Period,
    reports: Sequence[Report],
    best: Sequence[Entry],
    look: Look,
    repository: str,
    places: Places,
    news: WeekNews | None,
) -> str:
    daily = f"https://github.com/{repository}/blob/HEAD/daily"
    rendered = look.templates.render(
        "release.md.j2",
        label=look.labels,
        period=period,
        reports=reports,
        best=best,
        news=_shown(news, look.labels) if news else None,
        pages=f"{daily}/",
        link=lambda day: f"{daily}/{places.link(day)}",
    )
    return quiet(rendered)


def _shown(news: WeekNews, labels: Labels) -> Mapping[str, object]:
    """The news of a week as the template sees it."""

    def line(phrases: Sequence[str]) -> Markdown:
        return joined([labels.foreign(literal(phrase)) for phrase in phrases], labels)

    return {
        "span": news.span,
        "sentences": [*news.missing(labels), *(labels.foreign(literal(sentence)) for sentence in news.sentences)],
        "themes": [{"name": line(names), "count": count} for names, count in news.themes],
        "rising": line(news.rising),
    }

"""The text of a release, which those who watch a repository are sent: GitHub notifies them of no commits. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from digest.archive.layout import Places
from digest.core.report import Entry, Report
from digest.markdown.writer import quiet
from digest.pages.look import Look

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


def newest_period(dates: Sequence[date], kind: Literal["daily", "weekly"]) -> Period | None:
    """The newest period that is over: a day's report, or a week from Friday's report on, the last of a week."""
    if not dates:
        return None
    newest = max(dates)
    if kind == "daily":
        return Period(tag=f"digest-{newest}", name=newest.isoformat(), dates=(newest,))
    weeks = sorted({day.isocalendar()[:2] for day in dates})
    if newest.weekday() < 4:
        weeks = weeks[:-1]
    if not weeks:
        return None
    year, week = weeks[-1]
    inside = tuple(day for day in sorted(dates) if day.isocalendar()[:2] == (year, week))
    return Period(tag=f"digest-{year}-W{week:02}", name=f"{year}-W{week:02}", dates=inside)


def text(
    period: Period, reports: Sequence[Report], look: Look, repository: str, places: Places, news: object = None
) -> str:
    """The text of a release: the period's best papers, and its reports; cut by paper where it would be too long.

    `news` is what happened in a week, as the template shows it (its span, sentences, themes and rising terms).
    """
    best = sorted((entry for report in reports for entry in report.papers), key=lambda e: (-e.score.total, e.paper.id))[
        :MOST
    ]
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
    news: object,
) -> str:
    daily = f"https://github.com/{repository}/blob/HEAD/daily"
    rendered = look.templates.render(
        "release.md.j2",
        label=look.labels,
        period=period,
        reports=reports,
        best=best,
        news=news,
        pages=f"{daily}/",
        link=lambda day: f"{daily}/{places.link(day)}",
    )
    return quiet(rendered)

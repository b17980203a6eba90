"""The ways into the archive: the newest days in README.md, and all days in daily/README.md.

They are made from data/ alone; pages are never parsed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from digest.archive.brief import Brief
from digest.archive.layout import Places
from digest.core.report import Entry, Report, best_first
from digest.core.spans import week_of
from digest.core.writing_systems import is_cjk
from digest.pages.labels import Labels
from digest.pages.look import Look
from digest.pages.report_page import BEST
from digest.pages.report_view import anchor, one_sentence
from digest.pages.views import Best, Day

EXAMPLE = "docs/example/{}/2026-11-20.md"
"""What stands in place of the first report until there is one; scripts/make_example.py makes it, in two languages."""
RECENT = 14
"""How many days stand in README.md, which stays that short for ever."""
MONTHS_IN_DAYS = 12
"""How many months have their days in daily/README.md; earlier ones are a link each."""


def readme_region(newest: Report | None, recent: Iterable[Brief], look: Look, places: Places) -> str:
    """What stands between the markers: the newest report's best and the last days, newest first; or the example."""
    return look.templates.render(
        "newest.md.j2",
        label=look.labels,
        newest=newest,
        example=EXAMPLE.format("zh-CN" if look.labels.language.startswith("zh") else "en"),
        best=_best(newest, look.labels, _from_root(places), BEST) if newest else (),
        link=_from_root(places),
        week=week_of(newest.date) if newest else None,
        days=days_of(recent)[:RECENT],
    )


def badge(newest: Report, look: Look) -> str:
    """daily/badge.svg: when the newest report is from, and by its colour whether all of it is there."""
    title = str(look.labels("report"))
    return look.templates.render(
        "badge.svg.j2",
        title=title,
        wide=is_cjk(title),
        date=newest.date.isoformat(),
        good=all(entry.summary.status != "pending" for entry in newest.papers),
    )


def all_days(dates: Sequence[date], look: Look, places: Places) -> str:
    """daily/README.md, newest first, made from the dates alone: the days of the last months, and all months before.

    A page of every day of ten years would be too long to be looked through; the months lead to their days.
    """
    months: dict[tuple[int, int], list[date]] = defaultdict(list)
    for day in sorted(dates, reverse=True):
        months[day.year, day.month].append(day)
    newest = list(months)[:MONTHS_IN_DAYS]
    years: dict[int, list[int]] = defaultdict(list)
    for year, number in list(months)[MONTHS_IN_DAYS:]:
        years[year].append(number)
    shown = {month: months[month] for month in newest}
    weeks = {month: sorted({week_of(day) for day in days}, reverse=True) for month, days in shown.items()}
    return look.templates.render(
        "all.md.j2", label=look.labels, link=places.link, months=shown, weeks=weeks, years=years
    )


def days_of(reports: Iterable[Brief]) -> list[Day]:
    """What an index says of some reports, newest first."""
    return [
        Day(date=brief.report.date, papers=brief.papers, summarised=brief.report.summarised)
        for brief in sorted(reports, key=lambda brief: brief.report.date, reverse=True)
    ]


def _from_root(places: Places) -> Callable[[date], str]:
    return lambda day: f"daily/{places.link(day)}"


def _best(report: Report, labels: Labels, link: Callable[[date], str], most: int) -> tuple[Best, ...]:
    return tuple(best(entry, labels, link(report.date)) for entry in best_first(report.papers)[:most])


def best(entry: Entry, labels: Labels, page: str) -> Best:
    """A paper as a table shows it, with the link to its place on the page of its report."""
    return Best(
        score=entry.score.total,
        title=entry.paper.title,
        one_sentence=one_sentence(entry, labels),
        link=f"{page}#{anchor(entry.paper.id)}",
    )

"""The ways into the archive: the newest days in README.md, all days in daily/README.md, and a page per month.

They are made from data/ alone; pages are never parsed.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from digest.archive.brief import Brief
from digest.archive.layout import Places
from digest.core.report import Report
from digest.core.writing_systems import is_cjk
from digest.pages.labels import Labels
from digest.pages.report_page import BEST, Look
from digest.pages.report_view import anchor, one_sentence
from digest.pages.views import Best, Day

RECENT = 14
"""How many days stand in README.md, which stays that short for ever."""
BEST_OF_MONTH = 20
ONE_IN = 4
"""Of a young month's papers, one in so many is among its best; a list of nearly all of them would say nothing."""
MOST_BARS = 12
"""Categories in the chart of a month; more cannot be read on a phone."""
MONTHS_IN_DAYS = 12
"""How many months have their days in daily/README.md; earlier ones are a link each."""


def readme_region(newest: Report | None, recent: Iterable[Brief], look: Look, places: Places) -> str:
    """What stands between the markers: the newest report's best and the last days, newest first."""
    return look.templates.render(
        "newest.md.j2",
        label=look.labels,
        newest=newest,
        best=_best([newest], look.labels, _from_root(places), BEST) if newest else (),
        link=_from_root(places),
        days=_days(recent)[:RECENT],
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
    return look.templates.render("all.md.j2", label=look.labels, link=places.link, months=shown, years=years)


def month(year: int, number: int, reports: Sequence[Brief], look: Look, places: Places) -> str:
    """daily/YYYY-MM.md: the month's best papers by score, its reports, and how many papers each category had."""
    counts: Counter[str] = Counter()
    for brief in reports:
        for name, count in brief.by_category.items():
            counts[name or "arXiv"] += count
    return look.templates.render(
        "month.md.j2",
        label=look.labels,
        year=year,
        month=number,
        best=_best([brief.report for brief in reports], look.labels, places.link, _best_of_month(reports)),
        link=places.link,
        days=_days(reports),
        counts=_largest(counts),
    )


def _best_of_month(reports: Sequence[Brief]) -> int:
    summarised = sum(len(brief.report.papers) for brief in reports)
    return max(BEST, min(BEST_OF_MONTH, summarised // ONE_IN))


def _days(reports: Iterable[Brief]) -> list[Day]:
    """What an index says of some reports, newest first."""
    return [
        Day(date=brief.report.date, papers=brief.papers, summarised=brief.report.summarised)
        for brief in sorted(reports, key=lambda brief: brief.report.date, reverse=True)
    ]


def _from_root(places: Places) -> Callable[[date], str]:
    return lambda day: f"daily/{places.link(day)}"


def _best(reports: Sequence[Report], labels: Labels, link: Callable[[date], str], most: int) -> tuple[Best, ...]:
    entries = [(entry, report.date) for report in reports for entry in report.papers]
    entries.sort(key=lambda pair: (-pair[0].score.total, pair[0].paper.id))
    return tuple(
        Best(
            score=entry.score.total,
            title=entry.paper.title,
            one_sentence=one_sentence(entry, labels),
            link=f"{link(day)}#{anchor(entry.paper.id)}",
        )
        for entry, day in entries[:most]
    )


def _largest(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """The categories with most papers."""
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_BARS])

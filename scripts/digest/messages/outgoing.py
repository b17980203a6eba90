"""What could be sent at all: published reports of daily runs, or the week that is over. Reads data/."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from digest.archive.brief import Brief
from digest.archive.reports import Archive
from digest.config.schema import Config
from digest.core.calendar import days_before
from digest.core.errors import ArchiveError
from digest.core.report import Report
from digest.messages.message import Choice, Message, of_reports, span
from digest.pages.labels import Labels
from digest.pages.release_text import WeekNews, newest_period


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """What could be sent."""

    names: tuple[str, ...]
    """The reports that daily runs have published of late, ascending; or the newest week."""
    message: Callable[[Sequence[str]], Message | None]
    """The message on some of them; nothing where no paper is good enough for one."""


def outgoing(
    archive: Archive,
    config: Config,
    labels: Labels,
    repository: str,
    now: datetime,
    *,
    is_published: Callable[[str], bool],
    of_daily_run: Callable[[Brief], bool],
    news: Callable[[Sequence[date]], WeekNews | None],
    tell: Callable[[str], None],
) -> Outgoing:
    """What could be sent at `now`, as `notify.messages` has it: every report, or the week's best of the release.

    `is_published` tells it of a path in data/. What no daily run could have made any more is not sent, and neither is
    what a backfill has made. A week is sent when a later one has a report. `news` tells what happened in the week of
    some days. A report that cannot be read holds none of the others: `tell` is told what to do about it.
    """
    places, oldest = archive.places(), days_before(now.date(), config.fetch.catch_up_days)
    published = [day for day in archive.dates() if is_published(f"data/{places.name(day)}.json")]
    recent = [day for day in published if day >= oldest and _is_news(archive, day, of_daily_run)]
    by_name: dict[str, tuple[date, ...]] = {day.isoformat(): (day,) for day in recent}
    if config.notify.messages == "weekly":
        week = newest_period(published[-10:], "weekly") if recent else None
        told = week and any(_is_news(archive, day, of_daily_run) for day in week.dates)
        by_name = {week.name: week.dates} if week and told else {}

    def message(names: Sequence[str]) -> Message | None:
        reports = list[Report]()
        for day in (day for name in names for day in by_name[name]):
            try:
                reports.append(archive.load(day))
            except ArchiveError as error:
                tell(str(error))
        choice = Choice(papers=config.notify.papers, least_score=config.notify.least_score)
        of_week = news(by_name[names[0]]) if config.notify.messages == "weekly" else None
        return of_reports(span(names), reports, choice, labels, repository, places, of_week)

    return Outgoing(names=tuple(sorted(by_name)), message=message)


def _is_news(archive: Archive, day: date, of_daily_run: Callable[[Brief], bool]) -> bool:
    """Whether a daily run made a report; one that cannot be read is not sent, and the daily run tells of it."""
    with suppress(ArchiveError):
        return of_daily_run(archive.brief(day))
    return False

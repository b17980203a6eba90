"""The fetch and dedupe stages together: what arXiv has that no report has announced yet."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime

from digest.archive.reports import Archive
from digest.archive.seen import Seen
from digest.archive.waiting import Waiting, late_feed
from digest.console.progress import Progress
from digest.core.calendar import feed_shows, newest_due
from digest.core.errors import ArxivUnreadable
from digest.core.plural import counted
from digest.core.report import Paper, Report, merge
from digest.core.run_record import SourceRecord
from digest.dedupe import catch_up
from digest.dedupe.already_announced import History
from digest.dedupe.assignment import assign, until
from digest.fetch.readings import Fetched
from digest.fetch.sources import fetch, fetch_feed, fetch_papers
from digest.settings import Settings


@dataclass(frozen=True, kw_only=True)
class News:
    """New papers, by the announcement whose report they belong to."""

    by_date: Mapping[date, tuple[Paper, ...]]
    """Ascending; only dates that have papers."""
    sources: Mapping[str, SourceRecord]
    """What each source gave, for the report's run record."""
    notices: tuple[str, ...]
    begin: Callable[[], None]
    """Writes down what was announced before the archive began; called before the first report is saved."""

    def with_notices(self, more: Sequence[str]) -> "News":
        """The same with more to say."""
        return replace(self, notices=(*self.notices, *more))


def read_news(settings: Settings, archive: Archive, due: Sequence[date], now: datetime, progress: Progress) -> News:
    """Ask arXiv for what is new for the announcements `due` (ascending). Raises ArxivUnreadable, ArchiveError."""
    config = settings.config.fetch
    history = History(archive=archive, seen=Seen(settings.root), due=due, lookback_days=config.lookback_days)
    since = catch_up.window_start(due, config, deep=history.is_deep)
    fetched = fetch(
        settings.config.categories,
        since=since,
        # A beginning that is still to be written down wants everything before the first report, however new.
        until=now if history.begins_late else catch_up.window_end(due, now),
        cross_lists=config.cross_lists,
        endpoints=settings.endpoints,
        deadline_seconds=config.deadline_seconds,
        progress=progress.detail,
    )
    api = next(source for source in fetched.sources if source.name == "api")
    feed = next(source for source in fetched.sources if source.name == "rss")
    waiting = Waiting(settings.root).papers()
    papers = merge([*fetched.papers, *waiting])
    if due[-1] < newest_due(now):  # a past report was asked for: what was announced after it is left to later ones
        papers = until(papers, due[-1], feed_shows(now) or newest_due(now))
    if history.remade:
        papers = merge([*papers, *_own(history.remade, papers, settings)])
    announced = history.announced(papers)
    shown = {paper.id for paper in feed.papers}
    # From 20:00 to midnight the feed is one announcement behind: in a fresh archive that is no news either.
    behind = shown if not history.reported and feed_shows(now) != due[-1] else set()
    # Papers that moderation held are in the index like old ones; the feed tells them apart, now or when they waited.
    before = history.before(api, since) - (shown - behind)
    # A feed that is behind shows what was announced in an added category before it was added, too.
    before |= history.added(api, since) - (shown if feed_shows(now) == due[-1] else set())
    before -= {paper.id for paper in waiting} | (history.remade.ids if history.remade else set())
    by_date = assign(papers, announced | before | behind, due)
    if not by_date and api.problem and not feed.papers:
        # An empty feed is a good answer of a quiet category and of a feed that has lost its papers; alone, it is none.
        raise ArxivUnreadable(
            f"The announcement of {due[-1]} is due, but arXiv's query API could not be read ({api.problem}), and its "
            "RSS feed is empty. Nothing was written; the next run tries again. See docs/troubleshooting.md."
        )
    progress.say(
        f"{counted(len(fetched.papers), 'paper')} since {since.date()}, {sum(map(len, by_date.values()))} of them new "
        f"({', '.join(f'{source.name} {len(source.papers)}' for source in fetched.sources)})"
    )
    return News(
        by_date=by_date,
        sources=_record(fetched, now, by_date),
        notices=fetched.notices,
        begin=lambda: history.begin(before - announced, api),
    )


def _own(report: Report, papers: Sequence[Paper], settings: Settings) -> list[Paper]:
    """The papers of a report that is made anew: none of them may get lost, whatever arXiv answers today."""
    there = {paper.id for paper in papers}
    own = [entry.paper for entry in report.papers]
    listed = [listing for listing in report.also if listing.id not in there]
    if listed:
        with suppress(ArxivUnreadable):  # then their titles stay as they are
            own += fetch_papers(
                [listing.id for listing in listed],
                endpoints=settings.endpoints,
                deadline_seconds=settings.config.fetch.deadline_seconds,
            )
    known = there | {paper.id for paper in own}
    return own + [listing.paper for listing in listed if listing.id not in known]


def _record(fetched: Fetched, now: datetime, by_date: Mapping[date, Sequence[Paper]]) -> dict[str, SourceRecord]:
    ids = {source.name: {paper.id for paper in source.papers} for source in fetched.sources}
    record: dict[str, SourceRecord] = {
        source.name: SourceRecord(
            papers=len(source.papers),
            listed=source.listed,
            requests=source.requests,
            only_here=len(ids[source.name] - set().union(*(ids[name] for name in ids if name != source.name))),
            problem=source.problem,
        )
        for source in fetched.sources
    }
    shown = feed_shows(now)
    new = {paper.id for papers in by_date.values() for paper in papers}
    # A feed can be stale under today's date: only new papers prove that it shows the announcement.
    proven = shown if ids["rss"] & new else None
    return record | {"rss": record["rss"].model_copy(update={"shows": proven})}


def read_late_feed(settings: Settings, last: Report, now: datetime, progress: Progress) -> bool:
    """Where the newest report is older than the feed of its announcement, read that feed; what is new in it waits.

    Returns whether anything does. A feed that cannot be read is left to the next run.
    """
    waiting = Waiting(settings.root)
    day = late_feed(last, waiting, now)
    if day is None:
        return False
    with progress.stage(f"Read the feed of {day}, which is younger than its report"):
        config = settings.config.fetch
        reading = fetch_feed(
            settings.config.categories,
            cross_lists=config.cross_lists,
            endpoints=settings.endpoints,
            deadline_seconds=config.deadline_seconds,
        )
        if reading.problem:
            progress.warn(f"The feed could not be read ({reading.problem}); the next run tries again.")
        announced = Seen(settings.root).among(paper.id for paper in reading.papers)
        return waiting.keep([paper for paper in reading.papers if paper.id not in announced], day)

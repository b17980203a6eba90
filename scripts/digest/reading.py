"""What a run reads before any summary is paid for: what is new at arXiv, and what tells what the forker cares for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from digest.archive.reports import Archive
from digest.archive.seen import Seen
from digest.archive.waiting import Waiting
from digest.console.progress import Progress
from digest.core.calendar import days_before
from digest.core.errors import ArxivUnreadable
from digest.dedupe import catch_up, new_papers
from digest.dedupe.already_announced import History
from digest.dedupe.new_papers import News
from digest.fetch.sources import fetch
from digest.library.reading import Library
from digest.settings import Settings
from digest.taste import feedback
from digest.taste import library as of_library
from digest.taste import profile as taste
from digest.taste.whole import Told


@dataclass(frozen=True, kw_only=True)
class Read:
    """All of it."""

    news: News
    told: Told
    """What the papers are to be ranked by, without what interests in other languages are in English."""


def read(
    settings: Settings, archive: Archive, due: Sequence[date], now: datetime, progress: Progress, *, writes: bool
) -> Read:
    """Fetch and dedupe for the announcements that are `due`, and read the library where there is something new.

    Nothing but fetched texts of liked papers is kept, where it `writes`. Raises ArxivUnreadable where arXiv cannot be
    read, or its silence cannot be believed, ConfigurationError where the file of `library.bibtex` cannot be read, and
    ArchiveError where a ledger or a text that is kept cannot be.
    """
    root, config, endpoints = settings.root, settings.config, settings.endpoints
    bibtex = of_library.read_bibtex(settings)
    history = History(archive=archive, seen=Seen(root), due=due, config=config.fetch, now=now)
    with progress.stage(f"Read arXiv: {', '.join(config.categories)}"):
        fetched = fetch(
            config.categories,
            since=history.since,
            until=history.until,
            cross_lists=config.fetch.cross_lists,
            endpoints=endpoints,
            deadline_seconds=config.fetch.deadline_seconds,
            progress=progress.detail,
        )
        news = new_papers.find(fetched, Waiting(root).papers(), history, endpoints, progress)
        if not news.by_date and catch_up.is_stale(due, list(archive.since(days_before(due[0], 14)))):
            raise ArxivUnreadable(
                f"arXiv has shown nothing new since {archive.dates()[-1]}, though {len(due)} announcements were due; "
                "its index or feed must be stale. Nothing was written. Compare https://arxiv.org/list/"
                f"{config.categories[0]}/new; the next run tries again. See docs/troubleshooting.md."
            )
    texts, of_texts = taste.complete_texts(root, config, endpoints, bibtex.without_text)
    if writes:
        taste.keep_texts(root, texts)
    thumbed, of_feedback = feedback.examples(archive, now, is_on=config.feedback)
    library = of_library.read(settings, bibtex, texts, now, progress) if news.by_date else Library()
    noticed = news.with_notices((*of_texts, *of_feedback, *library.notices))
    return Read(news=noticed, told=Told(texts=texts, thumbed=thumbed, library=library))

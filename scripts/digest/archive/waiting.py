"""data/waiting.json: papers that were found after the report of their announcement, and wait for the next one.

A report that is written in the evening is older than the feed of its announcement, which arXiv renders at midnight.
What only the feed shows (papers that moderation held for long, old papers that are cross-listed) would be lost: the
next run finds nothing due, and the feed of a Friday is gone by Sunday. So a run that finds nothing due reads the feed
once more, and what is new in it is kept here.
"""

import json
from collections.abc import Collection, Sequence
from datetime import date, datetime
from pathlib import Path

from digest.core import files
from digest.core.calendar import feed_shows
from digest.core.errors import ArchiveError
from digest.core.git_conflicts import remedy, what
from digest.core.report import SCHEMA, Paper, Report, merge


def unread_feed(now: datetime, *, reported: date, read: Collection[date]) -> date | None:
    """The announcement whose feed is to be read though its report is written; None where there is nothing to do.

    Takes the date of the newest report, and the announcements whose feeds have been read already.
    """
    day = feed_shows(now)
    return day if day == reported and day not in read else None


def late_feed(last: Report, waiting: "Waiting", now: datetime) -> date | None:
    """The same from the newest report's record of what it was made of, and from what waits."""
    feed = last.run.source("rss")
    read = {last.date} if feed.shows == last.date and not feed.problem else set()
    return unread_feed(now, reported=last.date, read=read | waiting.feeds())


class Waiting:
    """The papers of one repository that wait."""

    def __init__(self, root: Path) -> None:
        """Take the root of the repository; the file need not exist."""
        self.path = root / "data" / "waiting.json"

    def papers(self) -> tuple[Paper, ...]:
        """The papers that wait, sorted by id. Raises ArchiveError where the file cannot be read."""
        return self._load()[1]

    def feeds(self) -> frozenset[date]:
        """The announcements whose feeds they were found in: these have been read."""
        return self._load()[0]

    def keep(self, papers: Sequence[Paper], day: date) -> bool:
        """Let papers of the feed of `day` wait; without any nothing is written. Returns whether anything changed."""
        feeds, waiting = self._load()
        return self._save(feeds | {day}, merge([*waiting, *papers])) if papers else False

    def release(self, paper_ids: Collection[str]) -> bool:
        """Drop the papers that a report has announced by now. Returns whether anything changed."""
        feeds, waiting = self._load()
        return self._save(feeds, tuple(paper for paper in waiting if paper.id not in paper_ids))

    def _save(self, feeds: Collection[date], papers: Sequence[Paper]) -> bool:
        if not papers:
            there = self.path.is_file()
            self.path.unlink(missing_ok=True)
            return there
        record = {
            "schema": SCHEMA,
            "feeds": [day.isoformat() for day in sorted(feeds)],
            "papers": [paper.model_dump(mode="json") for paper in papers],
        }
        return files.write(self.path, json.dumps(record, ensure_ascii=False, indent=1) + "\n")

    def _load(self) -> tuple[frozenset[date], tuple[Paper, ...]]:
        text, name = b"", "data/waiting.json"
        try:
            text = self.path.read_bytes()
            record = json.loads(text)
            if record["schema"] != SCHEMA:
                raise ArchiveError(f"{name} has a schema other than {SCHEMA}: update this fork.")
            feeds = frozenset(map(date.fromisoformat, record["feeds"]))
            return feeds, tuple(Paper.model_validate_json(json.dumps(paper)) for paper in record["papers"])
        except FileNotFoundError:
            return frozenset(), ()
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise ArchiveError(
                f"{name} cannot be read ({what(text, error)}). Nothing was changed. {remedy(name)}"
            ) from error

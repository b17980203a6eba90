"""daily/feed.xml: the newest reports as an Atom feed (RFC 4287), an entry a report."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from feedgenerator import Atom1Feed

from digest.archive.brief import Brief
from digest.archive.layout import Places
from digest.core.calendar import ANNOUNCED_AT, EASTERN
from digest.markdown.writer import plain
from digest.pages.look import Look
from digest.pages.missing import NEWEST
from digest.pages.report_page import BEST
from digest.pages.report_view import anchor
from digest.words.openings import in_one_sentence

_BEGAN = date(1991, 8, 14)
"""arXiv's first day: stands for the newest report where there is none."""
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write: https://www.w3.org/TR/xml/#charsets"""


def atom(reports: Sequence[Brief], look: Look, repository: str, places: Places) -> str:
    """The feed of the newest reports; `repository` is "owner/name" at GitHub, which its absolute links lead to.

    Ids are tag URIs (RFC 4151) of the repository and the report's date, so that a re-rendered report is no new entry.
    """
    base = f"https://github.com/{repository}/blob/HEAD/daily"
    newest = sorted(reports, key=lambda brief: brief.report.date, reverse=True)[:NEWEST]
    categories = ", ".join(newest[0].report.categories) if newest else ""
    made = _Feed(
        title=_written(look.labels("feed_title", categories=categories)),
        link=f"https://github.com/{repository}",
        description=None,
        language=look.labels.language,
        author_name=repository,
        feed_url=f"https://raw.githubusercontent.com/{repository}/HEAD/daily/feed.xml",
        feed_guid=_tag(repository, "feed"),
    )
    for brief in newest:
        day = brief.report.date
        page = f"{base}/{places.link(day)}"
        made.add_item(
            title=_written(plain(look.labels("report_title", date=day.isoformat()))),
            link=page,
            description=None,
            unique_id=_tag(repository, day.isoformat()),
            pubdate=_announced(day),
            updateddate=_announced(day),
            content=_written(_content(brief, page, look)),
        )
    return str(made.writeString("utf-8"))


class _Feed(Atom1Feed):  # type: ignore[misc]  # the package has no types
    """The package's Atom feed: without a clock, with the name of what made it, and with a line for each entry."""

    def latest_post_date(self) -> datetime:
        """When the newest report was announced; an empty feed says no time of day, so that its bytes stay the same."""
        return max((item["pubdate"] for item in self.items), default=_announced(_BEGAN))

    def add_root_elements(self, handler: Any) -> None:
        """What stands above the entries."""
        super().add_root_elements(handler)
        handler.addQuickElement("generator", "daily paper digest")
        handler.ignorableWhitespace("\n")

    def add_item_elements(self, handler: Any, item: Any) -> None:
        """What stands in an entry, which ends its line: what changes from day to day can be read in git."""
        super().add_item_elements(handler, item)
        handler.ignorableWhitespace("\n")


def _written(text: str) -> str:
    """A text without the characters that would keep the whole feed from being written."""
    return _NO_XML.sub("", text)


def _content(brief: Brief, page: str, look: Look) -> str:
    best = [
        {
            "score": entry.score.total,
            "title": entry.paper.title,
            "link": f"{page}#{anchor(entry.paper.id)}",
            "one_sentence": in_one_sentence(entry.summary),
        }
        for entry in brief.report.papers[:BEST]
    ]
    return look.templates.render("feed.html.j2", label=look.labels, brief=brief, best=best, page=page)


def _announced(day: date) -> datetime:
    """The moment that a report's announcement was made: 20:00 Eastern time of the evening before its date."""
    return datetime.combine(day - timedelta(days=1), ANNOUNCED_AT, tzinfo=EASTERN)


def _tag(repository: str, name: str) -> str:
    return f"tag:github.com,2026:{repository}/{name}"

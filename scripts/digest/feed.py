"""daily/feed.xml: the newest reports as an Atom feed (RFC 4287), an entry a report."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from feedgen.feed import FeedGenerator

from digest.announcement import ANNOUNCED_AT, EASTERN
from digest.brief import Brief
from digest.markdown import plain
from digest.page_view import anchor
from digest.places import Places
from digest.render import BEST, Look

NEWEST = 30
"""How many reports the feed holds."""


def feed(reports: Sequence[Brief], look: Look, repository: str, places: Places) -> str:
    """The feed of the newest reports; `repository` is "owner/name" at GitHub, which its absolute links lead to.

    Ids are tag URIs (RFC 4151) of the repository and the report's date, so that a re-rendered report is no new entry.
    """
    base = f"https://github.com/{repository}/blob/HEAD/daily"
    newest = sorted(reports, key=lambda brief: brief.report.date, reverse=True)[:NEWEST]
    categories = ", ".join(newest[0].report.categories) if newest else ""
    made = FeedGenerator()
    made.id(_tag(repository, "feed"))
    made.title(look.labels("feed_title", categories=categories))
    made.link(href=f"https://github.com/{repository}", rel="alternate")
    made.link(href=f"https://raw.githubusercontent.com/{repository}/HEAD/daily/feed.xml", rel="self")
    made.author(name=repository)
    made.language(look.labels.language)
    made.generator("daily paper digest")
    made.updated(_announced(newest[0].report.date if newest else date(1991, 8, 14)))
    for brief in newest:
        report = brief.report
        page = f"{base}/{places.link(report.date)}"
        entry = made.add_entry(order="append")
        entry.id(_tag(repository, report.date.isoformat()))
        entry.title(plain(look.labels("report_title", date=report.date.isoformat())))
        entry.link(href=page, rel="alternate")
        entry.updated(_announced(report.date))
        entry.published(_announced(report.date))
        entry.content(_content(brief, page, look), type="html")
    return str(made.atom_str(pretty=True).decode())


def _content(brief: Brief, page: str, look: Look) -> str:
    best = [
        {
            "score": entry.score.total,
            "title": entry.paper.title,
            "link": f"{page}#{anchor(entry.paper.id)}",
            "one_sentence": entry.summary.one_sentence,
        }
        for entry in brief.report.papers[:BEST]
    ]
    return look.templates.render("feed.html.j2", label=look.labels, brief=brief, best=best, page=page)


def _announced(day: date) -> datetime:
    """The moment that a report's announcement was made: 20:00 Eastern time of the evening before its date."""
    return datetime.combine(day - timedelta(days=1), ANNOUNCED_AT, tzinfo=EASTERN)


def _tag(repository: str, name: str) -> str:
    return f"tag:github.com,2026:{repository}/{name}"

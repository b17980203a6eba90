"""What the search finds: a record for each paper of the last year, and one for several of those before. Pure.

A record that holds several papers says where each begins, so that the page shows the papers whose own words matched
and not all of them. The browser reads this form in templates/reader/static/records.js.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest.core.report import Entry, Listing, Report
from digest.pages.named_sentences import lines
from digest.reader import html
from digest.reader.characters import one_line
from digest.reader.interests import matched
from digest.reader.views import by_category

APART = "¶"
"""Stands between the papers of a record; a word of its own."""
TITLE_ENDS = "¤"
"""Stands behind the title of a paper."""
IN_GROUP = 10
"""Papers in a record of an old report."""
LISTED_IN_GROUP = 100
"""Listed papers in a record of a new report; those of an old report share one."""
STEPS = (20, 40, 60, 80)
"""The scores that a search can ask for at least."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """One document of the search's index."""

    url: str
    """The page's address, and behind `#` what is known of the papers, as JSON: what stands in Pagefind's own fields for
    such data would be searched, and the ids of millions of listed papers with it."""
    content: str
    filters: dict[str, list[str]]
    sort: dict[str, str]


def records(report: Report, url: str, *, grouped: bool) -> Iterator[Record]:
    """The records of a report whose page is at `url`."""
    entries = [entry for _, group in by_category(report.papers, _category) for entry in group]
    size = IN_GROUP if grouped else 1
    for first in range(0, len(entries), size):
        yield _record(report, url, [_of_entry(entry) for entry in entries[first : first + size]], grouped=grouped)
    size = len(report.also) if grouped else LISTED_IN_GROUP
    for first in range(0, len(report.also), size or 1):
        yield _record(
            report, url, [_of_listing(listing) for listing in report.also[first : first + size]], grouped=grouped
        )


@dataclass(frozen=True, kw_only=True)
class _Found:
    """One paper of a record."""

    id: str
    version: int
    category: str
    categories: tuple[str, ...]
    score: int
    interests: tuple[str, ...]
    text: str
    listed: bool


def _category(entry: Entry) -> str:
    return entry.paper.primary_category


def _of_entry(entry: Entry) -> _Found:
    paper, summary = entry.paper, entry.summary
    parts = [
        *(_plain(line.text) for line in lines(summary)),
        f"{', '.join(map(_plain, summary.keywords))}." if summary.keywords else "",
        f"{', '.join(map(_plain, paper.authors))}." if paper.authors else "",
        _plain(paper.abstract),
        paper.id,
    ]
    return _Found(
        id=paper.id,
        version=paper.version or 0,
        category=one_line(paper.primary_category),
        categories=tuple(map(one_line, paper.categories)),
        score=entry.score.total,
        interests=tuple(map(one_line, matched(entry.score))),
        text=f"{_plain(paper.title)} {TITLE_ENDS} {' '.join(filter(None, parts))}",
        listed=False,
    )


def _of_listing(listing: Listing) -> _Found:
    return _Found(
        id=listing.id,
        version=listing.version or 0,
        category=one_line(listing.primary_category),
        categories=(one_line(listing.primary_category),),
        score=listing.score,
        interests=(),
        text=_plain(listing.title),
        listed=True,
    )


def _plain(text: str) -> str:
    """A text without the marks that part the papers of a record."""
    return html.plain(text).replace(APART, " ").replace(TITLE_ENDS, " ")


def _record(report: Report, url: str, members: Sequence[_Found], *, grouped: bool) -> Record:
    interests = sorted({name for paper in members for name in paper.interests})
    papers = [
        [paper.id, paper.version, paper.category, paper.score, [interests.index(name) for name in paper.interests]]
        for paper in members
    ]
    about = {"date": str(report.date), "listed": members[0].listed, "interests": interests, "papers": papers}
    if len(members) == 1:
        about["categories"] = members[0].categories
    best = max(paper.score for paper in members)
    day = str(report.date)
    return Record(
        url=f"{url}#{json.dumps(about, ensure_ascii=False, separators=(',', ':'))}",
        content=f" {APART} ".join(paper.text for paper in members),
        filters={
            "category": sorted({name for paper in members for name in _filed(paper, alone=len(members) == 1)}),
            "interest": interests,
            "month": [day[:4], day[:7]],
            "score": [str(step) for step in STEPS if best >= step],
            # What is counted beside the values of a filter: a record of several papers would count as one.
            "alone": ["yes"] if len(members) == 1 and not members[0].listed and not grouped else [],
        },
        sort={"date": day},
    )


def _filed(paper: _Found, *, alone: bool) -> tuple[str, ...]:
    """The categories that a paper is found under: with its cross-lists where it has a record of its own."""
    return paper.categories if alone and paper.categories else (paper.category,)

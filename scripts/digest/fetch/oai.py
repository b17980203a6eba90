"""arXiv by OAI-PMH (https://info.arxiv.org/help/oa/index.html), for backfills: all records that changed since a day.

A record's date there is that of its last change, whatever it was; so what was submitted in a month of the past is found
by reading everything from that month until today. The `oaipmh-scythe` package builds the requests, follows the
resumption tokens and knows the protocol's errors; that every answer is whole is proved here, since the package mends a
broken one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any, cast
from urllib.parse import urlencode

from lxml import etree
from oaipmh_scythe import Scythe
from oaipmh_scythe.exceptions import BadResumptionToken, NoRecordsMatch, OAIPMHException
from oaipmh_scythe.models import Record

from digest.core import paper_ids
from digest.core.report import Paper
from digest.fetch import xml_document
from digest.fetch.transport import BadAnswer, Transport
from digest.tex.author_names import from_tex

PREFIX = "arXivRaw"
"""The only format that has the time of version 1, which decides on the announcement."""
ARCHIVES = frozenset({"cs", "econ", "eess", "math", "q-bio", "q-fin", "stat"})
"""The sets that are called like the archive of their categories; all other categories are in the set "physics"."""
ERRORS = (400, 404, 422)
"""Statuses with which an error of the protocol may come, besides 200."""
TRIES = 3
"""Readings of one slice whose resumption token expired on the way."""
_OAI = "{http://www.openarchives.org/OAI/2.0/}"
_RAW = "{http://arxiv.org/OAI/arXivRaw/}"
_AFFILIATION = re.compile(r"\s*\((?:[^()]|\([^()]*\))*\)")


def sets(categories: Sequence[str]) -> tuple[str, ...]:
    """The sets that the records of categories are in."""
    archives = {name.partition(".")[0] for name in categories}
    return tuple(sorted({archive if archive in ARCHIVES else "physics" for archive in archives}))


def records(transport: Transport, url: str, name: str, first: date, last: date) -> tuple[Paper, ...]:
    """The papers of a set whose records changed from `first` to `last`, sorted by id; none that was deleted.

    Raises ArxivUnreadable where arXiv refuses, BadAnswer where what it says does not prove itself.
    """
    for _ in range(TRIES):
        harvest = _Harvest(url, transport)
        try:
            harvested = harvest.list_records(from_=f"{first}", until=f"{last}", metadata_prefix=PREFIX, set_=name)
            papers = {paper.id: paper for paper in _papers(cast("Iterator[Record]", harvested))}
        except NoRecordsMatch:
            return ()
        except BadResumptionToken:
            continue
        except OAIPMHException as error:
            raise BadAnswer(f"OAI-PMH answers {type(error).__name__}: {str(error)[:200]}") from error
        return tuple(paper for _, paper in sorted(papers.items()))
    raise BadAnswer(f"the resumption tokens of OAI-PMH expired on the way, {TRIES} times")


def _papers(harvested: Iterator[Record]) -> Iterator[Paper]:
    return (paper(record.xml) for record in harvested if not record.deleted)


@dataclass(frozen=True)
class _Content:
    """As much of an HTTP response as the package reads of it."""

    content: bytes

    def raise_for_status(self) -> None:
        """What the transport gives was a success."""


class _Harvest(Scythe):
    """The package's client, its requests made with our manners."""

    def __init__(self, url: str, transport: Transport) -> None:
        super().__init__(url)
        self._transport = transport

    def _request_with_retry(self, query: dict[str, str]) -> Any:
        """One page; raises ArxivUnreadable where no proved answer came."""
        proved: list[etree._Element] = []
        url = f"{self.endpoint}?{urlencode(query)}"
        self._transport.get(url, "text/xml", lambda body: proved.append(_proved(body)), ERRORS)
        return _Content(etree.tostring(proved[-1]))


def _proved(body: bytes) -> etree._Element:
    """The document; raises BadAnswer unless the bytes are a whole one with records, or an error of the protocol."""
    root = xml_document.parse(body)
    if root.tag != f"{_OAI}OAI-PMH":
        raise BadAnswer(f"XML, but not of OAI-PMH ({xml_document.start(body)})")
    listed = root.find(f"{_OAI}ListRecords")
    if root.find(f"{_OAI}error") is None and (listed is None or listed.find(f"{_OAI}record") is None):
        raise BadAnswer("neither records nor an error")
    return root


def paper(record: etree._Element) -> Paper:
    """A record as a paper. Raises BadAnswer where it has no id of arXiv's: to leave it out would be to lose it."""
    raw = record.find(f"{_OAI}metadata/{_RAW}arXivRaw")
    id_ = _text(raw, "id")
    if raw is None or not paper_ids.FORM.fullmatch(id_):
        name = record.findtext(f"{_OAI}header/{_OAI}identifier") or "without an identifier"
        raise BadAnswer(f"a record of OAI-PMH that is none of arXiv's ({name[:60]})")
    versions = [_moment(version.findtext(f"{_RAW}date") or "") for version in raw.iterfind(f"{_RAW}version")]
    categories = tuple(_text(raw, "categories").split())
    return Paper(
        id=id_,
        version=len(versions) or None,
        title=_text(raw, "title"),
        abstract=xml_document.paragraphs(raw.findtext(f"{_RAW}abstract") or ""),
        authors=authors(_text(raw, "authors")),
        categories=categories,
        primary_category=categories[0] if categories else "",
        published=versions[0] if versions else None,
        updated=versions[-1] if versions else None,
        comment=_text(raw, "comments") or None,
        doi=_text(raw, "doi") or None,
    )


def authors(text: str) -> tuple[str, ...]:
    """The names in arXiv's line of authors, "A. Author (1), B. Other and C. Third (There)", without affiliations."""
    line = " ".join(from_tex(text).split())
    names = re.split(r",\s*(?:and\s+)?|\s+and\s+", _AFFILIATION.sub("", line))
    return tuple(name for part in names if (name := part.strip()))


def _text(raw: etree._Element | None, tag: str) -> str:
    return " ".join((raw.findtext(f"{_RAW}{tag}") or "").split()) if raw is not None else ""


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text.strip())
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)  # "-0000" names no zone, least of all ours
    except (ValueError, TypeError, OverflowError):
        return None

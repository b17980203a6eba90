"""What others noticed: the upvotes of Hugging Face's daily papers, asked for once a day; nothing depends on them.

https://huggingface.co/docs/hub/en/api#get-apidailypapers: a list of {"paper": {"id", "upvotes", ...}}, the newest
first, up to 100 of them. Votes are shown and are never part of a score.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import requests

from digest.archive.reports import Archive
from digest.archive.unfinished import Unfinished
from digest.core.errors import ArchiveError
from digest.core.limited_http import LimitedSession
from digest.core.spans import Span, month_of, week_of
from digest.periods import record
from digest.periods.record import Noticed, Record
from digest.settings import Settings

SECONDS = 20.0
LARGEST = 8 * 2**20
LISTED = 100
"""Papers that one request asks for, the most there can be."""
RECENT = timedelta(days=21)
"""A paper that is talked of was announced within so many days."""
MOST = 200
"""Papers with votes that are kept of a period."""


def note(settings: Settings, archive: Archive) -> str:
    """Ask once, and keep the votes with the weeks and months of the papers that the archive has.

    The pages of those with other votes now are noted as still to be written. Returns what to say where it could not be
    asked; no failure matters.
    """
    try:
        votes = ask(settings.endpoints.papers_url)
    except (requests.RequestException, ValueError) as error:
        return f"Hugging Face's daily papers could not be read ({type(error).__name__}); nothing depends on them."
    dates = archive.dates()
    recent = [day for day in dates if dates[-1] - day <= RECENT]
    for day in recent:
        try:
            votes_of_day = {paper: votes[paper] for paper in archive.brief(day).ids if paper in votes}
        except ArchiveError:  # what the report of today does without, its week names as missing
            continue
        for make in (week_of, month_of):
            _keep(settings, day, make(day), votes_of_day)
    return ""


def _keep(settings: Settings, day: date, span: Span, votes: Mapping[str, int]) -> None:
    there = record.load(settings.root, span) or Record()
    noticed = merged(there.noticed, votes)
    if noticed != there.noticed:
        Unfinished(settings.root).begin([day])
        record.save(settings.root, span, there.model_copy(update={"noticed": noticed}))


def merged(there: Iterable[Noticed], new: Mapping[str, int]) -> tuple[Noticed, ...]:
    """The votes that were known and those that are new, most first; the newer count of a paper is taken."""
    votes = {one.id: one.upvotes for one in there} | dict(new)
    ordered = sorted(votes, key=lambda paper: (-votes[paper], paper))
    return tuple(Noticed(id=paper, upvotes=votes[paper]) for paper in ordered[:MOST])


def ask(url: str) -> Mapping[str, int]:
    """The papers with votes by their ids. Raises requests.RequestException, or ValueError for what is no such list."""
    with LimitedSession() as session:
        answer = session.exchange(
            "GET",
            url,
            seconds=SECONDS,
            largest=LARGEST,
            params={"limit": LISTED},
            headers={"accept": "application/json", "user-agent": "daily-paper-digest/1.0 (one request a day)"},
        )
    if answer.status != 200:
        raise ValueError(f"it answered {answer.status}")
    return votes_in(answer.body)


def votes_in(body: bytes) -> Mapping[str, int]:
    """The votes in an answer; whatever is no paper with votes is left out. Raises ValueError where it is no list."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ValueError("it is no JSON") from error
    if not isinstance(answer, list):
        raise ValueError("it is no list")  # noqa: TRY004  of an answer, not of an argument
    votes = {}
    for item in answer:
        paper = item.get("paper") if isinstance(item, dict) else None
        if isinstance(paper, dict):
            paper_id, count = paper.get("id"), paper.get("upvotes")
            if isinstance(paper_id, str) and isinstance(count, int) and not isinstance(count, bool) and count > 0:
                votes[paper_id] = min(count, 10**6)
    return votes

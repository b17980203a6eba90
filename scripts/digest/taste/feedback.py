"""Papers with a thumb, as examples to learn from: their words come from data/, how much they count from their age."""

from collections.abc import Sequence
from datetime import datetime

from digest.archive import announced
from digest.archive.feedback import Ledger, Thumbed, read
from digest.archive.reports import Archive
from digest.core.plural import counted
from digest.rank.profile import Example

HALF_LIFE_DAYS = 90.0
"""After so many days a thumb counts half."""
LONGEST_DAYS = 5 * HALF_LIFE_DAYS
"""After so many it counts a thirty-second, and no more from then on."""
MOST = 400
"""So many of the newest thumbs count; more cost time, and would hardly change what is learned."""
_DAY = 86_400.0


def examples(archive: Archive, now: datetime, *, is_on: bool) -> tuple[tuple[Example, ...], tuple[str, ...]]:
    """The examples that the taps of a repository make at a time, and what to tell the owner, a sentence each.

    Nothing is read where feedback is off. Raises ArchiveError where data/feedback.json cannot be read.
    """
    return of_ledger(archive, read(archive.folder.parent), now) if is_on else ((), ())


def of_ledger(archive: Archive, ledger: Ledger, now: datetime) -> tuple[tuple[Example, ...], tuple[str, ...]]:
    """The same from a ledger."""
    recent = [thumbed for thumbed in ledger.thumbs() if _age(thumbed, now) <= LONGEST_DAYS]
    recent = sorted(recent, key=lambda thumbed: (thumbed.at, thumbed.id), reverse=True)[:MOST]
    papers, unreadable = announced.texts(archive, {thumbed.id: thumbed.report for thumbed in recent})
    examples = [
        Example(
            id=thumbed.id,
            title=papers[thumbed.id].title,
            abstract=papers[thumbed.id].abstract,
            weight=1.0 if thumbed.thumb == "up" else -1.0,
            age_days=_age(thumbed, now),
            half_life_days=HALF_LIFE_DAYS,
            source="feedback",
        )
        for thumbed in recent
        if thumbed.id in papers
    ]
    return tuple(examples), _notices(len(recent) - len(examples), [str(day) for day in unreadable])


def _age(thumbed: Thumbed, now: datetime) -> float:
    """Whole days, so that the runs of a day rank alike; a tap of the future, of a clock that is wrong, is new."""
    return max(0.0, (now - thumbed.at).total_seconds() // _DAY)


def _notices(lost: int, days: Sequence[str]) -> tuple[str, ...]:
    if not lost:
        return ()
    where = f": the report of {', '.join(days)} cannot be read" if days else ": their reports have them no more"
    return (f"{counted(lost, 'paper')} with a thumb did not count{where}. See docs/feedback.md.",)

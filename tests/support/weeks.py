"""Made-up reports of many weeks: what is counted of them is known."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from digest.archive.reports import Archive
from digest.core.report import Entry, Listing, Part, Report, Score
from planted import seeded
from reports import listing, summarised

FIRST = date(2026, 9, 21)
"""A Monday, nine weeks before that of 16 November."""
LAST = date(2026, 11, 16)
_TOPICS = (
    ("speech recognition", "speaker", "accent"),
    ("protein folding", "residue", "enzyme"),
    ("robot grasping", "gripper", "tactile"),
    ("theorem proving", "lemma", "proof"),
    ("knowledge graphs", "entity", "ontology"),
)
_OTHERS = ("galaxy", "poetry", "auction", "weather", "chess", "tax", "bridge", "violin", "harbour", "orchard", "tunnel")


def title(number: int, rising: bool) -> str:
    """A title about one of five topics, or about something else; of three in the last week one is about gliders."""
    chance = seeded(number)
    others = " and ".join(chance.sample(_OTHERS, 2))
    if rising and number % 3 == 0:
        return f"Underwater gliders for {others} {number}"
    if number % 4 == 3:
        return f"On {others} {number}"
    topic, *words = _TOPICS[number % len(_TOPICS)]
    return f"{topic.capitalize()} by {chance.choice(words)} for {others} {number}"


def entry(number: int, rising: bool, score: int) -> Entry:
    """A summarised paper that matched an interest."""
    made = summarised(number % 1000, total=score, title=title(number, rising))
    lexical = Score(total=score, by="interests", parts=(Part(name="speech", points=score),))
    paper = made.paper.model_copy(update={"id": f"2611.{number:05}"})
    return made.model_copy(
        update={"paper": paper, "score": made.score.model_copy(update={"lexical": lexical if number % 2 else None})}
    )


def listed(number: int, rising: bool, score: int) -> Listing:
    """A paper that is only listed."""
    return listing(1, title=title(number, rising), score=score).model_copy(update={"id": f"2611.{number:05}"})


def day(when: date, number: int) -> Report:
    """A report of twelve papers, four of them summarised; on Fridays the listed ones score high."""
    rising = when >= LAST
    first = number * 12
    high = 60 if when.weekday() == 4 else 20
    return Report(
        date=when,
        categories=("cs.AI", "cs.LG"),
        papers=tuple(entry(first + n, rising, 80 - n * 10) for n in range(4)),
        also=tuple(listed(first + n, rising, high - n) for n in range(4, 12)),
        run={"notices": []},
    )


def archive_of(weeks: int, last: date = LAST) -> Sequence[Report]:
    """The reports of so many weeks, Monday to Friday, up to that of the Monday `last`."""
    monday = last - timedelta(weeks=weeks - 1)
    days = [monday + timedelta(weeks=week, days=n) for week in range(weeks) for n in range(5)]
    return [day(when, (when - FIRST).days) for when in days]


def filled(root: Path, reports: Sequence[Report]) -> Archive:
    """An archive of those reports."""
    archive = Archive(root)
    for report in reports:
        archive.save(report)
    return archive

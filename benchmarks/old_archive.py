"""A made-up archive of any age, written fast: what a fork looks like after years of daily reports.

One report is made in full and rendered by the repository's own code; the others are copies of it with their own dates
and ids. Reports, pages, the ledger of announced ids and the indexes are as large as real ones.
"""

import random
import re
import shutil
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from digest.archive.layout import MOST, Places
from digest.archive.reports import to_json
from digest.archive.seen import Seen
from digest.core.calendar import DAY, announcements
from digest.core.report import Entry, Listing, Paper, Part, Report, Score, Summary
from digest.pages.report_page import Around, pages
from digest.settings import Settings
from digest.words.background import background

ROOT = Path(__file__).parents[1]
CATEGORIES = ("cs.AI", "cs.CL", "cs.CV", "cs.LG")
WORDS = "We study how a model of language reads, plans and forgets when the text is long, and what follows from it. "
MODEL_DAY = date(2016, 1, 4)
_TELLING = re.compile(r"\b(?:study|reads|plans|forgets|forget|when|text|texts|long|follows|models|forgotten|drafts)\b")
_ID = re.compile(r"9901\.9(\d{4})")


def lay_out(root: Path) -> None:
    """What a fork has besides its reports: configuration, labels, prompts, templates, README."""
    for name in ("labels", "prompts", "templates"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "README.md", root)
    (root / "config.yml").write_text(f"categories: [{', '.join(CATEGORIES)}]\nlanguage: en\n", "utf-8")


def paper(paper_id: str, published: datetime, number: int = 0) -> Paper:
    """A paper whose text is as long as real ones are (about 1,300 characters)."""
    return Paper(
        id=paper_id,
        version=1,
        title=f"Made-up paper {number} on what models of language forget when the text is long",
        abstract=(f"Number {number}. " + WORDS * 12)[:1300],
        authors=tuple(f"Author {letter} Example" for letter in "ABCDE"),
        categories=(CATEGORIES[number % 4], CATEGORIES[(number + 1) % 4]),
        primary_category=CATEGORIES[number % 4],
        published=published,
        updated=published,
    )


def report(summarised: int, listed: int) -> Report:
    """The report that the others are copies of; its ids begin with 9901.9."""
    published = datetime.combine(MODEL_DAY - DAY, time(9), UTC)
    part = Part(name="relevance", points=40, maximum=50)
    entries = [
        Entry(
            paper=paper(f"9901.9{number:04}", published, number),
            score=Score(total=40, by="model", parts=(part,)),
            summary=Summary(
                status="ok",
                language="en",
                one_sentence="A made-up sentence says what was done and what came of it, in thirty words or fewer.",
                motivation="Long texts are forgotten. " * 8,
                method="A small model drafts and a large one verifies. " * 6,
                conclusion="It is faster and as good. " * 8,
                keywords=("memory", "long text", "language models"),
                model="made-up",
                prompt="0123456789ab",
            ),
        )
        for number in range(summarised)
    ]
    also = [
        Listing(
            id=f"9901.9{number:04}",
            version=1,
            title=f"Made-up listed paper {number} on what models of language forget when the text is long",
            primary_category=CATEGORIES[number % 4],
            score=10,
        )
        for number in range(summarised, summarised + listed)
    ]
    run = {"sources": {"rss": {"shows": MODEL_DAY.isoformat(), "problem": None}}, "model": {}, "notices": []}
    return Report(date=MODEL_DAY, categories=CATEGORIES, papers=tuple(entries), also=tuple(also), run=run)


def write(
    root: Path, settings: Settings, *, until: date, reports: int, summarised: int, listed: int, varied: bool = False
) -> list[date]:
    """Write so many reports, the last of them for `until`; returns their dates.

    Where they are `varied`, each text in data/ has words of its own, as often as abstracts at large have them.
    """
    days = list(announcements(after=until - timedelta(days=reports * 7 // 4 + 30), until=until))[-reports:]
    model = report(summarised, listed)
    data, page = to_json(model), pages(model, settings.look, Around())[f"{MODEL_DAY}.md"]
    ids: dict[str, list[str]] = defaultdict(list)
    for day, first in zip(days, _firsts(days, summarised + listed), strict=True):
        name = _name(day, days)
        for path, text in ((root / "data" / f"{name}.json", data), (root / "daily" / f"{name}.md", page)):
            path.parent.mkdir(parents=True, exist_ok=True)
            written = _as_of(text, day, first)
            path.write_text(_in_other_words(written, day) if varied and path.suffix == ".json" else written, "utf-8")
        ids[f"{day:%y%m}"] += [f"{day:%y%m}.{(90000 + first + n) % 100000:05}" for n in range(summarised + listed)]
    seen = Seen(root)
    seen.begin(())
    for month in ids.values():
        seen.add(month)
    return days


def _in_other_words(text: str, day: date) -> str:
    """A report with other words in place of most that say something; none of its keys is among them."""
    frequencies = background().frequencies
    chance = random.Random(day.toordinal())  # noqa: S311 - the same words for a day each time
    words = iter(chance.choices(list(frequencies), list(frequencies.values()), k=len(_TELLING.findall(text))))
    return _TELLING.sub(lambda _: next(words), text)


def _name(day: date, days: Sequence[date]) -> str:
    """Where daily runs would have written a report, after those before it."""
    return Places(flat=frozenset(days[: min(days.index(day), MOST)])).name(day)


def _firsts(days: Sequence[date], papers: int) -> list[int]:
    """The number of each day's first paper within its month."""
    counts: dict[str, int] = defaultdict(int)
    firsts = []
    for day in days:
        firsts.append(counts[f"{day:%y%m}"])
        counts[f"{day:%y%m}"] += papers
    return firsts


def _as_of(text: str, day: date, first: int) -> str:
    """The model report's text with a day's own ids and dates; ids of a busy month run on from 00000 past 99999."""
    named = _ID.sub(lambda found: f"{day:%y%m}.{(90000 + first + int(found[1])) % 100000:05}", text)
    return named.replace(str(MODEL_DAY), str(day)).replace(str(MODEL_DAY - DAY), str(day - DAY))

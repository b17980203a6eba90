"""Sixty days of a fork under a bad schedule and a failing arXiv: how many papers are lost, and how many repeated.

    python benchmarks/sixty_days.py [SEED]

A made-up arXiv over real HTTP announces, holds, cross-lists late and replaces; GitHub's schedule is late, drops and
doubles runs; sources fail, and runs die at one of their writes. The whole pipeline runs on a virtual clock, without a
model. The same days are also read as most digests do: once a morning, what was submitted yesterday.
"""

import io
import itertools
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

import fake_arxiv
from digest.archive.reports import Archive
from digest.archive.waiting import Waiting
from digest.console.progress import Progress
from digest.core import files
from digest.core.calendar import EASTERN, announcements, earliest_announcement
from digest.core.errors import ArxivUnreadable
from digest.core.report import Paper
from digest.pipeline import run
from digest.settings import Settings
from fake_arxiv import Fault, FaultyArxiv
from loopback_arxiv.papers import AnnouncedPaper, indexed, listed

ROOT = Path(__file__).parents[1]
FIRST, DAYS, CALM = date(2026, 9, 1), 60, 14
"""The first announcement, the days with faults, and those after in which a fork may catch up."""
DAY = timedelta(days=1)
SLOTS = (time(20, 47), time(0, 13), time(4, 37), time(8, 23), time(12, 53))
CATEGORIES = ("cs.AI", "cs.CL")
FAULTS: tuple[Fault, ...] = (
    fake_arxiv.status(429, Retry_After="0"),
    fake_arxiv.status(503),
    fake_arxiv.status(406),
    fake_arxiv.status(403),
    fake_arxiv.rate_exceeded,
    fake_arxiv.web_page,
    fake_arxiv.empty_body,
    fake_arxiv.truncated,
    fake_arxiv.dropped,
    fake_arxiv.no_entries,
    fake_arxiv.no_total,
    fake_arxiv.short_page,
    fake_arxiv.moved_entries,
    fake_arxiv.stale(1),
)


class Killed(BaseException):
    """The process is gone."""


def papers(chance: random.Random, days: int) -> list[AnnouncedPaper]:
    """Eight to fifteen announcements a day, some of them held for long, late cross-lists and replacements."""
    numbers, announced = itertools.count(1), []
    for day in announcements(after=FIRST - 20 * DAY, until=FIRST + (days + CALM) * DAY):
        for _ in range(chance.randint(8, 15)):
            held = chance.choice([1] * 14 + [3, 6, 12, 20, 45])
            submitted = datetime.combine(day - held * DAY, time(15), UTC) - timedelta(minutes=chance.randint(0, 300))
            if earliest_announcement(submitted) > day:  # what is submitted at a weekend is announced on Monday
                submitted -= 2 * DAY
            primary, *others = chance.sample(["cs.AI", "cs.CL", "cs.LG"], chance.randint(1, 3))
            number = next(numbers)
            # arXiv gives an id in the month of the announcement, not of the submission.
            name = f"{day - DAY:%y%m}.9{number:04}"
            here = {"id": name, "categories": (primary, *others), "primary_category": primary}
            new = fake_arxiv.paper(number, submitted, **here)
            announced.append(AnnouncedPaper(paper=new, announced=day))
            later = day + chance.randint(1, 50) * DAY
            if chance.random() < 0.1 and announcements(after=later - DAY, until=later):
                change = {"version": 2} if chance.random() < 0.5 else {"categories": (primary, "cs.AI", "cs.CL")}
                announced.append(AnnouncedPaper(paper=new.model_copy(update=change), announced=later))
    return announced


def schedule(chance: random.Random, days: int) -> Iterator[datetime]:
    """When runs begin: hours late, a third of them dropped, some doubled, and once nothing for three days."""
    for number in range(-1, days + CALM):
        day, calm = FIRST + number * DAY, number >= days
        for slot in SLOTS:
            late = timedelta(0) if calm else timedelta(minutes=chance.choice([4, 20, 90, 290]))
            moment = datetime.combine(day, slot, EASTERN) + late
            if number == days + CALM - 1 and slot > time(20):
                continue  # a last report in the evening would wait for a feed that nobody reads any more
            if calm or (chance.random() > 0.35 and not 30 <= number < 33):
                yield moment
            if not calm and chance.random() < 0.1:
                yield moment + timedelta(minutes=1)


def live(root: Path, site: FaultyArxiv, moments: list[datetime], chance: random.Random, days: int) -> Counter[str]:
    """Run at all moments; returns how the runs ended."""
    ends: Counter[str] = Counter()
    environment = {"ARXIV_API_URL": site.api_url, "ARXIV_RSS_URL": site.rss_url, "ARXIV_DELAY_SECONDS": "0"}
    settings = Settings.load(root, None, environment)
    calm = datetime.combine(FIRST + days * DAY, time(), EASTERN)
    for site.now in moments:
        faulty = site.now < calm
        site.api_always = chance.choice(FAULTS) if faulty and chance.random() < 0.15 else None
        site.rss_always = chance.choice(FAULTS) if faulty and chance.random() < 0.15 else None
        for queue in (site.api_faults, site.rss_faults):
            queue.clear()
            queue.extend(chance.choice(FAULTS) for _ in range(2) if faulty and chance.random() < 0.2)
        writes = itertools.count(1)
        dies_at = chance.randint(1, 12) if faulty and chance.random() < 0.15 else 0
        write = files.write

        def dying(path: Path, content: str | bytes, at: int = dies_at) -> bool:
            if next(writes) == at:  # noqa: B023 (used within this turn only)
                raise Killed
            return write(path, content)  # noqa: B023

        try:
            with mock.patch.object(files, "write", dying):
                outcome = run(settings, site.now, Progress(environment={}, stream=io.StringIO()))
            ends["reported" if outcome.reports else "nothing due"] += 1
        except ArxivUnreadable:
            ends["arXiv unreadable"] += 1
        except Killed:
            ends["killed"] += 1
    return ends


def wanted(announced: list[AnnouncedPaper], begin: date, end: date) -> set[str]:
    """The papers that are announced in the categories, or cross-listed into them, from one date to another."""
    return {
        paper.id
        for day in announcements(after=begin - DAY, until=end)
        for paper, kind in listed(announced, day, CATEGORIES)
        if kind in {"new", "cross"}
    }


def known(announced: list[AnnouncedPaper], begin: date) -> set[str]:
    """The papers of the categories from before: a later cross-list among these may be reported, and need not be."""
    return wanted(announced, min(item.announced for item in announced), begin - DAY)


def held_on(announced: list[AnnouncedPaper], begin: date) -> set[str]:
    """The held papers of the very first announcement: where its feed fails, nothing tells them from older papers."""
    return {
        item.paper.id
        for item in announced
        if item.announced == begin and item.paper.published and earliest_announcement(item.paper.published) < begin
    }


def yesterdays(announced: list[AnnouncedPaper], begin: date, end: date) -> Counter[str]:
    """What the usual digest shows in those days, were it never late and arXiv never down."""
    shown: Counter[str] = Counter()
    for number in range((end - begin).days + 1):
        now = datetime.combine(begin + number * DAY, time(8, 23), EASTERN)
        yesterday = now.astimezone(UTC).date() - DAY
        shown.update(found.id for found in indexed(announced, now) if _of(found, yesterday))
    return shown


def _of(paper: Paper, day: date) -> bool:
    mine = set(CATEGORIES).intersection(paper.categories)
    return bool(mine and paper.published and paper.published.date() == day)


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of a simulated time."""

    ends: Counter[str]
    """How many runs ended in which way."""
    dates: tuple[date, ...]
    """The reports."""
    todo: set[str]
    """The papers that have to be in them."""
    reported: Counter[str]
    """How often each paper is in them."""
    naive: Counter[str]
    """How often each paper is in what the usual digest shows."""

    @property
    def is_right(self) -> bool:
        """Whether every announced paper is in exactly one report, and no other is in any."""
        return self.todo == self.reported.keys() and not _twice(self.reported)


def simulate(seed: int, days: int = DAYS) -> Result:
    """Live through so many days with faults, and the calm ones after them."""
    chance = random.Random(seed)  # noqa: S311 (a simulation)
    announced, moments = papers(chance, days), sorted(schedule(chance, days))
    with tempfile.TemporaryDirectory() as folder, FaultyArxiv(announced, now=moments[0]) as site:
        root = Path(folder)
        for name in ("labels", "prompts", "templates"):
            shutil.copytree(ROOT / name, root / name)
        shutil.copy(ROOT / "README.md", root)
        (root / "config.yml").write_text(f"categories: [{', '.join(CATEGORIES)}]\nlanguage: en\n", "utf-8")
        ends = live(root, site, moments, chance, days)
        archive = Archive(root)
        dates = archive.dates()
        reported = Counter(paper_id for day in dates for paper_id in archive.load(day).ids)
        waiting = {paper.id for paper in Waiting(root).papers()}  # for the report after the last one
    begin, end = dates[0], dates[-1]
    free = waiting | (known(announced, begin) & wanted(announced, begin, end)) | held_on(announced, begin)
    for paper_id in free:
        reported[paper_id] -= reported[paper_id] == 1
    reported = +reported
    naive = yesterdays(announced, begin, end)
    return Result(ends=ends, dates=dates, todo=wanted(announced, begin, end) - free, reported=reported, naive=naive)


def main(seed: int) -> None:
    """Print the table; exit 1 where a paper is lost or repeated."""
    result = simulate(seed)
    todo, reported, naive = result.todo, result.reported, result.naive
    missing = len(announcements(after=result.dates[0] - DAY, until=result.dates[-1])) - len(result.dates)
    how = ", ".join(f"{count} {name}" for name, count in sorted(result.ends.items()))
    runs = f"{sum(result.ends.values())} runs ({how}), {len(result.dates)} reports, {missing} merged"
    print(f"{DAYS} days, seed {seed}: {runs}\n")
    print("| papers | ours | submitted yesterday |")
    print("| --- | ---: | ---: |")
    print(f"| announced | {len(todo)} | {len(todo)} |")
    print(f"| lost | {len(todo - reported.keys())} | {len(todo - naive.keys())} |")
    print(f"| repeated | {_twice(reported)} | {_twice(naive)} |")
    print(f"| announced before | {len(reported.keys() - todo)} | {len(naive.keys() - todo)} |")
    if not result.is_right:
        sys.exit(f"Lost: {sorted(todo - reported.keys())}; announced before: {sorted(reported.keys() - todo)}")


def _twice(shown: Counter[str]) -> int:
    return sum(count > 1 for count in shown.values())


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)

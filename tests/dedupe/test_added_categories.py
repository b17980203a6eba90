"""Categories that were added to config.yml after the daily runs began."""

from datetime import date, datetime, time
from pathlib import Path

import pytest

from digest.core.calendar import DAY, EASTERN, announcements
from digest.core.report import Report
from digest.core.run_record import RunRecord
from digest.dedupe.added_categories import announced_before
from fake_arxiv import FaultyArxiv, status
from fork import Fork, make_fork
from loopback_arxiv.server import AnnouncedPaper
from past_announcements import paper_of, reported
from reports import report

pytestmark = pytest.mark.whole_run
DAYS = announcements(after=date(2026, 9, 14), until=date(2026, 11, 24))


def of(category: str, day: date, number: int, *, held: int = 0) -> AnnouncedPaper:
    """A paper of a day's announcement, which moderation held for so many days."""
    one = paper_of(day - held * DAY, number)
    change = {"categories": (category,), "primary_category": category, "id": f"2611.9{number:04}"}
    return AnnouncedPaper(paper=one.model_copy(update=change), announced=day)


ARXIV = [
    of(name, day, 2 * number + at) for number, day in enumerate(DAYS) for at, name in enumerate(("cs.AI", "cs.LG"))
]


def run(fork: Fork, arxiv: FaultyArxiv, day: int, at: time = time(6)) -> None:
    """A run on that morning of November."""
    arxiv.now = datetime.combine(date(2026, 11, day), at, EASTERN)
    ran = fork.run("run_daily.py", "--now", arxiv.now.isoformat())
    assert ran.code == 0, ran.err


@pytest.mark.parametrize("fault", [None, "api", "rss"])
def test_a_category_that_is_added(tmp_path: Path, fault: str | None) -> None:
    """From the first report with it on, a category has its new papers, and never those of the look-back before.

    That holds if a source fails just then, over the weekly look far back, and for a paper that was held until that day.
    """
    held = of("cs.LG", date(2026, 11, 19), 900, held=9)
    with FaultyArxiv([*ARXIV, held], now=datetime(2026, 11, 17, 6, tzinfo=EASTERN)) as arxiv:
        fork = make_fork(tmp_path, arxiv)
        fork.configure("  - cs.AI\n  - cs.CL\n  - cs.CV\n  - cs.LG\n", "  - cs.AI\n")
        for day in (17, 18):
            run(fork, arxiv, day)
        fork.configure("  - cs.AI\n", "  - cs.AI\n  - cs.LG\n")
        arxiv.api_always = status(404) if fault == "api" else None
        arxiv.rss_always = status(404) if fault == "rss" else None
        run(fork, arxiv, 19)
        arxiv.api_always = arxiv.rss_always = None
        for day in (20, 23, 24):
            run(fork, arxiv, day)
    found = reported(fork)
    by_day = {day: {item.paper.id for item in ARXIV if item.announced == day} for day in DAYS}
    wanted = {day: by_day[date(2026, 11, day)] for day in (19, 20, 23, 24)} | {
        19: by_day[date(2026, 11, 19)] | {held.paper.id}
    }
    assert {day: set(found[f"2026-11-{day}"]) for day in wanted} == wanted


def test_cross_lists_that_are_switched_on(tmp_path: Path) -> None:
    """From the first report with cross-lists on, there are the new ones, and never those of the look-back before."""
    change = {"categories": ("cs.RO", "cs.AI"), "primary_category": "cs.RO"}
    crossed = [
        AnnouncedPaper(paper=of("cs.RO", day, 500 + number).paper.model_copy(update=change), announced=day)
        for number, day in enumerate(DAYS)
    ]
    with FaultyArxiv([*ARXIV, *crossed], now=datetime(2026, 11, 18, 6, tzinfo=EASTERN)) as arxiv:
        fork = make_fork(tmp_path, arxiv)
        fork.configure("  - cs.AI\n  - cs.CL\n  - cs.CV\n  - cs.LG\n", "  - cs.AI\n")
        fork.configure("cross_lists: true", "cross_lists: false")
        run(fork, arxiv, 18)
        fork.configure("cross_lists: false", "cross_lists: true")
        run(fork, arxiv, 19)
        run(fork, arxiv, 20)
    assert [len(ids) for ids in reported(fork).values()] == [1, 2, 2]


FIRST, SECOND, THIRD, DUE = (date(2026, 11, day) for day in (16, 17, 18, 19))


def read(day: date, *categories: str, **run: bool) -> Report:
    return report(day=day).model_copy(update={"run": RunRecord(**run), "categories": categories})


@pytest.mark.parametrize(
    ("reports", "begins"),
    [
        ([], None),
        ([read(FIRST, "cs.LG"), read(SECOND, "cs.LG", "cs.AI")], None),
        ([read(FIRST, "cs.AI"), read(SECOND, "cs.AI")], DUE),
        ([read(FIRST, "cs.AI"), read(SECOND, "cs.AI", "cs.LG"), read(THIRD, "cs.LG")], SECOND),
        ([read(FIRST, "cs.LG"), read(SECOND, "cs.AI"), read(THIRD, "cs.LG")], THIRD),
        ([read(FIRST, "cs.AI", without_cross_lists=True), read(SECOND, "cs.LG", without_cross_lists=True)], SECOND),
    ],
)
def test_where_a_category_begins(reports: list[Report], begins: date | None) -> None:
    """A category begins with the first of the newest reports that all have it; one that all have, has no beginning."""
    papers = {day: of("cs.LG", day, day.day).paper for day in (FIRST, SECOND, THIRD, DUE)}
    before = {papers[day].id for day in papers if begins and day < begins}
    assert announced_before(papers.values(), reports, DUE) == before


@pytest.mark.parametrize(
    ("changes", "without", "before"),
    [
        ({}, False, True),
        ({"categories": ("cs.LG", "cs.AI")}, False, False),
        ({"categories": ("cs.LG", "cs.AI")}, True, True),
        ({"published": None}, False, False),
    ],
)
def test_what_is_no_news(changes: dict[str, object], without: bool, before: bool) -> None:
    """A paper that was read in another category, or may have been, is news; one that only a new one has is not."""
    one = of("cs.LG", SECOND, 1).paper.model_copy(update=changes)
    found = announced_before([one], [read(THIRD, "cs.AI", without_cross_lists=without)], DUE)
    assert found == ({one.id} if before else set())


def test_a_feed_that_is_behind(tmp_path: Path) -> None:
    """A category that is added in the evening, while the feed still shows the last announcement, has none of that."""
    with FaultyArxiv(ARXIV, now=datetime(2026, 11, 18, 6, tzinfo=EASTERN)) as arxiv:
        fork = make_fork(tmp_path, arxiv)
        fork.configure("  - cs.AI\n  - cs.CL\n  - cs.CV\n  - cs.LG\n", "  - cs.AI\n")
        run(fork, arxiv, 18)
        fork.configure("  - cs.AI\n", "  - cs.AI\n  - cs.LG\n")
        run(fork, arxiv, 18, time(21))
        run(fork, arxiv, 19, time(9))
        run(fork, arxiv, 20)
    found = reported(fork)
    assert [len(found[f"2026-11-{day}"]) for day in (19, 20)] == [2, 2]

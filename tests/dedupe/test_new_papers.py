"""What is new, over a fork's first days: whole runs against a loopback arXiv, without a model."""

import io
import re
import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

import fake_arxiv
from digest.archive.reports import Archive
from digest.archive.waiting import Waiting
from digest.console.command import ROOT
from digest.console.progress import Progress
from digest.core.calendar import EASTERN
from digest.core.errors import ArxivUnreadable
from digest.outcome import ROUTINE, RunRequest
from digest.pipeline import run
from digest.settings import Settings
from fake_arxiv import MONDAY, TUESDAY, FaultyArxiv, announced, paper

DAY = timedelta(days=1)
TODAY, OLD, HELD, HELD_LONG = (paper(n, MONDAY - days * DAY) for n, days in ((3, 0), (2, 3), (4, 5), (5, 90)))
TOMORROW = paper(6, MONDAY + DAY)
"""arXiv gives ids in the order of its announcements, which is not that of submissions."""


@pytest.fixture
def site() -> Iterator[FaultyArxiv]:
    """Monday's announcement has an old paper and one held for 80 days; Tuesday's one new paper and two held ones."""
    papers = announced(OLD, paper(1, MONDAY - 80 * DAY), on=TUESDAY - DAY)
    papers += announced(TODAY, HELD, HELD_LONG) + announced(TOMORROW, on=TUESDAY + DAY)
    with FaultyArxiv(papers) as site:
        yield site


@pytest.fixture
def fork(tmp_path: Path) -> Path:
    for name in ("labels", "prompts", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "README.md", tmp_path)
    (tmp_path / "config.yml").write_text("categories: [cs.AI]\nlanguage: en\n", "utf-8")
    return tmp_path


def run_at(text: str, fork: Path, site: FaultyArxiv, request: RunRequest = ROUTINE) -> dict[date, list[str]]:
    """Run at that Eastern time of November 2026; returns the ids of all reports."""
    site.now = datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=EASTERN)
    environment = {"ARXIV_API_URL": site.api_url, "ARXIV_RSS_URL": site.rss_url, "ARXIV_DELAY_SECONDS": "0"}
    run(Settings.load(fork, None, environment), site.now, Progress(environment={}, stream=io.StringIO()), request)
    archive = Archive(fork)
    return {day: sorted(archive.load(day).ids) for day in archive.dates()}


def test_the_first_report_of_an_evening_has_no_papers_of_the_day_before(fork: Path, site: FaultyArxiv) -> None:
    """On Monday evening the feed still shows Monday's announcement, which is not what the first report is about."""
    assert run_at("16 21:00", fork, site) == {TUESDAY: [TODAY.id, HELD.id]}


@pytest.mark.parametrize("next_report", ["17 21:00", "18 00:20"])
def test_held_papers_of_the_first_announcement_are_in_the_next_report(
    fork: Path, site: FaultyArxiv, next_report: str
) -> None:
    """What is older than the look-back is in the feed alone: it waits, and is in the second report, once."""
    run_at("16 21:00", fork, site)
    run_at("17 09:00", fork, site)
    assert {found.id for found in Waiting(fork).papers()} == {HELD_LONG.id}
    reports = run_at(next_report, fork, site)
    assert reports == {TUESDAY: [TODAY.id, HELD.id], TUESDAY + DAY: [HELD_LONG.id, TOMORROW.id]}
    assert Waiting(fork).papers() == ()


def test_a_first_report_after_midnight_has_all_of_its_announcement(fork: Path, site: FaultyArxiv) -> None:
    """Once the feed shows the announcement, held papers are told from old ones at once."""
    assert run_at("17 09:00", fork, site) == {TUESDAY: [TODAY.id, HELD.id, HELD_LONG.id]}


def test_a_feed_that_was_stale_is_read_again(fork: Path, site: FaultyArxiv) -> None:
    """A feed that shows nothing of its announcement was not read: a later run on that day reads it."""
    site.papers += announced(paper(7, MONDAY - 80 * DAY), on=TUESDAY + DAY)
    run_at("17 09:00", fork, site)
    site.rss_faults.append(fake_arxiv.stale(1))
    run_at("18 00:20", fork, site)
    run_at("18 09:00", fork, site)
    assert [found.id for found in Waiting(fork).papers()] == ["2611.90007"]


def test_a_first_run_without_the_query_api_is_made_up_for(fork: Path, site: FaultyArxiv) -> None:
    """What was announced before the first report is no news later, though only the second run could see it."""
    edge = paper(0, MONDAY - 13 * DAY)  # in the look-back of the first report, no longer in that of the second
    site.papers += announced(edge, on=TUESDAY - 12 * DAY) + announced(paper(9, MONDAY + 7 * DAY), on=TUESDAY + 7 * DAY)
    site.api_always = fake_arxiv.status(403)
    run_at("17 09:00", fork, site)
    site.api_always = None
    run_at("18 09:00", fork, site)
    reports = run_at("24 09:00", fork, site)  # the first of a week: it looks far back
    assert list(reports) == [TUESDAY, TUESDAY + DAY, TUESDAY + 7 * DAY]
    assert not any({edge.id, OLD.id}.intersection(ids) for ids in reports.values())


def test_an_empty_feed_beside_an_index_that_gives_nothing(fork: Path, site: FaultyArxiv) -> None:
    """An index that counts papers and gives none, beside an empty feed, is no quiet day: the run ends with 4."""
    site.api_always = fake_arxiv.no_entries
    site.rss_always = fake_arxiv.edited(lambda text: re.sub(r"<item>.*</item>", "", text, flags=re.DOTALL))
    with pytest.raises(ArxivUnreadable, match=r"2026-11-17 is due, .* its RSS feed is empty") as raised:
        run_at("17 09:00", fork, site)
    assert raised.value.exit_code == 4
    site.api_always = None
    assert run_at("17 12:00", fork, site) == {TUESDAY: [TODAY.id, HELD.id]}
    site.api_always = fake_arxiv.no_entries
    assert list(run_at("17 16:00", fork, site)) == [TUESDAY]  # nothing is due, so nothing is missed


def test_a_report_of_the_past_leaves_what_came_later_to_later_reports(fork: Path, site: FaultyArxiv) -> None:
    """A report that is asked for a day late has no paper of the announcement after it; the next one has."""
    run_at("16 06:00", fork, site)
    late = run_at("18 06:00", fork, site, RunRequest(day=TUESDAY))
    assert late[TUESDAY] == [TODAY.id, HELD.id]
    assert run_at("18 06:00", fork, site) == {**late, TUESDAY + DAY: [TOMORROW.id]}

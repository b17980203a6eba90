"""Reports lie in folders by year from a size on, and every link to one goes on working."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.archive import layout
from digest.archive.layout import MOST, Places
from digest.archive.reports import Archive, to_json
from digest.console.command import ROOT
from digest.core.calendar import EASTERN, announcements
from digest.core.report import Entry, Report, Score, Summary
from fake_arxiv import paper
from fork import Fork, make_fork
from laws import tried
from loopback_arxiv.server import LoopbackArxiv, load

TODAY = date(2026, 11, 20)
MORNING = datetime.combine(TODAY, time(6), EASTERN)
NOW = ("--now", MORNING.isoformat())
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fork]:
    """A fork whose data/ has as many reports as lie in one folder, after a run that writes one more."""
    with LoopbackArxiv(load(ROOT / "sample" / "papers.json"), now=MORNING) as arxiv:
        fork = make_fork(tmp_path_factory.mktemp("full"), arxiv)
        earlier = announcements(after=TODAY - timedelta(days=4 * 366), until=TODAY - timedelta(days=1))[-MOST:]
        (fork.root / "data").mkdir()
        for number, day in enumerate(earlier):
            (fork.root / "data" / f"{day}.json").write_text(to_json(report(day, number)), "utf-8")
        assert fork.run("rebuild.py", *(str(day) for day in earlier[-25:])).code == 0
        ran = fork.run("run_daily.py", *NOW)
        assert ran.code == 0, ran.err
        assert f"daily/2026/{TODAY}.md" in ran.out
        yield fork


def report(day: date, number: int) -> Report:
    """A report of one made-up paper."""
    entry = Entry(
        paper=paper(number, id=f"{day:%y%m}.9{number:04}"),
        score=Score(total=50, by="day"),
        summary=Summary(status="extractive", language="en", why="no_key", one_sentence="A sentence."),
    )
    return Report(date=day, categories=("cs.AI",), papers=(entry,), run={"notices": []})


@pytest.mark.whole_run
def test_the_folder_of_the_year_begins(full: Fork) -> None:
    """The report after the last that has room lies in its year's folder, as data and as a page, and nothing moved."""
    assert (full.root / "data" / "2026" / f"{TODAY}.json").is_file()
    assert (full.root / "daily" / "2026" / f"{TODAY}.md").is_file()
    assert not (full.root / "daily" / f"{TODAY}.md").exists()
    assert len(list((full.root / "data").glob("????-??-??.json"))) == MOST


@pytest.mark.whole_run
def test_every_link_resolves(full: Fork) -> None:
    """Each relative link of the README, the indexes, the month and both neighbours leads to a file that is there."""
    daily = full.root / "daily"
    pages = [full.root / "README.md", daily / "README.md", daily / "2026-11.md", *daily.glob("2026-11-1*.md")]
    seen = set()
    for page in [*pages, daily / "2026" / f"{TODAY}.md"]:
        text = page.read_text("utf-8")
        text = text.partition("<!-- reports:start -->")[2] if page.parent == full.root else text
        for link in LINK.findall(text):
            if "://" not in link:
                target = (page.parent / link).resolve()
                seen.add((page.name, target.name))
                assert target.is_file() or "2026-11" not in target.name, (page, link)
    new = f"{TODAY}.md"
    assert {("README.md", new), ("2026-11.md", new), ("2026-11-19.md", new), (new, "2026-11-19.md")} <= seen
    assert (new, "README.md") in seen


@pytest.mark.whole_run
def test_the_feed_leads_there(full: Fork) -> None:
    """The feed's newest entry leads to the page in its year's folder."""
    assert f"/blob/HEAD/daily/2026/{TODAY}.md" in (full.root / "daily" / "feed.xml").read_text("utf-8")


@pytest.mark.whole_run
def test_it_stays_there(full: Fork) -> None:
    """A second run has nothing to do, and a rebuild of the report changes no byte."""
    before = full.files()
    assert full.run("run_daily.py", *NOW).out.count("\n") == 1
    assert full.run("rebuild.py", "--check", str(TODAY)).code == 0
    assert full.files() == before


days = st.dates(date(2024, 1, 1), date(2029, 1, 1))


@given(st.lists(days, unique=True, max_size=30))
@tried(30)
def test_a_report_never_moves(order: list[date]) -> None:
    """In whatever order reports are written, each stays where it was written first, and no folder outgrows its size."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout, "MOST", 5)
        archive = Archive(Path(folder))
        written = {}
        for number, day in enumerate(order):
            archive.save(report(day, number))
            written[day] = archive.path(day)
            assert written[day].is_file()
        assert archive.dates() == tuple(sorted(order))
        assert {day: archive.path(day) for day in order} == written
        assert {day: archive.load(day).date for day in order} == {day: day for day in order}
        assert len(list((Path(folder) / "data").glob("*.json"))) == min(5, len(order))


def test_links_between_folders() -> None:
    """A link goes up from a year's folder and down into one, and is a plain name where all reports lie together."""
    old, new = date(2026, 1, 5), date(2029, 1, 5)
    there = Places(flat=frozenset({old}), by_year=frozenset({new}))
    assert there.link(old) == "2026-01-05.md"
    assert there.link(new) == "2029/2029-01-05.md"
    assert there.link(old, new) == "../2026-01-05.md"
    assert there.link(new, new) == "../2029/2029-01-05.md"


def test_what_is_no_report(tmp_path: Path) -> None:
    """The ledger's folder, notes, and reports in the folder of another year are not taken for reports."""
    names = ("seen/2611.txt", "liked.json", "2027/2026-01-05.json", "2027/notes.json", "20xx/2027-01-05.json")
    for name in (*names, "2026-W47-5.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert layout.places_in(tmp_path) == Places()

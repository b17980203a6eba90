"""explain.py says how a paper or a day was scored, and what another config.yml would do, honestly and offline."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import pytest

import explain as explain_script
from digest.archive.reports import Archive
from digest.core.report import Entry, Listing, Paper, Part, Report, Score, Summary
from digest.rank.explanation import explain, shown
from digest.rank.profile import Interest, Profile

DAY = date(2026, 11, 20)
SUMMARY = Summary(status="extractive", language="en", one_sentence="A sentence.", why="no_key")


def entry(number: int, title: str, points: int) -> Entry:
    """A paper that was summarised, with one part of its score."""
    paper = Paper(id=f"2611.{90000 + number}", version=1, title=title, abstract="It is sown in spring.")
    parts = (Part(name="[bold]oats[/bold]", points=points, because=("oats",)),)
    return Entry(paper=paper, score=Score(total=points, by="interests", parts=parts), summary=SUMMARY)


OATS = r"Oats for \textbf{two}"

REPORT = Report(
    date=DAY,
    categories=("cs.AI",),
    papers=(entry(1, OATS, 80), entry(2, "Rye growing", 40)),
    also=(Listing(id="2611.90003", title="Wheat growing", primary_category="cs.AI", score=5),),
)


@dataclass(frozen=True)
class Said:
    """What a call of explain.py printed."""

    code: int
    out: str
    err: str


class Caller(Protocol):
    """Calls explain.py with arguments."""

    def __call__(self, root: Path, *arguments: str) -> Said:
        """Return what it printed."""


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Caller:
    """Run explain.py as its last lines do, in this process."""

    def run(root: Path, *arguments: str) -> Said:
        code = explain_script.main(["--root", str(root), *arguments], {})
        printed = capsys.readouterr()
        return Said(code, printed.out, printed.err)

    return run


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with one report, and a config.yml that likes rye."""
    Archive(tmp_path).save(REPORT)
    (tmp_path / "config.yml").write_text("categories: [cs.AI]\ninterests: [rye growing]\nmax_papers: 2\n", "utf-8")
    return tmp_path


def test_a_changed_profile_changes_ranks() -> None:
    """Old ranks are the report's, new ones are those of the profile, and each paper has both."""
    explained = explain(REPORT, Profile(interests=(Interest(text="rye growing"),)))
    assert [(one.paper.title, one.old_rank, one.new_rank) for one in explained] == [
        ("Rye growing", 2, 1),
        ("Wheat growing", 3, 2),
        (OATS, 1, 3),
    ]
    assert [one.title_only for one in explained] == [False, True, False]


def test_what_drops_out_is_shown_too() -> None:
    """The table has the best of the new order and those that were among the best of the old one."""
    explained = explain(REPORT, Profile(interests=(Interest(text="rye growing"),)))
    assert [one.paper.title for one in shown(explained, 1)] == ["Rye growing", OATS]


def test_a_day_is_a_table_of_old_and_new_ranks(root: Path, call: Caller) -> None:
    """A date prints the day with both ranks and marks what was scored by its title alone."""
    said = call(root, "2026-11-20")
    assert said.code == 0, said.err
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in said.out.splitlines() if "2611.9000" in line]
    assert [(row[5], row[0], row[1], row[2]) for row in rows] == [
        ("2611.90002", "1", "2", "+1"),
        ("2611.90003", "2", "3", "+1"),
        ("2611.90001", "3", "1", "-2"),
    ]
    assert rows[1][3].endswith("*")
    assert "of the title alone, and could be higher with the abstract" in said.out
    assert "Shown are" not in said.out


def test_a_part_is_called_as_on_the_page(root: Path, call: Caller) -> None:
    """The part for the number of authors has the name by which the page shows it, and not the one in data/."""
    crowded = entry(4, "Barley", 9)
    parts = (Part(name="many authors", points=9, kind="many_authors"),)
    score = crowded.score.model_copy(update={"parts": parts})
    papers = (*REPORT.papers, crowded.model_copy(update={"score": score}))
    Archive(root).save(REPORT.model_copy(update={"papers": papers}))
    said = call(root, "2611.90004")
    assert "number of authors" in said.out
    assert "many authors" not in said.out


def test_papers_that_a_day_leaves_out_are_told_of(root: Path, call: Caller) -> None:
    """A table that skips ranks says how many papers it has, of how many, and which key decides that."""
    config = (root / "config.yml").read_text("utf-8")
    (root / "config.yml").write_text(config.replace("max_papers: 2", "max_papers: 1"), "utf-8")
    printed = call(root, "2026-11-20").out
    assert "2611.90003" not in printed
    assert "Shown are 2 of 3 papers: those that are, or were, among the best 1 (`max_papers`)." in printed


@pytest.mark.parametrize("name", ["2611.90001", "2611.90001v1", "arXiv:2611.90001"])
def test_a_paper_has_its_parts_as_they_were_and_as_they_would_be(root: Path, call: Caller, name: str) -> None:
    """An id, with or without version, prints title and both scores with their parts; brackets are no markup."""
    said = call(root, name)
    assert said.code == 0, said.err
    assert "Oats for two" in said.out
    assert "rank 1 of 3; it would be rank 3" in said.out
    assert "[bold]oats[/bold]" in said.out
    assert "as it was: 80 points" in said.out
    assert "of the title alone" not in said.out


@pytest.mark.parametrize("name", ["math.GT/0309136", "https://arxiv.org/abs/math.GT/0309136v2"])
def test_a_paper_of_the_old_style_is_found(root: Path, call: Caller, name: str) -> None:
    """An old id with its subject class in capitals, or an address of the paper, leads to its score."""
    old = Listing(id="math.GT/0309136", title="Rye growing", primary_category="math.GT", score=9)
    Archive(root).save(REPORT.model_copy(update={"also": (old,)}))
    said = call(root, name)
    assert (said.code, "as it was: 9 points" in said.out) == (0, True), said.err


def test_another_config_can_be_tried(root: Path, call: Caller, tmp_path: Path) -> None:
    """--config tries a file without touching anything."""
    other = tmp_path / "other.yml"
    other.write_text("categories: [cs.AI]\ninterests: [oats]\n", "utf-8")
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    said = call(root, "2611.90001", "--config", str(other))
    assert "it would be rank 1" in said.out
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_a_liked_paper_without_text_is_named(root: Path, call: Caller) -> None:
    """A liked id whose text no run has fetched is said not to count yet."""
    (root / "config.yml").write_text("categories: [cs.AI]\nliked: [2611.90077]\n", "utf-8")
    assert "2611.90077 is not kept yet" in call(root, "2026-11-20").out


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("2026-11-19", "the newest is of 2026-11-20"),
        ("2611.99999", "No report in data/"),
        ("nonsense", "give an id such"),
    ],
)
def test_what_is_not_there_is_refused(root: Path, call: Caller, what: str, said: str) -> None:
    """A date or an id that no report has ends with exit code 2 and says what to give instead."""
    answer = call(root, what)
    assert answer.code == 2
    assert said in answer.err
    assert "Traceback" not in answer.err

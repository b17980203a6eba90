"""explain.py --taste and suggest_interests.py, from config.yml and data/ to what they print."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from digest.archive import feedback
from digest.archive.feedback import Ledger, Taps
from digest.archive.reports import Archive
from digest.console.command import ROOT
from digest.fetch import liked
from fake_model import FakeModel, Question
from fork import Ran, call
from reports import DAY, listing, paper, report, summarised

TITLES = ["World Models for Robots", "Pruned World Models", "Sparse Attention for Code", "Sparse Attention at Scale"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with a report, and with four liked papers."""
    for name in ("labels", "prompts", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "README.md", tmp_path)
    papers = {f"2611.90{number:03}": paper(number, title=title) for number, title in enumerate(TITLES, start=100)}
    liked.save(tmp_path, papers)
    config = {"categories": ["cs.AI"], "interests": ["graph minors"], "liked": sorted(papers)}
    (tmp_path / "config.yml").write_text(yaml.safe_dump(config), "utf-8")
    entries = [summarised(1, title="A World Model of Traffic"), summarised(2, title="Grammar\n- of: Verse")]
    also = (listing(30, title="Graph Minors of Planar Graphs"), *(listing(n, title=f"Graph {n}") for n in range(4, 9)))
    Archive(tmp_path).save(report(*entries, also=also))
    return tmp_path


def run(script: str, root: Path, *arguments: str, **environment: str) -> Ran:
    """Run an entry point in a repository, with the environment it needs."""
    return call(script, ["--root", str(root), *arguments], environment)


def test_a_taste_is_shown_with_what_each_part_does(root: Path) -> None:
    """Each interest and each topic of liked papers stands in a line with the papers that would come or go."""
    ran = run("explain.py", root, "--taste")
    assert ran.code == 0, ran.err
    lines = {line.split("│")[1].strip(): line for line in ran.out.splitlines() if line.startswith("│")}
    assert "interests" in lines["graph minors"]
    assert "2 liked" in lines["sparse attention"]
    assert "the same" in lines["world models"]
    assert "2611.90030 1 -> 8" in lines["graph minors"]


def test_a_taste_and_a_day_are_two_questions(root: Path) -> None:
    """--taste with a date, and neither of them, is a mistake that is named."""
    assert [run("explain.py", root, *words).code for words in (("--taste", "2026-11-20"), ())] == [2, 2]


def test_an_empty_taste_says_so(root: Path) -> None:
    """Without interests or likes there is no table, and the keys to write are named."""
    (root / "config.yml").write_text("categories: [cs.AI]\n", "utf-8")
    assert "`interests` or `liked`" in run("explain.py", root, "--taste").out


def test_a_taste_that_may_not_be_shown_is_not_called_empty(root: Path) -> None:
    """Of a library that shows nothing, no part is named, and the key that keeps it from that is."""
    (root / "config.yml").write_text("categories: [cs.AI]\nlibrary: {bibtex: papers.bib}\n", "utf-8")
    (root / "papers.bib").write_text("@misc{a, title={World Models}, doi={10.1000/1}}\n", "utf-8")
    said = run("explain.py", root, "--taste").out
    assert ("`library.show`" in said, "Nothing is known" in said, "World Models" in said) == (True, False, False)


def test_suggestions_are_ready_to_paste(root: Path) -> None:
    """What is printed is YAML that config.yml takes: two interests; a title with a line break stays in its comment."""
    ran = run("suggest_interests.py", root)
    assert ran.code == 0, ran.err
    assert set(yaml.safe_load(ran.out)["interests"]) == {"world models", "sparse attention"}
    assert "2611.90001 A World Model of Traffic" in ran.out
    assert all(line.startswith(("interests:", "  # ", "  - ")) for line in ran.out.splitlines())


def test_a_model_words_them(root: Path) -> None:
    """With a model, its wording stands where the topic's words are in it, and the phrase where they are not."""

    def answer(question: Question) -> str:
        numbers = [line for line in question.asked.splitlines() if line.startswith("Topic ")]
        assert len(numbers) == 2
        words = {"world models": "world models for robots", "sparse attention": "something else"}
        texts = [line.partition(": ")[2] for line in numbers]
        said = [{"number": place, "text": words[text]} for place, text in enumerate(texts, start=1)]
        return json.dumps({"interests": said})

    with FakeModel(answer) as model:
        ran = run("suggest_interests.py", root, OPENAI_API_KEY="made-up", OPENAI_BASE_URL=model.url)
    assert ran.code == 0, ran.err
    assert set(yaml.safe_load(ran.out)["interests"]) == {"world models for robots", "sparse attention"}


def test_nothing_liked_suggests_nothing(root: Path) -> None:
    """Without liked papers there is nothing to propose; the message names the key, and the code is configuration's."""
    (root / "config.yml").write_text("categories: [cs.AI]\n", "utf-8")
    ran = run("suggest_interests.py", root)
    assert ran.code == 2
    assert "Nothing is known of papers that you like. Add ids of papers to `liked`" in ran.err


@pytest.mark.parametrize("library", ["bibtex: papers.bib", "zotero: {user: 1}"])
def test_a_library_that_shows_nothing_suggests_nothing(root: Path, library: str) -> None:
    """Nothing of it is printed or asked for, whichever library it is; the key that keeps it from that is named."""
    (root / "config.yml").write_text(f"categories: [cs.AI]\nlibrary: {{{library}}}\n", "utf-8")
    entries = (
        f"@misc{{a{number}, title={{Zebra Husbandry {number}}}, doi={{10.1000/{number}}}}}" for number in range(3)
    )
    (root / "papers.bib").write_text("\n".join(entries), "utf-8")
    ran = run("suggest_interests.py", root, ZOTERO_API_URL="http://127.0.0.1:9")
    assert (ran.code, "ebra" in ran.out + ran.err) == (2, False)
    assert "Nothing of your library is suggested: `library.show` is `nothing`." in ran.err
    assert "nothing in common that may be shown" in ran.err


def test_taps_are_part_of_a_taste(root: Path) -> None:
    """With feedback on, what was tapped is shown where the taste is, and counts in the scores of a paper and a day."""
    (root / "config.yml").write_text("categories: [cs.AI]\nfeedback: on\n", "utf-8")
    taps = Taps(number=1, at=datetime(2026, 11, 20, 9, tzinfo=UTC), up={"2611.90001": DAY})
    (root / feedback.NAME).write_text(feedback.to_json(Ledger().taking([taps])), "utf-8")
    now = ("--now", "2026-11-21T09:00:00+00:00")
    assert "1 tapped" in run("explain.py", root, "--taste", *now).out
    assert "papers with a thumb up" in run("explain.py", root, "2611.90001", *now).out
    assert "(1 tapped)" in run("suggest_interests.py", root, *now).out

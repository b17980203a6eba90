"""A run with a private library: the ranking follows it, and nothing that is written has a word of it."""

import json
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest

from digest.console.command import ROOT
from digest.core.calendar import EASTERN
from digest.core.errors import LibraryUnread
from fake_model import FakeModel
from fake_zotero import FakeZotero, Trouble
from fork import Fork, Ran, git, make_fork
from loopback_arxiv.server import LoopbackArxiv, load

pytestmark = pytest.mark.whole_run
SAMPLE = load(ROOT / "sample" / "papers.json")
LAST = max(one.announced for one in SAMPLE)
MORNING = datetime.combine(LAST, time(6), EASTERN)
NOW = ("--now", MORNING.isoformat())
KEY = "key-of-zotero-51e9c2"
MARKERS = ("quokkatitle", "quokkaabstract", "quokkacollection", "quokkatag", "quokkacreator", "quokkanote", KEY)
"""A word in each place of the library, and its key."""
LIKE = min(one.paper.id for one in SAMPLE if one.announced == LAST and "cs.CL" in one.paper.categories)
"""A paper of the day that is like the library."""


@pytest.fixture(scope="module")
def arxiv() -> Iterator[LoopbackArxiv]:
    """The bundled sample, on the morning of its last announcement."""
    with LoopbackArxiv(SAMPLE, now=MORNING) as site:
        yield site


@pytest.fixture(scope="module")
def zotero() -> Iterator[FakeZotero]:
    """A private library of two pages of papers, all like one of the day's, with a marker in each place."""
    paper = next(one.paper for one in SAMPLE if one.paper.id == LIKE)
    with FakeZotero(key=KEY) as site:
        inside = site.collection("LLM", "Quokkacollection")
        for number in range(120):
            site.add(
                f"Quokkatitle {number}: {paper.title}",
                f"Quokkaabstract. {paper.abstract}",
                collection=inside,
                creators=[{"creatorType": "author", "lastName": "Quokkacreator"}],
                tags=[{"tag": "quokkatag"}],
                extra="quokkanote",
            )
        yield site


@pytest.fixture
def fork(tmp_path: Path, arxiv: LoopbackArxiv, zotero: FakeZotero) -> Fork:
    """A fork with that library."""
    zotero.asked.clear()
    zotero.trouble.clear()
    made = make_fork(tmp_path, arxiv, ZOTERO_API_URL=zotero.url, ZOTERO_KEY=KEY)
    made.configure("interests: []", 'library:\n  zotero: {user: 123, collections: ["LLM/*"]}\n')
    made.git("commit", "--quiet", "--all", "--message", "Configure")
    made.git("push", "--quiet", "origin", "main")
    return made


def run(fork: Fork, **environment: str) -> Ran:
    """A whole run in Actions, published, and all that can be said of it."""
    summary, output = (fork.root.parent / name for name in ("summary.md", "output.txt"))
    in_actions = {"GITHUB_STEP_SUMMARY": str(summary), "GITHUB_OUTPUT": str(output), "GITHUB_ACTIONS": "true"}
    ran = fork.run("run_daily.py", *NOW, "-v", **in_actions, **environment)
    others = [
        fork.run("publish.py"),
        fork.run("explain.py", str(LAST)),
        fork.run("explain.py", LIKE),
        fork.run("explain.py", "--taste"),
        fork.run("suggest_interests.py", **environment),
        fork.run("check_setup.py", **environment),
    ]
    said = "".join(f"{one.out}{one.err}" for one in (ran, *others))
    return Ran(code=ran.code, out=said, err=ran.err)


def report(fork: Fork) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((fork.root / "data" / f"{LAST}.json").read_bytes())
    return record


def refute_markers(fork: Fork, ran: Ran, *more: str) -> None:
    """No marker is in a file of the fork or beside it, in what was published, or in what was said."""
    files = [path for path in fork.root.parent.rglob("*") if path.is_file() and ".git" not in path.parts]
    assert any(path.name == f"{LAST}.json" for path in files)
    texts = {str(path): path.read_bytes().decode("utf-8", "replace") for path in files if path.suffix != ".git"}
    texts |= {"said": ran.out, "published": git(fork.remote, "log", "--patch", "--all")}
    texts |= {f"prompt {number}": text for number, text in enumerate(more)}
    found = [(name, marker) for name, text in texts.items() for marker in MARKERS if marker in text.lower()]
    assert not found


def test_the_report_follows_the_library_and_tells_nothing_of_it(fork: Fork, zotero: FakeZotero) -> None:
    """The paper that is like the library comes first, because of “papers of your library”, and not a word of it shows.

    A second run, which has nothing to make, does not ask Zotero.
    """
    ran = run(fork)
    assert ran.code == 0
    first = report(fork)["papers"][0]
    assert first["id"] == LIKE
    parts = [part for part in first["score"]["parts"] if part["name"] == "papers of your library"]
    assert [part["because"] for part in parts] == [[]]
    assert report(fork)["run"]["library"] == {"papers": 120}
    assert "你文献库中的论文" in (fork.root / "daily" / f"{LAST}.md").read_text("utf-8")
    refute_markers(fork, ran)
    asked = len(zotero.asked)
    assert asked == 3
    assert fork.run("run_daily.py", *NOW).code == 0
    assert len(zotero.asked) == asked


def test_a_model_is_told_nothing_of_the_library(fork: Fork) -> None:
    """With a model that chooses and summarises, no question has a word of the library."""
    fork.configure("library:", "interests: [robots]\nlibrary:")
    fork.configure("max_papers: 30", "max_papers: 5")
    with FakeModel() as model:
        ran = run(fork, OPENAI_API_KEY="sk-of-a-test", OPENAI_BASE_URL=model.url)
        assert report(fork)["run"]["model"]["triage_calls"]
        refute_markers(fork, ran, *(json.dumps(question.body) for question in model.questions))


def test_zotero_fails_half_way(fork: Fork, zotero: FakeZotero) -> None:
    """Where the second page does not come, the report is made without the library, says so, and is not red."""
    zotero.trouble = [None, None, Trouble(body=b"<html>Quokkatitle</html>")]
    ran = run(fork)
    assert ran.code == 0
    assert report(fork)["run"]["library"] == {"papers": 0, "missing": ["unreachable"]}
    page = (fork.root / "daily" / f"{LAST}.md").read_text("utf-8")
    assert "> [!WARNING]\n> 这份日报的排序没有用到你的全部文献库：暂时无法读取 Zotero" in page
    assert "Your Zotero library could not be read" in (fork.root.parent / "summary.md").read_text("utf-8")
    refute_markers(fork, ran)


def test_a_wrong_key_is_red_until_it_is_cured(fork: Fork, zotero: FakeZotero) -> None:
    """The page is made and published, the run ends with 3 and the remedy, and so do runs with nothing to make.

    With the right key, the report is made again on demand, and all is well.
    """
    ran = run(fork, ZOTERO_KEY="an-old-key-0815")
    assert ran.code == LibraryUnread.exit_code
    assert "an-old-key-0815" not in ran.out
    assert f"daily/{LAST}.md" in git(fork.remote, "ls-tree", "-r", "--name-only", "main")
    assert "ZOTERO_KEY" in (fork.root.parent / "output.txt").read_text("utf-8")
    again = fork.run("run_daily.py", *NOW)
    assert (again.code, "made without your library" in again.out) == (LibraryUnread.exit_code, True)
    assert fork.run("run_daily.py", *NOW, "--date", str(LAST)).code == 0
    assert fork.run("run_daily.py", *NOW).code == 0
    assert report(fork)["run"]["library"] == {"papers": 120}


@pytest.mark.parametrize(("show", "because"), [("words", False), ("titles", True)])
def test_what_is_shown_is_what_config_allows(fork: Fork, zotero: FakeZotero, show: str, because: bool) -> None:
    """With `words` the words that a paper shares with the library are named, with `titles` the titles, too."""
    fork.configure("library:", f"library:\n  show: {show}")
    assert fork.run("run_daily.py", *NOW).code == 0
    first = report(fork)["papers"][0]
    said = next(part for part in first["score"]["parts"] if part["name"] == "papers of your library")["because"]
    assert said
    assert ("Quokkatitle" in said[0]) is because


def test_explaining_asks_the_library_where_it_may(fork: Fork, zotero: FakeZotero) -> None:
    """With --online, new points and the taste count Zotero's papers, without a word of them where none may be shown."""
    assert fork.run("run_daily.py", *NOW).code == 0
    zotero.asked.clear()
    assert "`--online` asks it" in fork.run("explain.py", LIKE, *NOW).out
    assert not zotero.asked
    explained = [fork.run("explain.py", *words, "--online", *NOW) for words in ((LIKE,), ("--taste",))]
    assert zotero.asked
    # As it was, and as it is now.
    assert explained[0].out.count("papers of your library") == 2
    refute_markers(fork, Ran(code=0, out="".join(one.out + one.err for one in explained), err=""))
    fork.configure("library:", "library:\n  show: words")
    assert "120 in your library" in fork.run("explain.py", "--taste", "--online", *NOW).out


def test_a_backfill_waits_for_the_library(fork: Fork, zotero: FakeZotero) -> None:
    """Reports of the past are made with the library, or not yet: without it none is written."""
    zotero.trouble = [None, Trouble(body=b"<html>")]
    words = ("make", "--from", str(LAST), "--to", str(LAST), *NOW, "--yes")
    refused = fork.run("backfill.py", *words)
    assert refused.code == LibraryUnread.exit_code
    assert "a backfill waits" in refused.err
    assert not (fork.root / "data" / f"{LAST}.json").exists()
    made = fork.run("backfill.py", *words)
    assert made.code == 0
    assert report(fork)["run"]["library"] == {"papers": 120}
    assert report(fork)["papers"][0]["id"] == LIKE
    refute_markers(fork, made)


def test_a_bibtex_file_counts_like_liked_papers(fork: Fork, arxiv: LoopbackArxiv, zotero: FakeZotero) -> None:
    """The text of a paper that the file names by its id is fetched once and kept, and Zotero is not asked for it."""
    fork.configure('  zotero: {user: 123, collections: ["LLM/*"]}\n', "  bibtex: papers.bib\n")
    (fork.root / "papers.bib").write_text(f"@misc{{a, title={{A {{T}}itle}}, eprint={{{LIKE}}}}}\n@misc{{b,\n", "utf-8")
    arxiv.requests.clear()
    fetched = f"id_list={LIKE}&"
    assert fork.run("run_daily.py", *NOW).code == 0
    assert [paper["id"] for paper in json.loads((fork.root / "data" / "liked.json").read_bytes())] == [LIKE]
    assert report(fork)["papers"][0]["id"] == LIKE
    assert report(fork)["run"]["library"] == {"papers": 1}
    assert "papers.bib: 1 entry cannot be read, in line 2; the rest is used." in report(fork)["run"]["notices"]
    before = sum(fetched in f"{path}&" for path in arxiv.requests)
    assert fork.run("run_daily.py", *NOW, "--date", str(LAST)).code == 0
    assert (before, sum(fetched in f"{path}&" for path in arxiv.requests), zotero.asked) == (1, 1, [])

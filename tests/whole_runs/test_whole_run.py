"""The entry points, called against loopback arXiv and model servers and a real git remote."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import frontmatter
import pytest

from digest.archive.reports import Archive
from digest.console.command import ROOT
from digest.core.calendar import EASTERN
from fake_github import FakeGitHub
from fake_model import FakeModel, error, good
from fork import Fork, git, make_fork
from loopback_arxiv.server import LoopbackArxiv, load
from reports import report as made
from reports import summarised

pytestmark = pytest.mark.whole_run
SAMPLE = load(ROOT / "sample" / "papers.json")
LAST = date(2026, 11, 20)
MORNING = datetime.combine(LAST, time(6), EASTERN)
NOW = ("--now", MORNING.isoformat())
KEY = "sk-marker-5f1d0c"


@pytest.fixture
def arxiv() -> Iterator[LoopbackArxiv]:
    """The bundled sample, on the morning of its last announcement."""
    with LoopbackArxiv(SAMPLE, now=MORNING) as site:
        yield site


@pytest.fixture
def fork(tmp_path: Path, arxiv: LoopbackArxiv) -> Fork:
    """A fork without a key."""
    return make_fork(tmp_path, arxiv)


def report(fork: Fork, day: date = LAST) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((fork.root / "data" / f"{day}.json").read_bytes())
    return record


def announced_on(day: date) -> set[str]:
    ours = {"cs.AI", "cs.CL", "cs.CV", "cs.LG"}
    return {p.paper.id for p in SAMPLE if p.announced == day and ours & set(p.paper.categories)}


def test_the_first_day(fork: Fork) -> None:
    """A fresh fork without a key has, after a run and a publication, all of the day's papers in a report on GitHub."""
    ran = fork.run("run_daily.py", *NOW)
    assert (ran.code, "Found 40 new papers" in ran.out) == (0, True), ran.err
    assert fork.run("publish.py").code == 0
    names = git(fork.remote, "ls-tree", "-r", "--name-only", "main").split()
    assert {
        "data/2026-11-20.json",
        "daily/2026-11-20.md",
        "daily/2026-11.md",
        "daily/README.md",
        "daily/feed.xml",
    } <= set(names)
    assert git(fork.remote, "log", "-1", "--format=%an: %s", "main").strip() == "github-actions[bot]: Report 2026-11-20"
    record = report(fork)
    papers, also = record["papers"], record["also"]
    assert isinstance(papers, list)
    assert isinstance(also, list)
    assert len(papers) == 30
    assert {paper["id"] for paper in papers + also} == announced_on(LAST)
    keys = frontmatter.loads((fork.root / "daily" / "2026-11-20.md").read_text("utf-8")).metadata
    assert (keys["papers"], keys["summarised"]) == (40, 30)
    assert "daily/2026-11-20.md" in (fork.root / "README.md").read_text("utf-8")


def test_the_second_run_changes_nothing(fork: Fork, arxiv: LoopbackArxiv) -> None:
    """Run again, there is nothing to do: no byte changes, no commit is made, arXiv is not asked."""
    fork.run("run_daily.py", *NOW)
    fork.run("publish.py")
    before, head, asked = fork.files(), git(fork.remote, "rev-parse", "main"), len(arxiv.requests)
    ran = fork.run("run_daily.py", *NOW)
    assert (ran.code, ran.out.count("\n")) == (0, 1)
    assert ran.out.startswith("Nothing to do")
    assert "Nothing to publish" in fork.run("publish.py").out
    assert fork.files() == before
    assert git(fork.remote, "rev-parse", "main") == head
    assert len(arxiv.requests) == asked


def test_force_without_a_date(fork: Fork) -> None:
    """To ask the model again takes a date, which is named as the command line and as the workflow's form have it."""
    ran = fork.run("run_daily.py", *NOW, REPORT_FORCE="true")
    assert (ran.code, "“Run workflow”" in ran.err, "--date 2026-11-20" in ran.err) == (2, True, True), ran.err


def test_days_in_a_row(fork: Fork, arxiv: LoopbackArxiv) -> None:
    """Run on each morning, every paper of the sample is in exactly one report, the one of its announcement."""
    days = sorted({paper.announced for paper in SAMPLE})
    for day in days:
        arxiv.now = datetime.combine(day, time(6), EASTERN)
        assert fork.run("run_daily.py", "--now", arxiv.now.isoformat()).code == 0
    for day in days:
        record = report(fork, day)
        assert {p["id"] for key in ("papers", "also") for p in record[key]} == announced_on(day)


def test_missed_days_are_made_up_for(fork: Fork, arxiv: LoopbackArxiv) -> None:
    """After two days without a run, the next one writes a report for each of them, and loses none of their papers."""
    for day in (17, 20):
        arxiv.now = datetime(2026, 11, day, 6, tzinfo=EASTERN)
        assert fork.run("run_daily.py", "--now", arxiv.now.isoformat()).code == 0
    names = sorted(path.name for path in (fork.root / "data").glob("2026-*.json"))
    assert names == [f"2026-11-{day}.json" for day in (17, 18, 19, 20)]
    reported = [
        p["id"] for n in (17, 18, 19, 20) for k in ("papers", "also") for p in report(fork, date(2026, 11, n))[k]
    ]
    assert len(reported) == len(set(reported))
    assert set(reported) == set().union(*(announced_on(date(2026, 11, n)) for n in (17, 18, 19, 20)))


def test_a_model_summarises(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """With a key, all thirty summaries are by the model, the page says by which, and the key is nowhere on the disk."""
    with FakeModel() as model:
        fork = make_fork(
            tmp_path, arxiv, OPENAI_API_KEY=f"{KEY}\n", OPENAI_BASE_URL=model.url, OPENAI_MODEL="made-up-1"
        )
        ran = fork.run("run_daily.py", *NOW, "-v")
        assert ran.code == 0, ran.err
        papers = report(fork)["papers"]
        assert isinstance(papers, list)
        assert {paper["summary"]["status"] for paper in papers} == {"ok"}
        page = (fork.root / "daily" / "2026-11-20.md").read_text("utf-8")
        assert page.count("本文提出一种新的推理方法") >= 30
        assert "由 made-up-1 自动总结" in page
        assert KEY not in ran.out + ran.err
        assert not [path for path in tmp_path.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]
        asked = len(model.questions)
        assert fork.run("run_daily.py", *NOW).code == 0
        assert len(model.questions) == asked


def test_a_refused_key_is_said_and_healed(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """With an expired key the report is written from the abstracts and says why, exit 3; a good key heals it.

    The run that heals says what that cost, and not that there was nothing to do.
    """
    with FakeModel() as model:
        fork = make_fork(tmp_path, arxiv, OPENAI_API_KEY=KEY, OPENAI_BASE_URL=model.url)
        model.answer = error(401, "Incorrect API key provided")
        ran = fork.run("run_daily.py", *NOW)
        assert ran.code == 3, ran.err
        page = (fork.root / "daily" / "2026-11-20.md").read_text("utf-8")
        assert "模型接口返回 401，请检查密钥" in page
        assert not re.search(r"\*\*评分\*\*：0\b", page) or "摘要原句" in page
        assert len(model.questions) <= 8
        model.answer = good
        healed = fork.run("run_daily.py", *NOW)
        assert healed.code == 0, healed.err
        assert healed.out.splitlines() == [
            "No report is due: the newest announcement is that of 2026-11-20, and its report is there.",
            "Filled in earlier summaries in daily/2026-11-20.md.",
            "Cost: 30 calls, 15,000 tokens in, 6,000 tokens out.",
        ]
        page = (fork.root / "daily" / "2026-11-20.md").read_text("utf-8")
        assert "401" not in page
        assert {p["id"] for key in ("papers", "also") for p in report(fork)[key]} == announced_on(LAST)
        assert page.count("本文提出一种新的推理方法") >= 30


@pytest.mark.parametrize("unread", ["", "http://127.0.0.1:1"])
def test_a_category_that_is_added_begins_today(fork: Fork, arxiv: LoopbackArxiv, unread: str) -> None:
    """The report after a category was added has no papers that arXiv announced in it before, and no later one has.

    The same holds where the query API, which alone knows what came before, cannot be read on that day.
    """

    def run(day: date, api: str = "") -> str:
        arxiv.now = datetime.combine(day, time(6), EASTERN)
        ran = fork.run("run_daily.py", "--now", arxiv.now.isoformat(), ARXIV_API_URL=api or arxiv.api_url)
        assert ran.code == 0, ran.err
        return ran.out

    fork.configure("  - cs.AI\n  - cs.CL\n  - cs.CV\n  - cs.LG\n", "  - cs.CL\n")
    for day in (17, 18, 19):
        run(date(2026, 11, day))
    fork.configure("  - cs.CL\n", "  - cs.CL\n  - cs.CV\n")
    run(LAST, unread)
    ids = {p["id"] for key in ("papers", "also") for p in report(fork)[key]}
    ours = {p.paper.id for p in SAMPLE if p.announced == LAST and {"cs.CL", "cs.CV"} & set(p.paper.categories)}
    assert ids == ours
    assert "nothing new for 2026-11-23 yet" in run(date(2026, 11, 23))


def test_nothing_is_paid_for_while_arxiv_cannot_be_read(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """A run that arXiv ends asks the model for no pending summary, which nobody would publish, and changes nothing."""
    with FakeModel() as model:
        fork = make_fork(tmp_path, arxiv, OPENAI_API_KEY=KEY, OPENAI_BASE_URL=model.url)
        arxiv.now = datetime.combine(date(2026, 11, 19), time(6), EASTERN)
        model.answer = error(401, "Incorrect API key provided")
        assert fork.run("run_daily.py", "--now", arxiv.now.isoformat()).code == 3
        model.answer, arxiv.now = good, MORNING
        before, asked = fork.files(), len(model.questions)
        nowhere = dict.fromkeys(("ARXIV_API_URL", "ARXIV_RSS_URL"), "http://127.0.0.1:1")
        assert fork.run("run_daily.py", *NOW, **nowhere).code == 4
        assert (fork.files(), len(model.questions)) == (before, asked)
        assert fork.run("run_daily.py", *NOW).code == 0
        assert {p["summary"]["status"] for p in report(fork, date(2026, 11, 19))["papers"]} == {"ok"}


def test_a_key_that_was_taken_away(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """Once the key that was refused is taken away, runs are well, and summaries come as soon as there is one again."""
    with FakeModel() as model:
        fork = make_fork(tmp_path, arxiv, OPENAI_API_KEY=KEY, OPENAI_BASE_URL=model.url)
        model.answer = error(401, "Incorrect API key provided")
        assert fork.run("run_daily.py", *NOW).code == 3
        ran = fork.run("run_daily.py", *NOW, OPENAI_API_KEY="")
        assert (ran.code, ran.out.count("\n")) == (0, 1), ran.out
        model.answer = good
        assert "Filled in" in fork.run("run_daily.py", *NOW).out


def test_the_reason_is_that_of_the_last_try(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """Once the key is good and the answers are not, page and exit code say so, and nobody is sent to the key again."""
    with FakeModel() as model:
        fork = make_fork(tmp_path, arxiv, OPENAI_API_KEY=KEY, OPENAI_BASE_URL=model.url)
        model.answer = error(401, "Incorrect API key provided")
        assert fork.run("run_daily.py", *NOW).code == 3
        model.answer = "I would rather not."
        again = fork.run("run_daily.py", *NOW)
        assert (again.code, "Filled in" in again.out) == (5, False), again.err
        assert again.out.startswith("No report is due: ")
        page = (fork.root / "daily" / "2026-11-20.md").read_text("utf-8")
        assert "模型接口返回 401" not in page
        assert {p["summary"]["why"] for p in report(fork)["papers"]} == {"bad_answer"}
        before = fork.files()
        assert fork.run("run_daily.py", *NOW).code == 5
        assert fork.files() == before


@pytest.mark.parametrize("both", [True, False])
def test_two_runs_end_in_one_archive(fork: Fork, tmp_path: Path, both: bool) -> None:
    """A clone that is behind publishes on top: a report that another run pushed meanwhile is not doubled or merged."""
    git(tmp_path, "clone", "--quiet", str(fork.remote), str(tmp_path / "other"))
    other = Fork(root=tmp_path / "other", remote=fork.remote, environment=fork.environment)
    if both:
        assert other.run("run_daily.py", *NOW).code == 0
    else:
        other.configure("max_papers: 30", "max_papers: 12")
        other.git("commit", "--quiet", "--all", "--message", "Fewer papers")
        other.git("push", "--quiet", "origin", "main")
    assert fork.run("run_daily.py", *NOW).code == 0
    if both:
        assert other.run("publish.py", *NOW).code == 0
    ran = fork.run("publish.py", *NOW)
    assert ran.code == 0, ran.err
    assert fork.git("status", "--porcelain") == ""
    assert fork.git("rev-parse", "HEAD") == git(fork.remote, "rev-parse", "main")
    assert git(fork.remote, "rev-list", "--count", "main").strip() == ("2" if both else "3")
    assert fork.run("run_daily.py", *NOW).out.startswith("Nothing to do")


@pytest.mark.parametrize(
    ("break_it", "code", "says"),
    [
        (lambda fork: fork.configure("cs.CL", "cs.Cl"), 2, "did you mean cs.CL?"),
        (lambda fork: fork.configure("https://api.openai.com/v1", "ftp://x"), 2, "llm.base_url"),
        (lambda fork: (fork.root / "README.md").write_text("# Mine\n"), 2, "<!-- reports:start -->"),
        (
            lambda fork: (fork.root / "templates" / "paper.md.j2").write_text("{{ item.nothing }}"),
            2,
            "paper.md.j2 line 1",
        ),
        (lambda fork: (fork.root / "labels" / "zh-CN.yml").write_bytes(b"\xff"), 2, "not UTF-8"),
        (lambda fork: (fork.root / "prompts" / "summary.md").unlink(), 2, "summary.md"),
    ],
)
def test_a_mistake_of_the_owner(fork: Fork, arxiv: LoopbackArxiv, break_it: object, code: int, says: str) -> None:
    """A mistake in a file that forks edit is named with its remedy, before any request, and nothing is written."""
    break_it(fork)  # type: ignore[operator]
    before = fork.files()
    ran = fork.run("run_daily.py", *NOW)
    assert ran.code == code, ran.err
    assert says in ran.err
    assert fork.files() == before
    assert not arxiv.requests


def test_a_label_file_that_is_older_than_a_key(fork: Fork) -> None:
    """A run whose label file lacks a key makes its report, with the English text, and says which key is missing."""
    path = fork.root / "labels" / "zh-CN.yml"
    path.write_text(re.sub(r"(?m)^thanks: .*\n", "", path.read_text("utf-8")), "utf-8")
    ran = fork.run("run_daily.py", *NOW)
    assert ran.code == 0, ran.err
    assert "labels/zh-CN.yml lacks `thanks`: the English text stands in" in ran.out + ran.err
    assert "Thank you to arXiv" in (fork.root / "daily" / "2026-11-20.md").read_text("utf-8")


@pytest.mark.parametrize("script", ["run_daily.py", "check_setup.py", "rebuild.py", "publish.py", "start_fresh.py"])
def test_a_root_that_is_not_there(fork: Fork, script: str) -> None:
    """A `--root` that is not a folder is refused as an argument, exit 2, and not made."""
    elsewhere = replace(fork, root=fork.root / "nowhere")
    ran = elsewhere.run(script, GITHUB_REPOSITORY_ID="1")
    assert (ran.code, "argument --root" in ran.err, elsewhere.root.exists()) == (2, True, False), ran.err


def test_a_clock_that_is_none(fork: Fork) -> None:
    """A `--now` that is no time is refused before anything is published, not once ours has to be made again."""
    ran = fork.run("publish.py", "--now", "tomorrow")
    assert (ran.code, "write it like 2026-11-20T06:10:00+00:00" in ran.err) == (2, True)


def test_a_demo_in_a_folder_that_cannot_be_made(fork: Fork) -> None:
    """A demo whose folder cannot be made says so and names the argument, exit 2."""
    ran = fork.run("demo.py", "--out", str(fork.root / "config.yml" / "demo"))
    assert (ran.code, "cannot be made" in ran.err, "--out" in ran.err) == (2, True, True), ran.err


OTHERS_ASKED = """categories: [math.KT]
liked: ["2611.01230"]
library: {bibtex: refs.bib, zotero: {user: 1}}
signals: {huggingface: on}
"""


def test_a_demo_shows_the_sample_whatever_a_fork_reads(fork: Fork, tmp_path: Path) -> None:
    """In a fork of other categories, with a library and signals, the demo reads the sample, and asks nobody else."""
    (fork.root / "config.yml").write_text(OTHERS_ASKED, "utf-8")
    ran = fork.run("demo.py", "--out", str(tmp_path / "shown"))
    assert ran.code == 0, ran.err
    assert "shown are those of cs.AI, cs.CL, cs.CV, cs.LG" in ran.err
    assert json.loads((tmp_path / "shown" / "data" / "2026-11-20.json").read_bytes())["run"]["notices"] == []


def test_a_demo_names_the_line_of_the_forkers_file(fork: Fork, tmp_path: Path) -> None:
    """A mistake in config.yml has the line that it has there, though the demo's copy has interests above it."""
    text = (fork.root / "config.yml").read_text("utf-8")
    (fork.root / "config.yml").write_text(f"{text}modle: x\n", "utf-8")
    ran = fork.run("demo.py", "--out", str(tmp_path / "shown"))
    assert (ran.code, (tmp_path / "shown").exists()) == (2, False)
    assert f"config.yml line {text.count(chr(10)) + 1}: unknown key `modle`" in ran.err


def test_no_network(fork: Fork) -> None:
    """Where arXiv cannot be reached the run ends with 4, says so, and leaves the repository as it was."""
    before = fork.files()
    fork.configure("fetch:\n", "fetch:\n  deadline_seconds: 1\n")
    before = fork.files()
    nowhere = "http://127.0.0.1:9/"
    ran = fork.run("run_daily.py", *NOW, ARXIV_API_URL=nowhere, ARXIV_RSS_URL=nowhere)
    assert ran.code == 4, ran.err
    assert "arXiv could not be read" in ran.err
    assert fork.files() == before


def test_an_unreadable_report(fork: Fork) -> None:
    """A report in data/ that cannot be read ends the run with 1 and its name; it is never taken for an empty day."""
    fork.run("run_daily.py", *NOW)
    path = fork.root / "data" / "2026-11-20.json"
    path.write_text(path.read_text("utf-8")[:5000], "utf-8")
    before = fork.files()
    ran = fork.run("run_daily.py", *NOW)
    assert ran.code == 1
    assert "data/2026-11-20.json" in ran.err
    assert fork.files() == before


def test_pages_are_made_from_data_alone(fork: Fork) -> None:
    """Deleted or damaged pages come back byte for byte, from data/, by a run or by rebuild.py."""
    fork.run("run_daily.py", *NOW)
    before = fork.files()
    (fork.root / "daily" / "2026-11-20.md").unlink()
    assert fork.run("run_daily.py", *NOW).code == 0
    assert fork.files() == before
    (fork.root / "daily" / "feed.xml").write_text("torn")
    assert fork.run("rebuild.py", "--check").out == "daily/feed.xml\n"
    assert fork.run("rebuild.py").code == 0
    assert fork.files() == before


def test_a_rebuild_that_does_not_know_its_repository(fork: Fork) -> None:
    """Where nothing names a repository at GitHub, a rebuild says that links of the feed lead nowhere."""
    assert "OWNER/REPOSITORY" in fork.run("rebuild.py", GITHUB_REPOSITORY="").err
    assert "OWNER/REPOSITORY" not in fork.run("rebuild.py").err


def test_a_rebuild_of_a_report_that_is_not_there(fork: Fork) -> None:
    """`rebuild.py` refuses a DATE without a report as an argument, exit 2: data/ is in order."""
    ran = fork.run("rebuild.py", "2026-11-20")
    assert (ran.code, "data/ has no report of 2026-11-20." in ran.err) == (2, True), ran.err


def test_a_day_is_made_anew(fork: Fork) -> None:
    """`--date` makes a report anew from its own papers and with the configuration of today; none of them is lost."""
    fork.run("run_daily.py", *NOW)
    fork.configure("max_papers: 30", "max_papers: 5")
    ran = fork.run("run_daily.py", *NOW, "--date", "2026-11-20")
    assert ran.code == 0, ran.err
    record = report(fork)
    assert len(record["papers"]) == 5
    assert {p["id"] for key in ("papers", "also") for p in record[key]} == announced_on(LAST)


@pytest.mark.parametrize(("least", "summarised"), [(30, True), (100, False)])
def test_papers_below_the_least_score_are_listed_only(fork: Fork, least: int, summarised: bool) -> None:
    """With `rank.least_score`, all that is summarised has so many points, all else is listed, and none may be left."""
    settings = f"interests: [language agents]\nrank: {{least_score: {least}}}\n"
    fork.configure("interests: []\n", settings)
    ran = fork.run("run_daily.py", *NOW)
    assert ran.code == 0, ran.err
    made = report(fork)
    assert bool(made["papers"]) == summarised
    assert all(entry["score"]["total"] >= least for entry in made["papers"])
    assert all(listing["score"] < least for listing in made["also"])
    assert {one["id"] for one in (*made["papers"], *made["also"])} == announced_on(LAST)
    page = (fork.root / f"daily/{LAST}.md").read_text("utf-8")
    assert all(f"/abs/{paper_id}" in page for paper_id in announced_on(LAST))


def test_a_day_without_an_announcement(fork: Fork, arxiv: LoopbackArxiv) -> None:
    """A report is refused for a Sunday, exit 2: the papers of the days around it belong to theirs."""
    fork.run("run_daily.py", *NOW)
    asked, before = len(arxiv.requests), fork.files()
    ran = fork.run("run_daily.py", *NOW, "--date", "2026-11-15")
    assert (ran.code, "arXiv announced nothing on 2026-11-15" in ran.err) == (2, True), ran.err
    assert (len(arxiv.requests), fork.files()) == (asked, before)


def test_a_dry_run_writes_nothing(fork: Fork) -> None:
    """`--dry-run` shows the best of what is new and leaves no file behind."""
    fork.configure("liked: []", "liked: [2611.90001]")
    before = fork.files()
    ran = fork.run("run_daily.py", *NOW, "--dry-run")
    assert (ran.code, "40 new papers" in ran.out) == (0, True), ran.err
    assert fork.files() == before
    assert not (fork.root / ".cache").exists()


def test_a_dry_run_of_nothing(fork: Fork) -> None:
    """`--dry-run` says so where arXiv has nothing new; of a day that is past, no later run will know more."""
    fork.run("run_daily.py", *NOW)
    ran = fork.run("run_daily.py", *NOW, "--dry-run", "--date", "2026-11-19")
    assert (ran.code, "nothing on 2026-11-19 that is not in another report" in ran.out) == (0, True), ran.out + ran.err
    assert "next run" not in ran.out


@pytest.mark.parametrize(("status", "remedy"), [(503, "The next run makes it"), (403, "needs `contents: write`")])
def test_a_release_that_cannot_be_made(fork: Fork, status: int, remedy: str) -> None:
    """Where GitHub is down, a release is left to the next run; where it refuses, the right that is missing is named."""
    fork.configure(
        "# ---------------------------------------------------------------- The page", "notify: {release: daily}\n#"
    )
    fork.run("run_daily.py", *NOW)
    with FakeGitHub() as github:
        github.refuse = {"releases": status}
        environment = {"GITHUB_TOKEN": "none", "GITHUB_API_URL": github.url}
        ran = fork.run("make_release.py", **environment)
    assert (ran.code, remedy in ran.err) == (6, True), ran.err


def test_the_release_of_a_week_with_a_torn_report(fork: Fork) -> None:
    """The release is made of what can be read and names the day that is missing; the run ends with 1 and its remedy."""
    for number, day in enumerate((16, 18, 20, 23)):
        Archive(fork.root).save(made(summarised(number), day=date(2026, 11, day)))
    (fork.root / "data" / "2026-11-18.json").write_text("{torn", "utf-8")
    with FakeGitHub() as github:
        environment = {"GITHUB_TOKEN": "none", "GITHUB_API_URL": github.url}
        ran = fork.run("make_release.py", **environment)
        (release,) = github.releases
    assert (ran.code, "data/2026-11-18.json" in ran.err) == (1, True), ran.err
    assert "2026-11-18" not in release["body"].split("| :---")[1]
    assert all(f"[2026-11-{day}]" in release["body"] for day in (16, 20))


def test_a_limit_of_tokens(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """`llm.max_tokens_per_run` ends the calling of a run, exit 5; the next runs fill in the rest until all is there."""
    with FakeModel() as model:
        fork = make_fork(tmp_path, arxiv, OPENAI_API_KEY=KEY, OPENAI_BASE_URL=model.url)
        fork.configure("llm:\n", "llm:\n  max_tokens_per_run: 12000\n")
        fork.configure("concurrency: 8", "concurrency: 1")
        codes = [fork.run("run_daily.py", *NOW).code]
        page = (fork.root / "daily" / "2026-11-20.md").read_text("utf-8")
        assert "已达到 `llm.max_tokens_per_run` 上限" in page
        while codes[-1] and len(codes) < 8:
            codes.append(fork.run("run_daily.py", *NOW).code)
        assert codes[0] == 5
        assert codes[-1] == 0
        assert len(model.questions) == 30


def test_summaries_are_redone_on_request(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """`rebuild.py --summaries` has the model of today summarise an old report anew, one call a paper."""
    with FakeModel() as model:
        fork = make_fork(tmp_path, arxiv, OPENAI_API_KEY=KEY, OPENAI_BASE_URL=model.url)
        fork.run("run_daily.py", *NOW)
        ran = fork.run("rebuild.py", "2026-11-20", "--summaries", OPENAI_MODEL="made-up-2")
        assert ran.code == 0, ran.err
        assert len(model.questions) == 60
        assert "由 made-up-2 自动总结" in (fork.root / "daily" / "2026-11-20.md").read_text("utf-8")
        assert fork.run("rebuild.py", "2026-11-20", "--summaries", OPENAI_API_KEY="").code == 2


def test_what_is_not_redone_is_said(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """Where the model refuses to redo summaries, the old ones stay, it is said why, and the exit code is 3."""
    with FakeModel() as model:
        fork = make_fork(tmp_path, arxiv, OPENAI_API_KEY=KEY, OPENAI_BASE_URL=model.url)
        fork.run("run_daily.py", *NOW)
        before = fork.files()
        model.answer = error(401, "Incorrect API key provided")
        ran = fork.run("rebuild.py", "2026-11-20", "--summaries")
        assert (ran.code, "refuses the key" in ran.err) == (3, True), ran.err
        assert fork.files() == before


def test_a_check_writes_nothing(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """`rebuild.py --check` neither asks the model nor writes, also where summaries are to be redone."""
    with FakeModel() as model:
        fork = make_fork(tmp_path, arxiv, OPENAI_API_KEY=KEY, OPENAI_BASE_URL=model.url)
        fork.run("run_daily.py", *NOW)
        before, asked = fork.files(), len(model.questions)
        ran = fork.run("rebuild.py", "2026-11-20", "--summaries", "--check", OPENAI_MODEL="made-up-2")
        assert (ran.code, "leave one of them out" in ran.err) == (2, True), ran.err
        assert (fork.files(), len(model.questions)) == (before, asked)


def test_force_asks_again(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """`--date` keeps the summaries that are there; with `--force` the model is asked for all of them again."""
    with FakeModel() as model:
        fork = make_fork(tmp_path, arxiv, OPENAI_API_KEY=KEY, OPENAI_BASE_URL=model.url)
        calls = []
        for more in ([], ["--date", "2026-11-20"], ["--date", "2026-11-20", "--force"]):
            assert fork.run("run_daily.py", *NOW, *more).code == 0
            calls.append(len(model.questions))
        assert calls == [30, 30, 60]

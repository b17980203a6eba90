"""backfill.yml itself: its jobs executed one after the other, with servers on loopback and a bare remote for GitHub."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from digest.console.command import ROOT
from fake_model import FakeModel, error, good
from fork import git, make_fork, original
from loopback_arxiv.server import LoopbackArxiv
from past_announcements import NOW, RANGE, Refusing, announced
from workflow_expressions import holds
from workflow_runner import Job, Runner

pytestmark = pytest.mark.whole_run
WORKFLOW = yaml.safe_load((ROOT / ".github" / "workflows" / "backfill.yml").read_text("utf-8"))
RESULT = {True: "failure", False: "success"}
FEW = ("--from", "2026-10-26", "--to", "2026-11-06")


@dataclass(kw_only=True)
class Run:
    """A run of the workflow; each job has a checkout of its own, and what is handed over are artifacts."""

    folder: Path
    remote: Path
    arxiv: LoopbackArxiv
    model: FakeModel
    key: str = "sk-made-up"
    shards: int = 1
    artifacts: dict[str, dict[str, bytes]] = field(default_factory=dict)
    count: int = 0

    def job(self, name: str, **known: Any) -> Job:
        """Execute one job."""
        self.count += 1
        workspace = self.folder / f"job{self.count}"
        runner = replace(Runner.of_fork(self.remote, workspace, self.arxiv, NOW), artifacts=self.artifacts)
        context = {
            "secrets": {"OPENAI_API_KEY": self.key},
            "vars": {"OPENAI_BASE_URL": self.model.url},
            "inputs": {"from": FEW[1], "to": FEW[3], "shards": self.shards, "source": "api", "batch": False},
            "github": {"token": "ghs_marker", "ref_name": "main"},
            "runner": {"temp": str(workspace / "temp")},
            **known,
        }
        return runner.run(context, workflow="backfill.yml", name=name)

    def whole(self) -> dict[str, Job]:
        """The jobs as their `needs` and `if` have them run."""
        jobs = {"plan": self.job("plan")}
        needs: dict[str, Any] = {"plan": {"result": RESULT[jobs["plan"].failed], "outputs": jobs["plan"].outputs}}
        needs["reports"] = {"result": "skipped"}
        if holds(WORKFLOW["jobs"]["reports"]["if"], {"needs": needs}, failed=jobs["plan"].failed):
            for at, shard in enumerate(json.loads(jobs["plan"].outputs["shards"])):
                jobs[shard] = self.share(shard, at)
            failed = any(job.failed for job in jobs.values())
            needs["reports"] = {"result": RESULT[failed]}
        if holds(WORKFLOW["jobs"]["publish"]["if"], {"needs": needs}, failed=any(job.failed for job in jobs.values())):
            jobs["publish"] = self.job("publish")
        return jobs

    def share(self, shard: str, at: int) -> Job:
        """One job of the matrix."""
        return self.job("reports", matrix={"shard": shard}, strategy={"job-index": at})

    def published(self) -> dict[str, str]:
        """What is on the branch of reports and pages."""
        names = git(self.remote, "ls-tree", "-r", "--name-only", "main", "data/", "daily/", "README.md").split()
        return {name: git(self.remote, "show", f"main:{name}") for name in names}

    def days(self) -> list[str]:
        """The reports on the branch."""
        return [Path(name).stem for name in self.published() if name.startswith("data/2026")]


@contextmanager
def fork_of(remote: Path, folder: Path, shards: int = 1) -> Iterator[Run]:
    """A fork that begins with what a repository has, and in which the workflow is started."""
    shutil.copytree(remote, folder / "remote.git")
    with LoopbackArxiv(announced(), now=NOW) as arxiv, FakeModel() as model:
        yield Run(folder=folder, remote=folder / "remote.git", arxiv=arxiv, model=model, shards=shards)


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """A fork without reports."""
    with fork_of(original(), tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, dict[str, Job]]:
    """A fork after a run by three shards."""
    with fork_of(original(), tmp_path_factory.mktemp("begun"), shards=3) as made:
        return made, made.whole()


@pytest.fixture
def later(tmp_path: Path, begun: tuple[Run, dict[str, Job]]) -> Iterator[Run]:
    """A fork that has had its run."""
    with fork_of(begun[0].remote, tmp_path) as made:
        yield made


def failing(jobs: dict[str, Job]) -> list[str]:
    return [name for name, job in jobs.items() if job.failed]


def test_plan_shards_and_merge(begun: tuple[Run, dict[str, Job]], tmp_path: Path) -> None:
    """The plan alone asks arXiv, the shards alone the model; what is published is what one machine makes."""
    run, jobs = begun
    assert failing(jobs) == [], "".join(job.log for job in jobs.values())
    assert list(jobs) == ["plan", "1/3", "2/3", "3/3", "publish"]
    asked = len(run.model.questions)
    assert asked == 10 * 4
    with LoopbackArxiv(announced(), now=NOW) as arxiv, FakeModel() as model:
        alone = make_fork(tmp_path / "alone", arxiv, OPENAI_API_KEY=run.key, OPENAI_BASE_URL=model.url)
        alone.configure("max_papers: 30", "max_papers: 8")
        assert alone.run("backfill.py", "make", *FEW, *RANGE[4:]).code == 0
    made = {name: text.decode() for name, text in alone.files().items() if name.startswith(("data/", "daily/"))}
    there = run.published()
    assert there.pop("data/repository.txt") == "1001\n"
    assert {name: text for name, text in there.items() if name != "README.md"} == made
    assert git(run.remote, "log", "-1", "--format=%s", "main").strip() == "Report 2026-10-26 to 2026-11-06 (10 reports)"


def test_a_shard_that_failed_is_run_again_alone(run: Run) -> None:
    """Others are published without it; run again, it makes only what it had not, and the merge adds that."""
    run.shards = 2
    run.model.answer = lambda question: good(question) if len(run.model.questions) <= 7 * 4 else error(401)
    assert failing(run.whole()) == ["2/2"]
    assert len(run.days()) == 7
    run.model.answer, before = good, len(run.model.questions)
    assert not run.share("2/2", 1).failed
    assert not run.job("publish").failed
    assert len(run.days()) == 10
    assert len(run.model.questions) - before == 3 * 4


def test_arxiv_refuses_half_way(run: Run) -> None:
    """The months that were read are published, the run is red; started again, it makes the rest."""
    with Refusing(announced(), now=NOW) as site:
        run.arxiv, site.refuses_after = site, 1
        jobs = run.whole()
        assert failing(jobs) == ["plan"]
        assert run.days()[-1] == "2026-10-30"
        site.refuses_after = 1000
        run.artifacts.clear()
        assert failing(run.whole()) == []
        assert len(run.days()) == 10


def test_an_unreadable_report(run: Run) -> None:
    """A torn report on the branch makes plan and merge red, is named, and all others are made and published."""
    clone = run.folder / "clone"
    git(run.folder, "clone", "--quiet", str(run.remote), str(clone))
    (clone / "data").mkdir()
    (clone / "data" / "2026-10-28.json").write_text("torn", "utf-8")
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--message", "Torn")
    git(clone, "push", "--quiet", "origin", "main")
    jobs = run.whole()
    assert failing(jobs) == ["plan", "publish"]
    assert all("data/2026-10-28.json cannot be read" in jobs[name].log for name in ("plan", "publish"))
    assert len(run.days()) == 10
    assert "daily/2026-11-06.md" in run.published()


def test_nothing_to_do(later: Run) -> None:
    """Where every report is there, the plan is green, and no other job runs."""
    head = git(later.remote, "rev-parse", "main")
    jobs = later.whole()
    assert (list(jobs), failing(jobs), git(later.remote, "rev-parse", "main")) == (["plan"], [], head)


def test_a_copy_starts_clean(later: Run) -> None:
    """In a copy that brought the original's reports along, they are made anew, and the next daily run keeps them."""
    clone = later.folder / "clone"
    git(later.folder, "clone", "--quiet", str(later.remote), str(clone))
    (clone / "data" / "repository.txt").write_text("2002\n", "utf-8")
    git(clone, "commit", "--quiet", "--all", "--message", "Of another repository")
    git(clone, "push", "--quiet", "origin", "main")
    jobs = later.whole()
    assert failing(jobs) == [], "".join(job.log for job in jobs.values())
    assert list(jobs) == ["plan", "1/1", "publish"]
    assert len(later.days()) == 10
    assert later.published()["data/repository.txt"] == "1001\n"

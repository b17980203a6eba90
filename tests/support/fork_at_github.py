"""A fork at GitHub whose daily.yml is run, with servers on loopback and a bare remote in GitHub's place."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import yaml

from digest.console.command import ROOT
from digest.core.calendar import EASTERN
from fake_github import FakeGitHub
from fake_model import FakeModel
from fork import git
from loopback_arxiv.server import LoopbackArxiv, load
from workflow_expressions import holds
from workflow_runner import Job, Runner

SAMPLE = load(ROOT / "sample" / "papers.json")


FRIDAY = date(2026, 11, 20)


MORNING = datetime.combine(FRIDAY, time(6), EASTERN)


KEY, TOKEN = "sk-marker-5f1d0c", "ghs_marker0a77"


@dataclass(kw_only=True)
class Place:
    """A fork at GitHub, with everything that its workflow talks to."""

    folder: Path
    remote: Path
    arxiv: LoopbackArxiv
    model: FakeModel
    github: FakeGitHub
    secrets: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    """Of the machine, beside the usual."""
    inputs: dict[str, str] = field(default_factory=dict)
    """What somebody who starts the run by hand fills in."""
    repository_id: str = "1001"
    runs: int = 0
    now: datetime = MORNING

    def run(self, **before: Callable[[], object]) -> Job:
        """A run of the workflow in a fresh checkout. What `before` has happens ahead of the step of that name."""
        self.runs += 1
        self.arxiv.now = self.now
        workspace = self.folder / f"run{self.runs}"
        environment = {
            "GITHUB_REPOSITORY_ID": self.repository_id,
            "GITHUB_API_URL": self.github.url,
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_RUN_ID": str(self.runs),
            **self.environment,
        }
        runner = Runner.of_fork(self.remote, workspace, self.arxiv, self.now, **environment)
        context = {
            "secrets": self.secrets,
            "vars": {"OPENAI_BASE_URL": self.model.url} if self.secrets else {},
            "inputs": self.inputs,
            "github": {"token": TOKEN},
        }
        job = runner.run(context, before={name.replace("_", " "): happens for name, happens in before.items()})
        (workspace / "log.txt").write_text(job.log, "utf-8")
        return job

    def feedback(self, event: dict[str, Any], **before: Callable[[], object]) -> Job | None:
        """What an event of an issue starts: a run of feedback.yml in a fresh checkout, or nothing by the job's `if`."""
        name = {"inputs": "workflow_dispatch"}.get(next(iter(event)), "issues")
        context = {"github": {"token": TOKEN, "event_name": name, "event": event, "ref_name": "main"}}
        job = yaml.safe_load(self.show(".github/workflows/feedback.yml"))["jobs"]["take"]
        if not holds(job["if"], context, failed=False):
            return None
        self.runs += 1
        workspace = self.folder / f"run{self.runs}"
        workspace.mkdir()
        (workspace / "event.json").write_text(json.dumps(event), "utf-8")
        environment = {"GITHUB_API_URL": self.github.url, "GITHUB_EVENT_PATH": str(workspace / "event.json")}
        runner = Runner.of_fork(self.remote, workspace, self.arxiv, self.now, **environment)
        named = {name.replace("_", " "): happens for name, happens in before.items()}
        return runner.run(context, before=named, workflow="feedback.yml", name="take")

    def clone(self) -> Path:
        """Another clone of the fork."""
        path = self.folder / f"clone{len(list(self.folder.glob('clone*')))}"
        git(self.folder, "clone", "--quiet", str(self.remote), str(path))
        return path

    def push(self, path: Path) -> None:
        """Commit and push everything in another clone."""
        git(path, "add", "--all")
        git(path, "commit", "--quiet", "--message", "Edit")
        git(path, "push", "--quiet", "origin", "main")

    def head(self) -> str:
        return git(self.remote, "rev-parse", "main").strip()

    def names(self) -> set[str]:
        return set(git(self.remote, "ls-tree", "-r", "--name-only", "main").split("\n"))

    def show(self, name: str) -> str:
        return git(self.remote, "show", f"main:{name}")

    def statuses(self) -> set[str]:
        record: dict[str, Any] = json.loads(self.show("data/2026-11-20.json"))
        return {paper["summary"]["status"] for paper in record["papers"]}


@contextmanager
def fork_of(remote: Path, folder: Path) -> Iterator[Place]:
    """A fork that begins with what a repository has."""
    shutil.copytree(remote, folder / "remote.git")
    with LoopbackArxiv(SAMPLE, now=MORNING) as arxiv, FakeModel() as model, FakeGitHub() as github:
        yield Place(folder=folder, remote=folder / "remote.git", arxiv=arxiv, model=model, github=github)

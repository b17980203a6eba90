"""The daily workflow's steps for a local model, executed as GitHub's runner does it."""

import hashlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

from digest.config.file import parse_config
from digest.console.command import ROOT
from digest.core.calendar import EASTERN
from digest.setup.local import check_hub, check_local, for_workflow
from fake_github import FakeGitHub
from fake_hub import CONTENT, FakeHub, status
from fork import git, original
from loopback_arxiv.papers import load
from loopback_arxiv.server import LoopbackArxiv
from workflow_runner import Job, Runner

DAY = date(2026, 11, 20)
MORNING = datetime.combine(DAY, time(6), EASTERN)
FOR_A_MODEL = (
    "Take the local model's weights from the cache",
    "Install llama.cpp",
    "Download the local model's weights",
    "Keep the weights for later runs",
)
PINNED = f"{{repo: a/b, revision: '{'0' * 40}', file: c.gguf, sha256: {hashlib.sha256(CONTENT).hexdigest()}}}"
LOCAL_SECTION = f"llm: {{provider: local, local: {{model: {PINNED}}}}}"
LOCAL = f"  local: {{model: {PINNED}}}\n  provider: local "


@dataclass(kw_only=True)
class Place:
    """A fork at GitHub with its caches."""

    folder: Path
    remote: Path
    arxiv: LoopbackArxiv
    hub: FakeHub
    github: FakeGitHub
    caches: dict[str, dict[str, bytes]] = field(default_factory=dict)
    runs: int = 0

    def configure(self, old: str, new: str) -> None:
        """Edit config.yml and push it."""
        clone = self.folder / "clone"
        git(self.folder, "clone", "--quiet", str(self.remote), str(clone))
        path = clone / "config.yml"
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
        git(clone, "commit", "--quiet", "--all", "--message", "Configure")
        git(clone, "push", "--quiet", "origin", "main")
        shutil.rmtree(clone)

    def run(self) -> Job:
        """A run of the workflow in a fresh checkout, on the morning of the announcement."""
        self.runs += 1
        workspace = self.folder / f"run{self.runs}"
        environment = {"MODEL_HUB_URL": self.hub.url, "GITHUB_API_URL": self.github.url}
        runner = Runner.of_fork(self.remote, workspace, self.arxiv, MORNING, **environment)
        runner.caches.update(self.caches)
        job = runner.run({"secrets": {}, "vars": {}, "inputs": {}, "github": {"token": "ghs_made_up"}})
        self.caches |= runner.caches
        return job


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A fresh fork."""
    remote = shutil.copytree(original(), tmp_path / "remote.git")
    with (
        LoopbackArxiv(load(ROOT / "sample" / "papers.json"), now=MORNING) as arxiv,
        FakeHub() as hub,
        FakeGitHub() as site,
    ):
        yield Place(folder=tmp_path, remote=remote, arxiv=arxiv, hub=hub, github=site)


@pytest.mark.slow
def test_weights_are_fetched_once_and_only_when_wanted(place: Place) -> None:
    """Weights come from the hub in the first run that has a report to make, from the cache in the next that needs them.

    An API's runs skip every step of it, and so does a slot that has nothing to do.
    """
    first = place.run()
    assert {first.steps[name] for name in FOR_A_MODEL} == {"skipped"}
    assert first.steps["Make the report"] == "success"
    idle = place.run()
    assert {idle.steps[name] for name in FOR_A_MODEL} == {"skipped"}

    git(place.remote, "update-ref", "refs/heads/main", git(place.remote, "rev-list", "--max-parents=0", "main").strip())
    place.configure("  provider: api ", LOCAL)
    fetched = place.run()
    assert {fetched.steps[name] for name in FOR_A_MODEL} == {"success"}, fetched.log
    assert len(place.hub.asked) == 1
    # What the made-up hub gives begins like weights and is none: a model that cannot start.
    assert "could not start c on this machine" in fetched.log or "is not installed" in fetched.log
    assert (fetched.steps["Make the report"], fetched.failed) == ("failure", True)
    assert fetched.steps["Publish it"] == "success"

    kept = place.run()
    assert [kept.steps[name] for name in FOR_A_MODEL] == ["success", "success", "skipped", "skipped"]
    assert len(place.hub.asked) == 1


def test_both_workflows_have_the_same_steps() -> None:
    """A backfill's shards fetch a local model with the very steps of the daily run; each asks its own job for it."""
    folder = ROOT / ".github" / "workflows"
    daily, backfill = (yaml.safe_load((folder / f"{name}.yml").read_text("utf-8")) for name in ("daily", "backfill"))
    ours = {step["name"]: step for step in daily["jobs"]["report"]["steps"] if step["name"] in FOR_A_MODEL}
    shards = {step["name"]: step for step in backfill["jobs"]["reports"]["steps"] if step["name"] in FOR_A_MODEL}
    asked = str(ours).replace("steps.setup.outputs", "needs.plan.outputs")
    assert str(shards) == asked
    assert len(ours) == len(FOR_A_MODEL)


def test_llama_cpp_is_pinned() -> None:
    """llama.cpp has one version in both requirements-local files, with its hashes, and nothing comes with it."""
    wanted = Requirement((ROOT / "requirements-local.txt").read_text("utf-8").partition("#")[0])
    lock = (ROOT / "requirements-local.lock").read_text("utf-8")
    assert re.findall(r"^(\S+) \\$", lock, re.MULTILINE)[0] == str(wanted)
    assert len(re.findall(r"^\w", lock, re.MULTILINE)) == 1
    assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", lock)) > 1
    assert not re.search(r"://|--index|--find|--extra", lock)
    for path in (".github/workflows/daily.yml", ".github/workflows/backfill.yml", "Makefile"):
        (install,) = re.findall(r"pip install.* -r requirements-local\.lock", (ROOT / path).read_text("utf-8"))
        assert "--require-hashes --only-binary :all:" in install


def test_the_step_has_the_time(tmp_path: Path) -> None:
    """The longest time that config.yml may give the model, and what a run takes besides, end before the job does."""
    job = yaml.safe_load((ROOT / ".github/workflows/daily.yml").read_text("utf-8"))["jobs"]["report"]
    config = parse_config("categories: [cs.AI]\nllm: {provider: local, local: {minutes: 75, model: ./mine.gguf}}")
    told = for_workflow(config, tmp_path, wanted=True)
    assert told == {"local_model": "true", "weights": "", "minutes": "105"}
    assert int(told["minutes"]) < job["timeout-minutes"]


def test_what_the_setup_says(tmp_path: Path) -> None:
    """Size, time and a private repository's minutes are said beforehand; a workflow without the steps is warned of."""
    config = parse_config("categories: [cs.AI]\nllm: {provider: local}")
    found: dict[str, Any] = {each.level: each.says for each in check_local(config, ROOT, {"OPENAI_API_KEY": "sk-1"})}
    assert "Qwen3-4B-Instruct-2507" in found["ok"]
    assert "2.5 GB are downloaded once" in found["ok"]
    assert found["note"] == "Ignored with llm.provider: local: OPENAI_API_KEY; nothing is sent out."
    assert "warning" not in found
    said = " ".join(each.says for each in check_local(config, ROOT, {}))
    assert "up to 945 minutes a month, of 2,000 in a free account" in said
    old = tmp_path / ".github" / "workflows" / "daily.yml"
    old.parent.mkdir(parents=True)
    old.write_text("on: push", "utf-8")
    shutil.copy(ROOT / "models.yml", tmp_path)
    warned = [each.says for each in check_local(config, tmp_path, {}) if each.level == "warning"]
    assert len(warned) == 1
    assert "daily.yml has no steps for a local model" in warned[0]
    (missing,) = check_local(config, tmp_path / "nowhere", {})
    assert (missing.level, missing.exit_code) == ("error", 2)


def test_the_hub_is_asked_before(tmp_path: Path) -> None:
    """--online says whether the hub has the weights, by their size alone; a hub that is down is no error."""
    config = parse_config(f"categories: [cs.AI]\n{LOCAL_SECTION}")
    with FakeHub() as hub:
        where = {"MODEL_HUB_URL": hub.url}
        (found,) = check_hub(config, tmp_path, where)
        assert (found.level, found.says) == ("ok", "has c.gguf (0.0 GB).")
        (found,) = check_hub(parse_config("categories: [cs.AI]\nllm: {provider: local}"), ROOT, where)
        assert (found.level, found.exit_code) == ("error", 3)
        hub.faults = [status(404)]
        (found,) = check_hub(config, tmp_path, where)
        assert (found.level, "is not the file that was pinned (404" in found.says) == ("error", True)
        assert hub.asked == []
    (found,) = check_hub(config, tmp_path, where)
    assert (found.level, "cannot be reached" in found.says) == ("warning", True)

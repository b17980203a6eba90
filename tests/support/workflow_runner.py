"""A job of a workflow, executed as GitHub's runner does it: its steps in order, in a checkout, without a network.

Steps with `run:` are executed by `bash -e`. Of the actions, those do something that keep files and take them again.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from fork import git, lend_bytecode, settle
from loopback_arxiv.server import LoopbackArxiv
from ready_python import ready_python
from workflow_expressions import fill, holds

CLOCKED = (
    "run_daily.py",
    "check_setup.py",
    "backfill.py",
    "publish.py",
    "report_health.py",
    "send_messages.py",
    "take_feedback.py",
)
"""The entry points that read the clock, and take another one with --now."""
_PYTHON = """#!/bin/sh
case "$1 $2" in
"scripts/backfill.py merge") ;; # has no clock
{clocked}) set -- "$@" --now {now} ;;
-m\\ *) done={installed}/$(printf '%s\\n' "$@" | cat - requirements.lock | sha256sum | cut -c-64)
    if [ ! -e "$done" ]; then
      PIP_NO_INDEX=1 PIP_DRY_RUN=1 PIP_CONFIG_FILE=/dev/null {python} "$@" && touch "$done"
    fi
    exit ;;
esac
case "$1" in
scripts/*) exec {ready} "$@" ;;
*) exec {python} "$@" ;;
esac
"""
"""`python` on the runner. pip downloads nothing, and looks only once at the same words about the same requirements."""
_OUTPUT = re.compile(r"^([\w-]+)<<(\S+)\n(.*?)\n?^\2$", re.DOTALL | re.MULTILINE)


@cache
def _read(workflow: str) -> dict[str, Any]:
    """A workflow's record, which PyYAML takes a tenth of a second to read; nobody writes into it."""
    record: dict[str, Any] = yaml.safe_load(workflow)
    return record


@cache
def _installed() -> TemporaryDirectory[str]:
    """Where the runner notes what pip has installed."""
    return TemporaryDirectory()


@dataclass(kw_only=True)
class Job:
    """What a job left."""

    steps: dict[str, str] = field(default_factory=dict)
    """How each step ended, by its name: success, failure or skipped, whatever its continue-on-error made of it."""
    log: str = ""
    summary: str = ""
    outputs: dict[str, str] = field(default_factory=dict)
    artifacts: dict[str, dict[str, bytes]] = field(default_factory=dict)
    failed: bool = False
    """Whether the run is red."""


@dataclass(frozen=True, kw_only=True)
class Runner:
    """The machine that executes jobs."""

    checkout: Path
    folder: Path
    """For the runner's own files."""
    environment: Mapping[str, str]
    """Of the machine, beside what GitHub and the workflow set."""
    now: str
    """The machine's clock, in ISO 8601."""
    artifacts: dict[str, dict[str, bytes]] = field(default_factory=dict)
    """Of the run so far, which jobs hand to each other."""
    caches: dict[str, dict[str, bytes]] = field(default_factory=dict)
    """Of the repository, by their keys."""

    @classmethod
    def of_fork(
        cls, remote: Path, workspace: Path, arxiv: LoopbackArxiv, now: datetime, **environment: str
    ) -> "Runner":
        """A machine with a fresh clone of a fork, at a time; `environment` adds to what GitHub sets for the fork."""
        checkout, home = workspace / "checkout", workspace / "home"
        git(workspace.parent, "clone", "--quiet", "--template=", str(remote), str(checkout))
        lend_bytecode(checkout)
        home.mkdir()
        settle(home)
        usual = {
            "HOME": str(home),
            "ARXIV_API_URL": arxiv.api_url,
            "ARXIV_RSS_URL": arxiv.rss_url,
            "ARXIV_DELAY_SECONDS": "0",
            "GITHUB_REPOSITORY": "someone/daily-papers",
            "GITHUB_REPOSITORY_ID": "1001",
        }
        return cls(checkout=checkout, folder=workspace, environment={**usual, **environment}, now=now.isoformat())

    def run(
        self,
        context: Mapping[str, Any],
        *,
        before: Mapping[str, Callable[[], object]] | None = None,
        environment: Mapping[str, str] | None = None,
        workflow: str = "daily.yml",
        name: str = "report",
    ) -> Job:
        """Execute a job of a workflow; `before` has what happens elsewhere ahead of a step, by its name."""
        path = self.checkout / ".github" / "workflows" / workflow
        record = _read(path.read_text("utf-8"))
        steps, job = record["jobs"][name]["steps"], Job()
        known: dict[str, Any] = {**context, "steps": {}, "workspace": self.checkout}
        known["env"] = {key: fill(value, known) for key, value in (record["jobs"][name].get("env") or {}).items()}
        for number, step in enumerate(steps):
            if step["name"] in (before or {}):
                (before or {})[step["name"]]()
            if not holds(step.get("if"), known, failed=job.failed):
                outcome, outputs = "skipped", dict[str, str]()
            elif "uses" in step:
                outcome, outputs = self._use(step, known, job)
            else:
                shared = {**(record.get("env") or {}), **known["env"], **(environment or {})}
                outcome, outputs = self._execute(step, known, shared, job, number)
            job.steps[step["name"]] = outcome
            forgiven = outcome == "failure" and step.get("continue-on-error") is True
            job.failed |= outcome == "failure" and not forgiven
            if "id" in step:
                ended = "success" if forgiven else outcome
                known["steps"][step["id"]] = {"outputs": outputs, "outcome": outcome, "conclusion": ended}
        outputs = record["jobs"][name].get("outputs", {})
        job.outputs = {key: fill(value, known) for key, value in outputs.items()}
        return job

    def _use(self, step: Mapping[str, Any], known: Mapping[str, Any], job: Job) -> tuple[str, dict[str, str]]:
        action = step["uses"].partition("@")[0]
        given = {name: fill(value, known) for name, value in step.get("with", {}).items()}
        if action == "actions/upload-artifact":
            names = given["path"].split()
            paths = [path for name in names for path in (self.checkout / name, *(self.checkout / name).rglob("*"))]
            # Of one folder, the names within it are kept.
            base = self.checkout / names[0] if len(names) == 1 and names[0].endswith("/") else self.checkout
            kept = {str(path.relative_to(base)): path.read_bytes() for path in paths if path.is_file()}
            job.artifacts[given["name"]] = kept
            if kept and (given["name"] not in self.artifacts or given.get("overwrite") == "true"):
                self.artifacts[given["name"]] = kept
        elif action == "actions/download-artifact":
            wanted = given.get("name") or given["pattern"]
            found = [name for name in self.artifacts if fnmatch(name, wanted)]
            for name in found:
                folder = self.checkout / given.get("path", "") / ("" if "name" in given else name)
                for inner, content in self.artifacts[name].items():
                    (folder / inner).parent.mkdir(parents=True, exist_ok=True)
                    (folder / inner).write_bytes(content)
            return ("success" if found or "pattern" in given else "failure"), {}
        elif action == "actions/cache/save":
            folder = self.checkout / given["path"]
            self.caches[given["key"]] = {path.name: path.read_bytes() for path in folder.iterdir()}
        elif action == "actions/cache/restore":
            kept = self.caches.get(given["key"], {})
            for name, content in kept.items():
                (self.checkout / given["path"]).mkdir(parents=True, exist_ok=True)
                (self.checkout / given["path"] / name).write_bytes(content)
            return "success", {"cache-hit": str(bool(kept)).lower()}
        else:
            assert action in ("actions/checkout", "actions/setup-python"), action
        return "success", {}

    def _execute(
        self, step: Mapping[str, Any], known: Mapping[str, Any], shared: Mapping[str, str], job: Job, number: int
    ) -> tuple[str, dict[str, str]]:
        files = {name: self.folder / f"{number}-{name.lower()}" for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for path in files.values():
            path.write_text("", "utf-8")
        done = subprocess.run(
            ["bash", "-e", "-c", step["run"]],
            cwd=self.checkout,
            env={
                **self.environment,
                "PATH": f"{self._commands()}:{os.environ['PATH']}",
                "GITHUB_ACTIONS": "true",
                "CI": "true",
                **{name: fill(value, known) for name, value in {**shared, **step.get("env", {})}.items()},
                **{name: str(path) for name, path in files.items()},
            },
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        job.log += f"##[group]{step['name']}\n{done.stdout}{done.stderr}"
        job.summary += files["GITHUB_STEP_SUMMARY"].read_text("utf-8")
        outputs = {found[1]: found[3] for found in _OUTPUT.finditer(files["GITHUB_OUTPUT"].read_text("utf-8"))}
        return ("failure" if done.returncode else "success"), outputs

    def _commands(self) -> Path:
        """A folder with `python`, which tells the entry points the machine's time and installs nothing."""
        folder = self.folder / "bin"
        folder.mkdir(exist_ok=True)
        clocked = "|".join(f"scripts/{name}\\ *" for name in CLOCKED)
        (folder / "python").write_text(
            _PYTHON.format(
                clocked=clocked,
                now=self.now,
                python=sys.executable,
                ready=ready_python().command(),
                installed=_installed().name,
            ),
            "utf-8",
        )
        (folder / "python").chmod(0o755)
        return folder

"""The rules of AGENTS.md that a linter holds: each of them can fail."""

import subprocess
import sys

import pytest

from digest.console.command import ROOT


def lint(file: str, code: str) -> str:
    """What ruff says of a line, as if it stood in a file of this repository."""
    command = [sys.executable, "-m", "ruff", "check", "--select", "TID251,T201", "--stdin-filename", file, "-"]
    done = subprocess.run(command, input=f"{code}\n", cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout if done.returncode else ""


@pytest.mark.parametrize(
    ("code", "its_module"),
    [
        ("import arxiv", "fetch/query_api.py"),
        ("import openai", "language_model/api.py"),
        ("import oaipmh_scythe", "fetch/oai.py"),
    ],
)
def test_one_module_talks_to_the_outside(code: str, its_module: str) -> None:
    """What talks to arXiv or to a model is imported by one module only."""
    assert "TID251" in lint("scripts/digest/rank/ranking.py", code)
    assert not lint(f"scripts/digest/{its_module}", code)


@pytest.mark.parametrize("clock", ["datetime.datetime.now()", "datetime.date.today()", "time.time()"])
def test_entry_points_read_the_clock(clock: str) -> None:
    """The time of day is read by entry points and nowhere below them."""
    code = f"import datetime, time\nx = {clock}"
    assert "TID251" in lint("scripts/digest/rank/ranking.py", code)
    assert not lint("scripts/run_daily.py", code)


@pytest.mark.parametrize("environment", ["os.environ", 'os.environ.get("HOME")', 'os.getenv("HOME")'])
def test_entry_points_read_the_environment(environment: str) -> None:
    """The environment is read by entry points, and handed down from them."""
    code = f"import os\nx = {environment}"
    assert "TID251" in lint("scripts/digest/rank/ranking.py", code)
    assert not lint("scripts/run_daily.py", code)


def test_entry_points_print() -> None:
    """Only entry points write to standard output."""
    assert "T201" in lint("scripts/digest/rank/ranking.py", 'print("x")')
    assert not lint("scripts/run_daily.py", 'print("x")')


def test_modules_are_small() -> None:
    """No module has more than 300 lines."""
    modules = [*(ROOT / "scripts").rglob("*.py")]
    assert len(modules) > 50
    assert {path.name: n for path in modules if (n := path.read_text("utf-8").count("\n")) > 300} == {}

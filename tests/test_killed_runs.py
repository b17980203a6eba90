"""A run that is killed at any moment is finished by the next one, to the same bytes."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from digest.announcement import EASTERN
from digest.command import ROOT
from fake_model import FakeModel
from fork import Fork, make_fork
from sample_arxiv import LoopbackArxiv, load

SAMPLE = load(ROOT / "sample" / "papers.json")
FIRST, LAST = (datetime(2026, 11, day, 6, tzinfo=EASTERN) for day in (17, 20))
KILLS = 12


@pytest.fixture
def arxiv() -> Iterator[LoopbackArxiv]:
    """The bundled sample."""
    with LoopbackArxiv(SAMPLE, now=FIRST) as site:
        yield site


def kill_after(fork: Fork, seconds: float, now: datetime) -> bool:
    """Start a run and kill it (SIGKILL) after a while; returns whether it was still running."""
    command = [
        sys.executable,
        str(ROOT / "scripts" / "run_daily.py"),
        "--root",
        str(fork.root),
        "--now",
        now.isoformat(),
    ]
    process = subprocess.Popen(
        command, env=dict(fork.environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(seconds)
    running = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    return running


def catch_up(fork: Fork, now: datetime) -> dict[str, bytes]:
    """Run to the end; returns every file that git would see."""
    ran = fork.run("run_daily.py", "--now", now.isoformat())
    assert ran.code == 0, ran.err
    return fork.files()


def test_killed_at_random_moments(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """Killed a dozen times while it writes four reports, the archive ends up byte for byte as without any kill."""
    calm, wild = make_fork(tmp_path / "calm", arxiv), make_fork(tmp_path / "wild", arxiv)
    for fork in (calm, wild):
        catch_up(fork, FIRST)
    arxiv.now = LAST
    began = time.monotonic()
    expected = catch_up(calm, LAST)
    usual = time.monotonic() - began
    chance = random.Random(20261120)  # noqa: S311  (moments, no secrets)
    killed = sum(kill_after(wild, chance.uniform(0.25, 1.0) * usual, LAST) for _ in range(KILLS))
    assert killed >= 3
    assert catch_up(wild, LAST) == expected
    assert catch_up(wild, LAST) == expected


def test_a_killed_run_does_not_pay_twice(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """Summaries are saved as they come: killed in mid-stage, the next run asks only for those that are missing."""
    arxiv.now = LAST
    with FakeModel(delay=0.15) as model:
        environment = {"OPENAI_API_KEY": "sk-made-up", "OPENAI_BASE_URL": model.url}
        fork = make_fork(tmp_path, arxiv, **environment)
        fork.configure("concurrency: 8", "concurrency: 2")
        assert kill_after_calls(fork, model, 10)
        asked = len(model.questions)
        assert fork.run("run_daily.py", "--now", LAST.isoformat()).code == 0
        # What was on its way to the model, or to the disk, when the run was killed is asked again: two each at most.
        assert 30 <= len(model.questions) <= 34
        assert asked >= 10


def kill_after_calls(fork: Fork, model: FakeModel, calls: int) -> bool:
    """Start a run and kill it as soon as the model has been asked so often."""
    command = [
        sys.executable,
        str(ROOT / "scripts" / "run_daily.py"),
        "--root",
        str(fork.root),
        "--now",
        LAST.isoformat(),
    ]
    process = subprocess.Popen(
        command, env=dict(fork.environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 60
    while len(model.questions) < calls and time.monotonic() < deadline and process.poll() is None:
        time.sleep(0.01)
    running = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.wait()
    return running

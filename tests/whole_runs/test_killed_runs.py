"""A run that is killed at any moment is finished by the next one, to the same bytes."""

import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from digest.console.command import ROOT
from digest.core.calendar import EASTERN
from fake_model import FakeModel
from fork import Fork, ended, make_fork
from loopback_arxiv.server import LoopbackArxiv, load

pytestmark = pytest.mark.whole_run
SAMPLE = load(ROOT / "sample" / "papers.json")
FIRST, LAST = (datetime(2026, 11, day, 6, tzinfo=EASTERN) for day in (17, 20))
KILLS = 12


@pytest.fixture
def arxiv() -> Iterator[LoopbackArxiv]:
    """The bundled sample."""
    with LoopbackArxiv(SAMPLE, now=FIRST) as site:
        yield site


def start(fork: Fork, now: datetime) -> subprocess.Popen[str]:
    """A run that is under way."""
    return fork.start("run_daily.py", "--now", now.isoformat())


def kill(process: subprocess.Popen[str]) -> bool:
    """Kill a run (SIGKILL); returns whether it was still under way."""
    running = process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate()
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
    assert ended(start(calm, LAST)).code == 0  # a process like those that are killed
    usual = time.monotonic() - began
    expected = calm.files()
    untouched = shutil.copytree(wild.root, tmp_path / "untouched")
    chance = random.Random(20261120)  # noqa: S311  (moments, no secrets)
    killed = 0
    for _ in range(KILLS):
        process = start(wild, LAST)
        time.sleep(chance.uniform(0.1, 1.0) * usual)
        if kill(process):
            killed += 1
        else:  # it was done, and there is nothing left to be killed at: begin anew, sooner
            usual /= 2
            shutil.rmtree(wild.root)
            shutil.copytree(untouched, wild.root)
    assert killed >= 3
    assert catch_up(wild, LAST) == expected
    assert catch_up(wild, LAST) == expected


def test_a_killed_run_does_not_pay_twice(tmp_path: Path, arxiv: LoopbackArxiv) -> None:
    """Summaries are saved as they come: killed in mid-stage, the next run asks only for those that are missing."""
    arxiv.now = LAST
    with FakeModel(delay=0.08) as model:
        environment = {"OPENAI_API_KEY": "sk-made-up", "OPENAI_BASE_URL": model.url}
        fork = make_fork(tmp_path, arxiv, **environment)
        fork.configure("concurrency: 8", "concurrency: 2")
        process, deadline = start(fork, LAST), time.monotonic() + 60
        while len(model.questions) < 10 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert kill(process)
        model.delay = 0.0
        asked = len(model.questions)
        assert fork.run("run_daily.py", "--now", LAST.isoformat()).code == 0
        # What was on its way to the model, or to the disk, when the run was killed is asked again: two each at most.
        assert 30 <= len(model.questions) <= 34
        assert asked >= 10

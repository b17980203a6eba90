"""Each entry point as a person or a workflow starts it: a process of its own, from any folder."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from digest.console.command import ROOT
from digest.core.calendar import EASTERN
from fork import Fork, call, make_fork
from loopback_arxiv.server import LoopbackArxiv, load

pytestmark = pytest.mark.whole_run
MORNING = datetime(2026, 11, 20, 6, tzinfo=EASTERN)
NOW = ("--now", MORNING.isoformat())
STARTED = {
    "backfill.py": (("make", "--from", "2026-11-07", "--to", "2026-11-08", *NOW, "--yes"), 0, "Nothing to do: "),
    "build_reader.py": (("--out", "{root}/site"), 0, "0 reports"),
    "check_setup.py": ((), 0, "Ready."),
    "demo.py": (("--out", "{root}/config.yml/demo"), 2, "name another with --out"),
    "explain.py": (("2026-11-20",), 2, "data/ has no report of 2026-11-20"),
    "local_model.py": (("--port", "none"), 2, "invalid int value"),
    "make_example.py": ((), 0, "docs/example"),
    "make_release.py": ((), 0, "There is nobody to tell"),
    "notify.py": ((), 0, "There is nobody to tell"),
    "preview.py": (("--no-pictures", "--out", "{root}/preview", "{root}/README.md"), 0, "preview/README.html"),
    "publish.py": ((), 0, "Nothing to publish."),
    "rebuild.py": ((), 0, "files written."),
    "report_health.py": (NOW, 0, "nobody to tell"),
    "run_daily.py": ((*NOW, "--dry-run"), 0, "40 new papers"),
    "send_messages.py": ((), 0, "NOTIFY_URLS is not set"),
    "start_fresh.py": ((), 0, "nothing to compare with"),
    "suggest_interests.py": ((), 2, "data/ has no report yet"),
    "upgrade.py": (("{remote}",), 0, "This fork has the newest version already"),
}
"""What each is started with, how it ends, and what it says."""
WITHOUT_ROOT = ("preview.py",)


@pytest.fixture
def fork(tmp_path: Path) -> Iterator[Fork]:
    """A fork that reads the bundled sample."""
    with LoopbackArxiv(load(ROOT / "sample" / "papers.json"), now=MORNING) as arxiv:
        yield make_fork(tmp_path, arxiv)


def test_every_entry_point_is_started() -> None:
    """What can be started is what is started here."""
    started = {path.name for path in (ROOT / "scripts").glob("*.py") if '__name__ == "__main__"' in path.read_text()}
    assert started == STARTED.keys()


@pytest.mark.parametrize("script", STARTED)
def test_started_as_a_process(fork: Fork, tmp_path: Path, script: str) -> None:
    """From a folder that is not the repository, in the usual environment, it does its work and says so."""
    arguments, code, says = STARTED[script]
    words = [word.format(root=fork.root, remote=fork.remote) for word in arguments]
    root = [] if script in WITHOUT_ROOT else ["--root", str(fork.root)]
    ran = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / script), *root, *words],
        cwd=tmp_path,
        env=dict(fork.environment),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, says in ran.stdout + ran.stderr) == (code, True), ran.stdout + ran.stderr


@pytest.mark.parametrize(
    "script",
    ["backfill.py", "check_setup.py", "local_model.py", "report_health.py", "run_daily.py", "send_messages.py"],
)
def test_help_says_how_it_ends(script: str) -> None:
    """Those that end in more ways than well, by a defect, or by wrong words have their exit codes in --help."""
    assert "exit codes: 0 " in call(script, ["--help"], {}).out


@pytest.mark.parametrize("script", STARTED)
def test_wrong_words_are_refused(tmp_path: Path, script: str) -> None:
    """A word that an entry point does not know ends it with exit code 2 and how it is used."""
    ran = call(script, ["--no-such-word"], {})
    assert (ran.code, "usage: " in ran.err, "error: " in ran.err, ran.out) == (2, True, True, "")

"""What tests/conftest.py holds every test to."""

import os
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

import temporary_files
from digest.console.command import ROOT

pytest_plugins = ["pytester"]
CONFTEST = ROOT / "tests" / "conftest.py"
SKIPPED = """
import pytest

@pytest.mark.{mark}
def test_quick():
    pass

@pytest.mark.{mark}
def test_skipped():
    pytest.skip("no Chromium on this machine")
"""
CONFIGURED = ["-p", "no:cacheprovider", "-p", "no:xdist", "-o", "markers=browser\nshared\nwhole_run\nslow"]


@pytest.mark.parametrize(
    ("mark", "on_github", "failed"),
    [("browser", "true", 1), ("browser", "", 0), ("shared", "true", 0)],
)
def test_a_skip_on_github(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, mark: str, on_github: str, failed: int
) -> None:
    """A browser check that is skipped is a failure on GitHub's machines, and nowhere else; no other skip is one."""
    monkeypatch.setenv("GITHUB_ACTIONS", on_github)
    pytester.makeconftest(CONFTEST.read_text("utf-8"))
    pytester.makepyfile(SKIPPED.format(mark=mark))
    pytester.runpytest_inprocess(*CONFIGURED).assert_outcomes(passed=1, failed=failed, skipped=1 - failed)


def test_what_takes_longest_begins(pytester: pytest.Pytester) -> None:
    """Whole runs and browser checks are started first, all else stays in its order."""
    pytester.makeconftest(CONFTEST.read_text("utf-8"))
    marks = {"a": "shared", "b": "whole_run", "c": "browser", "d": "shared"}
    pytester.makepyfile(
        "import pytest\n" + "".join(f"@pytest.mark.{m}\ndef test_{n}():\n    pass\n" for n, m in marks.items())
    )
    ran = pytester.runpytest_inprocess(*CONFIGURED, "-v")
    order = [line.split("::test_")[1][0] for line in ran.outlines if "PASSED" in line]
    assert order == ["b", "c", "a", "d"]


@pytest.mark.parametrize(
    ("given", "blocks", "flags", "expected"),
    [({}, 4, 0, True), ({}, 1, 0, False), ({}, 4, os.ST_NOEXEC, False), ({"TMPDIR": "/elsewhere"}, 4, 0, False)],
)
def test_temporary_files_lie_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: dict[str, str], blocks: int, flags: int, expected: bool
) -> None:
    """They do where there is enough memory, from which programs may be run, and nobody has said another place."""
    monkeypatch.setattr(tempfile, "tempdir", "/another")
    memory = SimpleNamespace(f_flag=flags, f_bavail=blocks, f_frsize=temporary_files.ENOUGH // 2)
    monkeypatch.setattr(os, "statvfs", {tmp_path: memory}.__getitem__)
    environment = dict(given)
    temporary_files.keep_in_memory(environment, tmp_path)
    assert (environment != given, tempfile.tempdir == str(tmp_path)) == (expected, expected)
    assert environment.get("TMPDIR", str(tmp_path)) == given.get("TMPDIR", str(tmp_path))

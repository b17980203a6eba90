"""Files in data/ that git left a conflict in, as a check of the set-up tells of them."""

import json
import shutil
from pathlib import Path

import pytest

from digest.archive.reports import Archive
from digest.archive.seen import Seen
from digest.archive.waiting import Waiting
from digest.console.command import ROOT
from digest.core.git_conflicts import conflict_line
from digest.setup.checks import check
from fake_arxiv import paper
from fork import OF_A_FORK
from reports import report, summarised


@pytest.mark.parametrize(
    "name", ["data/2026-11-20.json", "data/seen/2611.txt", "data/seen/before.txt", "data/waiting.json"]
)
def test_a_conflict_that_git_left(tmp_path: Path, name: str) -> None:
    """A conflict in any file that a run reads is found before the run, is called one, and has a remedy that works.

    Where it was committed, the newest commit does not help: the message names the way to an older one, too.
    """
    made = report(summarised(1))
    Archive(tmp_path).save(made)
    Seen(tmp_path).add(made.ids)
    Seen(tmp_path).begin(["2611.90009"])
    Waiting(tmp_path).keep([paper(2)], made.date)
    sides = (tmp_path / name).read_text("utf-8")
    (tmp_path / name).write_text(f"<<<<<<< HEAD\n{sides}=======\n{sides}>>>>>>> theirs\n", "utf-8")
    (said,) = (found.says for found in check(tmp_path, {}).findings if found.about == "data/")
    assert said.startswith(f"{name} cannot be read")
    assert "git left a conflict in it" in said
    assert f"`git checkout HEAD -- {name}`" in said
    assert f"`git log -- {name}`" in said


def test_what_looks_like_a_conflict(tmp_path: Path) -> None:
    """An abstract that speaks of conflict marks is none."""
    made = report(summarised(1, abstract="<<<<<<< HEAD\n=======\n>>>>>>> are marks."))
    Archive(tmp_path).save(made)
    assert Archive(tmp_path).load(made.date) == made
    assert "=======" in json.loads((tmp_path / "data/2026-11-20.json").read_bytes())["papers"][0]["abstract"]


@pytest.mark.parametrize("name", ["config.yml", "labels/zh-CN.yml", "prompts/summary.md", "templates/newest.md.j2"])
def test_a_conflict_that_an_upgrade_left(tmp_path: Path, name: str) -> None:
    """A conflict in a file that forks edit is named with its line, and gets on no page and into no question."""
    for part in OF_A_FORK:
        source = ROOT / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / part)
    assert all(found.level != "error" for found in check(tmp_path, {}).findings)
    lines = (tmp_path / name).read_text("utf-8").splitlines()
    lines[6:7] = ["<<<<<<< HEAD", lines[6], "=======", lines[6], ">>>>>>> 0123abc"]
    (tmp_path / name).write_text("\n".join(lines) + "\n", "utf-8")
    (said,) = (found.says for found in check(tmp_path, {}).findings if found.level == "error")
    assert f"{Path(name).name} line 7: git left a conflict here" in said


def test_a_line_of_equals_signs_is_no_conflict() -> None:
    """A prompt or template may have a heading with a line of `=` below it."""
    assert conflict_line("Summaries\n=========\n\n> quoted\n") is None

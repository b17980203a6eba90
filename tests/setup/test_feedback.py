"""What check_setup says of feedback."""

import json
import shutil
from pathlib import Path

import pytest

from digest.archive.feedback import NAME
from digest.config.schema import Config
from digest.console.command import ROOT
from digest.setup.feedback import FILES, check_feedback

ON, OFF = (Config(categories=("cs.AI",), feedback=on) for on in (True, False))
HERE = {"GITHUB_REPOSITORY": "octo/papers"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A fork with the workflow and the form."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def said(root: Path, config: Config = ON, **environment: str) -> list[tuple[str, str]]:
    """The findings."""
    return [(found.level, found.says) for found in check_feedback(root, config, {**HERE, **environment})]


def event(root: Path, **repository: bool) -> dict[str, str]:
    """The event that started a run, which says something of the repository."""
    (root / "event.json").write_text(json.dumps({"schedule": "47 20 * * 0-4", "repository": repository}), "utf-8")
    return {"GITHUB_EVENT_PATH": str(root / "event.json")}


def test_off_is_not_looked_at(tmp_path: Path) -> None:
    """Where feedback is off, nothing is missed."""
    assert said(tmp_path, OFF) == []


def test_all_is_there(root: Path) -> None:
    """With form, workflow and Issues there is only a note on who can read what is tapped."""
    ((level, says),) = said(root, ON, **event(root, has_issues=True, private=False))
    assert level == "note"
    assert "everybody" in says
    ((_, says),) = said(root, ON, **event(root, private=True))
    assert "everybody" not in says


def test_issues_are_off(root: Path) -> None:
    """Where GitHub says that Issues are off, as in a fork, that is a warning with where to switch them on."""
    (level, says), _ = said(root, ON, **event(root, has_issues=False))
    assert level == "warning"
    assert "Settings, General, Features, Issues" in says


@pytest.mark.parametrize("name", FILES)
def test_a_fork_that_is_older(root: Path, name: str) -> None:
    """A fork without the form or the workflow is told which file to take from the original."""
    (root / name).unlink()
    (level, says), _ = said(root)
    assert level == "warning"
    assert f"lacks {name}." in says


def test_nobody_knows_the_repository(root: Path) -> None:
    """Without a repository there is nowhere for links to lead to; config.yml can say it."""
    assert "set page.repository" in check_feedback(root, ON, {})[0].says


def test_a_broken_ledger(root: Path) -> None:
    """A data/feedback.json that cannot be read is an error, since each report would end with it."""
    (root / "data").mkdir()
    (root / NAME).write_text("{", "utf-8")
    (found,) = check_feedback(root, ON, HERE)
    assert (found.level, found.exit_code) == ("error", 1)
    assert "data/feedback.json cannot be read" in found.says

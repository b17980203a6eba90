"""Pushing what is remembered of sent messages, with a real git remote."""

import os
from pathlib import Path

import pytest

import publish
from digest.core.errors import ArchiveError, PublicationRefused
from digest.github.git import Git
from digest.github.publication import OwnChange, publish_change, published
from digest.messages import ledger
from digest.messages.ledger import Ledger
from fork import git


@pytest.fixture
def clones(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A bare remote with one report, and two clones of it."""
    remote, one, other = tmp_path / "remote.git", tmp_path / "one", tmp_path / "other"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(remote))
    git(tmp_path, "clone", "--quiet", str(remote), str(one))
    git(one, "checkout", "--quiet", "-B", "main")
    (one / "data").mkdir()
    (one / "data" / "2026-11-20.json").write_text("{}")
    (one / "README.md").write_text("# Mine\n")
    git(one, "add", "--all")
    git(one, "commit", "--quiet", "--message", "Report 2026-11-20")
    git(one, "push", "--quiet", "origin", "main")
    git(tmp_path, "clone", "--quiet", str(remote), str(other))
    return remote, one, other


def remember(root: Path, *services: str) -> None:
    """Some services have been sent to, as one clone has it; then it is pushed."""
    ledger.write(root, Ledger(services=services))
    push(root)


def push(root: Path) -> int:
    return publish.main(["--root", str(root), "--sent"], os.environ)


def known(remote: Path) -> tuple[str, ...]:
    return ledger.from_json(git(remote, "show", f"main:{ledger.NAME}")).services


def test_two_clones_remember(clones: tuple[Path, Path, Path]) -> None:
    """What one clone remembers goes on top of what another has pushed meanwhile; neither is lost."""
    remote, one, other = clones
    remember(other, "json a")
    remember(one, "json b")
    assert known(remote) == ("json a", "json b")
    assert git(remote, "log", "--format=%s", "main").split("\n")[:2] == ["Remember what was sent"] * 2
    assert git(remote, "ls-tree", "-r", "--name-only", "main").split() == [
        "README.md",
        "data/2026-11-20.json",
        "data/sent.json",
    ]


def test_a_push_in_between(clones: tuple[Path, Path, Path]) -> None:
    """Where somebody pushes between reading and writing, the change is applied again on top of theirs."""
    remote, one, other = clones
    applied: list[str | None] = []

    def apply(theirs: str | None) -> str:
        if not applied:
            (other / "README.md").write_text("# Theirs\n")
            git(other, "commit", "--quiet", "--all", "--message", "Edit")
            git(other, "push", "--quiet", "origin", "main")
        applied.append(theirs)
        return "{}"

    change = OwnChange(path="data/sent.json", message="Remember what was sent", apply=apply)
    assert publish_change(Git(root=one, environment=os.environ), change, lambda _: None, first_wait=0.01)
    assert len(applied) == 2
    assert git(remote, "show", "main:README.md") == "# Theirs\n"
    assert git(remote, "show", "main:data/sent.json") == "{}"


def test_nothing_else_is_pushed(clones: tuple[Path, Path, Path]) -> None:
    """A report that could not be published, edits and the index of the clone stay as they are."""
    remote, one, _ = clones
    (one / "data" / "2026-11-23.json").write_text("{}")
    git(one, "add", "--all")
    git(one, "commit", "--quiet", "--message", "Report 2026-11-23")
    (one / "README.md").write_text("# Edited\n")
    head = git(one, "rev-parse", "HEAD")
    remember(one, "json a")
    assert known(remote) == ("json a",)
    assert "2026-11-23" not in git(remote, "ls-tree", "-r", "--name-only", "main")
    assert git(one, "rev-parse", "HEAD") == head
    assert git(one, "status", "--porcelain").split("\n")[:2] == [" M README.md", "?? data/sent.json"]


def test_what_is_remembered_already(clones: tuple[Path, Path, Path]) -> None:
    """Where there is nothing new to remember, there is no commit."""
    remote, one, _ = clones
    remember(one, "json a")
    head = git(remote, "rev-parse", "main")
    assert push(one) == 0
    assert git(remote, "rev-parse", "main") == head


def test_a_refusal_is_said(clones: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """A push that is refused for good says what to allow, and a ledger at origin that is broken is not written over."""
    remote, one, other = clones
    hook = remote / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho 'GH006: Protected branch update failed' >&2\nexit 1\n")
    hook.chmod(0o755)
    ledger.write(one, Ledger(services=("json a",)))
    assert push(one) == PublicationRefused.exit_code
    assert "branch is protected" in capsys.readouterr().err
    hook.unlink()
    (other / "data" / "sent.json").write_text("<<<<<<< HEAD\n")
    git(other, "add", "--all")
    git(other, "commit", "--quiet", "--message", "Edit")
    git(other, "push", "--quiet", "origin", "main")
    assert push(one) == ArchiveError.exit_code
    assert "cannot be read" in capsys.readouterr().err


def test_what_is_published(clones: tuple[Path, Path, Path], tmp_path: Path) -> None:
    """A report counts as published once it lies at origin; without an origin, nobody can tell."""
    _, one, _ = clones
    (one / "data" / "2026-11-23.json").write_text("{}")
    git(one, "add", "--all")
    git(one, "commit", "--quiet", "--message", "Report 2026-11-23")
    at_origin = published(Git(root=one, environment=os.environ))
    assert at_origin is not None
    assert "data/2026-11-20.json" in at_origin
    assert "data/2026-11-23.json" not in at_origin
    git(one, "push", "--quiet", "origin", "main")
    assert "data/2026-11-23.json" in (published(Git(root=one, environment=os.environ)) or ())
    git(tmp_path, "init", "--quiet", str(tmp_path / "alone"))
    assert published(Git(root=tmp_path / "alone", environment=os.environ)) is None

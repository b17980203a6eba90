"""Taking over a newer version, with real merges."""

import os
import subprocess
from pathlib import Path

import pytest

from digest.core.errors import ConfigurationError, PublicationRefused
from digest.github.git import Git
from digest.github.inherited_reports import start_fresh
from digest.github.upgrade import Upgrade
from digest.pages.readme import END, START, splice
from fork import git
from written_files import write

README = f"# Digest\n\nWhat it is.\n\n{START}\n{END}\n\n## More\n\nHow it works.\n"
CODE = {"scripts/run.py": "one\n", "config.yml": "categories: [cs.AI]\n\nmax_papers: 30\n"}


def commit(root: Path, files: dict[str, str]) -> None:
    """Write files and commit everything."""
    write(root, files)
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Edit")


def reported(root: Path, name: str, *days: str) -> dict[str, str]:
    """What a run writes: reports in data/ and daily/, and README's region."""
    text = (root / "README.md").read_text("utf-8")
    made = {"README.md": splice(text, f"{name}: {', '.join(days)}")}
    for day in days:
        made |= {f"data/{day}.json": f'{{"by": "{name}"}}\n', f"daily/{day}.md": f"# By {name}\n"}
    return made | {"data/seen/2611.txt": f"{name}\n", "daily/README.md": f"{name} {days}\n"}


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """An original that has reports of its own, and a fork of it with other ones."""
    original, fork = tmp_path / "original", tmp_path / "fork"
    original.mkdir()
    git(original, "init", "--quiet", "--initial-branch=main")
    commit(original, {"README.md": README, **CODE})
    start_fresh(original, "1001")
    commit(original, reported(original, "original", "2026-11-18"))
    git(tmp_path, "clone", "--quiet", str(original), str(fork))
    start_fresh(fork, "2002")
    commit(
        fork,
        {**reported(fork, "fork", "2026-11-19", "2026-11-20"), "config.yml": "categories: [cs.CL]\n\nmax_papers: 30\n"},
    )
    return original, fork


def newer(original: Path) -> None:
    """The original goes on: code, the README's text, a key of config.yml, and reports of the same days."""
    commit(original, reported(original, "original", "2026-11-18", "2026-11-19", "2026-11-20", "2026-11-23"))
    text = (original / "README.md").read_text("utf-8").replace("What it is.", "What it has become.")
    commit(
        original, {"README.md": text, "scripts/run.py": "two\n", "config.yml": CODE["config.yml"] + "language: en\n"}
    )


def generated(root: Path) -> dict[str, bytes]:
    """Everything below data/ and daily/ that is committed."""
    names = git(root, "ls-files", "--", "data", "daily").split("\n")
    return {name: (root / name).read_bytes() for name in names if name}


def upgrade(fork: Path, original: Path) -> bool:
    return Upgrade(git=Git(root=fork, environment=os.environ)).merge(str(original))


def test_a_newer_version_conflicts_in_no_report(pair: tuple[Path, Path]) -> None:
    """The newer version's code and text come in, once and again; reports and README's index stay the fork's own.

    A plain merge would conflict in them, as both have reported the same days.
    """
    original, fork = pair
    before, region = generated(fork), (fork / "README.md").read_text("utf-8").partition(START)[2]
    newer(original)
    with pytest.raises(subprocess.CalledProcessError):
        git(fork, "pull", "--quiet", "--no-rebase", "--no-edit", "origin", "main")
    assert "AA data/2026-11-20.json" in git(fork, "status", "--porcelain")
    git(fork, "merge", "--abort")
    upgrade(fork, original)
    git(fork, "commit", "--quiet", "--no-edit")
    assert generated(fork) == before
    text = (fork / "README.md").read_text("utf-8")
    assert "What it has become." in text
    assert text.partition(START)[2] == region
    assert (fork / "scripts" / "run.py").read_text("utf-8") == "two\n"
    assert (fork / "config.yml").read_text("utf-8") == "categories: [cs.CL]\n\nmax_papers: 30\nlanguage: en\n"
    commit(original, {**reported(original, "original", "2026-11-24"), "scripts/run.py": "three\n"})
    commit(fork, reported(fork, "fork", "2026-11-24"))
    before = generated(fork)
    upgrade(fork, original)
    git(fork, "commit", "--quiet", "--no-edit")
    assert generated(fork) == before
    assert (fork / "scripts" / "run.py").read_text("utf-8") == "three\n"
    git(fork, "fetch", "--quiet", "origin")
    assert git(fork, "rev-list", "--count", "HEAD..origin/main").strip() == "0"


def test_line_ends_of_the_readme_stay(pair: tuple[Path, Path]) -> None:
    """The newer version's README comes in with the ends of lines that it was committed with."""
    original, fork = pair
    text = (original / "README.md").read_text("utf-8").replace("What it is.", "Was es ist: ein Überblick.")
    (original / "README.md").write_bytes(text.replace("\n", "\r\n").encode())
    git(original, "commit", "--quiet", "--all", "--message", "Edit")
    (fork / "README.md").write_bytes(git(fork, "show", "origin/main:README.md").encode())
    git(fork, "commit", "--quiet", "--all", "--message", "As it was")
    assert upgrade(fork, original)
    assert (fork / "README.md").read_bytes().startswith("# Digest\r\n\r\nWas es ist: ein Überblick.\r\n".encode())


def test_an_original_without_reports(tmp_path: Path) -> None:
    """Where the original has no reports, git's own merge, as “Sync fork” makes it, conflicts in nothing either."""
    original, fork = tmp_path / "original", tmp_path / "fork"
    original.mkdir()
    git(original, "init", "--quiet", "--initial-branch=main")
    commit(original, {"README.md": README, **CODE})
    git(tmp_path, "clone", "--quiet", str(original), str(fork))
    start_fresh(fork, "2002")
    commit(fork, reported(fork, "fork", "2026-11-20"))
    before = generated(fork)
    text = README.replace("What it is.", "What it has become.").replace("## More", "## Much more")
    commit(original, {"README.md": text, "scripts/run.py": "two\n"})
    git(fork, "pull", "--quiet", "--no-rebase", "--no-edit", "origin", "main")
    assert generated(fork) == before
    merged = (fork / "README.md").read_text("utf-8")
    assert "fork: 2026-11-20" in merged
    assert "What it has become." in merged
    assert "## Much more" in merged


def test_a_conflict_is_named(pair: tuple[Path, Path]) -> None:
    """What both sides have changed is named, and nothing else is in conflict; the owner resolves it as ever."""
    original, fork = pair
    commit(original, {**reported(original, "original", "2026-11-20"), "config.yml": "categories: [cs.RO]\n"})
    with pytest.raises(ConfigurationError, match=r"changed config\.yml \("):
        upgrade(fork, original)
    assert "UU config.yml" in git(fork, "status", "--porcelain")


def test_changes_of_ones_own_are_kept(pair: tuple[Path, Path]) -> None:
    """With changes that are not committed nothing is merged."""
    original, fork = pair
    newer(original)
    (fork / "config.yml").write_text("categories: [cs.RO]\n")
    with pytest.raises(ConfigurationError, match="not committed"):
        upgrade(fork, original)
    assert (fork / "config.yml").read_text() == "categories: [cs.RO]\n"


def test_a_copy_of_the_template(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """A copy without common history is told what to do instead; an address that is none is named."""
    original, _ = pair
    copy = tmp_path / "copy"
    copy.mkdir()
    git(copy, "init", "--quiet", "--initial-branch=main")
    commit(copy, {"README.md": README})
    with pytest.raises(ConfigurationError, match=r"docs/forking\.md#upgrading"):
        upgrade(copy, original)
    with pytest.raises(PublicationRefused, match="nowhere cannot be read"):
        upgrade(copy, tmp_path / "nowhere")


def test_nothing_newer_is_said(pair: tuple[Path, Path]) -> None:
    """Where the original has nothing that is not merged yet, no merge is begun."""
    original, fork = pair
    newer(original)
    assert upgrade(fork, original)
    git(fork, "commit", "--quiet", "--message", "Take over the newer version")
    assert not upgrade(fork, original)
    assert not (fork / ".git" / "MERGE_HEAD").exists()


def test_a_folder_without_git_is_refused(pair: tuple[Path, Path], tmp_path: Path) -> None:
    """A download without its history cannot merge, which is no defect of ours."""
    with pytest.raises(ConfigurationError, match="is not a clone of a repository"):
        upgrade(tmp_path, pair[0])

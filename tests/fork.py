"""A fork as a person has it: a clone with a bare remote, in which the entry points run as processes."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from digest.command import ROOT
from sample_arxiv import LoopbackArxiv

OF_A_FORK = ("config.yml", "README.md", "labels", "prompts", "templates", ".gitignore")


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What a process left."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, kw_only=True)
class Fork:
    """A clone at `root` whose origin is the bare repository `remote`."""

    root: Path
    remote: Path
    environment: Mapping[str, str]

    def run(self, script: str, *arguments: str, **environment: str) -> Ran:
        """Run an entry point of this checkout in the fork."""
        done = subprocess.run(
            [sys.executable, str(ROOT / "scripts" / script), "--root", str(self.root), *arguments],
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Ran(code=done.returncode, out=done.stdout, err=done.stderr)

    def git(self, *arguments: str) -> str:
        """Run git in the fork; it has to succeed."""
        return git(self.root, *arguments)

    def files(self) -> dict[str, bytes]:
        """Everything in the work tree that git would see, by its path."""
        names = self.git("ls-files", "--cached", "--others", "--exclude-standard").split("\n")
        return {name: (self.root / name).read_bytes() for name in names if name and (self.root / name).is_file()}

    def configure(self, old: str, new: str) -> None:
        """Edit config.yml, as a forker does."""
        path = self.root / "config.yml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder; it has to succeed."""
    command = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


def make_fork(folder: Path, arxiv: LoopbackArxiv, **environment: str) -> Fork:
    """Lay out a fork with its remote in an empty folder; it reads the given arXiv, without waiting between requests."""
    folder.mkdir(parents=True, exist_ok=True)
    root, remote = folder / "fork", folder / "remote.git"
    git(folder, "init", "--quiet", "--bare", "--initial-branch=main", str(remote))
    git(folder, "clone", "--quiet", str(remote), str(root))
    for name in OF_A_FORK:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, root / name)
    git(root, "checkout", "--quiet", "-B", "main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Fork")
    git(root, "push", "--quiet", "origin", "main")
    return Fork(
        root=root,
        remote=remote,
        environment={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "ARXIV_API_URL": arxiv.api_url,
            "ARXIV_RSS_URL": arxiv.rss_url,
            "ARXIV_DELAY_SECONDS": "0",
            "GITHUB_REPOSITORY": "someone/daily-papers",
            **environment,
        },
    )


def original_in(folder: Path) -> Path:
    """A bare repository in a folder with this checkout's files, without reports and tests."""
    for name in git(ROOT, "ls-files", "--cached", "--others", "--exclude-standard").split("\n"):
        if name and (ROOT / name).is_file() and not name.startswith(("data/", "daily/", "tests/", "benchmarks/")):
            (folder / "files" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / "files" / name)
    config = folder / "files" / "config.yml"
    config.write_text(config.read_text("utf-8").replace("max_papers: 30", "max_papers: 8"), "utf-8")
    git(folder / "files", "init", "--quiet", "--initial-branch=main")
    git(folder / "files", "add", "--all")
    git(folder / "files", "commit", "--quiet", "--message", "Begin")
    git(folder, "clone", "--quiet", "--bare", str(folder / "files"), str(folder / "remote.git"))
    return folder / "remote.git"

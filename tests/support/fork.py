"""A fork as a person has it: a clone with a bare remote, in which the entry points are called."""

import compileall
import importlib
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from py_compile import PycInvalidationMode
from tempfile import TemporaryDirectory

from digest.console.command import ROOT
from loopback_arxiv.server import LoopbackArxiv

OF_A_FORK = ("config.yml", "models.yml", "README.md", "labels", "prompts", "templates", ".gitignore")
QUIET = {"core.fsync": "none", "gc.auto": "0", "maintenance.auto": "false", "receive.autogc": "false"}
"""Settings of git that cost a repository of a minute nothing it needs."""


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What a call of an entry point left."""

    code: int
    out: str
    err: str


def call(script: str, arguments: Sequence[str], environment: Mapping[str, str]) -> Ran:
    """Call the main() of an entry point in this process, as its last line does in one of its own."""
    main = importlib.import_module(script.removesuffix(".py")).main
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = main(arguments, environment)
        except SystemExit as end:  # wrong arguments, or --help
            code = int(end.code or 0)
    return Ran(code=code, out=out.getvalue(), err=err.getvalue())


@dataclass(frozen=True, kw_only=True)
class Fork:
    """A clone at `root` whose origin is the bare repository `remote`."""

    root: Path
    remote: Path
    environment: Mapping[str, str]

    def run(self, script: str, *arguments: str, **environment: str) -> Ran:
        """Run an entry point of this checkout in the fork, in this process."""
        return call(script, ["--root", str(self.root), *arguments], {**self.environment, **environment})

    def start(self, script: str, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start an entry point in the fork as a process of its own."""
        return subprocess.Popen(
            [sys.executable, str(ROOT / "scripts" / script), "--root", str(self.root), *arguments],
            env={**self.environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

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


def ended(process: subprocess.Popen[str]) -> Ran:
    """What a process left, once it has ended."""
    out, err = process.communicate(timeout=120)
    return Ran(code=process.returncode, out=out, err=err)


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder; it has to succeed."""
    settings = {"user.name": "Test", "user.email": "test@example.org", **QUIET}
    given = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    command = ["git", *given, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


def copied(built: Path, folder: Path) -> None:
    """Copy repositories and clones, which were made once, into a folder: the clones' remotes are those beside them."""
    shutil.copytree(built, folder, dirs_exist_ok=True)
    for config in folder.glob("*/.git/config"):
        config.write_text(config.read_text("utf-8").replace(str(built), str(folder)), "utf-8")


def make_fork(folder: Path, arxiv: LoopbackArxiv, **environment: str) -> Fork:
    """Lay out a fork with its remote in an empty folder; it reads the given arXiv, without waiting between requests."""
    folder.mkdir(parents=True, exist_ok=True)
    copied(Path(_built_fork().name), folder)
    root, remote = folder / "fork", folder / "remote.git"
    settle(folder)
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


def settle(home: Path) -> None:
    """Give a home folder the settings of git that make it quick."""
    lines = [f"[{name.partition('.')[0]}]\n\t{name.partition('.')[2]} = {value}\n" for name, value in QUIET.items()]
    (home / ".gitconfig").write_text("".join(lines), "utf-8")


@cache
def _built_fork() -> TemporaryDirectory[str]:
    """A fork with its remote, built once and copied for each test."""
    made = TemporaryDirectory()
    folder = Path(made.name)
    root, remote = folder / "fork", folder / "remote.git"
    git(folder, "init", "--quiet", "--bare", "--template=", "--initial-branch=main", str(remote))
    git(folder, "clone", "--quiet", "--template=", str(remote), str(root))
    for name in OF_A_FORK:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, root / name)
    git(root, "checkout", "--quiet", "-B", "main")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "Fork")
    git(root, "push", "--quiet", "origin", "main")
    return made


def original() -> Path:
    """A bare repository with this checkout's files, without reports and tests; to be copied, not changed."""
    return Path(_built_original().name) / "remote.git"


@cache
def _built_original() -> TemporaryDirectory[str]:
    made = TemporaryDirectory()
    folder = Path(made.name)
    for name in git(ROOT, "ls-files", "--cached", "--others", "--exclude-standard").split("\n"):
        if name and (ROOT / name).is_file() and not name.startswith(("data/", "daily/", "tests/", "benchmarks/")):
            (folder / "files" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / "files" / name)
    config = folder / "files" / "config.yml"
    config.write_text(config.read_text("utf-8").replace("max_papers: 30", "max_papers: 8"), "utf-8")
    git(folder / "files", "init", "--quiet", "--template=", "--initial-branch=main")
    git(folder / "files", "add", "--all")
    git(folder / "files", "commit", "--quiet", "--message", "Begin")
    git(folder, "clone", "--quiet", "--bare", "--template=", str(folder / "files"), str(folder / "remote.git"))
    compileall.compile_dir(folder / "files", quiet=1, invalidation_mode=PycInvalidationMode.CHECKED_HASH)
    return made


def lend_bytecode(checkout: Path) -> None:
    """Give a checkout what Python has compiled of original(); a module that differs is compiled anew, as ever."""
    files = Path(_built_original().name) / "files"
    for folder in files.rglob("__pycache__"):
        there = checkout / folder.relative_to(files)
        if there.parent.is_dir():
            shutil.copytree(folder, there, copy_function=os.link)

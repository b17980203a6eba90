"""The packages of the daily job: pinned, with hashes, all of them."""

import ast
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from functools import cache
from importlib.metadata import packages_distributions, requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from digest.console.command import ROOT

LOCK = (ROOT / "requirements.lock").read_text("utf-8")
LINES = [line for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines() if line]
WANTED = [Requirement(line.partition("#")[0]) for line in LINES]
packages_here = cache(packages_distributions)
PARTS = {"pydantic-core", "urllib3"}
"""What pydantic and requests consist of, and are pinned by."""


def locked() -> dict[str, str]:
    """The version of each package in requirements.lock."""
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+) \\$", LOCK, re.MULTILINE))


@pytest.mark.parametrize("wanted", WANTED, ids=lambda wanted: str(wanted.name))
def test_the_lock_is_in_step(wanted: Requirement) -> None:
    """A package of requirements.txt has the same version in requirements.lock; if not, `make lock` was forgotten."""
    assert f"=={locked().get(canonicalize_name(wanted.name))}" == str(wanted.specifier)


def imports(path: Path) -> set[str]:
    """The packages of a module's imports, as pip names them."""
    names = set[str]()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return {canonicalize_name(package) for name in names for package in packages_here().get(name, ())}


def optional() -> dict[str, set[str]]:
    """The packages that only one room of scripts/digest/ imports, by its name: those of requirements-ROOM.txt."""
    packages: dict[str, set[str]] = defaultdict(set)
    for path in ROOT.glob("requirements-*.txt"):
        for name, room in re.findall(r"^([\w.\[\]-]+)==.*used in digest/(\w+)/", path.read_text("utf-8"), re.MULTILINE):
            packages[room].add(canonicalize_name(name.partition("[")[0]))
    return packages


def test_what_is_imported_is_pinned() -> None:
    """Each package that a module imports stands in requirements.txt, or in the file of its optional room."""
    wanted, digest = {canonicalize_name(wanted.name) for wanted in WANTED}, ROOT / "scripts" / "digest"
    of_rooms = optional()
    for path in digest.rglob("*.py"):
        room = path.relative_to(digest).parts[0]
        assert imports(path) - wanted - of_rooms.get(room, set()) <= PARTS, path.name


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.partition("=")[0])
def test_every_package_says_where_it_is_used(line: str) -> None:
    """A module that requirements.txt names beside a package imports it."""
    modules = re.findall(r"([\w/]+\.py)\b", line)
    assert modules or "used by" in line
    for name in modules:
        assert canonicalize_name(line.partition("=")[0]) in imports(
            ROOT / "scripts" / "digest" / name.removeprefix("digest/")
        )


def test_the_lock_has_what_packages_need() -> None:
    """What the packages need in turn is in the lock, too, and nothing that none of them needs."""
    needed, left = set[str](), {canonicalize_name(wanted.name) for wanted in WANTED}
    while left:
        name = left.pop()
        needed.add(name)
        wants = [Requirement(text) for text in requires(name) or ()]
        left |= {
            canonicalize_name(want.name) for want in wants if want.marker is None or want.marker.evaluate({"extra": ""})
        } - needed
    assert needed == set(locked())


def test_every_package_has_hashes() -> None:
    """Each package is pinned and has hashes; no host of an index stands in the lock."""
    packages = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", LOCK, flags=re.MULTILINE))
    assert len(packages) == len(locked())
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}\b", package) for package in packages)
    assert not re.search(r"://|--index|--find|--extra", LOCK)


def test_the_tests_run_on_the_locked_packages() -> None:
    """The packages that the tests run on have the locked versions, though newer ones have come out since."""
    assert {name: version(name) for name in locked()} == locked()


INSTALLERS = (".ci/run", "Makefile", *(str(p.relative_to(ROOT)) for p in sorted(ROOT.glob(".github/workflows/*.yml"))))
"""All files of the repository whose commands install something."""


@pytest.mark.parametrize("path", [".github/workflows/daily.yml", ".github/workflows/backfill.yml", "Makefile"])
def test_every_job_installs_the_lock(path: str) -> None:
    """The jobs that hold a key, and everybody's own machine, install the lock, its hashes demanded, no code of it run.

    A source distribution is built by packages that no hash covers, in the job that holds the key.
    """
    installs = re.findall(r"pip install.*(?=requirements\.)\S+", (ROOT / path).read_text("utf-8"))
    assert installs
    assert all(
        "--require-hashes --only-binary :all: -r requirements.lock" in line or line.endswith("-r requirements-dev.txt")
        for line in installs
    )


@pytest.mark.parametrize("path", INSTALLERS)
def test_no_script_of_a_package_runs(path: str) -> None:
    """Wherever pip or npm installs what is locked, neither builds nor runs anything that comes with a package."""
    lines = (ROOT / path).read_text("utf-8").splitlines()
    locked = [line for line in lines if "-r requirements.lock" in line and "pip install" in line]
    assert [line for line in locked if "--only-binary :all:" not in line] == []
    by_npm = [line for line in lines if re.search(r"\bnpm (ci|i|install)\b", line)]
    assert [line for line in by_npm if "npm ci --ignore-scripts " not in line] == []


def python(folder: Path, name: str, minor: int) -> Path:
    """A Python that says it is 3.`minor`."""
    program = folder / name
    pretends = f"import sys; sys.version_info = (3, {minor}, 1); exec(sys.argv[2])"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{pretends}" "$@"\n')
    program.chmod(0o755)
    return program


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """What `make` of an empty repository does, where no other Python is found than those of the folder."""
    for name in ("Makefile", "requirements.lock"):
        shutil.copy(ROOT / name, folder)
    programs = {"PATH": f"{folder}:/usr/bin:/bin"}
    return subprocess.run(["make", *words], cwd=folder, env=programs, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("minor", [10, 14])
def test_a_python_that_does_not_fit_is_named(tmp_path: Path, minor: int) -> None:
    """With a Python that there are no packages for, `make` says which are wanted, and makes no .venv of it."""
    ran = make(tmp_path, "demo", f"PYTHON={python(tmp_path, 'python3', minor)}")
    assert ran.returncode
    assert "Python 3.11, 3.12 or 3.13 is needed. Name one: make demo PYTHON=python3.13" in ran.stderr
    assert not (tmp_path / ".venv").exists()


def test_a_python_that_fits_is_found(tmp_path: Path) -> None:
    """Where `python3` does not fit, another one that is installed is taken without being named."""
    for name, minor in (("python3", 14), ("python3.13", 14), ("python3.12", 12), ("python3.11", 11)):
        python(tmp_path, name, minor)
    ran = make(tmp_path, "--dry-run", ".venv/runtime")
    assert "python3.12 -m venv .venv" in ran.stdout

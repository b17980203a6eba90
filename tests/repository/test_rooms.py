"""The rooms of the code: imports run down the floors of pyproject.toml, no room is too large, docs know them all."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from digest.console.command import ROOT

CONFIGURATION = ROOT / "pyproject.toml"
DIGEST = ROOT / "scripts" / "digest"
CONTRACT = tomllib.loads(CONFIGURATION.read_text("utf-8"))["tool"]["importlinter"]["contracts"][0]
FLOORS = [[name.strip() for name in floor.split("|")] for floor in CONTRACT["layers"]]
HOUSE = (ROOT / "docs" / "how-it-works.md").read_text("utf-8")
MOST_MODULES = 18
TOP = {path.name for path in DIGEST.iterdir() if (path / "__init__.py").is_file()} | {
    path.stem for path in DIGEST.glob("*.py") if path.stem != "__init__"
}
"""What stands at the top of the package: rooms, and modules of their own."""


def lint(folder: Path) -> str:
    """What import-linter says of the package `digest` in a folder, by our floors; nothing where all is well."""
    command = [str(Path(sys.executable).parent / "lint-imports"), str(CONFIGURATION), "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200", "NO_COLOR": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert "Imports run down the floors" in said, said
    return said if done.returncode else ""


def test_imports_run_down_the_floors() -> None:
    """No module imports one of a floor above, or of another room on its own floor; each room has its floor."""
    assert not (said := lint(ROOT / "scripts")), said


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A made-up package with a module in each room that has to be there."""
    rooms = [name for floor in FLOORS for name in floor if not name.startswith("(")]
    for name in rooms:
        (tmp_path / "digest" / name).mkdir(parents=True)
        (tmp_path / "digest" / name / "__init__.py").touch()
        (tmp_path / "digest" / name / "module.py").touch()
    (tmp_path / "digest" / "__init__.py").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("module", "code", "broken"),
    [
        ("summarise", "from digest.core import module", None),
        ("pages", "import digest.pages.module", None),
        ("core", "from digest.pages import module", "digest.core.module -> digest.pages.module"),
        ("fetch", "import digest.rank.module", "digest.fetch.module -> digest.rank.module"),
        ("rank", "def late():\n    import digest.settings.module", "digest.rank.module -> digest.settings.module"),
        (
            "words",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from digest.pipeline.module import x",
            "digest.words.module -> digest.pipeline.module",
        ),
    ],
    ids=["down", "at home", "up", "sideways", "up in a function", "up for types alone"],
)
def test_what_breaks_the_floors_is_found(house: Path, module: str, code: str, broken: str | None) -> None:
    """An import that runs up or sideways is named, wherever it stands; one that runs down or stays at home is not."""
    (house / "digest" / module / "module.py").write_text(f"{code}\n", "utf-8")
    said = lint(house)
    assert broken in said if broken else not said, said


def test_a_room_without_a_floor_is_found(house: Path) -> None:
    """A new package that no floor names breaks the contract, too."""
    (house / "digest" / "attic").mkdir()
    (house / "digest" / "attic" / "__init__.py").write_text("", "utf-8")
    assert "attic" in lint(house)


def test_no_room_is_too_large() -> None:
    """A package has so many modules that they can be taken in at a look."""
    sizes = {name: len([*(DIGEST / name).glob("*.py")]) - 1 for name in TOP if (DIGEST / name).is_dir()}
    assert len(sizes) > 10
    assert {name: size for name, size in sizes.items() if size > MOST_MODULES} == {}


def test_the_picture_has_every_room_on_its_floor() -> None:
    """The picture in docs/how-it-works.md has each room that there is, on the floor that the contract gives it."""
    (picture,) = (block for block in re.findall(r"```mermaid\n(.*?)```", HOUSE, re.DOTALL) if "subgraph" in block)
    shown = [set(re.findall(r'(\w+)\["\1(?:/|\.py)"\]', floor)) for floor in picture.split("subgraph")[1:]]
    assert shown == [{name.strip("()") for name in floor} & TOP for floor in FLOORS]


def test_every_room_is_explained() -> None:
    """Below the picture, docs/how-it-works.md says of each room what it is for."""
    explained = HOUSE.split("\n## The rooms\n")[1].split("\n## A walk\n")[0].split("```")[2]
    named = {name for name in TOP if re.search(rf"`(?:scripts/digest/)?{name}(?:/|\.py)`", explained)}
    assert TOP - named - {"pipeline"} == set()


PATH = re.compile(r"(?<![\w./-])((?:[a-z_]+/)+[a-z_]+\.(?:py|j2|mjs)|(?:scripts/)?digest/[a-z_/]+\.txt)")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *ROOT.glob("requirements*.txt"), CONFIGURATION])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_module_that_is_named_exists(document: Path) -> None:
    """A module, template or list of words that documents name by its path is there."""
    places = (ROOT, ROOT / "scripts", DIGEST)
    named = set(PATH.findall(document.read_text("utf-8")))
    assert {path for path in named if not any((place / path).is_file() for place in places)} == set()


def test_the_walk_names_modules() -> None:
    """The walk of docs/how-it-works.md goes through modules that are named by their paths, in the order of the flow."""
    walk = HOUSE.split("\n## A walk\n")[1].split("\n## ")[0]
    steps = re.findall(r"^\d\. \*\*(.+?)\.\*\*(.*(?:\n   .*)*)", walk, re.MULTILINE)
    assert [word for name, _ in steps for word in name.split(", ")] == [
        *("fetch", "dedupe", "rank", "summarise", "save", "render", "index", "feed", "publish")
    ]
    assert all(PATH.search(text) for _, text in steps)


def test_where_it_is_decided_names_functions_that_are_there() -> None:
    """Each function that docs/how-it-works.md names as the place of a decision is defined in the module before it."""
    table = HOUSE.split("\n## Where it is decided\n")[1].split("\n## ")[0]
    named = re.findall(r"`((?:\w+/)?\w+\.py)` \((.+?)\)", table)
    assert len(named) > 15
    missing = [
        f"{module}: {name}"
        for module, names in named
        for name in re.findall(r"`(\w+)`", names)
        if not re.search(rf"^\s*(?:def|class) {name}\b", (DIGEST / module).read_text("utf-8"), re.MULTILINE)
    ]
    assert missing == []

"""Look at previewed pages in Chromium: pictures of them, and what a reader would trip over."""

import json
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

SCRIPT = Path(__file__).with_name("browser.mjs")
CHECKOUT = SCRIPT.parents[2]
PACKAGES = CHECKOUT / "node_modules"
PHONE, DESK = (390, 844), (1280, 800)
_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True, kw_only=True)
class Failure:
    """A formula that MathJax does not typeset."""

    tex: str
    message: str


@dataclass(frozen=True, kw_only=True)
class View:
    """A page to be opened."""

    file: Path
    """The HTML file."""
    width: int
    height: int
    """The screen, in CSS pixels."""
    shots: dict[str, str] = field(default_factory=dict)
    """Where to write a PNG file of the "first" screen and of the "full" page."""


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What Chromium saw of one page."""

    file: Path
    width: int
    page_width: int
    """In CSS pixels; more than `width` means that the whole page scrolls sideways."""
    above: str
    """What can be read on the first screen: the texts of the page that end on it, a line each."""
    formulas: int
    failed: tuple[Failure, ...]
    charts: tuple[str, ...]
    """The words of each chart that Mermaid drew."""
    wide: tuple[str, ...]
    """Elements that stick out of the screen."""
    sideways: tuple[str, ...]
    """Tables and code blocks that scroll sideways by themselves."""
    script_errors: tuple[str, ...]


def missing() -> str:
    """Return why no page can be opened here, with the remedy, or "" where one can."""
    if _chromium() is None:
        return "no Chromium on this machine (Debian: apt-get install chromium)"
    if shutil.which("node") is None:
        return "no node on this machine"
    if not all((PACKAGES / name).is_dir() for name in ("playwright-core", "mathjax", "@mermaid-js/tiny")):
        return "no node_modules (npm ci)"
    return ""


def look(views: list[View], *, timeout: float = 300) -> tuple[Findings, ...]:
    """Open pages one after the other in one Chromium, write the pictures asked for and return what was found.

    `timeout` is for all of them, in seconds. Raises CalledProcessError or TimeoutExpired where the browser fails.
    """
    pages = [
        {"file": str(view.file), "width": view.width, "height": view.height, "shots": view.shots} for view in views
    ]
    answer = subprocess.run(  # noqa: S603 - our own script, with file names as data on stdin
        [shutil.which("node") or "node", str(SCRIPT)],
        input=json.dumps({"chromium": _chromium(), "pages": pages}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=timeout,
        check=True,
        cwd=CHECKOUT,
    )
    return TypeAdapter(tuple[Findings, ...]).validate_json(answer.stdout)


def _chromium() -> str | None:
    return next(filter(None, map(shutil.which, _CHROMIUMS)), None)

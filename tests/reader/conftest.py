"""A small archive with a site made of it, served on this machine, and a browser that goes through it."""

import atexit
import json
import select
import shutil
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from digest.archive.reports import Archive
from digest.config.schema import Config
from digest.console.command import ROOT
from digest.core.report import Entry, Listing, Part, Report, Score
from digest.pages.labels import load_labels
from digest.reader import search_parts
from digest.reader.building import build
from digest.reader.site import Site
from preview_page.browser import CHECKOUT, PACKAGES, missing
from reports import listing, summarised, with_summary

DAYS = (date(2023, 11, 15), date(2026, 11, 18), date(2026, 11, 19), date(2026, 11, 20))
INTEREST = "memory of language models"
VISIT = Path(__file__).with_name("visit.mjs")


def site_of(root: Path, language: str = "en", **changes: Any) -> Site:
    """A site of a repository, as it would be at GitHub Pages."""
    fields: dict[str, Any] = {
        "root": root,
        "config": Config(categories=("cs.AI", "cs.LG"), language=language, reader=True),
        "labels": load_labels(ROOT / "labels", language),
        "repository": "octo/papers",
        "base_url": "https://octo.github.io/papers/",
        "assets": "",
    }
    return Site(**fields | changes)


def lay_out(root: Path, reports: Sequence[Report]) -> Path:
    """A repository with these reports."""
    (root / "templates").mkdir(parents=True)
    shutil.copytree(ROOT / "templates", root / "templates", dirs_exist_ok=True)
    archive = Archive(root)
    for report in reports:
        archive.save(report)
    return root


def entry(number: int, title: str, total: int = 40, **other: Any) -> Entry:
    """A summarised paper that matched an interest, with an English summary."""
    made = with_summary(
        summarised(number, title=title, **other),
        language="en",
        one_sentence=f"In one sentence, paper {number} is made up.",
        motivation="A motivation.",
        method="A method in $O(n \\log n)$.",
        conclusion="A conclusion.",
        keywords=("made-up", "paper"),
    )
    part = Part(name=INTEREST, points=total, because=("language models",))
    return made.model_copy(update={"score": Score(total=total, by="interests", parts=(part,))})


def made_up(day: date, place: int) -> Report:
    """The report of a day: three papers, one of them long remembered, and two that are listed only."""
    first = 100 * place
    papers: tuple[Entry, ...] = (
        entry(first + 1, f"What language models forget, part {place}", 82),
        entry(first + 2, f"Sparse attention with $O(n\\log n)$ steps, part {place}", 41, categories=("cs.LG",),
              primary_category="cs.LG"),
        entry(first + 3, f"A third paper of the day, part {place}", 12),
    )  # fmt: skip
    if place == 0:
        papers += (entry(4, "Pelicans as teachers of robots", 66, abstract="A pelican shows 扩散模型 to a robot."),)
    also: tuple[Listing, ...] = (
        listing(first + 51, title=f"Listed badgers of day {place}"),
        listing(first + 52, title=f"Listed otters of day {place}", primary_category="cs.AI"),
    )
    return Report(date=day, categories=("cs.AI", "cs.LG"), papers=papers, also=also)


@dataclass(frozen=True, kw_only=True)
class Served:
    """A site on this machine."""

    url: str
    folder: Path


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The site of the small archive, its oldest reports as those of ten years are."""
    root = lay_out(tmp_path_factory.mktemp("repository"), [made_up(day, place) for place, day in enumerate(DAYS)])
    folder = tmp_path_factory.mktemp("site") / "papers"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            search_parts, "MEMORY", 1
        )  # each report is a part of the search, as months of a long archive are
        build(site_of(root), folder, lambda _: None, recent=3)
    with serving(folder.parent) as url:
        yield Served(url=f"{url}papers/", folder=folder)


class serving:  # noqa: N801 - a context, named as such
    """A folder over HTTP on loopback, for as long as the context lasts."""

    def __init__(self, folder: Path) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))

    def __enter__(self) -> str:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}/"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass

    def handle(self) -> None:
        with suppress(ConnectionError):  # a browser that leaves a page does not wait for what it asked for
            super().handle()


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What a browser saw."""

    read: list[Any]
    """What each `read`, `download` and `copied` gave."""
    opened: list[str]
    """Addresses that were opened beside the page."""
    requests: list[str]
    """Everything that the page itself asked for."""
    complaints: list[str]
    """Errors and warnings of the console, scripts that failed, dialogs."""


def visit(url: str, steps: Sequence[Sequence[Any]], **options: Any) -> Visit:
    """Go through the steps (visit.mjs says which there are) as a browser does that was never used before.

    The test is skipped where there is no browser.
    """
    if reason := missing():
        pytest.skip(reason)
    process = _chromium()
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{json.dumps({'url': url, 'steps': steps, **options})}\n")
    process.stdin.flush()
    assert select.select([process.stdout], [], [], 120)[0], "the browser does not answer"
    seen = json.loads(process.stdout.readline())
    assert "error" not in seen, seen["error"]
    return Visit(**seen)


@cache
def _chromium() -> subprocess.Popen[str]:
    """The Chromium of all visits."""
    node, chromium = shutil.which("node"), shutil.which("chromium") or shutil.which("google-chrome")
    process = subprocess.Popen(
        [node or "node", str(VISIT), chromium or "chromium", str(PACKAGES)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=CHECKOUT,
    )
    atexit.register(process.communicate)
    return process

"""The demo's pages, made once, and opened in one Chromium."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from fork import call
from preview_page import page_html
from preview_page.browser import DESK, PACKAGES, PHONE, Findings, View, look, missing

Opened = Mapping[str, tuple[Findings, ...]]
"""What was seen of each page, on one screen after the other."""
WEEK = "week.md"
FAULTY = {"macro.md": "$`\\nosuchmacro`$ and $`x^2`$\n", "wide.md": f"$`{'a + ' * 20}b`$\n"}
"""An undefined macro, and a formula wider than a phone."""


@pytest.fixture(scope="session")
def demo_pages(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The text of each page that the demo makes, by its path in the demo's folder."""
    out = tmp_path_factory.mktemp("demo")
    assert call("demo.py", ["--out", str(out)], os.environ).code == 0
    pages = {str(file.relative_to(out)): file.read_text(encoding="utf-8") for file in sorted(out.glob("daily/**/*.md"))}
    assert pages, "the demo made no page"
    readme = out / "README.md"
    return pages | {"README.md": readme.read_text(encoding="utf-8")} if readme.is_file() else pages


@pytest.fixture(scope="session")
def opened(demo_pages: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """What one Chromium saw of the demo's pages, of a week and of faulty pages: on a phone, and on a desk."""
    week = {WEEK: (Path(__file__).parents[1] / "golden" / "week.en.md").read_text("utf-8")}
    pages = {**demo_pages, **week, **FAULTY}
    found = iter(open_pages(pages, tmp_path_factory.mktemp("pages")))
    return {name: (next(found), next(found)) for name in pages}


@pytest.fixture(scope="session")
def seen(demo_pages: Mapping[str, str], opened: Opened) -> tuple[Findings, ...]:
    """What Chromium saw of the demo's pages, each on a phone and on a desk."""
    return tuple(found for name in demo_pages for found in opened[name])


def open_pages(
    pages: Mapping[str, str], folder: Path, *, screens: Sequence[tuple[int, int]] = (PHONE, DESK)
) -> tuple[Findings, ...]:
    """Write pages to `folder`, open each on each screen, return what was found; skip where no browser is."""
    if reason := missing():
        pytest.skip(reason)
    views = []
    for name, markdown in pages.items():
        file = folder / f"{name.replace('/', '-').removesuffix('.md')}.html"
        file.write_text(page_html(markdown, packages=PACKAGES.as_uri()), encoding="utf-8")
        views += [View(file=file, width=width, height=height) for width, height in screens]
    return look(views)

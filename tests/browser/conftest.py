"""The demo's pages, made once, and opened in one Chromium."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from fork import call
from preview_page import page_html
from preview_page.browser import DESK, PACKAGES, PHONE, Findings, View, look, missing


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
def seen(demo_pages: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory) -> tuple[Findings, ...]:
    """What Chromium saw of the demo's pages, each on a phone and on a desk."""
    return open_pages(demo_pages, tmp_path_factory.mktemp("pages"))


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

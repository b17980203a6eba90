"""Real abstracts as GitHub shows them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from browser.conftest import open_pages
from digest import markdown
from preview_page import page
from preview_page.browser import DESK

PAPERS = Path(__file__).resolve().parents[3] / "shared" / "papers"
UNTYPESET = 0.005
"""Of the distinct formulas, at most; what is left uses macros of the authors' own, or is no TeX at its source."""
UNSEEN = 0.05
"""Of the papers, at most, with a formula that GitHub would not take for one, since a letter stands before it."""

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not PAPERS.is_dir(), reason="no ../shared/papers beside this checkout"),
]


def _abstracts() -> Iterator[str]:
    """Each abstract of the two files, as it stands in a page."""
    for name in ("abstracts.jsonl", "hard.jsonl"):
        for line in (PAPERS / name).read_text(encoding="utf-8").splitlines():
            yield str(markdown.block(json.loads(line)["abstract"]))


def test_every_formula_is_seen_as_one() -> None:
    """The formulas written into pages are formulas to GitHub, and its sanitiser finds nothing to take."""
    papers = [(written, page(written)) for written in _abstracts()]
    assert [shown.removed for _, shown in papers if shown.removed] == []
    unseen = [shown for written, shown in papers if len(re.findall(r"\$`|```math", written)) != len(shown.formulas)]
    assert len(unseen) / len(papers) < UNSEEN


@pytest.mark.browser
def test_every_formula_typesets(tmp_path: Path) -> None:
    """MathJax typesets the formulas of real abstracts, each distinct one once."""
    formulas = dict.fromkeys(formula for written in _abstracts() for formula in page(written).formulas)
    text = "\n\n".join(f"$`{' '.join(formula.split())}`$" for formula in formulas)
    found = open_pages({"formulas.md": text}, tmp_path, screens=(DESK,))[0]
    assert found.formulas == len(formulas)
    assert len(found.failed) / len(formulas) < UNTYPESET, [failure.tex for failure in found.failed]

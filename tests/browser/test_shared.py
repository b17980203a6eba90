"""Real abstracts as GitHub shows them."""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from browser import typesetting
from browser.conftest import open_pages
from digest.markdown import writer
from preview_page import Page, page
from preview_page.browser import PHONE, Findings
from source_words import letters, words_of_page, words_of_source

PAPERS = Path(__file__).resolve().parents[3] / "shared" / "papers"
MONEY = "dollars are money, which the reader of the source takes for a formula"
RENAMED = "a macro that MathJax lacks, written in its terms"
AUTHORS_OWN = "a macro of the authors' own with an argument: nobody knows what it shows, so the formula is text"
UNBALANCED = "a dollar or brace of the source has no partner: what stands there is shown as it is"
SYMBOLS = "symbols of mathematics outside of any formula, set apart by spaces"
SIGN = "two formulas with a space between them, which the reader of the source joins; one is text on the page"
DIFFERENT = {
    "2601.17833": MONEY,
    "2603.29086": MONEY,
    "2604.08417": MONEY,
    "2604.09613": MONEY,
    "2606.23032": MONEY,
    "2601.15206": RENAMED,
    "2603.03766": RENAMED,
    "2604.15658": RENAMED,
    "2604.17754": RENAMED,
    "2604.21314": RENAMED,
    "2605.07115": RENAMED,
    "2605.16429": RENAMED,
    "2605.17371": RENAMED,
    "2605.26993": RENAMED,
    "2606.04054": RENAMED,
    "2606.16438": RENAMED,
    "2604.08485": AUTHORS_OWN,
    "2604.25954": AUTHORS_OWN,
    "2605.04526": RENAMED,
    "2604.09041": UNBALANCED,
    "2605.00722": UNBALANCED,
    "2605.09094": UNBALANCED,
    "2602.13364": "MathJax refuses the formula as the source has it, and takes it as we write it",
    "2604.00531": "a macro of mathematics outside of any formula, which shows its accent",
    "2604.20056": SIGN,
    "2604.21516": SIGN,
    "2605.08353": SYMBOLS,
}
"""The abstracts whose words differ from those of the source, each with the reason."""

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not PAPERS.is_dir(), reason="no ../shared/papers beside this checkout"),
]


@cache
def _abstracts() -> Mapping[str, str]:
    """Every distinct abstract of the shared files with the id of its paper."""
    found: dict[str, str] = {}
    for file in (PAPERS / "abstracts.jsonl", PAPERS / "hard.jsonl", *sorted((PAPERS / "days").glob("*.jsonl"))):
        for line in file.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            found.setdefault(record["abstract"], record["id"])
    return found


@cache
def _written() -> Mapping[str, str]:
    """Each abstract as it stands on pages, written once for all tests."""
    return {abstract: str(writer.block(abstract)) for abstract in _abstracts()}


@cache
def _pages() -> Mapping[str, Page]:
    """What GitHub makes of each abstract."""
    return {abstract: page(text) for abstract, text in _written().items()}


@pytest.mark.browser
def test_the_words_are_those_of_the_source() -> None:
    """The visible words of each abstract, those of formulas included, are the words of its source."""
    if reason := typesetting.missing():
        pytest.skip(reason)
    formulas: dict[str, str] = {}

    def collect(tex: str) -> str:
        return formulas.setdefault(tex, "")

    pages = {abstract: shown.root for abstract, shown in _pages().items()}
    for abstract, root in pages.items():
        words_of_source(abstract, collect), words_of_page(root, collect)
    shown = {tex: letters(tex) if text is None else text for tex, text in typesetting.shown(formulas).items()}
    different = {
        _abstracts()[abstract]
        for abstract, root in pages.items()
        if words_of_source(abstract, shown.__getitem__) != words_of_page(root, shown.__getitem__)
    }
    assert different == DIFFERENT.keys()


def test_every_formula_is_seen_as_one() -> None:
    """The formulas written into pages are formulas to GitHub, and its sanitiser finds nothing to take."""
    papers = [(_abstracts()[abstract], text, _pages()[abstract]) for abstract, text in _written().items()]
    assert [shown.removed for _, _, shown in papers if shown.removed] == []
    assert [i for i, text, shown in papers if len(re.findall(r"(?<!\\)\$`|```math", text)) != len(shown.formulas)] == []


@pytest.fixture(scope="module")
def on_a_phone(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """What Chromium sees of all abstracts with formulas, one below the other on a screen of 390 px."""
    text = "\n\n".join(text for abstract, text in _written().items() if "$" in abstract or "\\" in abstract)
    return open_pages({"phone.md": text}, tmp_path_factory.mktemp("phone"), screens=(PHONE,))[0]


@pytest.mark.browser
def test_every_formula_typesets(on_a_phone: Findings) -> None:
    """MathJax typesets the formulas of real abstracts, all of them."""
    assert on_a_phone.formulas == sum(len(shown.formulas) for shown in _pages().values())
    assert [failure.tex for failure in on_a_phone.failed] == []


@pytest.mark.browser
def test_no_abstract_is_wider_than_a_phone(on_a_phone: Findings) -> None:
    """On a screen of 390 px, no formula of a real abstract sticks out of it; those on lines of their own may scroll."""
    assert (on_a_phone.wide, on_a_phone.page_width) == ((), PHONE[0])

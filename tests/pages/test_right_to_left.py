"""Pages in Arabic and Hebrew, on which titles and abstracts still run from left to right."""

import re
import unicodedata
from datetime import date

import pytest
from hypothesis import given

from digest.markdown.escaping import left_to_right
from digest.pages.report_page import Around, pages
from laws import tried
from nasty_text import nasty
from preview_page import page
from reports import DAY, listing, look, pending, report, summarised, with_summary

ADDRESS = re.compile(r"\]\([^)]*\)|(?:id|href|src)=\"[^\"]*\"")


def arabic(*entries: object, also: tuple[object, ...] = ()) -> str:
    """The first page of a report in Arabic."""
    return pages(report(*entries, also=also), look("ar"), Around())[f"{DAY}.md"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "isolated"),
    [
        ("We draft. We verify.", True),
        ("一句话。", True),
        ("+9", True),
        ("72", False),
        ("2026-11-20", True),
        ("50%", True),
        ("اقتراح طريقة", False),
        ("اقتراح RAG", False),
        ("We study the word \u2068سلام\u2069 here.", True),
        ("", False),
    ],
)
def test_left_to_right(line: str, isolated: bool) -> None:
    """A line is isolated unless it runs from right to left itself or is a plain number."""
    assert left_to_right(line) == (f"\u2066{line}\u2069" if isolated else line)


def test_what_others_wrote_is_isolated() -> None:
    """Title, authors, abstract and an English summary stand isolated, or their full stops would come first."""
    said = "It is short and true."
    entry = with_summary(summarised(1, abstract="We draft.\n  We verify."), one_sentence=said, method=said)
    text = arabic(entry, also=(listing(9),))
    for written in ("Made-up paper 1", "Ada Example", "We draft.", "We verify.", said, "Listed 9"):
        places = [found.start() for found in re.finditer(re.escape(written), text.split("---\n", 2)[2])]
        assert places
        assert len(places) == text.split("---\n", 2)[2].count(f"\u2066{written}\u2069"), written


def test_dates_keep_their_order() -> None:
    """A date on the page is isolated: behind an Arabic letter, its numbers would stand in the opposite order."""
    around = Around(previous=date(2026, 11, 19), following=date(2026, 11, 23))
    text = pages(report(summarised(1)), look("ar"), around)[f"{DAY}.md"].split("---\n", 2)[2]
    dates = re.findall(r".?\d{4}-\d\d-\d\d(?!\.md).?", text)
    assert len(dates) == 4
    assert [found for found in dates if (found[0], found[-1]) != ("\u2066", "\u2069")] == []


def test_weeks_and_names_of_categories_keep_their_order() -> None:
    """The number of a week and what arXiv calls a category stand isolated, or words and brackets change places."""
    text = arabic(summarised(1))
    assert "\u20662026-W47\u2069](weeks/2026-W47.md)" in text
    assert "\u2066Artificial Intelligence\u2069 (" in text


def test_the_contents_run_from_right_to_left() -> None:
    """The list of categories begins with a letter that runs so, as GitHub turns a list as its first letter runs."""
    text = arabic(summarised(1))
    contents = page(text).root.find(".//ul")
    assert contents is not None
    first = next(c for c in contents.text_content() if unicodedata.bidirectional(c) in ("L", "R"))
    assert first == "\u200f"


def test_no_address_holds_a_mark_of_direction() -> None:
    """Neither the address of a link nor an anchor holds a mark of direction, and every link in the page resolves."""
    text = arabic(summarised(1), pending(2), also=(listing(9),))
    assert [address for address in ADDRESS.findall(text) if re.search("[\u2066-\u2069]", address)] == []
    assert page(text).broken_links == ()


def test_alerts_are_drawn() -> None:
    """A warning is the box that GitHub draws only at the top level, so it leaves the frame that turns the page."""
    withdrawn = summarised(1, comment="This paper has been withdrawn by the authors.")
    root = page(arabic(withdrawn, pending(2), with_summary(summarised(3), unsupported=("38%",)))).root
    boxes = [name for node in root if "markdown-alert" in (name := node.get("class", ""))]
    assert sorted(box.rpartition("-")[2] for box in boxes) == ["caution", "warning", "warning", "warning"]
    assert "[!" not in root.text_content()
    assert [node.tag for node in root if node.get("dir") != "rtl" and node.get("class") is None] == ["table"]


@tried(100)
@given(title=nasty, abstract=nasty, said=nasty)
def test_every_isolation_ends_in_its_line(title: str, abstract: str, said: str) -> None:
    """Whatever a text holds, each isolation that the page opens is closed in the same paragraph."""
    entry = with_summary(summarised(1, title=title, abstract=abstract), one_sentence=said, keywords=(said,))
    for line in re.split(r"\n\s*\n", arabic(entry)):
        depth = 0
        for mark in re.findall("[\u2066-\u2069]", line):
            depth += -1 if mark == "\u2069" else 1
            assert depth >= 0
        assert depth == 0

"""Links by which a reader of a page says what to have more of, and fewer."""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.console.command import ROOT
from digest.core.report import Entry
from digest.feedback.body import is_feedback, read
from digest.markdown.feedback_links import FORM, LONGEST_URL, MORE_FIELD, TITLE, boxes, more
from digest.pages.plain_papers import in_plain
from digest.pages.report_page import Around, pages
from laws import tried
from loopback_arxiv.papers import load
from nasty_text import nasty
from reports import DAY, listing, look, report, summarised

REPOSITORY = "someone/daily-papers"
ADDRESS = re.compile(r"\((https://github\.com/someone/daily-papers/issues/new\?[^\s()]*)\)")


def page(language: str = "en", to: str = REPOSITORY, **run: Any) -> str:
    """The page of a report with two summarised papers and a listed one."""
    made = report(summarised(1), summarised(2), also=(listing(3),), **run)
    return pages(made, replace(look(language), feedback_to=to), Around())[f"{DAY}.md"]


def query(address: str) -> dict[str, str]:
    """What an address fills in."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def ticked(address: str) -> str:
    """The body that an address fills in, with every box ticked."""
    return query(address)["body"].replace("- [ ]", "- [x]")


def test_a_page_has_links_for_each_paper_and_one_for_all() -> None:
    """On top is the link that opens one issue for all papers; each summarised paper has its two thumbs."""
    first, *others = ADDRESS.findall(page(issues=True))
    assert read(ticked(first)).more == ("2611.90001", "2611.90002")
    assert read(query(first)["body"]).more == ()
    assert is_feedback(query(first)["title"], query(first)["body"])
    filled = [query(address) for address in others]
    assert [one.get("more") or one.get("fewer") for one in filled] == ["2611.90001"] * 2 + ["2611.90002"] * 2
    assert {one["template"] for one in filled} == {FORM}
    assert all(is_feedback(one["title"], "") for one in filled)


@pytest.mark.parametrize("language", ["zh-CN", "ar"])
def test_in_other_languages(language: str) -> None:
    """The links are the same in each language but for the sentence that says how, which is no tap itself."""
    first, *others = ADDRESS.findall(page(language, issues=True))
    assert others == ADDRESS.findall(page("en", issues=True))[1:]
    assert read(ticked(first)).more == ("2611.90001", "2611.90002")


def test_without_issues() -> None:
    """Where Issues were off when the report was made, the page says so, and has no links."""
    text = page(issues=False)
    assert ADDRESS.findall(text) == []
    assert "Issues are switched off in this repository" in text


def test_off_costs_nothing() -> None:
    """Where feedback is off, or was when the report was made, the page is what it would be without the switch."""
    plain = page(to="")
    assert (page(), page(to="", issues=True), page(to="", issues=False)) == (plain, plain, plain)
    assert "👍" not in plain


@pytest.mark.parametrize(("papers", "listed"), [(30, 30), (60, 60), (200, 200), (1000, 240)])
def test_the_address_of_all_boxes_is_short_enough(papers: int, listed: int) -> None:
    """Thirty and sixty papers with the longest titles fit, two hundred without titles; of a thousand, the best ones."""
    entries = [summarised(number, title="An “über” 長い title, " * 12) for number in range(papers)]
    address = boxes(REPOSITORY, report(*entries), "Say what you like. " * 5)
    assert len(address) <= LONGEST_URL
    found = read(ticked(address)).more
    assert found == tuple(entry.paper.id for entry in entries)[: len(found)]
    assert len(found) >= min(papers, listed) * 0.9


@pytest.mark.parametrize(("papers", "characters"), [(30, 2_900), (60, 5_300)])
def test_the_numbers_of_the_documentation(papers: int, characters: int) -> None:
    """With the titles of the bundled sample, the list has about as many characters as docs/feedback.md says."""
    titles = [one.paper.title for one in load(ROOT / "sample" / "papers.json")]
    entries = [summarised(number, title=titles[number % len(titles)]) for number in range(papers)]
    how = look("zh-CN").labels("feedback_how")
    assert round(len(boxes(REPOSITORY, report(*entries), how)), -2) == characters


def test_a_label_without_end_ends_nothing() -> None:
    """Where somebody has made the sentence itself too long, so is the address, and a page is made all the same."""
    assert read(ticked(boxes(REPOSITORY, report(summarised(1)), "x" * LONGEST_URL))).more == ()


def test_titles_of_thirty_papers_are_readable() -> None:
    """With thirty papers of usual titles, an address has room for most of each title."""
    usual = "Latent Actions for World Models that Plan in Robots and Games"
    body = query(boxes(REPOSITORY, report(*(summarised(n, title=usual) for n in range(30))), "How."))["body"]
    assert f"2611.90029 {usual[:54]}" in body


def test_a_paper_that_cannot_be_rendered_has_its_box() -> None:
    """Of a paper that is shown by id alone, only the id is in the issue."""
    made = in_plain(report(summarised(1)), {"2611.90001"})
    assert "- [ ] 2611.90001\n" in query(boxes(REPOSITORY, made, ""))["body"]


@tried(60)
@given(nasty | st.text(max_size=80))
def test_a_title_is_no_tap_and_no_markup(title: str) -> None:
    """Whatever a title says, it names nobody, links nothing, ends nothing, and ticks no other paper's box."""
    entry: Entry = summarised(1, title=f"{title} 2611.90002 @someone #1 <b>")
    body = ticked(boxes(REPOSITORY, report(entry), ""))
    assert read(body).more == ("2611.90001",)
    (line,) = [line for line in body.splitlines() if line.startswith("- [x]")]
    assert not set(line.removeprefix("- [x]")) & set("@#<>`[]*_/\\&|~$!")


def test_the_form_is_filled_in_by_its_fields() -> None:
    """The address of a thumb names the form and its field, and nothing that has to be typed is left."""
    assert query(more(REPOSITORY, "hep-th/9901001")) == {
        "template": FORM,
        "title": f"{TITLE}: 👍 hep-th/9901001",
        MORE_FIELD: "hep-th/9901001",
    }

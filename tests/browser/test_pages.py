"""The demo's pages as GitHub shows them, and in a real browser."""

import re
from collections.abc import Mapping

import pytest

from browser.conftest import FAULTY, WEEK, Opened
from preview_page import page
from preview_page.browser import Findings
from preview_page.formulas import refused_macros


def test_every_link_in_a_page_resolves(demo_pages: Mapping[str, str]) -> None:
    """No link of the demo's pages to a place in the same page leads nowhere."""
    assert {name: page(text).broken_links for name, text in demo_pages.items()} == dict.fromkeys(demo_pages, ())


def test_the_sanitiser_drops_nothing(demo_pages: Mapping[str, str]) -> None:
    """The demo's pages hold no element and no attribute that GitHub's sanitiser would take out."""
    assert {name: page(text).removed for name, text in demo_pages.items()} == dict.fromkeys(demo_pages, ())


def test_no_formula_uses_a_macro_that_github_refuses(demo_pages: Mapping[str, str]) -> None:
    r"""The demo's formulas hold no \operatorname, nor another macro that GitHub answers with an error."""
    formulas = [formula for text in demo_pages.values() for formula in page(text).formulas]
    assert formulas
    assert [formula for formula in formulas if refused_macros(formula)] == []


@pytest.mark.browser
def test_every_formula_typesets(seen: tuple[Findings, ...]) -> None:
    """MathJax makes an error node of no formula of the demo's pages, and no script fails."""
    assert [
        (found.file.name, found.failed, found.script_errors) for found in seen if found.failed or found.script_errors
    ] == []
    assert sum(found.formulas for found in seen) > 0


@pytest.mark.browser
def test_weeks_have_their_charts(opened: Opened) -> None:
    """Mermaid draws the charts of a week's page, categories and interests: the weeks stand along them."""
    drawn = opened[WEEK][0].charts
    assert len(drawn) == 2
    assert all("W47" in chart.split() or "47" in chart.split() for chart in drawn), drawn


@pytest.mark.browser
def test_no_page_scrolls_sideways(seen: tuple[Findings, ...]) -> None:
    """On a screen 390 px wide, and on one of 1280, nothing of the demo's pages sticks out of the screen."""
    assert [
        (found.file.name, found.width, found.wide) for found in seen if found.wide or found.page_width > found.width
    ] == []


@pytest.mark.browser
@pytest.mark.parametrize(("width", "papers"), [(390, 2), (1280, 5)])
def test_the_first_screen_is_papers(
    seen: tuple[Findings, ...], demo_pages: Mapping[str, str], width: int, papers: int
) -> None:
    """A phone's first screen has title, counts and the two best papers with their sentences; a desk's has all five."""
    found = next(found for found in seen if (found.file.name, found.width) == ("daily-2026-11-20.html", width))
    best = re.findall(r"^\d\. \[(.+)\]\(#paper-.+?<br>(.+)$", demo_pages["daily/2026-11-20.md"], re.MULTILINE)[:5]
    assert len(best) == 5
    shown = found.above.split("\n")
    assert {"arXiv 论文日报 | 2026-11-20", "共 40 篇新论文：30 篇附总结，10 篇仅列出"} <= set(shown)
    assert [(title in shown, sentence in shown) for title, sentence in best[:papers]] == [(True, True)] * papers
    assert len(found.above) < len(demo_pages["daily/2026-11-20.md"]) / 10


@pytest.mark.browser
def test_the_browser_sees_faults(opened: Opened) -> None:
    """An undefined macro and a formula wider than the screen are reported, so that the tests above can fail."""
    (macro, _), (phone, desk) = (opened[name] for name in FAULTY)
    assert ([failure.tex for failure in macro.failed], macro.formulas) == (["\\nosuchmacro"], 2)
    assert (phone.page_width > phone.width, len(phone.wide) > 0) == (True, True)
    assert (desk.page_width, desk.wide, desk.failed) == (desk.width, (), ())

"""The search in a real browser, and the frame of every kind of page."""

import re
from typing import Any

import pytest

from reader.conftest import DAYS, INTEREST, Served, visit

pytestmark = pytest.mark.browser

FOUND = "document.documentElement.dataset.found"
HITS = """[...document.querySelectorAll('#hits > li')].map(
  (hit) => [hit.querySelector('.name').textContent.trim(), hit.querySelector('a').getAttribute('href')])"""


def search(served: Served, query: str, *steps: list[str]) -> list[Any]:
    """What is read after a search of this address; nothing is complained of, nothing leaves the machine."""
    seen = visit(served.url, [("goto", f"index.html?{query}"), ("wait", FOUND), ("read", HITS), *steps])
    assert seen.complaints == []
    assert {url.split("/papers/")[0] for url in seen.requests} == {served.url.removesuffix("/papers/")}
    return seen.read


def test_a_paper_of_three_years_ago_is_found(served: Served) -> None:
    """A search with filters finds one known paper among those that share its record, with its words marked."""
    hits, marked = search(
        served,
        "q=pelicans&category=cs.AI&month=2023-11&score=60",
        ["read", "[...document.querySelectorAll('#hits mark')].map((mark) => mark.textContent.toLowerCase())"],
    )
    assert hits == [["Pelicans as teachers of robots", f"reports/{DAYS[0]}.html#paper-2611-90004"]]
    assert set(marked) == {"pelican", "pelicans"}
    assert search(served, "q=pelicans&category=cs.LG") == [[]]
    assert search(served, "q=pelicans&month=2026") == [[]]
    assert search(served, "q=pelicans&score=80") == [[]]


def test_filters_and_order(served: Served) -> None:
    """Filters work without words, newest first; the address of a search holds all of it and can be sent."""
    hits, address = search(
        served,
        f"interest={INTEREST.replace(' ', '+')}&score=80",
        ["choose", "[name=category]", "cs.AI"],
        ["wait", f"{FOUND} === '2'"],
        ["read", "location.search"],
    )
    assert [title for title, _ in hits] == [f"What language models forget, part {place}" for place in (3, 2, 1, 0)]
    assert address == "?category=cs.AI&interest=memory+of+language+models&score=80"
    by_date = search(served, "q=attention&sort=date")[0]
    assert [link.split("#")[0] for _, link in by_date] == [f"reports/{day}.html" for day in reversed(DAYS)]


def test_what_is_listed_only_is_found(served: Served) -> None:
    """A paper that was not summarised is found by its title, of old reports too, and leads to arXiv."""
    hits = search(served, "q=badgers&sort=date")[0]
    assert hits[-1] == ["Listed badgers of day 0", "https://arxiv.org/abs/2611.90051v1"]
    assert len(hits) == len(DAYS)


def test_chinese_is_found(served: Served) -> None:
    """A Chinese word is found within a sentence without blanks, in the index of any language."""
    assert search(served, "q=扩散模型") == [
        [["Pelicans as teachers of robots", f"reports/{DAYS[0]}.html#paper-2611-90004"]]
    ]


def test_a_star_from_the_search_knows_its_authors(served: Served) -> None:
    """What is starred among results has all that BibTeX wants, taken from the paper's report."""
    seen = visit(
        served.url,
        [("goto", "index.html?q=pelicans"), ("wait", FOUND), ("press", "j"), ("press", "s"),
         ("wait", "document.querySelector('#hits .starred')"), ("goto", "starred.html"), ("download", "#bibtex")],
    )  # fmt: skip
    assert "author = {Ada Example and Béla Minta}" in seen.read[0]
    assert "primaryClass = {cs.AI}" in seen.read[0]
    assert seen.complaints == []


PAGES = (
    "index.html",
    "index.html?q=models",
    f"reports/{DAYS[-1]}.html",
    "months/2026-11.html",
    "weeks/2026-W47.html",
    "starred.html",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_everybody_can_use_it(served: Served, scheme: str, width: int) -> None:
    """axe finds nothing at all on any kind of page, in both schemes, wide and narrow; nothing sticks out sideways."""
    steps: list[tuple[str, ...]] = []
    for page in PAGES:
        steps += [("goto", page), ("wait", FOUND if "?" in page else "true"), ("axe",),
                  ("read", "document.documentElement.scrollWidth")]  # fmt: skip
    steps += [("goto", PAGES[2]), ("press", "j"), ("press", "s"), ("press", "n"), ("press", "Escape"), ("axe",),
              ("press", "?"), ("axe",), ("goto", "starred.html"), ("axe",)]  # fmt: skip
    seen = visit(served.url, steps, scheme=scheme, width=width)
    assert [found for found in seen.read if found not in ([], width)] == []
    assert seen.complaints == []


def test_the_focus_is_seen(served: Served) -> None:
    """With the tabulator, each control of a page gets the focus in turn, and shows it."""
    tell = """(() => {
      const it = document.activeElement;
      return [it.className || it.name || it.localName, getComputedStyle(it).outlineStyle];
    })()"""
    steps = [("goto", "index.html"), *(("press", "Tab"), ("read", tell)) * 11]
    read = visit(served.url, steps).read
    assert {outline for _, outline in read} == {"solid"}
    assert {"skip", "home", "q", "category", "interest", "month", "score", "sort"} <= {name for name, _ in read}


def test_nothing_is_loaded_from_elsewhere(served: Served) -> None:
    """No page, style or script of the site names another host that a browser would load something from."""
    loads = re.compile(r"""(?:src|srcset)=["']?https?://|<link rel="(?:stylesheet|icon)" href="http|url\(\s*["']?http"""
                       r"""|import\s*\(?["']http|@import""")  # fmt: skip
    checked = [path for path in served.folder.rglob("*") if path.suffix in (".html", ".css", ".js")]
    assert len(checked) > 10
    assert [path.name for path in checked if loads.search(path.read_text("utf-8"))] == []

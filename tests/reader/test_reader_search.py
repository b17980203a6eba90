"""The search in a real browser, and the frame of every kind of page."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from digest.reader.building import build
from reader.conftest import DAYS, INTEREST, Served, lay_out, made_up, serving, site_of, visit

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


COUNTS = """Object.fromEntries(["category", "score"].map((name) => [name,
  [...document.querySelector(`[name=${name}]`).options].slice(1).map((option) => option.text)]))"""


@pytest.fixture(scope="module")
def young(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The site of the same archive, all of whose papers have a record of their own."""
    root = lay_out(tmp_path_factory.mktemp("young"), [made_up(day, place) for place, day in enumerate(DAYS)])
    folder = tmp_path_factory.mktemp("site") / "papers"
    build(site_of(root), folder, lambda _: None)
    with serving(folder.parent) as url:
        yield Served(url=f"{url}papers/", folder=folder)


def test_each_value_of_a_filter_is_counted(young: Served) -> None:
    """Beside a value stand the summarised papers it would leave, with the words and the other filters as they are."""
    counted = "document.getElementById('find').dataset.counted"
    before, words, both, address = search(
        young,
        "category=cs.LG",
        ["wait", f"{counted} === '1'"], ["read", COUNTS],
        ["click", "[name=q]"], ["type", "attention"], ["wait", f"{counted} === '2'"], ["read", COUNTS],
        ["choose", "[name=score]", "40"], ["choose", "[name=category]", ""], ["wait", f"{counted} === '4'"],
        ["read", COUNTS], ["read", "location.search"],
    )[1:]  # fmt: skip
    steps = ("20", "40", "60", "80")

    def scores(*counts: int) -> list[str]:
        return [f"≥ {step} ({count})" for step, count in zip(steps, counts, strict=True)]

    # Of four reports: three papers each, one of cs.LG, with 82, 41 and 12 points; and one of 66 in the oldest.
    assert before == {"category": ["cs.AI (9)", "cs.LG (13)"], "score": scores(9, 9, 5, 4)}
    assert words == {"category": ["cs.AI (0)", "cs.LG (4)"], "score": scores(4, 4, 0, 0)}
    assert both == {"category": ["cs.AI (0)", "cs.LG (4)"], "score": scores(4, 4, 0, 0)}
    assert address == "?q=attention&score=40"


def test_who_goes_to_write_loads_no_words(young: Served) -> None:
    """The search that waits for its first word has Pagefind's program, and nothing of the index's words."""
    loaded = "performance.getEntriesByType('resource').map((each) => each.name)"
    steps = [
        ("goto", "index.html"), ("press", "/"), ("wait", f"{loaded}.some((name) => name.includes('pagefind-worker'))"),
        ("read", "new Promise((done) => setTimeout(done, 1500))"),
    ]  # fmt: skip
    requests = visit(young.url, steps).requests
    assert any(name.endswith(".pf_meta") for name in requests)
    assert not any(name.endswith(".pf_index") for name in requests)


def test_where_papers_share_records_there_are_more(served: Served) -> None:
    """Of old papers, which share records, none is counted; a plus says that there are more, where there can be."""
    steps = [["wait", "document.getElementById('find').dataset.counted"], ["read", COUNTS]]
    assert search(served, "q=attention", *steps)[1]["category"] == ["cs.AI", "cs.LG (3+)"]
    assert search(served, "q=attention&month=2026-11", *steps)[1]["category"][1] == "cs.LG (3)"


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


@pytest.mark.parametrize("width", [1280, 390])
def test_everybody_can_use_it(served: Served, width: int) -> None:
    """axe finds nothing at all on any kind of page, in both schemes, wide and narrow; nothing sticks out sideways."""
    seen: list[tuple[str, ...]] = [("scheme", "light"), ("axe",), ("scheme", "dark"), ("axe",)]
    steps: list[tuple[str, ...]] = []
    for page in PAGES:
        steps += [("goto", page), ("wait", FOUND if "?" in page else "true"), *seen,
                  ("read", "document.documentElement.scrollWidth")]  # fmt: skip
    steps += [("goto", PAGES[2]), ("press", "j"), ("press", "s"), ("press", "n"), ("press", "Escape"), *seen,
              ("press", "?"), *seen, ("goto", "starred.html"), *seen]  # fmt: skip
    made = visit(served.url, steps, width=width)
    assert [found for found in made.read if found not in ([], width)] == []
    assert made.complaints == []


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

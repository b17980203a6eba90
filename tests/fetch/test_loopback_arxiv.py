"""The sample arXiv answers as arXiv does, by its own clock, over real HTTP."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import requests
from lxml import etree

import fake_arxiv
from digest.core.calendar import EASTERN
from fake_arxiv import TUESDAY, announced, paper
from loopback_arxiv.server import LoopbackArxiv, load

NAMES = {"a": "http://www.w3.org/2005/Atom", "o": "http://a9.com/-/spec/opensearch/1.1/"}
WINDOW = "submittedDate:[202611010000 TO 202612010000]"


@pytest.fixture
def site() -> Iterator[LoopbackArxiv]:
    papers = [paper(number, fake_arxiv.MONDAY + timedelta(minutes=number)) for number in range(3)]
    elsewhere = paper(5, categories=("cs.CL", "cs.AI"), primary_category="cs.CL")
    with LoopbackArxiv(announced(*papers, elsewhere), now=fake_arxiv.TUESDAY_NOON) as site:
        yield site


def query(site: LoopbackArxiv, **asked: str) -> etree._Element:
    answer = requests.get(site.api_url, params=asked, timeout=10)
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    return etree.fromstring(answer.content)


def numbers(feed: etree._Element) -> list[str]:
    return [(name.text or "")[-4:] for name in feed.findall("a:entry/a:id", NAMES)]


def kinds(site: LoopbackArxiv, categories: str) -> list[str]:
    feed = etree.fromstring(requests.get(f"{site.rss_url}/{categories}", timeout=10).content)
    return [kind.text or "" for kind in feed.iter("{http://arxiv.org/schemas/atom}announce_type")]


def test_a_page_of_the_query_api(site: LoopbackArxiv) -> None:
    """A query gives the page it asks for, sorted, and counts all; newest first unless told otherwise."""
    asked = {"search_query": f"(cat:cs.AI OR cat:math.ST) AND {WINDOW}", "start": "1", "max_results": "2"}
    feed = query(site, **asked, sortBy="submittedDate", sortOrder="ascending")
    assert numbers(feed) == ["05v1", "01v1"]
    assert [feed.findtext(f"o:{name}", "", NAMES) for name in ("totalResults", "startIndex", "itemsPerPage")] == [
        "4", "1", "2",
    ]  # fmt: skip
    assert numbers(query(site, **asked, sortBy="submittedDate")) == ["01v1", "00v1"]


def test_the_window_is_of_minutes(site: LoopbackArxiv) -> None:
    """submittedDate takes minutes in GMT, both ends included."""
    feed = query(site, search_query="cat:cs.AI AND submittedDate:[202611161501 TO 202611161502]")
    assert sorted(numbers(feed)) == ["01v1", "02v1"]


def test_papers_by_id(site: LoopbackArxiv) -> None:
    """id_list gives the papers it names, with or without version; unknown ids are absent, malformed ones an error."""
    assert sorted(numbers(query(site, id_list="2611.90001,2611.90002v1,2611.99999"))) == ["01v1", "02v1"]
    answer = requests.get(site.api_url, params={"id_list": "abc"}, timeout=10)
    assert (answer.status_code, b"<title>Error</title>" in answer.content) == (400, True)


def test_a_query_it_does_not_understand_is_refused(site: LoopbackArxiv) -> None:
    """Since 2025-11 bad syntax answers 400."""
    assert requests.get(site.api_url, params={"search_query": "cat:cs.AI AND"}, timeout=10).status_code == 400


def test_the_index_changes_at_20_and_the_feed_at_midnight(site: LoopbackArxiv) -> None:
    """The query API knows Tuesday's papers from Monday 20:00 Eastern time, the feed has them on Tuesday only."""
    seen = []
    for text in ("16 19:59", "16 20:00", "16 23:59", "17 00:00", "17 23:59", "18 00:00"):
        site.now = datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=EASTERN)
        seen.append((len(numbers(query(site, search_query="cat:cs.AI"))), len(kinds(site, "cs.AI"))))
    assert seen == [(0, 0), (4, 0), (4, 0), (4, 4), (4, 4), (4, 0)]


def test_the_feed_says_how_a_paper_is_announced(site: LoopbackArxiv) -> None:
    """What has its primary category elsewhere is a cross-list; later announcements are cross-lists or replacements."""
    assert kinds(site, "cs.AI") == ["new", "new", "new", "cross"]
    assert kinds(site, "cs.AI+cs.CL") == ["new"] * 4
    wednesday = TUESDAY + timedelta(days=1)
    site.papers += announced(
        paper(0, version=2),
        paper(1, categories=("cs.AI", "cs.CL")),
        paper(5, version=2, categories=("cs.CL", "cs.AI"), primary_category="cs.CL"),
        on=wednesday,
    )
    site.now += timedelta(days=1)
    assert kinds(site, "cs.AI") == ["replace", "replace-cross"]
    assert kinds(site, "cs.CL") == ["cross", "replace"]
    assert sorted(numbers(query(site, id_list="2611.90000,2611.90001"))) == ["00v2", "01v1"]


def test_an_unknown_category_is_an_error_feed(site: LoopbackArxiv) -> None:
    """As arXiv does, it answers 200 and a feed about the error."""
    answer = requests.get(f"{site.rss_url}/cs.XX", timeout=10)
    assert (answer.status_code, b"Feed error for query" in answer.content) == (200, True)
    assert requests.get(site.rss_url, timeout=10).status_code == 404


def test_it_remembers_what_it_was_asked(site: LoopbackArxiv) -> None:
    """Requests are kept in their order."""
    kinds(site, "cs.AI")
    query(site, id_list="2611.90001")
    assert site.requests == ["/rss/cs.AI", "/api/query?id_list=2611.90001"]


def test_papers_are_loaded_from_a_file(tmp_path: Path) -> None:
    """A file of papers gives each with the date it is announced on."""
    record = {"announced": "2026-11-17", **paper(1).model_dump(mode="json")}
    file = tmp_path / "papers.json"
    file.write_text(json.dumps({"about": "made up", "papers": [record]}))
    assert load(file) == tuple(announced(paper(1), on=date(2026, 11, 17)))
    assert load(file)[0].in_the_index == datetime(2026, 11, 17, 1, tzinfo=UTC)

"""Reading arXiv over real HTTP on loopback: both sources, and every dress its failures come in."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

import fake_arxiv
from digest.core.errors import ArxivUnreadable
from digest.core.report import Paper
from digest.fetch import query_api
from digest.fetch import sources as module
from digest.fetch.readings import Fetched, SourceReading
from digest.fetch.sources import fetch, fetch_feed, fetch_papers
from fake_arxiv import Fault, FaultyArxiv, announced, paper

IDS = [paper(number).id for number in range(5)]


@pytest.fixture
def site() -> Iterator[FaultyArxiv]:
    """An arXiv that announced five papers on Tuesday, read at Tuesday's noon."""
    papers = [paper(number, fake_arxiv.MONDAY + timedelta(minutes=number)) for number in range(5)]
    with FaultyArxiv(announced(*papers)) as site:
        yield site


def read(site: FaultyArxiv, **other: Any) -> Fetched:
    settings: dict[str, Any] = {
        "since": site.now - timedelta(days=14),
        "until": site.now,
        "cross_lists": True,
        "endpoints": site.endpoints,
        "deadline_seconds": 20,
        "page_size": 2,
    }
    return fetch(other.pop("categories", ["cs.AI"]), **settings | other)


def source(fetched: Fetched, name: str) -> SourceReading:
    return next(source for source in fetched.sources if source.name == name)


def api_asked(site: FaultyArxiv) -> int:
    return sum(path.startswith("/api") for path in site.requests)


def ids(papers: tuple[Paper, ...]) -> list[str]:
    return [paper.id for paper in papers]


def test_both_sources_are_read_and_united(site: FaultyArxiv) -> None:
    """Both give all five papers, the union has each once, with the times that only the query API knows."""
    fetched = read(site)
    assert ids(fetched.papers) == IDS
    assert all(paper.published for paper in fetched.papers)
    assert [(source.name, source.listed, source.problem) for source in fetched.sources] == [
        ("rss", 5, None),
        ("api", 5, None),
    ]
    assert fetched.notices == ()


def test_no_more_requests_than_pages(site: FaultyArxiv) -> None:
    """Five entries in pages of two are three requests, and the feed is one."""
    fetched = read(site)
    assert [source.requests for source in fetched.sources] == [1, 3]
    assert len(site.requests) == 4


def test_only_what_is_announced_in_the_window_is_read(site: FaultyArxiv) -> None:
    """The query API gives the submissions of the window, both ends included."""
    since = fake_arxiv.MONDAY + timedelta(minutes=1)
    fetched = read(site, since=since, until=since + timedelta(minutes=2))
    assert ids(source(fetched, "api").papers) == IDS[1:4]


def test_each_source_finds_what_the_other_misses(site: FaultyArxiv) -> None:
    """A paper that was held for long is in the feed alone, yesterday's in the query API alone, and both count."""
    held = paper(7, fake_arxiv.MONDAY - timedelta(days=90))
    yesterday = paper(8, fake_arxiv.MONDAY - timedelta(days=3))
    site.papers += announced(held) + announced(yesterday, on=fake_arxiv.TUESDAY - timedelta(days=1))
    fetched = read(site)
    assert held.id not in ids(source(fetched, "api").papers)
    assert yesterday.id not in ids(source(fetched, "rss").papers)
    assert ids(fetched.papers) == [*IDS, held.id, yesterday.id]


def test_cross_lists_can_be_left_out(site: FaultyArxiv) -> None:
    """Without cross-lists a paper of another field is in neither source's papers, and still counted."""
    site.papers += announced(paper(7, categories=("math.ST", "cs.AI"), primary_category="math.ST"))
    assert len(read(site).papers) == 6
    fetched = read(site, cross_lists=False)
    assert ids(fetched.papers) == IDS
    assert [source.listed for source in fetched.sources] == [6, 6]


@pytest.mark.parametrize(
    "fault",
    [
        fake_arxiv.status(429, Retry_After="0"),
        fake_arxiv.status(503),
        fake_arxiv.status(406),
        fake_arxiv.rate_exceeded,
        fake_arxiv.web_page,
        fake_arxiv.empty_body,
        fake_arxiv.truncated,
        fake_arxiv.dropped,
        fake_arxiv.no_entries,
        fake_arxiv.no_total,
        fake_arxiv.short_page,
        fake_arxiv.moved_entries,
        fake_arxiv.error_entry,
    ],
    ids=[
        "429", "503", "406", "rate exceeded", "web page", "empty body", "truncated", "dropped", "no entries",
        "no total", "short page", "moved entries", "error entry",
    ],
)  # fmt: skip
@pytest.mark.parametrize("page", [1, 2])
def test_a_fault_in_passing_costs_no_paper(site: FaultyArxiv, fault: Fault, page: int) -> None:
    """Whatever the query API answers once, on the first page or a later one: the next try has all papers."""
    site.api_faults.extend([None] * (page - 1) + [fault])
    fetched = read(site)
    assert source(fetched, "api").problem is None
    assert ids(source(fetched, "api").papers) == IDS


@pytest.mark.parametrize(
    ("fault", "said", "asked"),
    [
        (fake_arxiv.status(429, Retry_After="0"), "HTTP 429, after 5 tries", 5),
        (fake_arxiv.status(503), "HTTP 503, after 5 tries", 5),
        (fake_arxiv.status(403), "HTTP 403", 1),
        (fake_arxiv.status(406), "HTTP 406", 2),
        (fake_arxiv.rate_exceeded, "not a whole XML document (Rate exceeded.), after 5 tries", 5),
        (fake_arxiv.web_page, "not a whole XML document (<!DOCTYPE html>", 5),
        (fake_arxiv.empty_body, "not a whole XML document (empty), after 5 tries", 5),
        (fake_arxiv.truncated, "not a whole XML document", 5),
        (fake_arxiv.dropped, "the answer broke off, after 5 tries", 5),
        (fake_arxiv.no_entries, "no entries, though it counts 5, after 5 tries", 5),
        (fake_arxiv.no_total, "no paper at all from 2026-11-03 to 2026-11-17", 4),
        (fake_arxiv.moved_entries, "counts 5 papers and gave 3 of them, 3 times", 9),
        (fake_arxiv.error_entry, "arXiv's error entry", 5),
    ],
    ids=[
        "429", "503", "403", "406", "rate exceeded", "web page", "empty body", "truncated", "dropped", "no entries",
        "no total", "moved entries", "error entry",
    ],
)  # fmt: skip
def test_a_fault_that_lasts_is_an_error_never_a_quiet_day(
    site: FaultyArxiv, fault: Fault, said: str, asked: int
) -> None:
    """A query API that stays broken gives no papers and says why, and the feed's papers are there all the same."""
    site.api_always = fault
    fetched = read(site)
    api = source(fetched, "api")
    assert api.papers == ()
    assert said in (api.problem or "")
    assert (api.requests, api_asked(site)) == (asked, asked)
    assert ids(fetched.papers) == IDS
    assert len(fetched.notices) == 1
    assert "the other was used" in fetched.notices[0]


def test_pages_that_are_short_are_turned_until_all_is_there(site: FaultyArxiv) -> None:
    """Pages with fewer entries than asked for cost requests, not papers."""
    site.api_faults.extend([fake_arxiv.short_page] * 4)
    fetched = read(site)
    assert ids(source(fetched, "api").papers) == IDS
    assert source(fetched, "api").requests == 5


def test_an_index_that_changes_between_pages_is_read_again(site: FaultyArxiv) -> None:
    """Where a page counts differently from the one before, entries may have moved: all is asked for anew."""
    site.api_faults.extend([None, fake_arxiv.edited(lambda text: text.replace("totalResults>5", "totalResults>6"))])
    fetched = read(site)
    assert ids(source(fetched, "api").papers) == IDS
    assert source(fetched, "api").requests > 3


def test_a_hanging_source_leaves_time_for_the_other(site: FaultyArxiv) -> None:
    """A feed that never answers costs a third of the time, and the query API is read."""
    site.rss_always = fake_arxiv.hang
    fetched = read(site, deadline_seconds=1.5)
    assert "no answer in time" in (source(fetched, "rss").problem or "")
    assert ids(fetched.papers) == IDS


@pytest.mark.parametrize("fault", [fake_arxiv.truncated, fake_arxiv.rate_exceeded, fake_arxiv.status(403)])
def test_a_broken_feed_is_survived(site: FaultyArxiv, fault: Fault) -> None:
    """Without the feed the query API's papers are there, with a notice."""
    site.rss_always = fault
    fetched = read(site)
    assert ids(fetched.papers) == IDS
    assert "rss: " in fetched.notices[0]


def test_a_stale_feed_takes_nothing_away(site: FaultyArxiv) -> None:
    """A feed of an earlier day under today's date adds what it has, and the query API has the rest."""
    site.papers += announced(paper(7, fake_arxiv.MONDAY - timedelta(days=3)), on=fake_arxiv.TUESDAY - timedelta(days=1))
    site.rss_always = fake_arxiv.stale(1)
    fetched = read(site)
    assert ids(source(fetched, "rss").papers) == ["2611.90007"]
    assert ids(fetched.papers) == [*IDS, "2611.90007"]


def test_both_sources_failing_is_an_error(site: FaultyArxiv) -> None:
    """With neither source the run ends with what each of them said and what happens next."""
    site.api_always, site.rss_always = fake_arxiv.status(403), fake_arxiv.rate_exceeded
    with pytest.raises(ArxivUnreadable, match=r"Nothing was written.*Rate exceeded.*HTTP 403.*docs/troubleshooting"):
        read(site)


def test_a_quiet_category_may_have_no_paper(site: FaultyArxiv) -> None:
    """A category with a few papers a year has none in a fortnight, and that is believed after three answers."""
    site.papers = announced(paper(1, fake_arxiv.MONDAY - timedelta(days=200)))
    fetched = read(site)
    assert (source(fetched, "api").papers, source(fetched, "api").problem) == ((), None)
    assert source(fetched, "api").requests == 4


def test_a_busy_category_never_has_no_paper(site: FaultyArxiv) -> None:
    """Where the year has a hundred papers, an empty fortnight is an error of the index."""
    past = fake_arxiv.MONDAY - timedelta(days=100)
    site.papers = announced(*(paper(number, past - timedelta(days=number)) for number in range(100)))
    assert "no paper at all" in (source(read(site), "api").problem or "")


def test_a_window_with_too_many_papers_is_halved(site: FaultyArxiv, monkeypatch: pytest.MonkeyPatch) -> None:
    """More papers than arXiv pages through are read in halves, none lost at the seam, whatever its seconds."""
    monkeypatch.setattr(query_api, "MOST_IN_A_QUERY", 9)
    start = fake_arxiv.MONDAY
    site.papers = announced(*(paper(number, start + timedelta(seconds=20 * number)) for number in range(18)))
    fetched = read(site, since=start, until=start + timedelta(minutes=7))
    assert len(source(fetched, "api").papers) == source(fetched, "api").listed == 18


def test_a_minute_with_too_many_papers_is_an_error(site: FaultyArxiv, monkeypatch: pytest.MonkeyPatch) -> None:
    """Halving ends: a window of minutes that is still too full is an error, not an endless loop."""
    monkeypatch.setattr(query_api, "MOST_IN_A_QUERY", 2)
    site.papers = announced(*(paper(number) for number in range(5)))
    assert "more than 2 papers at 2026-11-16 1" in (source(read(site), "api").problem or "")


@pytest.mark.parametrize(
    "field", ["title", "summary", "author", "category", "published", "updated", "arxiv:primary_category"]
)
def test_an_entry_with_a_missing_field_is_kept(site: FaultyArxiv, field: str) -> None:
    """A paper without title, abstract, authors, categories or times is a paper, and the others are untouched."""
    site.rss_always = fake_arxiv.status(403)
    site.api_always = fake_arxiv.edited(lambda text: _without(text, field))
    fetched = read(site)
    assert (ids(fetched.papers), source(fetched, "api").problem) == (IDS, None)


def _without(text: str, field: str) -> str:
    """The page with that field of its entries gone."""
    head, *rest = text.split("  <entry>")
    gone = [entry.replace(f"<{field}", "<gone").replace(f"</{field}", "</gone") for entry in rest]
    return "  <entry>".join([head, *gone])


def test_broken_times_are_unknown_times(site: FaultyArxiv) -> None:
    """A time that is none costs neither the paper nor the page."""
    site.rss_always = fake_arxiv.status(403)
    site.api_always = fake_arxiv.edited(
        lambda text: text.replace("<published>2026-11-16T15:00:00Z", "<published>today")
    )
    fetched = read(site)
    assert ids(fetched.papers) == IDS
    assert fetched.papers[0].published is None
    assert fetched.papers[1].published is not None


@pytest.mark.parametrize("name", ["=======x", "1" * 400, "../../x"])
def test_an_entry_whose_id_is_none_of_arxivs(site: FaultyArxiv, name: str) -> None:
    """An id that no file could keep is named in a notice, shortened, and its entry costs no other paper."""
    site.api_always = fake_arxiv.edited(lambda text: text.replace("/abs/2611.90001v1", f"/abs/{name}"))
    fetched = read(site)
    assert ids(source(fetched, "api").papers) == [IDS[0], *IDS[2:]]
    assert fetched.notices == (f'Entries of the query API whose id is none of arXiv\'s, left out: 1 ("{name[:40]}").',)


def test_an_entry_without_an_id_is_left_out_with_a_notice(site: FaultyArxiv) -> None:
    """What cannot be told from other papers is not kept, and it does not cost the others."""
    site.api_always = fake_arxiv.edited(lambda text: text.replace("<id>http://arxiv.org/abs/2611.90001v1</id>", ""))
    fetched = read(site)
    assert ids(source(fetched, "api").papers) == [IDS[0], *IDS[2:]]
    assert fetched.notices == ("Entries of the query API without an id, left out: 1.",)


@pytest.mark.parametrize("name", ["hep-th/9901001", "math.GT/0309136"])
def test_old_ids_are_papers(site: FaultyArxiv, name: str) -> None:
    """Ids of the old style are read from both sources as the same paper."""
    site.papers = announced(paper(1, id=name, version=2))
    fetched = read(site)
    assert [(paper.id, paper.version) for paper in fetched.papers] == [(name, 2)]
    assert all(len(source.papers) == 1 for source in fetched.sources)


def test_progress_is_told(site: FaultyArxiv) -> None:
    """A long reading says how far it is."""
    said: list[str] = []
    read(site, progress=said.append)
    assert said == ["2 of 5 entries", "4 of 5 entries"]


def test_the_feed_alone_can_be_read(site: FaultyArxiv) -> None:
    """The feed of the day is one request; that it failed is in the reading."""
    settings: dict[str, Any] = {"cross_lists": True, "endpoints": site.endpoints, "deadline_seconds": 20}
    assert ids(fetch_feed(["cs.AI"], **settings).papers) == IDS
    assert len(site.requests) == 1
    site.rss_always = fake_arxiv.status(403)
    reading = fetch_feed(["cs.AI"], **settings)
    assert (reading.papers, reading.requests) == ((), 1)
    assert "HTTP 403" in (reading.problem or "")


def test_papers_are_read_by_id(site: FaultyArxiv) -> None:
    """Papers come sorted by id, each once; an id that arXiv does not have is absent."""
    wanted = [IDS[3], IDS[1], "2611.99999"]
    assert ids(fetch_papers(wanted, endpoints=site.endpoints, deadline_seconds=20)) == [IDS[1], IDS[3]]
    assert fetch_papers([], endpoints=site.endpoints, deadline_seconds=20) == ()


def test_many_ids_are_several_requests(site: FaultyArxiv, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids go to arXiv in batches."""
    monkeypatch.setattr(module, "IDS_A_REQUEST", 2)
    assert ids(fetch_papers(IDS, endpoints=site.endpoints, deadline_seconds=20)) == IDS
    assert len(site.requests) == 3


@pytest.mark.parametrize("fault", [fake_arxiv.status(400), fake_arxiv.no_entries, fake_arxiv.moved_entries])
def test_ids_that_cannot_be_read_are_an_error(site: FaultyArxiv, fault: Fault) -> None:
    """A refusal or an answer that does not add up is an error for papers by id, too."""
    site.api_always = fault
    with pytest.raises(ArxivUnreadable):
        fetch_papers(IDS, endpoints=site.endpoints, deadline_seconds=20)

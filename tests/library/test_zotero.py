"""Zotero's API on loopback: what is asked, how often, and what becomes of its answers."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from digest.config.schema import Library as Config
from digest.config.schema import Zotero
from digest.core.errors import DEFECT, LibraryUnread
from digest.library import reading, zotero
from digest.library.reading import Bibtex, Library
from digest.library.zotero_api import LARGEST, MOST_REQUESTS, SECONDS, ZoteroApi
from fake_zotero import FakeZotero, Trouble

TODAY = date(2026, 11, 20)
ABSTRACT = "Agents plan with a world model that was learned from video."


@pytest.fixture
def site() -> Iterator[FakeZotero]:
    """A public library of user 123."""
    with FakeZotero() as made:
        yield made


def read(site: FakeZotero, *, key: str = "", waits: list[float] | None = None, **changes: Any) -> Library:
    """The library as a run reads it."""
    config = Config.model_validate({"zotero": {"user": 123, **changes}})
    pause = (waits if waits is not None else list[float]()).append
    return reading.read(config, Bibtex(), {}, TODAY, zotero_url=site.url, zotero_key=key, pause=pause)


def titles(library: Library) -> list[str]:
    return [one.title for one in library.examples]


def test_the_newest_of_many_cost_two_requests(site: FakeZotero) -> None:
    """Of a library of 20,000 items the newest 200 are read, newest first, in two requests."""
    for number in range(20_000):
        site.add(f"Paper {number}", ABSTRACT)
    library = read(site)
    assert len(site.asked) == 2
    assert set(titles(library)) == {one["title"] for one in sorted(site.items, key=lambda one: one["dateAdded"])[-200:]}
    assert library.record
    assert library.record.papers == 200


def test_the_key_goes_into_a_header_alone() -> None:
    """A private library is read with the key, which no address has; without the key nothing is read, and it says so."""
    with FakeZotero(key="secret-of-zotero") as site:
        site.add("A paper", ABSTRACT)
        assert titles(read(site, key="secret-of-zotero")) == ["A paper"]
        assert site.keys == ["secret-of-zotero"]
        assert not any("secret" in path for path in site.asked)
        refused = read(site)
    assert refused.exit_code == LibraryUnread.exit_code
    assert "ZOTERO_KEY" in refused.problem
    assert refused.record
    assert refused.record.missing == ("refused",)


def test_a_wrong_key_and_a_wrong_user_have_their_own_remedies() -> None:
    """A key that Zotero refuses is to be made anew, an unknown user to be corrected; nothing is retried."""
    with FakeZotero(key="right", library="users/999") as site:
        assert "make a new one" in read(site, key="wrong").problem
        assert "knows no user 123" in read(site, key="right").problem
        assert len(site.asked) == 2


def test_a_group_has_an_address_of_its_own() -> None:
    """The library of a group is read at groups/."""
    with FakeZotero(library="groups/77") as site:
        site.add("A paper", ABSTRACT)
        assert titles(read(site, user=None, group=77)) == ["A paper"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("LLM/*", {"agents", "speech"}),
        ("LLM/**", {"agents", "speech", "deep"}),
        ("llm/AGENTS", {"agents"}),
        ("LLM", {"top"}),
        ("*", {"top", "other"}),
        ("C++/a.b", {"odd"}),
    ],
)
def test_collections_are_named_by_their_paths(site: FakeZotero, pattern: str, expected: set[str]) -> None:
    """`*` stands for any text in one name, `**` for any path, all else for itself; letters may be of any case."""
    for title, path in {
        "top": ("LLM",),
        "agents": ("LLM", "Agents"),
        "speech": ("LLM", "Speech"),
        "deep": ("LLM", "Agents", "Planning"),
        "other": ("Vision",),
        "odd": ("C++", "a.b"),
    }.items():
        site.add(title, ABSTRACT, collection=site.collection(*path))
    site.collection("C++")
    site.add("in none", ABSTRACT)
    assert set(titles(read(site, collections=[pattern]))) - {""} == expected


def test_the_newest_of_several_collections_are_taken(site: FakeZotero) -> None:
    """An item in two collections counts once, and what is newest in all of them together is taken."""
    one, two = site.collection("One"), site.collection("Two")
    for number in range(6):
        site.add(f"Paper {number}", ABSTRACT, collection=(one, two)[number % 2])
    site.items[5]["collections"] = [one, two]
    assert set(titles(read(site, collections=["One", "Two"], newest=3))) == {"Paper 5", "Paper 4", "Paper 3"}


def test_a_collection_that_is_not_there_is_told(site: FakeZotero) -> None:
    """A pattern that fits no collection is named, and the owner has to act; so where too many fit."""
    library = read(site, collections=["LLM/*"])
    assert "“LLM/*”" in library.problem
    assert library.record
    assert library.record.missing == ("no_collection",)
    for number in range(zotero.MOST_COLLECTIONS + 1):
        site.collection(f"C{number}")
    assert "31 collections fit" in read(site, collections=["*"]).problem
    assert len(site.asked) == 2


def test_a_tree_that_runs_in_circles_ends() -> None:
    """Collections that are each other's parents have paths all the same."""
    data = [{"key": "A", "name": "a", "parentCollection": "B"}, {"key": "B", "name": "b", "parentCollection": "A"}]
    assert zotero.paths_of(data) == {"A": "b/a", "B": "a/b"}


def test_backoff_is_heeded(site: FakeZotero) -> None:
    """`Backoff` with a good answer holds up the next request, Retry-After the next try."""
    for number in range(150):
        site.add(f"Paper {number}", ABSTRACT)
    site.trouble = [Trouble(headers={"Backoff": "7"}, beside=True), Trouble(status=429, headers={"Retry-After": "11"})]
    waits: list[float] = []
    assert len(titles(read(site, waits=waits))) == 150
    assert [round(wait) for wait in waits] == [7, 11]


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble(status=503, headers={"Retry-After": str(10 * SECONDS)}),
        Trouble(status=429, headers={"Backoff": "86400"}),
        Trouble(status=500),
        Trouble(drop=True),
        Trouble(body=b"<html>busy</html>"),
        Trouble(body=b'{"a": 1}'),
        Trouble(body=b"[" * 100_000),
        Trouble(body=b" " * (LARGEST + 1)),
        Trouble(status=302, headers={"Location": "http://127.0.0.1:9/"}),
    ],
    ids=["503", "backoff", "500", "dropped", "html", "no list", "brackets", "too large", "redirect"],
)
def test_what_is_over_by_itself_is_not_red(site: FakeZotero, trouble: Trouble) -> None:
    """Where Zotero is down, busy or talks nonsense, the library is missing for now, at the cost of a few tries."""
    for number in range(150):
        site.add(f"Paper {number}", ABSTRACT)
    site.trouble = [None, trouble, trouble, trouble]
    library = read(site)
    assert (library.examples, library.exit_code, library.problem) == ((), 0, "")
    assert library.record
    assert library.record.missing == ("unreachable",)
    assert "Your Zotero library could not be read" in library.notices[0]
    assert len(site.asked) <= 4


def test_a_server_without_end_is_left(site: FakeZotero) -> None:
    """A library whose pages never end costs a bounded number of requests."""
    page = b'[{"data": {"key": "K", "itemType": "note"}}]'
    site.trouble = [Trouble(body=page, headers={"Total-Results": "9999999"})] * 1000
    assert read(site).examples == ()
    assert len(site.asked) <= MOST_REQUESTS


def test_our_own_defect_does_not_quote_an_item(site: FakeZotero, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of ours in reading an item is told by its kind: its words may hold what is private."""

    def fails(data: object) -> None:
        raise ValueError(f"cannot read {data}")

    site.add("MARKER", ABSTRACT)
    monkeypatch.setattr(zotero, "paper", fails)
    library = read(site)
    assert library.exit_code == DEFECT
    assert "ValueError" in library.problem
    assert "MARKER" not in repr(library)


def test_notes_and_files_are_no_papers(site: FakeZotero) -> None:
    """Of 300 notes and files above the papers, none takes a paper's place."""
    site.add("A paper", ABSTRACT)
    for number in range(150):
        site.add(f"note {number}", itemType="note", note="x")
        site.add(f"file {number}.pdf", itemType="attachment")
    assert titles(read(site)) == ["A paper"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"archiveID": "arXiv:2611.90001"}, "2611.90001"),
        ({"archiveID": "2611.90001v3"}, "2611.90001"),
        ({"extra": "arXiv:2611.90002 [cs]\nCitation Key: x"}, "2611.90002"),
        ({"url": "http://arxiv.org/abs/2611.90003v2"}, "2611.90003"),
        ({"url": "https://arxiv.org/pdf/math.GT/0309136.pdf"}, "math/0309136"),
        ({"DOI": "10.48550/arXiv.2611.90004"}, "2611.90004"),
        ({"publicationTitle": "arXiv preprint arXiv:2611.90005"}, "2611.90005"),
        ({"DOI": "https://doi.org/10.1000/ABC.1"}, "doi:10.1000/abc.1"),
        ({"url": "https://example.org/2611.90001"}, None),
        ({"extra": "arXiv:2611.900011234"}, None),
        ({}, None),
    ],
)
def test_ids_are_found_where_people_have_them(fields: dict[str, str], expected: str | None) -> None:
    """An id of arXiv, else a DOI, makes an item without an abstract count; a web page with a title does not."""
    one = zotero.paper({"title": "A paper", **fields})
    assert (one.id if one.says_enough else None) == expected


def test_newer_items_count_more(site: FakeZotero) -> None:
    """An item that came a half-life ago counts half; one without a date does not fade, one of tomorrow counts once."""
    site.add("old", ABSTRACT, dateAdded="2025-11-20T10:00:00Z")
    site.add("undated", ABSTRACT, dateAdded="")
    site.add("future", ABSTRACT, dateAdded="2026-12-24T10:00:00Z")
    counts = {one.title: one.counts for one in read(site).examples}
    assert counts == {"old": 0.5, "undated": 1.0, "future": 1.0}


def test_titles_lose_their_tags_and_nonsense_is_left_out(site: FakeZotero) -> None:
    """Zotero's tags in titles are no words; an item without title, or with other types than texts, does no harm."""
    site.add("<i>In vitro</i> H<sub>2</sub>O, a < b", ABSTRACT)
    site.add("", ABSTRACT)
    site.add("of the", itemType="book", DOI="10.1000/x")
    site.items.append({"key": None, "title": ["x"], "abstractNote": 7, "dateAdded": "2026-01-01", "DOI": {}})
    assert titles(read(site)) == ["In vitro H 2 O, a < b"]


def test_nothing_is_imported_or_asked_without_a_library() -> None:
    """Where config.yml names no library, none is read, and the result says nothing."""
    nowhere = reading.read(Config(), Bibtex(), {}, TODAY, zotero_url="http://127.0.0.1:9", zotero_key="x")
    assert nowhere == Library()


def test_a_user_or_a_group() -> None:
    """One library is named: neither both, nor collections of none."""
    for wrong in ({"user": 1, "group": 2}, {"collections": ["LLM"]}, {"user": 0}):
        with pytest.raises(ValueError, match=r"user|group"):
            Zotero.model_validate(wrong)


def test_the_address_has_no_key() -> None:
    """What is printed of the client does not show the key."""
    assert "sesame" not in repr(ZoteroApi(address="http://127.0.0.1:9/users/1", name="user 1", key="sesame"))

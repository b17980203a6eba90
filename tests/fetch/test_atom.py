"""Entries of the query API as papers, among them all that arXiv was recorded to answer."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import arxiv
import pytest
from lxml import etree

import fake_arxiv
from digest.console.command import ROOT
from digest.core.report import Paper
from digest.fetch import atom
from digest.fetch.transport import BadAnswer
from digest.fetch.xml_document import parse
from loopback_arxiv.answers import atom_page

SHARED = ROOT.parent / "shared"
NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "arxiv": "http://arxiv.org/schemas/atom",
    "opensearch": "http://a9.com/-/spec/opensearch/1.1/",
}


class Recorded:
    """Hands a body to what is asked, as the transport does."""

    def __init__(self, body: bytes) -> None:
        self.body = body

    def get(self, _url: str, _accept: str, believe: Callable[[bytes], None]) -> bytes:
        believe(self.body)
        return self.body


def read(body: bytes) -> list[Paper]:
    """The papers of one page, read as fetch.py reads them."""
    session = atom.ProvedSession(Recorded(body))  # type: ignore[arg-type]
    content = session.get("http://127.0.0.1/api/query?start=0").content
    return [atom.paper(result) for result in arxiv._feed.parse(content).results]


def page(*papers: Paper) -> bytes:
    return atom_page(papers, total=len(papers), start=0, asked=10, now=fake_arxiv.TUESDAY_NOON).encode()


def test_a_paper_is_read_with_all_its_fields() -> None:
    """What the query API says of a paper is read back whole."""
    paper = fake_arxiv.paper(
        1,
        version=3,
        title="On <b>, & $x<y$ and ∞",
        abstract="One.\n\nTwo & three.",
        categories=("cs.AI", "cs.CL"),
        comment="12 pages",
        doi="10.1000/made.up",
        updated=datetime(2026, 11, 17, 1, 2, 3, tzinfo=UTC),
    )
    assert read(page(paper)) == [paper]


def test_the_primary_category_comes_first() -> None:
    """Categories keep arXiv's order behind the primary one."""
    paper = fake_arxiv.paper(1, categories=("cs.LG", "math.ST", "cs.AI"), primary_category="cs.AI")
    assert read(page(paper))[0].categories == ("cs.AI", "cs.LG", "math.ST")


def test_a_paper_called_error_is_a_paper() -> None:
    """Only arXiv's error address makes an error entry, not the title."""
    assert read(page(fake_arxiv.paper(1, title="Error")))[0].title == "Error"


def test_white_space_in_an_id_goes() -> None:
    """An id is one word, whatever line breaks stand around it."""
    broken = page(fake_arxiv.paper(1)).replace(b"2611.90001v1</id>", b"2611.90001v1\n  </id>")
    assert read(broken)[0].id == "2611.90001"


def test_a_version_without_end_is_none() -> None:
    """A version of thousands of digits, which Python refuses to read, is part of a strange id and ends no run."""
    body = page(fake_arxiv.paper(1)).replace(b"2611.90001v1", b"2611.90001v" + b"9" * 5000)
    assert read(body)[0].version is None


def test_a_time_without_a_zone_is_utc() -> None:
    """arXiv's times are UTC, also where the letter is missing."""
    naive = page(fake_arxiv.paper(1)).replace(b"15:00:00Z</published>", b"15:00:00</published>")
    assert read(naive)[0].published == fake_arxiv.MONDAY


@pytest.mark.parametrize("total", ["9" * 5000, "", "many", "-1"])
def test_a_total_that_is_no_number_counts_nothing(total: str) -> None:
    """Such a page cannot prove itself: it counts 0, and fetch.py asks again."""
    body = re.sub(r"totalResults>\d+", f"totalResults>{total}", page(fake_arxiv.paper(1)).decode())
    session = atom.ProvedSession(Recorded(body.encode()))  # type: ignore[arg-type]
    session.get("http://127.0.0.1/api/query")
    assert session.totals == {0}


def recorded() -> list[Path]:
    folders = ("atom_2016", "atom_2018", "atom_2026", "atom_other")
    return sorted(path for name in folders for path in (SHARED / "raw" / name).rglob("*.xml"))


@pytest.mark.shared
@pytest.mark.parametrize("path", recorded(), ids=lambda path: path.name)
def test_recorded_answers_are_read_without_loss(path: Path) -> None:
    """Each recorded page gives as many papers as it has entries, with every field that an entry has."""
    body = path.read_bytes()
    if b"/api/errors" in body:
        with pytest.raises(BadAnswer, match="incorrect id format"):
            read(body)
        return
    papers, entries = read(body), parse(body).findall("a:entry", NAMES)
    assert len(papers) == len(entries)
    for paper, entry in zip(papers, entries, strict=True):
        _same(paper, entry)


def _same(paper: Paper, entry: etree._Element) -> None:
    def words(tag: str) -> str:
        return " ".join((entry.findtext(tag, "", NAMES) or "").split())

    assert words("a:id").endswith(f"/abs/{paper.id}v{paper.version}")
    assert paper.title == words("a:title")
    assert " ".join(paper.abstract.split()) == words("a:summary")
    assert [" ".join(name.split()) for name in paper.authors] == [
        " ".join((author.text or "").split()) for author in entry.findall("a:author/a:name", NAMES)
    ]
    assert set(paper.categories) == {c.get("term") for c in entry.findall("a:category", NAMES)}
    primary = entry.find("arxiv:primary_category", NAMES)
    assert primary is not None
    assert paper.primary_category == paper.categories[0] == primary.get("term")
    assert (paper.comment or "") == words("arxiv:comment")
    assert (paper.doi or "") == words("arxiv:doi")
    assert paper.published is not None
    assert paper.published == datetime.fromisoformat(words("a:published"))
    assert paper.updated == datetime.fromisoformat(words("a:updated"))


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not there")
def test_a_recorded_abstract_keeps_its_paragraphs() -> None:
    """An abstract of several paragraphs is several paragraphs."""
    papers = read((SHARED / "raw" / "atom_2026" / "fastpaper_search_2026-03-26.xml").read_bytes())
    assert any("\n\n" in paper.abstract for paper in papers)

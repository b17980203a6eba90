"""The feed of the day, as arXiv writes it and as it sometimes does."""

import time
from collections.abc import Iterator
from html import escape

import pytest
from lxml import etree

import fake_arxiv
from digest.console.command import ROOT
from digest.core.report import Paper
from digest.fetch import rss
from digest.fetch.transport import BadAnswer, Transport
from fake_arxiv import FaultyArxiv
from loopback_arxiv.answers import Kind, rss_error, rss_feed

SHARED = ROOT.parent / "shared"
DAY = fake_arxiv.TUESDAY
NAMES = {"arxiv": "http://arxiv.org/schemas/atom", "dc": "http://purl.org/dc/elements/1.1/"}
FIELDS = {
    "guid": "a:id",
    "title": "a:title",
    "description": "a:summary",
    "dc:creator": "dc:creator",
    "arxiv:announce_type": "arxiv:announce_type",
}


def feed(*items: tuple[Paper, Kind]) -> bytes:
    return rss_feed(items, categories=["cs.AI"], day=DAY).encode()


def item(text: str) -> Paper:
    """What is read of one item."""
    declared = " ".join(f'xmlns:{name}="{address}"' for name, address in NAMES.items())
    whole = f"<rss {declared}><channel><item>{text}</item></channel></rss>"
    return rss.parse(whole.encode(), ["cs.AI"], cross_lists=True).papers[0]


def test_a_paper_is_read_with_all_that_the_feed_has() -> None:
    """Id, version, title, abstract, authors and categories are read; times and comment are not in the feed."""
    paper = fake_arxiv.paper(1, title="On <b> & $x<y$", abstract="One.\n\nTwo & three.", categories=("cs.AI", "cs.CL"))
    read = rss.parse(feed((paper, "new")), ["cs.AI"], cross_lists=True)
    assert read.papers == (paper.model_copy(update={"published": None, "updated": None}),)


def test_replacements_are_not_new() -> None:
    """New papers and cross-lists count, replacements of both kinds do not, and all are listed."""
    kinds: tuple[Kind, ...] = ("new", "cross", "replace", "replace-cross")
    body = feed(*((fake_arxiv.paper(number), kind) for number, kind in enumerate(kinds)))
    read = rss.parse(body, ["cs.AI"], cross_lists=True)
    assert ([paper.id for paper in read.papers], read.items) == (["2611.90000", "2611.90001"], 4)


def test_cross_lists_can_be_left_out() -> None:
    """Without cross-lists only papers whose primary category is configured count."""
    elsewhere = fake_arxiv.paper(2, categories=("cs.CL", "cs.AI"), primary_category="cs.CL")
    body = feed((fake_arxiv.paper(1), "new"), (elsewhere, "cross"))
    assert [p.id for p in rss.parse(body, ["cs.AI"], cross_lists=False).papers] == ["2611.90001"]


@pytest.mark.parametrize("name", ["hep-th/9901001", "math.GT/0309136", "2611.90001"])
def test_all_forms_of_ids_are_read(name: str) -> None:
    """Old-style ids with and without a subject class are ids as well."""
    paper = fake_arxiv.paper(1, id=name, version=3)
    read = rss.parse(feed((paper, "new")), ["cs.AI"], cross_lists=True).papers[0]
    assert (read.id, read.version) == (name, 3)


@pytest.mark.parametrize("name", ["=======x", "1" * 400, f"2611.90001v{'9' * 5000}", "../../x", "2611.9"])
def test_an_id_that_is_none_of_arxivs(name: str) -> None:
    """What has no id of arXiv's form could not be kept: it is left out and named, and the others stay."""
    items = "".join(f"<item><guid>oai:arXiv.org:{each}</guid></item>" for each in (name, "2611.90002v1"))
    body = f"<rss><channel>{items}</channel></rss>".encode()
    read = rss.parse(body, ["cs.AI"], cross_lists=True)
    assert [paper.id for paper in read.papers] == ["2611.90002"]
    assert read.strange == (f"oai:arXiv.org:{name}",)


def test_an_empty_feed_is_a_quiet_day() -> None:
    """A feed without items, as on weekends, is an answer."""
    assert rss.parse(feed(), ["cs.AI"], cross_lists=True) == rss.Feed(papers=(), items=0)


def test_missing_fields_are_no_crash() -> None:
    """An item with nothing but its guid is kept as far as it goes."""
    assert item("<guid>oai:arXiv.org:2611.90001</guid>") == Paper(id="2611.90001", title="")


def test_an_item_without_a_guid_has_its_link() -> None:
    """The id is in the link, too."""
    assert item("<link>https://arxiv.org/abs/2611.90001</link>").id == "2611.90001"


def test_an_item_without_any_id_is_left_out() -> None:
    """What has no id cannot be told from others, and is only named."""
    body = b"<rss><channel><item><title>Nameless</title></item></channel></rss>"
    assert rss.parse(body, ["cs.AI"], cross_lists=True) == rss.Feed(papers=(), items=1, strange=("",))


def test_the_description_says_the_kind_where_the_element_is_missing() -> None:
    """A replacement is known by its description; without any sign an item is taken for new rather than dropped."""
    said = "<description>arXiv:2611.90001v2 Announce Type: replace</description>"
    body = f"<rss><channel><item><guid>oai:arXiv.org:2611.90001v2</guid>{said}</item></channel></rss>".encode()
    assert rss.parse(body, ["cs.AI"], cross_lists=True).papers == ()


def test_several_creators_are_several_authors() -> None:
    """One line of names or an element a name: both are authors, and their TeX is read."""
    creators = r"<dc:creator>A. B. Example, Erd\H{o}s, P.</dc:creator><dc:creator>C</dc:creator>"
    assert item(f"<guid>oai:arXiv.org:2611.90001</guid>{creators}").authors == ("A. B. Example", "Erdős", "P.", "C")


def test_the_prefix_goes_and_the_abstract_stays() -> None:
    """Only the feed's own prefix is taken off an abstract, not a word that looks like it further on."""
    text = "arXiv:2611.90001v1 Announce Type: new \nAbstract: We cite arXiv:2611.90002 Announce Type: new Abstract: x"
    read = item(f"<guid>oai:arXiv.org:2611.90001v1</guid><description>{text}</description>")
    assert read.abstract == "We cite arXiv:2611.90002 Announce Type: new Abstract: x"


@pytest.mark.parametrize(
    "body", [b"Rate exceeded.", b"", b"<rss><channel>", b"<html/>", rss_error(["cs.XX"]).encode()], ids=repr
)
def test_what_is_no_feed_is_not_believed(body: bytes) -> None:
    """Words, a truncated feed, a web page and arXiv's error feed are no empty day."""
    with pytest.raises(BadAnswer):
        rss.parse(body, ["cs.AI"], cross_lists=True)


@pytest.fixture
def site() -> Iterator[FaultyArxiv]:
    with FaultyArxiv([]) as site:
        yield site


def test_a_feed_that_arxiv_cut_is_asked_for_by_category(site: FaultyArxiv, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full feed lacks papers; each category alone has them, and where one alone is full a notice says so."""
    monkeypatch.setattr(rss, "MOST_ITEMS", 3)
    monkeypatch.setattr("loopback_arxiv.server.SLICE", 3)
    papers = [fake_arxiv.paper(number) for number in range(2)]
    papers += [fake_arxiv.paper(number, categories=("cs.CL",), primary_category="cs.CL") for number in range(2, 4)]
    site.papers = fake_arxiv.announced(*papers)
    transport = Transport(delay_seconds=0, deadline=time.monotonic() + 20)
    reading = rss.read(transport, site.rss_url, ["cs.AI", "cs.CL"], cross_lists=True)
    assert (len(reading.papers), reading.notices) == (4, ())
    assert site.requests == ["/rss/cs.AI+cs.CL", "/rss/cs.AI", "/rss/cs.CL"]
    site.rss_faults.extend([None, None, fake_arxiv.status(403)])
    reading = rss.read(transport, site.rss_url, ["cs.AI", "cs.CL"], cross_lists=True)
    assert (len(reading.papers), len(reading.notices)) == (3, 1)
    site.papers += fake_arxiv.announced(fake_arxiv.paper(5))
    reading = rss.read(transport, site.rss_url, ["cs.AI"], cross_lists=True)
    assert "cut its RSS feed" in reading.notices[0]


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not there")
def test_a_recorded_feed_is_read() -> None:
    """A recorded feed that was cut is not believed, and what it has of its paper is read when it is closed."""
    recorded = (SHARED / "raw" / "rss_2025" / "rss2_cs.CV_2025-09-18_CUT.xml").read_bytes()
    with pytest.raises(BadAnswer, match="not a whole XML document"):
        rss.parse(recorded, ["cs.CV"], cross_lists=True)
    closed = recorded + b"</description></item></channel></rss>"
    read = rss.parse(closed, ["cs.CV"], cross_lists=True).papers[0]
    assert read.id == "2509.13338"
    assert read.title.startswith("Proximity-Based")
    assert read.abstract.startswith("This work")


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not there")
def test_recorded_entries_are_read_without_loss() -> None:
    """Recorded entries of the feed's Atom flavour, put into items, are papers with all their fields."""
    recorded = etree.fromstring((SHARED / "raw" / "rss_2025" / "atom_cs.AI_2025-08-20_trimmed.xml").read_bytes())
    names = {"a": "http://www.w3.org/2005/Atom", **NAMES}
    entries = recorded.findall("a:entry", names)
    assert entries
    for entry in entries:
        kind = entry.findtext("arxiv:announce_type", "", names)
        fields = {tag: escape(entry.findtext(path, "", names)) for tag, path in FIELDS.items()}
        categories = [category.get("term", "") for category in entry.findall("a:category", names)]
        text = "".join(f"<{tag}>{field}</{tag}>" for tag, field in fields.items())
        text += "".join(f"<category>{name}</category>" for name in categories)
        if kind.startswith("replace"):
            continue
        read = item(text)
        assert f"oai:arXiv.org:{read.id}v{read.version}" == fields["guid"]
        assert read.title == " ".join(entry.findtext("a:title", "", names).split())
        assert read.abstract == " ".join(entry.findtext("a:summary", "", names).partition("Abstract:")[2].split())
        assert len(read.authors) == fields["dc:creator"].count(",") + 1
        assert list(read.categories) == categories

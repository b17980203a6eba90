"""The Atom feed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from lxml import etree

from digest.archive.brief import Brief
from digest.archive.layout import Places
from digest.core.report import Report
from digest.pages.atom_feed import atom
from digest.pages.missing import NEWEST
from laws import tried
from nasty_text import nasty
from reports import DAY, look, report, summarised

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def parsed(*reports: Report, repository: str = "someone/papers") -> etree._Element:
    """The feed as a reader parses it."""
    return etree.fromstring(atom([Brief.of(made) for made in reports], look(), repository, Places()).encode())


def test_the_feed_is_what_rfc_4287_asks_for() -> None:
    """Feed and entries have id, title and updated; the entry has content and a link to the fork's page."""
    root = parsed(report(summarised(1)))
    for element in (root, *root.findall("a:entry", ATOM)):
        assert all(element.findtext(f"a:{name}", "", ATOM) for name in ("id", "title", "updated"))
    entry = root.find("a:entry", ATOM)
    assert entry is not None
    link = entry.find("a:link", ATOM)
    assert link is not None
    assert link.get("href") == "https://github.com/someone/papers/blob/HEAD/daily/2026-11-20.md"
    assert "Made-up paper 1" in entry.findtext("a:content", "", ATOM)
    assert root.find("a:author/a:name", ATOM) is not None


def test_what_readers_go_by() -> None:
    """The feed says its language, its own address and what made it; an entry says when, where and that it is HTML."""
    root = parsed(report(summarised(1, title="A made-up $x < y$ & more")))
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-CN"
    assert {(link.get("rel"), link.get("href")) for link in root.findall("a:link", ATOM)} == {
        ("alternate", "https://github.com/someone/papers"),
        ("self", "https://raw.githubusercontent.com/someone/papers/HEAD/daily/feed.xml"),
    }
    assert root.findtext("a:author/a:name", "", ATOM) == "someone/papers"
    assert root.findtext("a:generator", "", ATOM) == "daily paper digest"
    assert root.findtext("a:id", "", ATOM) == "tag:github.com,2026:someone/papers/feed"
    entry = root.find("a:entry", ATOM)
    assert entry is not None
    assert entry.findtext("a:id", "", ATOM) == "tag:github.com,2026:someone/papers/2026-11-20"
    assert [entry.findtext(f"a:{name}", "", ATOM) for name in ("published", "updated")] == [
        "2026-11-19T20:00:00-05:00"
    ] * 2
    content = entry.find("a:content", ATOM)
    assert content is not None
    assert content.get("type") == "html"
    html = etree.fromstring(f"<div>{content.text}</div>")
    assert html.findtext("ol/li/p/a") == "A made-up x < y & more"


def test_an_empty_feed_has_no_clock() -> None:
    """Without any report the feed is from arXiv's first day, not from the moment at which it was made."""
    assert parsed().findtext("a:updated", "", ATOM) == "1991-08-13T20:00:00-04:00"


def test_an_entry_ends_its_line() -> None:
    """Each entry ends a line, so that git shows which of them a day has changed."""
    days = [DAY - timedelta(days=n) for n in range(3)]
    text = atom([Brief.of(report(summarised(1), day=day)) for day in days], look(), "someone/papers", Places())
    assert text.count("\n</entry>") == len(days)


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1b", "\ufffe", "\uffff"])
def test_no_character_keeps_the_feed_from_being_written(character: str) -> None:
    """What XML cannot write, in a title or a sentence of a summary, is left out; the rest of the entry stays."""
    root = parsed(report(summarised(1, title=f"A made{character}-up paper")))
    assert "A made-up paper" in root.findtext("a:entry/a:content", "", ATOM)


def test_newest_thirty_newest_first() -> None:
    """The feed holds the newest thirty reports, an entry each, newest first."""
    days = [DAY - timedelta(days=n) for n in range(40)]
    root = parsed(*(report(summarised(1), day=day) for day in reversed(days)))
    titles = [entry.findtext("a:title", "", ATOM) for entry in root.findall("a:entry", ATOM)]
    assert [title[-10:] for title in titles] == [day.isoformat() for day in days[:NEWEST]]


def test_ids_are_stable() -> None:
    """A report that is made anew keeps its id, so that readers do not show it twice; no clock is in the feed."""
    first, second = parsed(report(summarised(1))), parsed(report(summarised(2)))
    assert first.findtext("a:entry/a:id", "", ATOM) == second.findtext("a:entry/a:id", "", ATOM)
    assert first.findtext("a:id", "", ATOM) == second.findtext("a:id", "", ATOM)
    assert first.findtext("a:updated", "", ATOM) == "2026-11-19T20:00:00-05:00"


def test_no_report() -> None:
    """An archive without reports has a valid feed without entries."""
    assert parsed().findall("a:entry", ATOM) == []


@tried(60)
@given(title=nasty)
def test_no_title_breaks_the_feed(title: str) -> None:
    """Whatever a title holds, the feed is well-formed, and its HTML has the elements of a plain one."""
    entry = parsed(report(summarised(1, title=f"x{title}"), day=date(2026, 11, 20))).find("a:entry", ATOM)
    assert entry is not None
    html = etree.fromstring(f"<div>{entry.findtext('a:content', '', ATOM)}</div>")
    assert {element.tag for element in html.iter()} <= {"div", "p", "ol", "li", "a", "br", "span"}

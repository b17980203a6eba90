"""Papers that appear after their announcement's report wait for the next one."""

from datetime import date, datetime
from pathlib import Path

import pytest

from digest.archive.waiting import Waiting, unread_feed
from digest.core.calendar import EASTERN
from digest.core.errors import ArchiveError
from fake_arxiv import TUESDAY, paper

WEDNESDAY = date(2026, 11, 18)


def eastern(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=EASTERN)


@pytest.mark.parametrize(
    ("now", "reported", "read", "unread"),
    [
        ("2026-11-16 21:00", TUESDAY, [], None),  # Monday evening: Tuesday's report is written, the feed has Monday's
        ("2026-11-17 00:10", TUESDAY, [], TUESDAY),  # Tuesday: its feed is there
        ("2026-11-17 23:00", TUESDAY, [], TUESDAY),  # and stays until midnight
        ("2026-11-17 00:10", TUESDAY, [TUESDAY], None),  # read already
        ("2026-11-17 00:10", date(2026, 11, 16), [], None),  # the report is due: its run reads the feed
        ("2026-11-17 21:00", WEDNESDAY, [], None),  # Wednesday's report is written, and that run read Tuesday's feed
        ("2026-11-21 09:00", date(2026, 11, 20), [], None),  # Saturday: the feed is empty
        ("2026-11-20 09:00", date(2026, 11, 20), [], date(2026, 11, 20)),  # Friday's feed is read on Friday
    ],
)
def test_when_a_feed_is_to_be_read(now: str, reported: date, read: list[date], unread: date | None) -> None:
    """The feed of the newest report is read once it is rendered, if no run has read it."""
    assert unread_feed(eastern(now), reported=reported, read=read) == unread


def test_papers_wait_until_they_are_released(tmp_path: Path) -> None:
    """What is kept is there for the next run, each paper once, with its feed's date; released, the file goes."""
    waiting = Waiting(tmp_path)
    assert (waiting.papers(), waiting.feeds()) == ((), frozenset())
    assert waiting.keep([paper(2)], TUESDAY)
    assert waiting.keep([paper(1), paper(2)], WEDNESDAY)
    assert Waiting(tmp_path).papers() == (paper(1), paper(2))
    assert Waiting(tmp_path).feeds() == {TUESDAY, WEDNESDAY}
    assert waiting.release([paper(1).id, "2611.99999"])
    assert waiting.papers() == (paper(2),)
    assert waiting.release([paper(2).id])
    assert not waiting.path.exists()
    assert not waiting.release([paper(2).id])


def test_nothing_new_writes_nothing(tmp_path: Path) -> None:
    """A feed without anything new leaves no trace, so that nothing is committed for it."""
    assert not Waiting(tmp_path).keep([], TUESDAY)
    assert list(tmp_path.iterdir()) == []


def test_keeping_the_same_again_changes_nothing(tmp_path: Path) -> None:
    """A run that was killed and runs again leaves the same bytes."""
    waiting = Waiting(tmp_path)
    waiting.keep([paper(1)], TUESDAY)
    before = waiting.path.read_bytes()
    assert not waiting.keep([paper(1)], TUESDAY)
    assert waiting.path.read_bytes() == before


@pytest.mark.parametrize(
    "content", ["", "torn", "[]", "[" * 100_000, '{"schema": 9}', '{"schema": 1, "feeds": ["x"], "papers": []}']
)
def test_an_unreadable_file_is_an_error(tmp_path: Path, content: str) -> None:
    """Papers that wait are never forgotten because their file is torn."""
    waiting = Waiting(tmp_path)
    waiting.path.parent.mkdir()
    waiting.path.write_text(content)
    for ask in (waiting.papers, waiting.feeds, lambda: waiting.keep([paper(1)], TUESDAY), lambda: waiting.release([])):
        with pytest.raises(ArchiveError, match=r"waiting\.json"):
            ask()

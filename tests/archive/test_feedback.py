"""data/feedback.json: what was taken from issues, each event of each once."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.archive.feedback import NAME, Ledger, Taps, from_json, read, to_json
from digest.core.errors import ArchiveError
from laws import tried

BEGIN = datetime(2026, 11, 20, 8, tzinfo=UTC)
DAY = date(2026, 11, 20)
PAPER, OTHER = "2611.90001", "2611.90002"


def taps(number: int, up: str = "", down: str = "", *, event: int = 0) -> Taps:
    """An issue that says something of some papers, as old as its number is low."""
    return Taps(
        number=number,
        event=event,
        at=BEGIN + timedelta(minutes=number, seconds=event),
        up=dict.fromkeys(up.split(), DAY),
        down=dict.fromkeys(down.split(), DAY),
    )


def standing(*found: Taps) -> dict[str, str]:
    """What counts once all of them were taken."""
    return {thumbed.id: thumbed.thumb for thumbed in Ledger().taking(found).thumbs()}


def test_what_was_taken_is_not_taken_again() -> None:
    """An event of an issue counts once: taken again, and with an edited body, it changes nothing."""
    once = Ledger().taking([taps(1, up=PAPER)])
    assert once.taking([taps(1, up=f"{PAPER} {OTHER}")]) == once


def test_reopening_takes_back_and_takes_anew() -> None:
    """Reopened, an issue no longer counts; reopened once more, it counts as it then is."""
    assert standing(taps(1, up=PAPER), taps(1, up=PAPER, event=5)) == {}
    assert standing(taps(1, up=PAPER), taps(1, event=5), taps(1, down=OTHER, event=6)) == {OTHER: "down"}


def test_an_issue_that_said_nothing_is_taken_when_it_is_reopened() -> None:
    """Whoever ticks boxes only after the issue was sent reopens it, and what is ticked by then counts."""
    assert standing(taps(1), taps(1, up=PAPER, event=5)) == {PAPER: "up"}


def test_the_opposite_tap_takes_back() -> None:
    """A thumb down takes a thumb up back, a second one counts against; the same thumb twice counts once."""
    assert standing(taps(1, up=PAPER), taps(2, down=PAPER)) == {}
    assert standing(taps(1, up=PAPER), taps(2, down=PAPER), taps(3, down=PAPER)) == {PAPER: "down"}
    assert standing(taps(1, up=PAPER), taps(2, up=PAPER), taps(3, down=PAPER)) == {}


@tried(60)
@given(st.lists(st.builds(taps, st.integers(1, 4), st.sampled_from(["", PAPER, OTHER]), event=st.just(0))), st.data())
def test_the_order_of_issues_and_repeats_are_of_no_account(found: list[Taps], data: st.DataObject) -> None:
    """Whichever run takes an issue first and however often, what stands in the end is the same."""
    once = list({one.number: one for one in found}.values())
    shuffled = data.draw(st.permutations(once + once))
    assert to_json(Ledger().taking(shuffled)) == to_json(Ledger().taking(once))


def test_the_file_is_a_line_an_issue_and_reads_back() -> None:
    """What is written is read back as it was, one line for each issue, so that git's diffs are short."""
    ledger = Ledger().taking([taps(2, up=f"{PAPER} {OTHER}"), taps(1, down=OTHER, event=7)])
    text = to_json(ledger)
    assert from_json(text) == ledger
    assert [line.count('"number"') for line in text.splitlines()] == [0, 1, 1, 0]


def test_an_empty_file_takes_everything_back(tmp_path: Path) -> None:
    """Without the file, and with an emptied one, there are no taps."""
    assert read(tmp_path) == Ledger()
    (tmp_path / "data").mkdir()
    (tmp_path / NAME).write_text("\n", "utf-8")
    assert read(tmp_path) == Ledger()


WITHOUT_A_ZONE = '{"schema": 1, "issues": [{"number": 1, "at": "2026-11-20T06:00:00"}]}'


@pytest.mark.parametrize(
    "text", ["{", '{"schema": 2, "issues": []}', "<<<<<<< HEAD\n", '{"schema": 1, "taps": []}', WITHOUT_A_ZONE]
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    """A broken file is never taken for an empty one, and the message says which it is and how to restore it."""
    (tmp_path / "data").mkdir()
    (tmp_path / NAME).write_text(text, "utf-8")
    with pytest.raises(ArchiveError, match=r"data/feedback\.json cannot be read.*git checkout HEAD"):
        read(tmp_path)


def test_a_symbolic_link_is_not_read(tmp_path: Path) -> None:
    """A link in the file's place could lead to a secret."""
    (tmp_path / "data").mkdir()
    (tmp_path / "elsewhere").write_text("secret", "utf-8")
    (tmp_path / NAME).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ArchiveError, match="symbolic link"):
        read(tmp_path)

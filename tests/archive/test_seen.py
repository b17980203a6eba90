"""The ledger of announced papers."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.archive.seen import Seen, month
from digest.core.errors import ArchiveError


@pytest.mark.parametrize(
    ("paper_id", "name"),
    [
        ("2611.90001", "2611"),
        ("hep-th/9901001", "9901"),
        ("math.GT/0309136", "0309"),
        ("strange", "other"),
        ("", "other"),
    ],
)
def test_an_id_has_its_month(paper_id: str, name: str) -> None:
    """Ids of all forms go into the file of their month, and what has none into one file."""
    assert month(paper_id) == name


@given(st.text(max_size=30))
def test_no_id_leads_out_of_the_folder(paper_id: str) -> None:
    """Whatever arXiv calls a paper, the file's name is four digits or "other"."""
    name = month(paper_id)
    assert name == "other" or (name.isascii() and name.isdecimal() and len(name) == 4)


def test_what_was_added_is_found(tmp_path: Path) -> None:
    """Added ids are among the announced ones, others are not; the files are sorted, an id a line."""
    Seen(tmp_path).add(["2611.90002", "2611.90001", "hep-th/9901001"])
    assert Seen(tmp_path).among(["2611.90001", "2611.90003", "hep-th/9901001"]) == {"2611.90001", "hep-th/9901001"}
    assert (tmp_path / "data/seen/2611.txt").read_text() == "2611.90001\n2611.90002\n"
    assert (tmp_path / "data/seen/9901.txt").read_text() == "hep-th/9901001\n"


def test_adding_again_changes_nothing(tmp_path: Path) -> None:
    """The same ids in another order leave the same bytes, untouched."""
    Seen(tmp_path).add(["2611.90001", "2611.90002"])
    before = (tmp_path / "data/seen/2611.txt").stat()
    Seen(tmp_path).add(["2611.90002", "2611.90001"])
    assert (tmp_path / "data/seen/2611.txt").stat() == before


def test_only_the_months_that_are_asked_for_are_read(tmp_path: Path) -> None:
    """A broken file of another month does not matter: a run does not read the years behind it."""
    Seen(tmp_path).add(["2611.90001"])
    (tmp_path / "data/seen/1501.txt").write_bytes(b"\xff\xfe")
    assert Seen(tmp_path).among(["2611.90001"]) == {"2611.90001"}


@pytest.mark.parametrize("content", [b"\xff\xfe", b"2611.90001\n<<<<<<< HEAD\n2611.90002\n=======\n>>>>>>> x\n"])
def test_an_unreadable_file_is_an_error(tmp_path: Path, content: bytes) -> None:
    """A file that cannot be read, or that git left a conflict in, is named, never taken for an empty one."""
    Seen(tmp_path).add(["2611.90001"])
    (tmp_path / "data/seen/2611.txt").write_bytes(content)
    with pytest.raises(ArchiveError, match=r"^data/seen/2611\.txt .*git checkout HEAD.*git log -- data/seen/2611\.txt"):
        Seen(tmp_path).among(["2611.90005"])
    with pytest.raises(ArchiveError):
        Seen(tmp_path).add(["2611.90005"])
    assert (tmp_path / "data/seen/2611.txt").read_bytes() == content


def test_what_was_announced_before_the_first_report(tmp_path: Path) -> None:
    """The papers of before are written once, and count apart from those that reports announced."""
    ledger = Seen(tmp_path)
    assert (ledger.has_begun(), ledger.before()) == (False, frozenset())
    ledger.begin(["2610.90001"])
    assert ledger.has_begun()
    assert ledger.before() == {"2610.90001"}
    assert ledger.among(["2610.90001"]) == frozenset()
    ledger.begin([])
    assert ledger.has_begun()


def test_an_empty_ledger_has_nothing(tmp_path: Path) -> None:
    """A fresh fork has no ledger, and that is no error."""
    assert Seen(tmp_path).among(["2611.90001"]) == frozenset()
    assert not (tmp_path / "data").exists()

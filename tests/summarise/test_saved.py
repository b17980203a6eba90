"""Summaries on disk until their report is complete."""

from pathlib import Path

import pytest

from digest.core.report import Paper, Part, Summary
from digest.summarise.saved import Finished, Saved

PAPER = Paper(id="hep-th/9901001", version=2, title="x")
SUMMARY = Summary(status="ok", language="en", one_sentence="It works.", keywords=("a",))
PARTS = (Part(name="relevance", points=4, maximum=5),)
FINISHED = Finished(id=PAPER.id, version=PAPER.version, summary=SUMMARY, parts=PARTS)


def test_what_was_put_is_there(tmp_path: Path) -> None:
    """A summary comes back as it was, for this paper, version and way of asking only."""
    saved = Saved(tmp_path / "new" / "folder")
    saved.put(FINISHED, "asked")
    found = saved.get(PAPER, "asked")
    assert found is not None
    assert (found.summary, found.parts) == (SUMMARY, PARTS)
    assert saved.get(PAPER, "otherwise") is None
    assert saved.get(PAPER.model_copy(update={"version": 3}), "asked") is None
    assert saved.get(PAPER.model_copy(update={"id": "hep-th/9901002"}), "asked") is None


@pytest.mark.parametrize("damage", [b"", b"{", b'{"id": 1}', b"\xff\xfe", b"null"])
def test_damaged_file_is_not_there(tmp_path: Path, damage: bytes) -> None:
    """A file that a crash or an older version left is asked for again, never an error."""
    saved = Saved(tmp_path)
    saved.put(FINISHED, "asked")
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage)
    assert saved.get(PAPER, "asked") is None
    saved.put(FINISHED, "asked")
    assert saved.get(PAPER, "asked") is not None


def test_odd_ids_stay_in_the_folder(tmp_path: Path) -> None:
    """No id leads out of the folder."""
    saved = Saved(tmp_path / "in")
    saved.put(FINISHED.model_copy(update={"id": "../../evil"}), "asked")
    assert [path.name for path in tmp_path.iterdir()] == ["in"]

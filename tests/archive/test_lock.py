"""Two runs in one folder: the second waits for the first."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from digest.archive.lock import turn
from digest.console.command import ROOT
from digest.core.errors import DigestError


def test_the_second_waits(tmp_path: Path) -> None:
    """A second run says that it waits, and begins when the first has ended, even by an error."""
    order: list[str] = []
    waits = threading.Event()

    def say(text: str) -> None:
        order.append(text)
        waits.set()

    def second() -> None:
        with turn(tmp_path, say):
            order.append("second")

    other = threading.Thread(target=second)

    def first() -> None:
        with turn(tmp_path, order.append):
            other.start()
            assert waits.wait(10)
            order.append("first")
            raise ValueError("an error")

    with pytest.raises(ValueError, match="an error"):
        first()
    other.join(10)
    assert order == ["Another run is at work in this folder; this one waits for its end.", "first", "second"]


def test_a_killed_run_frees_it(tmp_path: Path) -> None:
    """The lock of a process that was killed is free at once, with nothing to clean up."""
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'scripts')!r})\n"
        "from pathlib import Path\nfrom digest.archive.lock import turn\n"
        f"with turn(Path({str(tmp_path)!r}), print):\n    print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        holder.kill()
    said: list[str] = []
    with turn(tmp_path, said.append):
        assert said == []


def test_a_link_in_place_of_the_lock(tmp_path: Path) -> None:
    """A lock that a repository brings along as a symbolic link is refused, and what it leads to stays as it was."""
    letter, root = tmp_path / "letter.txt", tmp_path / "root"
    letter.write_text("Dear Ada", "utf-8")
    (root / ".cache").mkdir(parents=True)
    (root / ".cache" / "lock").symlink_to(letter)
    with pytest.raises(DigestError, match="symbolic link"), turn(root, print):
        pass
    assert letter.read_text("utf-8") == "Dear Ada"


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """Where no lock can be made, the message names the file."""
    (tmp_path / ".cache").write_text("a file where the folder should be")
    with pytest.raises(DigestError, match=r"\.cache/lock could not be written"), turn(tmp_path, print):
        pass

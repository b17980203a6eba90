"""Files are written whole or not at all."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from digest.core import files
from digest.core.errors import DigestError


def test_what_is_written_is_there(tmp_path: Path) -> None:
    """Text and bytes are written, with the folders that lead to them, as files that all may read."""
    assert files.write(tmp_path / "a/b.txt", "é\n")
    assert (tmp_path / "a/b.txt").read_bytes() == "é\n".encode()
    assert files.write(tmp_path / "c.bin", b"\x00\r\n")
    assert (tmp_path / "c.bin").read_bytes() == b"\x00\r\n"
    assert (tmp_path / "c.bin").stat().st_mode & 0o777 == 0o644


def test_the_same_content_is_not_written(tmp_path: Path) -> None:
    """Where nothing differs the file is not touched, and nobody is told that it changed."""
    path = tmp_path / "a.txt"
    files.write(path, "a")
    before = path.stat()
    assert not files.write(path, "a")
    after = path.stat()
    # Not the whole record: that the file was looked at is noted in it, too.
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert files.write(path, "b")


def test_no_temporary_file_stays(tmp_path: Path) -> None:
    """Only the file itself is left."""
    files.write(tmp_path / "a.txt", "a")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("link", ["file", "folder", "folder of a folder", "folder of folders"])
def test_a_symbolic_link_is_not_followed(tmp_path: Path, link: str) -> None:
    """A link in the repository cannot lead what is generated to another place."""
    (tmp_path / "elsewhere").mkdir()
    if link == "file":
        (tmp_path / "data").mkdir()
        (tmp_path / "data/a.txt").symlink_to(tmp_path / "elsewhere/a.txt")
    else:
        (tmp_path / "data").symlink_to(tmp_path / "elsewhere")
    path = {"folder of a folder": "data/2026/a.txt", "folder of folders": "data/2026/11/a.txt"}.get(link, "data/a.txt")
    with pytest.raises(DigestError, match="symbolic link"):
        files.write(tmp_path / path, "a")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_disk_that_refuses_is_named(tmp_path: Path) -> None:
    """Where the file cannot be written, the message has its name and the reason and claims no more; nothing is left."""
    (tmp_path / "data").write_text("a file where a folder should be")
    with pytest.raises(DigestError, match=r"data/a\.txt could not be written: .+\. It is as it was, and the next run"):
        files.write(tmp_path / "data/a.txt", "a")
    (tmp_path / "b.txt").mkdir()
    with pytest.raises(DigestError, match=r"b\.txt could not be written"):
        files.write(tmp_path / "b.txt", "b")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.txt", "data"]


def test_sweeping_takes_temporary_files_only(tmp_path: Path) -> None:
    """What a killed run left is removed, and nothing else."""
    for name in (".x1.part", "a.txt", ".hidden", "b.part"):
        (tmp_path / name).write_text(name)
    files.sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".hidden", "a.txt", "b.part"]
    files.sweep(tmp_path / "absent")


def test_a_killed_writer_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    """SIGKILL at random moments never leaves a torn file."""
    path, whole = tmp_path / "a.txt", {letter * 300_000 for letter in "ab"}
    program = (
        "import itertools, sys\nfrom pathlib import Path\nfrom digest.core import files\n"
        "for letter in itertools.cycle('ab'): files.write(Path(sys.argv[1]), letter * 300_000)\n"
    )
    scripts = str(Path(files.__file__).parents[2])
    for attempt in range(5):
        writer = subprocess.Popen([sys.executable, "-c", program, str(path)], env={**os.environ, "PYTHONPATH": scripts})
        while not path.exists() and writer.poll() is None:
            time.sleep(0.005)
        time.sleep(0.013 * attempt)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        assert path.read_text() in whole
    files.sweep(tmp_path)
    assert [left.name for left in tmp_path.iterdir()] == ["a.txt"]


def test_fingerprint_tells_ways_of_asking_apart() -> None:
    """Nothing that is asked differently has the same name."""
    named = files.fingerprint
    assert named("a", "b") == named("a", "b")
    assert len({named("a", "b"), named("ab", ""), named("b", "a"), named("a", "b", "")}) == 4

"""One run after the other: two that write into the same folder at once would undo each other's indexes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from digest.core import files
from digest.core.errors import DigestError


@contextmanager
def turn(root: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Have the repository at `root` to oneself; waits until another run in it has ended, however that ends.

    Where the system knows no such lock (Windows), nothing is waited for. Raises DigestError where the disk refuses, or
    the lock is a symbolic link.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    path = root / ".cache" / "lock"
    files.refuse_link(path)  # opening the lock empties the file
    try:
        path.parent.mkdir(exist_ok=True)
        file = path.open("w")
    except OSError as error:
        raise DigestError(
            f"{path} could not be written: {error.strerror or error}. Nothing was changed; make the folder writable."
        ) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another run is at work in this folder; this one waits for its end.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield

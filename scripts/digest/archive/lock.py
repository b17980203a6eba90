"""One run after the other: two that write into the same folder at once would undo each other's indexes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from digest.core import files
from digest.core.errors import DigestError


@contextmanager
def turn(root: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Have the repository at `root` to oneself; waits until another run in it has ended, however that ends.

    Raises DigestError where the disk refuses, or the lock is a symbolic link.
    """
    from filelock import FileLock, Timeout  # `--help` needs none

    path = root / ".cache" / "lock"
    files.refuse_link(path)
    try:
        path.parent.mkdir(exist_ok=True)
        lock = FileLock(path)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            say("Another run is at work in this folder; this one waits for its end.")
            lock.acquire()
    except (OSError, NotImplementedError) as error:
        why = getattr(error, "strerror", None) or error
        raise DigestError(
            f"{path} could not be written: {why}. Nothing was changed; make the folder writable."
        ) from error
    try:
        yield
    finally:
        lock.release()

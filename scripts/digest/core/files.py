"""The one module that writes into the repository: whole files or nothing, and only where something differs.

Neither what is written nor what a forker edits is reached through a symbolic link that leads elsewhere.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from digest.core.characters import writable
from digest.core.errors import ConfigurationError, DigestError

DEEPEST = 3
"""Folders within the repository that a generated file lies in, at most: .cache/summaries/2026-11-20/. What the
repository itself lies in may well be a link, on a Mac /tmp is one; entry points have it resolved."""


def write(path: Path, content: str | bytes) -> bool:
    """Put `content` at `path`, by way of a temporary name, so that a killed run leaves the old file or the new one.

    Returns whether anything changed. Raises DigestError where the disk refuses, or where a symbolic link would lead the
    file out of its folder.
    """
    # What no file can hold has been dropped where it came in; whatever comes by another way does not stop a run here.
    data = writable(content).encode("utf-8") if isinstance(content, str) else content
    with _explained(path):
        if path.is_file() and path.read_bytes() == data:
            return False
        _replace(path, (data,))
    return True


def write_parts(path: Path, parts: Iterable[bytes]) -> None:
    """The same from parts that are written as they come: all of them need not fit into memory.

    Where there is an error in making them, nothing is changed.
    """
    with _explained(path):
        _replace(path, parts)


def _replace(path: Path, parts: Iterable[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:  # whatever stops it, no half file is left behind
        Path(temporary).unlink(missing_ok=True)
        raise


def refuse_link(path: Path) -> None:
    """Raise DigestError where a symbolic link would lead what is written at `path` out of the repository."""
    if link := next((place for place in (path, *path.parents[:DEEPEST]) if place.is_symlink()), None):
        raise DigestError(f"{link} is a symbolic link, and generated files are never written through one. Remove it.")


def refuse_outside(path: Path, folder: Path) -> None:
    """Raise ConfigurationError where a symbolic link leads what is read at `path` out of the repository's `folder`.

    A link to /proc/self/environ, say, would put the secrets of the run on a page. The repository itself may lie behind
    a link; its folders may not be one.
    """
    inside = folder.parent.resolve() / folder.name
    try:
        leads_to = path.resolve()
    except (OSError, RuntimeError):  # a link in a circle: RuntimeError before Python 3.13
        leads_to = Path()
    if not leads_to.is_relative_to(inside):
        raise ConfigurationError(
            f"{folder.name}/{path.name} is a symbolic link that leads out of {folder.name}/, and is not read. Put the "
            "file itself there. See docs/troubleshooting.md."
        )


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Says what to do where the disk refuses."""
    refuse_link(path)
    try:
        yield
    except OSError as error:
        raise DigestError(
            f"{path} could not be written: {error.strerror or error}. It is as it was, and the next run writes what is "
            "missing; make the folder writable or free some disk space, and run again."
        ) from error


def sweep(folder: Path) -> None:
    """Remove the temporary files that a killed run left in a folder."""
    if folder.is_dir():
        for name in os.listdir(folder):  # noqa: PTH208 (a folder may hold thousands of reports)
            if name.startswith(".") and name.endswith(".part"):
                (folder / name).unlink(missing_ok=True)


def fingerprint(*asked: str) -> str:
    """A short name for what was asked in a certain way: what is kept of another way is not taken for its answer."""
    return hashlib.sha256(json.dumps(asked).encode("utf-8")).hexdigest()[:16]

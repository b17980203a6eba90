"""Summaries on disk as they come, so that a killed run pays for none of them twice. Ignored by git."""

import shutil
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from digest.core.files import refuse_link, write
from digest.core.report import Model, Paper, Part, Summary

SAVED = ".cache/summaries"
"""Where a finished summary lies until its report has been published; git does not see it."""


class Finished(Model):
    """One paper's share of a model's work."""

    id: str
    version: int | None
    summary: Summary
    parts: tuple[Part, ...]
    """The score by the rubric."""


class Saved:
    """The finished summaries of a report that is not complete yet."""

    def __init__(self, folder: Path) -> None:
        """`folder` belongs to this store alone; it is made where the first summary is put into it."""
        self._folder = folder

    def get(self, paper: Paper, asked: str) -> Finished | None:
        """The summary of a paper that was asked for in the same way; a file that cannot be read is not there."""
        try:
            finished = Finished.model_validate_json(self._path(paper, asked).read_bytes())
        except (OSError, ValidationError):
            return None
        return finished if (finished.id, finished.version) == (paper.id, paper.version) else None

    def put(self, finished: Finished, asked: str) -> None:
        """Save a summary at once. Raises DigestError where the disk refuses."""
        write(self._path(finished, asked), finished.model_dump_json(indent=1) + "\n")

    def _path(self, paper: Paper | Finished, asked: str) -> Path:
        return self._folder / f"{_name(paper.id)}_v{paper.version or 0}_{asked}.json"


def saved_of(root: Path, day: date) -> Saved:
    """The finished summaries of a report that is not complete yet."""
    return Saved(root / SAVED / day.isoformat())


def forget(root: Path, *, day: date | None = None, before: date | None = None) -> None:
    """Drop summaries that were saved as they came: those of one report, or of all reports before a date.

    Raises DigestError where a symbolic link would have something else removed.
    """
    saved = root / SAVED
    refuse_link(saved)
    for folder in saved.glob("*"):
        if folder.name == str(day) or (before and folder.name < str(before)):
            shutil.rmtree(folder)


def _name(paper_id: str) -> str:
    """An id as a file's name; "hep-th/9901001" has a slash in it."""
    return "".join(character if character.isalnum() or character in ".-" else "+" for character in paper_id)

"""data/periods/2026-W47.json: what a period's page says that does not follow from the reports.

The sentences that a model wrote of it, each with the papers it stands on, and what others noticed. All else on the page
is made from the reports each time.
"""

import json
from pathlib import Path

from pydantic import ValidationError

from digest.core import files
from digest.core.errors import ArchiveError
from digest.core.git_conflicts import remedy, what
from digest.core.report import Model, Text
from digest.core.spans import Span

SCHEMA = 1
FOLDER = "periods"


class Sentence(Model):
    """A sentence by a model."""

    text: Text
    ids: tuple[str, ...]
    """The papers it stands on."""


class AboutTheme(Model):
    """What a model wrote of a theme."""

    name: Text
    """The phrase that opened it."""
    papers: tuple[str, ...]
    """Its papers when it was written of."""
    text: tuple[Sentence, ...] = ()


class Noticed(Model):
    """A paper that others gave votes."""

    id: str
    upvotes: int


class Record(Model):
    """What is kept of a period."""

    language: str = ""
    """Of the sentences."""
    text: tuple[Sentence, ...] = ()
    """Of the whole period."""
    themes: tuple[AboutTheme, ...] = ()
    model: Text | None = None
    """Set once a model was asked, so that it is asked once."""
    prompt: str | None = None
    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    noticed: tuple[Noticed, ...] = ()
    """Most votes first."""

    def about(self, name: str) -> tuple[Sentence, ...]:
        """The sentences about a theme."""
        return next((theme.text for theme in self.themes if theme.name == name), ())


def path(root: Path, span: Span) -> Path:
    """Where the record of a period is kept."""
    return root / "data" / FOLDER / f"{span.name}.json"


def load(root: Path, span: Span) -> Record | None:
    """Read a record; nothing where there is none. Raises ArchiveError where it cannot be read."""
    place = path(root, span)
    name = f"data/{FOLDER}/{place.name}"
    if place.is_symlink():
        raise ArchiveError(f"{name} is a symbolic link, and nothing is read through one. {remedy(name)}")
    try:
        text = place.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ArchiveError(f"{place} cannot be read: {error.strerror or error}.") from error
    try:
        content = json.loads(text)
        _refuse(content.pop("schema") != SCHEMA, "another schema")
        _refuse(content.pop("period") != span.name, "another period")
        return Record.model_validate(content)
    except (ValueError, KeyError, TypeError, AttributeError, ValidationError, RecursionError) as error:
        raise ArchiveError(f"{name} cannot be read ({what(text, error)}). {remedy(name)}") from error


def _refuse(wrong: object, why: str) -> None:
    if wrong:
        raise ValueError(why)


def save(root: Path, span: Span, record: Record) -> bool:
    """Write a record; returns whether it differs from what was there."""
    content = {"schema": SCHEMA, "period": span.name, **record.model_dump(mode="json")}
    return files.write(path(root, span), json.dumps(content, ensure_ascii=False, indent=1) + "\n")

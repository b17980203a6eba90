"""data/interests.json: what a model made of interests that are not in English, so that it is asked once.

By the hash of an interest's text; one that is changed is another one. It is text by a model, and believed as such.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, ValidationError

from digest.core import files
from digest.core.errors import ArchiveError
from digest.core.git_conflicts import remedy, what
from digest.core.report import Model, Text

NAME = "data/interests.json"
SCHEMA = 1


class Translated(Model):
    """An interest in English."""

    text: Text
    """In the forker's words."""
    english: Text
    model: Text = ""
    """Who translated it."""


class Interests(Model):
    """Everything that was translated, by the hash of its text."""

    version: int = Field(SCHEMA, alias="schema", le=SCHEMA)
    english: Mapping[str, Translated] = {}

    def of(self, text: str) -> str:
        """The English of a text; empty where it was not translated."""
        there = self.english.get(key(text))
        return there.english if there else ""

    def plus(self, translated: Mapping[str, str], model: str) -> "Interests":
        """The same with more, by their texts."""
        more = {key(text): Translated(text=text, english=english, model=model) for text, english in translated.items()}
        return self.model_copy(update={"english": {**self.english, **more}})

    def joined(self, other: "Interests") -> "Interests":
        """The same with what only another has."""
        return self.model_copy(update={"english": {**other.english, **self.english}})


def key(text: str) -> str:
    """What an interest is known by."""
    return files.fingerprint(text)


def load(root: Path) -> Interests:
    """Read the file; nothing is translated where there is none. Raises ArchiveError where it cannot be read."""
    path = root / NAME
    if path.is_symlink():
        raise ArchiveError(f"{NAME} is a symbolic link, and nothing is read through one. {remedy(NAME)}")
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return Interests(schema=SCHEMA)
    except OSError as error:
        raise ArchiveError(f"{NAME} cannot be read: {error.strerror or error}.") from error
    try:
        return Interests.model_validate(json.loads(text))
    except (ValueError, TypeError, ValidationError, RecursionError) as error:
        raise ArchiveError(f"{NAME} cannot be read ({what(text, error)}). {remedy(NAME)}") from error


def save(root: Path, interests: Interests) -> bool:
    """Write the file, sorted, so that what two runs add to it can be put together; returns whether it differs."""
    content = interests.model_dump(mode="json", by_alias=True)
    content["english"] = dict(sorted(content["english"].items()))
    return files.write(root / NAME, json.dumps(content, ensure_ascii=False, indent=1) + "\n")

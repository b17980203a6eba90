"""What a model is asked: files in prompts/, with keys on top and $placeholders in the text."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

from digest.config.yaml_lines import YamlError, front_matter
from digest.core.errors import ConfigurationError
from digest.core.files import refuse_outside
from digest.core.git_conflicts import IN_TEXT, conflict_line

PLACEHOLDERS: Mapping[str, tuple[str, ...]] = {
    "summary": ("language", "rubric", "interests"),
    "triage": ("interests",),
    "period": ("language",),
    "interests": (),
    "suggest": (),
}
"""What the text of each prompt must name, by the name of its file."""

_READ_MORE = "docs/configuration.md explains prompts."


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """One file of prompts/."""

    text: str
    """Without the keys on top, with its $placeholders."""
    hash: str
    """First 12 hex digits of SHA-256 of the whole file's text: what a summary keeps of its prompt."""
    file: str
    """The name of the file, for messages."""

    def fill(self, **values: str) -> str:
        """The text with its $placeholders replaced; a literal dollar is written `$$`.

        Raises ConfigurationError where the text names others than `values`, or leaves one of them out.
        """
        _check(self.text, self.file, tuple(values))
        return Template(self.text).substitute(values)


def load_prompt(path: Path) -> Prompt:
    """Read a prompt. Raises ConfigurationError where it cannot be read or its $placeholders are not the known ones."""
    refuse_outside(path, path.parent)
    try:
        # Line ends differ between checkouts; the hash must not.
        whole = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError as error:
        raise ConfigurationError(f"{path} does not exist. {_READ_MORE}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path} cannot be read as UTF-8 ({error}). {_READ_MORE}") from error
    if line := conflict_line(whole):
        raise ConfigurationError(f"{path.name} line {line}: {IN_TEXT}. {_READ_MORE}")
    try:
        _, text = front_matter(whole)
    except YamlError as error:
        where = f"{path.name} line {error.line}"
        raise ConfigurationError(f"{where}: the keys between --- are not YAML: {error}. {_READ_MORE}") from error
    if not text.strip():
        raise ConfigurationError(f"{path.name}: there is no text below the keys. {_READ_MORE}")
    if path.stem in PLACEHOLDERS:
        _check(text, path.name, PLACEHOLDERS[path.stem])
    return Prompt(
        text=text,
        hash=hashlib.sha256(whole.encode("utf-8")).hexdigest()[:12],
        file=path.name,
    )


def _check(text: str, file: str, allowed: tuple[str, ...]) -> None:
    template = Template(text)
    known = ", ".join(f"${name}" for name in allowed)
    if not template.is_valid():
        raise ConfigurationError(
            f"{file}: a $ stands alone; write $$ for a dollar sign, or one of {known}. {_READ_MORE}"
        )
    named = template.get_identifiers()
    for name in named:
        if name not in allowed:
            raise ConfigurationError(f"{file}: unknown placeholder ${name}; known here: {known}. {_READ_MORE}")
    for name in allowed:
        if name not in named:
            raise ConfigurationError(f"{file}: ${name} is missing; the text must name {known}. {_READ_MORE}")

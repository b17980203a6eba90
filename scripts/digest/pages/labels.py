"""labels/*.yml: the words of a page in its language, one file a language, every key with its placeholders checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Formatter
from typing import get_args

from digest.config.yaml_lines import YamlError, read_yaml
from digest.core.errors import ConfigurationError
from digest.core.files import refuse_outside
from digest.core.report import Reason
from digest.markdown.escaping import left_to_right
from digest.markdown.writer import Markdown, finalize
from digest.pages.label_keys import KEYS, LISTS

PLURAL = frozenset({"one", "other"})


@dataclass(frozen=True, kw_only=True)
class Labels:
    """The words of one language. Called with a key and its values, it gives Markdown with the values escaped."""

    language: str
    texts: Mapping[str, Mapping[str, str]]
    """Each key with its form for one thing and for any other number of things, e.g. "1 paper" and "{count} papers"."""
    lists: Mapping[str, tuple[str, ...]]

    def __call__(self, key: str, **values: object) -> Markdown:
        """The text of a key; a number is written in the language's form, `count` chooses between one and more.

        Raises ConfigurationError for a key that no label has, or a value that its text wants and did not get.
        """
        form = "one" if values.get("count") == 1 else "other"
        written = {
            name: self.number(value) if isinstance(value, int) else Markdown(finalize(value))
            for name, value in values.items()
        }
        if "date" in written:  # behind an Arabic letter, its numbers would change places
            written["date"] = self.foreign(Markdown(written["date"]))
        try:
            return Markdown(self.texts[key][form].format_map(written))
        except KeyError as error:
            raise ConfigurationError(
                f'label("{key}"): there is no {error}; docs/configuration.md lists labels and their placeholders.'
            ) from error

    def foreign(self, text: Markdown) -> Markdown:
        """What arXiv, a model or the forker wrote, as it stands on a page of this language's direction."""
        if self.texts["direction"]["other"] != "rtl":
            return text
        paragraphs = text.split("\n\n")
        return Markdown("\n\n".join(part if part.startswith("```") else left_to_right(part) for part in paragraphs))

    def number(self, value: int) -> str:
        """A whole number with the language's mark between thousands: 12,345."""
        return f"{value:,}".replace(",", self.texts["thousands"]["other"])

    def day(self, day: date) -> Markdown:
        """A date in the language's form."""
        return Markdown(
            self.texts["date"]["other"].format(year=day.year, month=self.lists["months"][day.month - 1], day=day.day)
        )

    def month(self, year: int, month: int) -> Markdown:
        """A month in the language's form."""
        return Markdown(self.texts["month"]["other"].format(year=year, month=self.lists["months"][month - 1]))

    def has(self, key: str) -> bool:
        """Whether there is a text for a key that is made up of a name, e.g. `criterion_novelty`."""
        return key in self.texts


def load_labels(folder: Path, language: str) -> Labels:
    """Read the labels of a language. Raises ConfigurationError where the file or anything in it is missing or wrong."""
    path = folder / f"{language}.yml"
    languages = sorted(found.stem for found in folder.glob("*.yml"))
    if language not in languages:
        raise ConfigurationError(
            f"`language: {language}` in config.yml: there is no labels/{language}.yml, only "
            f"{', '.join(languages) or 'an empty folder'}. "
            "Choose one of them, or copy labels/en.yml and translate it (docs/configuration.md)."
        )
    refuse_outside(path, folder)
    try:
        record = read_yaml(path.read_bytes().decode("utf-8-sig")).value
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigurationError(f"labels/{path.name} line {line}: not UTF-8; save the file as UTF-8.") from error
    except YamlError as error:
        raise ConfigurationError(f"labels/{path.name} line {error.line}: {error}.") from error
    except OSError as error:
        raise ConfigurationError(f"labels/{path.name} cannot be read: {error}") from error
    if not isinstance(record, dict):
        raise ConfigurationError(f"labels/{path.name} line 1: `key: text` lines were expected.")
    problems = [*_keys(record), *(problem for key in record if key in KEYS for problem in _text(key, record[key]))]
    if problems:
        raise ConfigurationError("\n".join(f"labels/{path.name}: {problem}" for problem in problems))
    return Labels(
        language=language,
        texts={key: _forms(record[key]) for key in KEYS},
        lists={key: tuple(record[key]) for key in LISTS},
    )


def _keys(record: Mapping[str, object]) -> list[str]:
    wanted = {*KEYS, *LISTS}
    missing = [f"`{key}` is missing." for key in sorted(wanted - record.keys())]
    unknown = [f"`{key}` is not a label of any template." for key in sorted(map(str, record.keys() - wanted))]
    lengths = [
        f"`{key}` must be a list of {length}."
        for key, length in LISTS.items()
        if not _is_list(record.get(key, ()), length)
    ]
    return missing + unknown + lengths


def _is_list(value: object, length: int) -> bool:
    """Whether a value is a list of so many texts."""
    return isinstance(value, list) and len(value) == length and all(isinstance(item, str) for item in value)


def _forms(value: object) -> Mapping[str, str]:
    """The texts of a key; anything else that stands in place of one is left out."""
    forms = value if isinstance(value, dict) else {"one": value or "", "other": value or ""}
    return {form: text for form, text in forms.items() if isinstance(text, str)}


def _text(key: str, value: object) -> list[str]:
    """What is wrong with the text of a key."""
    forms = _forms(value)
    if forms.keys() != PLURAL:
        return [f"`{key}` must be a text, or the two texts `one` and `other`."]
    problems = []
    for text in forms.values():
        try:
            fields = [field for field in Formatter().parse(text) if field[1] is not None]
        except ValueError as error:
            return [f"`{key}`: {error}; write a brace as {{{{ or }}}}."]
        if any(form or conversion for _, _, form, conversion in fields):
            # A width could make a text of gigabytes.
            return [f"`{key}` has a placeholder with a `!` or a `:` in its braces; write its name alone."]
        used = {str(name) for _, name, _, _ in fields}
        if not text.strip() and key not in ("thousands", "list_separator"):
            problems.append(f"`{key}` is empty.")
        if unknown := used - KEYS[key]:
            known = ", ".join(f"{{{name}}}" for name in sorted(KEYS[key])) or "none"
            problems.append(f"`{key}` has {{{min(unknown)}}}; its placeholders: {known}.")
        # A form for one thing may spell the number out; every other text has to say all that it was given.
        if lost := KEYS[key] - used - ({"count"} if text is forms["one"] and isinstance(value, dict) else set()):
            problems.append(f"`{key}` lacks {{{min(lost)}}}.")
    return problems


assert {f"why_{reason}" for reason in get_args(Reason)} <= KEYS.keys()  # noqa: S101  each reason has its sentence

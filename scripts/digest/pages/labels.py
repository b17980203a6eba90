"""labels/*.yml: the words of a page in its language, one file a language, every key with its placeholders checked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from string import Formatter
from typing import get_args

from digest.config.yaml_lines import YamlError, read_yaml
from digest.core.errors import ConfigurationError
from digest.core.files import refuse_outside
from digest.core.report import Reason
from digest.markdown.text import Markdown
from digest.pages import label_languages
from digest.pages.label_keys import FROM_CLDR, KEYS

ENGLISH = "en"
"""The language whose texts stand in for those that another one lacks."""
PLURAL = ("zero", "one", "two", "few", "many", "other")
"""CLDR's names of the forms for a number of things; each language has some of them."""
_EXACT = {"zero": 0, "one": 1, "two": 2}
"""Forms whose text may spell its number out, and then stands for that number alone: 21 are `one` in Russian."""


@dataclass(frozen=True, kw_only=True)
class Labels:
    """The words of one language. Called with a key and its values, it gives Markdown with the values escaped."""

    language: str
    texts: Mapping[str, Mapping[str, str]]
    """Each key with its forms for numbers of things, e.g. `one` "1 paper" and `other` "{count} papers"."""
    notices: tuple[str, ...] = ()
    """What the owner of the label file should change in it, and can do so at leisure."""

    def __call__(self, key: str, **values: object) -> Markdown:
        """The text of a key; a number is written in the language's form, `count` chooses among the plural forms.

        Raises ConfigurationError for a key that no label has, or a value that its text wants and did not get.
        """
        if not values:
            if key not in self._fixed:
                self._fixed[key] = self._written(key, values)
            return self._fixed[key]
        return self._written(key, values)

    @cached_property
    def _fixed(self) -> dict[str, Markdown]:
        """The texts that were asked for without values: a page asks for the same ones beside each paper."""
        return {}

    def _written(self, key: str, values: Mapping[str, object]) -> Markdown:
        from digest.markdown.writer import finalize  # TeX's parser comes with it, and most runs write nothing

        if key == "direction":
            return Markdown(label_languages.direction(self.language))
        written = {
            name: self.number(value) if isinstance(value, int) else Markdown(finalize(value))
            for name, value in values.items()
        }
        for name in written.keys() & {"date", "week"}:  # behind an Arabic letter, its numbers would change places
            written[name] = self.foreign(Markdown(written[name]))
        try:
            return Markdown(self.text(key, values.get("count")).format_map(written))
        except KeyError as error:
            raise ConfigurationError(
                f'label("{key}"): there is no {error}; docs/configuration.md lists labels and their placeholders.'
            ) from error

    def text(self, key: str, count: object = None) -> str:
        """The text of a key as the file has it, for a number of things. Raises KeyError where no label has the key."""
        forms = self.texts[key]
        if not isinstance(count, int) or len(forms) == 1:
            return forms["other"]
        form = label_languages.plural_form(count, self.language)
        text = forms.get(form, forms["other"])
        spelled_out = "count" in KEYS[key] and "{count}" not in text
        return forms["other"] if spelled_out and count != _EXACT.get(form) else text

    def foreign(self, text: Markdown) -> Markdown:
        """What arXiv, a model or the forker wrote, as it stands on a page of this language's direction."""
        if label_languages.direction(self.language) != "rtl":
            return text
        from digest.markdown.escaping import left_to_right

        paragraphs = text.split("\n\n")
        return Markdown("\n\n".join(part if part.startswith("```") else left_to_right(part) for part in paragraphs))

    def number(self, value: int) -> str:
        """A whole number with the language's mark between thousands: 12,345."""
        return label_languages.number(value, self.language)

    def day(self, day: date) -> Markdown:
        """A date in the language's form."""
        return Markdown(label_languages.day(day, self.language))

    def month(self, year: int, month: int) -> Markdown:
        """A month in the language's form."""
        return Markdown(label_languages.month(year, month, self.language))

    def has(self, key: str) -> bool:
        """Whether there is a text for a key that is made up of a name, e.g. `criterion_novelty`."""
        return key in self.texts


def load_labels(folder: Path, language: str) -> Labels:
    """Read the labels of a language.

    Where it lacks a key, as a fork's own file does that is older than the key, the English text stands in, and a notice
    names the key. Raises ConfigurationError where the file or anything else in it is missing or wrong.
    """
    path = folder / f"{language}.yml"
    languages = sorted(file.stem for file in folder.glob("*.yml"))
    if language not in languages:
        meant = label_languages.intended(language, languages)
        choose = (
            f"Choose one of {', '.join(languages)}, or copy" if languages else "labels/ is empty: copy the original's"
        )
        raise ConfigurationError(
            f"`language: {language}` in config.yml: there is no labels/{language}.yml"
            f"{f', did you mean {meant}?' if meant else '.'} {choose} labels/en.yml and translate it "
            "(docs/configuration.md)."
        )
    record = _record(path)
    missing = KEYS.keys() - record.keys()
    english = _record(folder / f"{ENGLISH}.yml") if missing and language != ENGLISH and ENGLISH in languages else {}
    stand_ins = {key: english[key] for key in missing & english.keys() if not _text(key, english[key])}
    problems = [
        *(f"`{key}` is missing." for key in sorted(missing - stand_ins.keys())),
        *(f"`{key}` is not a label of any template." for key in sorted(record.keys() - KEYS.keys() - FROM_CLDR)),
        *(problem for key in record if key in KEYS for problem in _text(key, record[key])),
    ]
    if problems:
        raise ConfigurationError("\n".join(f"labels/{path.name}: {problem}" for problem in problems))
    return Labels(
        language=language,
        texts={key: _forms(stand_ins.get(key, record.get(key))) for key in KEYS},
        notices=tuple(_notices(path.name, sorted(stand_ins), sorted(record.keys() & FROM_CLDR))),
    )


def _record(path: Path) -> Mapping[str, object]:
    """The keys of a label file, whatever their texts. Raises ConfigurationError."""
    refuse_outside(path, path.parent)
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
    return {str(key): text for key, text in record.items()}


def _notices(name: str, missing: Sequence[str], unused: Sequence[str]) -> Iterator[str]:
    if missing:
        yield (
            f"labels/{name} lacks {_listed(missing)}: the English text stands in. "
            "Translate it from labels/en.yml (docs/configuration.md#labels)."
        )
    if unused:
        yield (
            f"labels/{name} has {_listed(unused)}, which are not read any more: dates, numbers and the direction of a "
            "page come from Unicode's CLDR. Delete these lines."
        )


def _listed(keys: Sequence[str]) -> str:
    return ", ".join(f"`{key}`" for key in keys)


def _forms(value: object) -> Mapping[str, str]:
    """The texts of a key; anything else that stands in place of one is left out."""
    forms = value if isinstance(value, dict) else {"other": value or ""}
    return {form: text for form, text in forms.items() if isinstance(text, str)}


def _text(key: str, value: object) -> list[str]:
    """What is wrong with the text of a key."""
    forms = _forms(value)
    written = value.keys() if isinstance(value, dict) else forms.keys()
    if "other" not in forms or not written <= set(PLURAL) or len(forms) < len(written):
        return [f"`{key}` must be a text, or texts for numbers of things: `other` and any of {_listed(PLURAL[:-1])}."]
    problems = []
    for form, text in forms.items():
        try:
            fields = [field for field in Formatter().parse(text) if field[1] is not None]
        except ValueError as error:
            return [f"`{key}`: {error}; write a brace as {{{{ or }}}}."]
        if any(width or conversion for _, _, width, conversion in fields):
            # A width could make a text of gigabytes.
            return [f"`{key}` has a placeholder with a `!` or a `:` in its braces; write its name alone."]
        used = {str(name) for _, name, _, _ in fields}
        if not text.strip() and key != "list_separator":
            problems.append(f"`{key}` is empty.")
        if unknown := used - KEYS[key]:
            known = ", ".join(f"{{{name}}}" for name in sorted(KEYS[key])) or "none"
            problems.append(f"`{key}` has {{{min(unknown)}}}; its placeholders: {known}.")
        # A form for one thing may spell the number out; every other text has to say all that it was given.
        if lost := KEYS[key] - used - ({"count"} if form in _EXACT else set()):
            problems.append(f"`{key}` lacks {{{min(lost)}}}.")
    return problems


assert {f"why_{reason}" for reason in get_args(Reason)} <= KEYS.keys()  # noqa: S101  each reason has its sentence

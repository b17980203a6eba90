"""The papers of a BibTeX file of the repository: what can be read of it, and what cannot, named by line."""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from digest.core.errors import ConfigurationError
from digest.core.plural import counted
from digest.core.sparing import spared
from digest.library.papers import Item, item
from digest.markdown.writer import plain

if TYPE_CHECKING:
    from bibtexparser.model import Entry

LARGEST = 32 * 2**20
MOST = 1000
"""So many entries count, the last of the file: reference managers add at the end."""
_NAMED = 5
"""So many broken entries are named by line; one that is not closed may make hundreds."""
_PLACES = ("eprint", "url", "doi", "note", "journal", "howpublished", "number", "annote")
_TIE = re.compile(r"(?<!\\)~")
READ_MORE = "See docs/library.md."
_FAILED = (
    "{name}: reading what begins in line {lines} failed by a defect of the digest; the rest is used. Take it out of "
    f"the file until that is cured, and report it to the original's issues. {READ_MORE}"
)


@dataclass(frozen=True, kw_only=True)
class Bibliography:
    """What a file has."""

    items: tuple[Item, ...]
    notices: tuple[str, ...] = ()
    """What of it is not used, a sentence each."""
    problem: str = ""
    """The same of what our own code did not survive."""

    @property
    def without_text(self) -> tuple[str, ...]:
        """The ids of arXiv of the papers whose abstract the file does not have."""
        return tuple(one.arxiv_id for one in self.items if one.arxiv_id and not one.abstract)


def text_of(root: Path, name: str) -> str:
    """The text of a file in the repository. Raises ConfigurationError where it is none, or lies elsewhere."""
    path = (root / name).resolve()
    where = f"`library.bibtex` in config.yml names {name}, which"
    if not path.is_relative_to(root.resolve()):
        raise ConfigurationError(f"{where} is not in the repository: copy the file into it. {READ_MORE}")
    try:
        if path.stat().st_size > LARGEST:
            raise ConfigurationError(f"{where} has more than {LARGEST >> 20} MB: export less. {READ_MORE}")
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ConfigurationError(f"{where} cannot be read: {error.strerror or error}. {READ_MORE}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigurationError(f"{where} is not UTF-8 in line {line}: export it as UTF-8. {READ_MORE}") from error


def read(text: str, name: str) -> Bibliography:
    """The papers of a file's text, the newest first. Raises ModuleNotFoundError where bibtexparser is not installed."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import Entry, ParsingFailedBlock

    # It tells the log of each broken entry, with a line that counts from 0; we say it ourselves.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    entries, broken = list[Entry](), list[int]()
    for block in parse_string(text).blocks:
        # What is wrong may be no matter to us: two entries with one key are two papers.
        one = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block
        if isinstance(one, Entry):
            entries.append(one)
        elif isinstance(block, ParsingFailedBlock):
            broken.append((block.start_line or 0) + 1)
    notices = []
    if broken:
        lines = ", ".join(map(str, broken[:_NAMED])) + (" …" if len(broken) > _NAMED else "")
        count = counted(len(broken), "entry")
        notices.append(f"{name}: {count} cannot be read, in line {lines}; the rest is used.")
    if len(entries) > MOST:
        notices.append(f"{name} has {len(entries):,} entries, of which the last {MOST:,} count.")
    items, failing = spared(entries[-MOST:], lambda some: [paper(_fields(one)) for one in some])
    lines = ", ".join(str((one.start_line or 0) + 1) for one in failing)
    problem = _FAILED.format(name=name, lines=lines) if failing else ""
    return Bibliography(items=tuple(items)[::-1], notices=tuple(notices), problem=problem)


def _fields(entry: "Entry") -> dict[str, str]:
    """The fields of an entry, by their names in small letters."""
    return {field.key.lower(): _bare(str(field.value)) for field in entry.fields}


def paper(fields: Mapping[str, str]) -> Item:
    """An entry as a paper; TeX in title and abstract as the characters that it prints."""
    is_arxiv = "arxiv" in (fields.get("archiveprefix") or fields.get("eprinttype") or "arxiv").lower()
    return item(
        _printed(fields.get("title", "")),
        _printed(fields.get("abstract", "")),
        [fields.get(name, "") for name in _PLACES],
        [fields.get("eprint", "")] if is_arxiv else [],
        None,
    )


def _bare(value: str) -> str:
    """A field without the brackets or quotes around it."""
    value = value.strip()
    return value[1:-1].strip() if (value[:1], value[-1:]) in (("{", "}"), ('"', '"')) and len(value) > 1 else value


def _printed(tex: str) -> str:
    return plain(_TIE.sub(" ", " ".join(tex.split())))

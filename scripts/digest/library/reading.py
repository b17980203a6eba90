"""Reading all that config.yml calls the forker's library, once for each run that makes reports.

A private library is in memory only: of what goes wrong, nothing is said but what is in config.yml, and an error of our
own in reading it is named by its kind, since its words may quote an item.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from digest.config.schema import Library as Config
from digest.core.errors import DEFECT, OK, LibraryUnread
from digest.core.plural import counted
from digest.core.report import Paper
from digest.core.run_record import PASSING, LibraryRecord
from digest.library.papers import Item, Missing, examples
from digest.rank.profile import Example


@dataclass(frozen=True, kw_only=True)
class Library:
    """What could be read."""

    examples: tuple[Example, ...] = ()
    record: LibraryRecord | None = None
    """For the reports that are made with it; nothing where config.yml names no library."""
    notices: tuple[str, ...] = ()
    """What the owner should know, a sentence each."""
    problem: str = ""
    """What the owner has to do, where papers are missing until then."""
    exit_code: int = OK
    """Of a run that had to do without papers until its owner acts."""

    @property
    def says(self) -> str:
        """A line of what was read, which tells nothing of it but numbers."""
        without = ", and not all could be read" if self.record and self.record.missing else ""
        return f"Your library: {counted(len(self.examples), 'paper')}{without}." if self.record else ""


@dataclass(frozen=True, kw_only=True)
class Bibtex:
    """What the file of `library.bibtex` has, before the texts of its papers are fetched."""

    items: tuple[Item, ...] = ()
    without_text: tuple[str, ...] = ()
    """The ids of arXiv of those whose abstract is not in it."""
    notices: tuple[str, ...] = ()
    problem: str = ""
    """Why papers of it are missing, and what to do."""
    missing: Missing = "not_installed"
    """The kind of the problem."""


def read_bibtex(root: Path, config: Config) -> Bibtex:
    """Read the file, where there is one. Raises ConfigurationError where it cannot be read at all."""
    if config.bibtex is None:
        return Bibtex()
    from digest.library import bibtex

    text = bibtex.text_of(root, config.bibtex)
    try:
        there = bibtex.read(text, config.bibtex)
    except ModuleNotFoundError:
        return Bibtex(
            problem="`library.bibtex` needs bibtexparser: install requirements-library.lock, or take the step "
            "“Install what a BibTeX file needs” of daily.yml from the original. See docs/library.md."
        )
    return Bibtex(
        items=there.items,
        without_text=there.without_text,
        notices=there.notices,
        problem=there.problem,
        missing="defect",
    )


def read(
    config: Config,
    bibtex: Bibtex,
    texts: Mapping[str, Paper],
    today: date,
    *,
    zotero_url: str,
    zotero_key: str,
    pause: Callable[[float], None] = time.sleep,
) -> Library:
    """All papers of the library; `texts` are those of arXiv that are there, by id. Never raises for what is missing."""
    items = [_with_text(one, texts) for one in bibtex.items]
    missing: dict[Missing, str] = {bibtex.missing: bibtex.problem} if bibtex.problem else {}
    if config.has_zotero:
        of_zotero, problem = read_zotero(config, zotero_url, zotero_key, pause)
        items += of_zotero
        missing |= {reason: f"{missing.get(reason, '')} {says}".strip() for reason, says in problem.items()}
    if not config.is_used:
        return Library()
    made = examples(items, config, today)
    to_do = [says for reason, says in missing.items() if reason != PASSING]
    code = DEFECT if "defect" in missing else LibraryUnread.exit_code if to_do else OK
    record = {"missing": tuple(missing)} if missing else {}
    return Library(
        examples=made,
        record=LibraryRecord(papers=len(made), **record),
        notices=(*bibtex.notices, *missing.values()),
        problem=" ".join(to_do),
        exit_code=code,
    )


def read_zotero(
    config: Config, url: str, key: str, pause: Callable[[float], None] = time.sleep
) -> tuple[tuple[Item, ...], dict[Missing, str]]:
    """The papers at zotero.org, or why they are not there, with a sentence for the owner."""
    from digest.library import zotero, zotero_api

    without = "Your Zotero library could not be read, so reports are made without it:"
    try:
        return zotero.newest(zotero.api_of(config.zotero, url, key, pause), config.zotero), {}
    except zotero_api.Unread as error:
        return (), {error.missing: f"{without} {error.says}. See docs/library.md."}
    except Exception as error:  # a defect of ours; the trace would show it, and with it what is private
        return (), {"defect": f"{without} reading it failed by a defect of the digest ({type(error).__name__})."}


def _with_text(one: Item, texts: Mapping[str, Paper]) -> Item:
    """A paper with arXiv's own title and abstract, where the file has no abstract."""
    there = texts.get(one.arxiv_id)
    if one.abstract or not there:
        return one
    return Item(title=there.title, abstract=there.abstract, arxiv_id=one.arxiv_id, doi=one.doi, added=one.added)

"""The texts of the papers that config.yml names, which are learned from."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from digest.config.endpoints import Endpoints
from digest.config.schema import Config
from digest.core.report import Paper
from digest.fetch import liked

Texts = Mapping[str, Paper]
"""The texts of papers that config.yml or its BibTeX file names, by their ids."""


def kept_texts(root: Path) -> Texts:
    """The texts that earlier runs of a repository have fetched. Raises ArchiveError where they cannot be read."""
    return liked.load(root)


def complete_texts(
    root: Path, config: Config, endpoints: Endpoints, of_bibtex: Sequence[str] = ()
) -> tuple[Texts, tuple[str, ...]]:
    """The texts that are kept with those that were not there yet, fetched; and what to tell the owner, a sentence each.

    `of_bibtex` are the ids of papers of `library.bibtex`, whose file has no abstracts. Nothing is written. Raises
    ArchiveError where the texts that are kept cannot be read.
    """
    ids = (*config.liked, *config.disliked)
    return liked.complete(kept_texts(root), ids, endpoints, config.fetch.deadline_seconds, of_bibtex)


def keep_texts(root: Path, texts: Texts) -> None:
    """Keep texts, so that they are fetched once."""
    liked.save(root, texts)

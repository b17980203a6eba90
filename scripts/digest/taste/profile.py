"""The profile that papers are ranked by: what config.yml says, with the texts of the papers that it names."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from digest.config.endpoints import Endpoints
from digest.config.schema import Config
from digest.core.report import Paper
from digest.fetch import liked
from digest.rank.examples import Example
from digest.rank.profile import Profile, profile_from

_NOTHING: Mapping[str, str] = {}
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


def profile(
    config: Config, texts: Texts, examples: Sequence[Example] = (), english: Mapping[str, str] = _NOTHING
) -> Profile:
    """What the forker cares for, as far as the texts are there; `examples` are from elsewhere, as a library.

    `english` is what a model made of interests in other languages, by their text (taste/interests.py).

    What somebody says of a paper counts more than that it stands in their library, and nothing tells that it does.
    """
    told = {*config.liked, *config.disliked, *(one.id for one in examples if one.source != "library")}
    made = profile_from(
        config,
        liked=[texts[paper_id] for paper_id in config.liked if paper_id in texts],
        disliked=[texts[paper_id] for paper_id in config.disliked if paper_id in texts],
        english=english,
    )
    kept = tuple(one for one in examples if one.source != "library" or one.id not in told)
    return replace(made, examples=kept)

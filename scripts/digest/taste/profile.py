"""The profile that papers are ranked by: what config.yml says, with the texts of the papers that it names."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from digest.config.endpoints import Endpoints
from digest.config.schema import Config
from digest.core.report import Paper
from digest.fetch import liked
from digest.rank.examples import Example
from digest.rank.profile import Profile, profile_from

Texts = Mapping[str, Paper]
"""The texts of liked and disliked papers, by the ids of config.yml."""


def kept_texts(root: Path) -> Texts:
    """The texts that earlier runs of a repository have fetched. Raises ArchiveError where they cannot be read."""
    return liked.load(root)


def complete_texts(root: Path, config: Config, endpoints: Endpoints) -> tuple[Texts, tuple[str, ...]]:
    """The texts that are kept with those that were not there yet, fetched; and what to tell the owner, a sentence each.

    Nothing is written. Raises ArchiveError where the texts that are kept cannot be read.
    """
    ids = (*config.liked, *config.disliked)
    return liked.complete(kept_texts(root), ids, endpoints, config.fetch.deadline_seconds)


def keep_texts(root: Path, texts: Texts) -> None:
    """Keep texts, so that they are fetched once."""
    liked.save(root, texts)


def profile(config: Config, texts: Texts, examples: Iterable[Example] = ()) -> Profile:
    """What the forker cares for, as far as the texts are there; `examples` are liked or not from elsewhere."""
    made = profile_from(
        config,
        liked=[texts[paper_id] for paper_id in config.liked if paper_id in texts],
        disliked=[texts[paper_id] for paper_id in config.disliked if paper_id in texts],
    )
    return replace(made, examples=tuple(examples))

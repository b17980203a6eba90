"""data/liked.json: the texts of the papers that a forker liked or disliked, fetched once."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from digest.config.endpoints import Endpoints
from digest.core import files, paper_ids
from digest.core.errors import ArchiveError, ArxivUnreadable
from digest.core.plural import counted
from digest.core.report import Paper
from digest.fetch.sources import fetch_papers

_NAMED = 5
"""So many wrong ids of a file are named at once."""


def load(root: Path) -> dict[str, Paper]:
    """The papers that are kept, by id. Raises ArchiveError where the file cannot be read."""
    path = _path(root)
    try:
        records = json.loads(path.read_bytes())
        return _by_id(Paper.model_validate_json(json.dumps(record)) for record in records)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ArchiveError(
            f"data/{path.name} cannot be read ({error}). Delete it; the next run fetches it anew."
        ) from error


def complete(
    kept: Mapping[str, Paper],
    ids: Sequence[str],
    endpoints: Endpoints,
    deadline_seconds: float,
    of_bibtex: Sequence[str] = (),
) -> tuple[Mapping[str, Paper], tuple[str, ...]]:
    """The papers that are kept with those of `ids` that were not, and what the owner should know, a sentence each.

    `of_bibtex` are further ids, those of a BibTeX file.
    """
    missing = sorted({*ids, *of_bibtex} - kept.keys())
    if not missing:
        return kept, ()
    try:
        fetched = fetch_papers(missing, endpoints=endpoints, deadline_seconds=deadline_seconds)
    except ArxivUnreadable as error:
        return kept, (
            f"The texts of {counted(len(missing), 'liked or disliked paper')} could not be fetched yet ({error}).",
        )
    papers = {**kept, **_by_id(fetched)}
    unknown = [paper_id for paper_id in missing if paper_id not in papers]
    notices = [
        f"arXiv has no paper {paper_id}; take it out of `liked` or `disliked` in config.yml."
        for paper_id in unknown
        if paper_id in ids
    ]
    if wrong := [paper_id for paper_id in unknown if paper_id not in ids]:
        notices.append(f"arXiv has no {', '.join(wrong[:_NAMED])}; correct the ids in the file of `library.bibtex`.")
    return papers, tuple(notices)


def save(root: Path, papers: Mapping[str, Paper]) -> None:
    """Keep the papers; without any there is no file."""
    records = [paper.model_dump(mode="json") for _, paper in sorted(papers.items())]
    if records:
        files.write(_path(root), json.dumps(records, ensure_ascii=False, indent=1) + "\n")


def _by_id(papers: Iterable[Paper]) -> dict[str, Paper]:
    """Papers by the ids of config.yml, which have no subject class, however arXiv writes them."""
    return {paper_ids.without_class(paper.id): paper for paper in papers}


def _path(root: Path) -> Path:
    return root / "data" / "liked.json"

"""What was read of arXiv: one reading a source, and both together."""

from dataclasses import dataclass
from typing import Literal

from digest.core.errors import ArxivUnreadable
from digest.core.report import Paper, merge


@dataclass(frozen=True, kw_only=True)
class SourceReading:
    """What one source gave."""

    name: Literal["api", "rss", "oai"]
    papers: tuple[Paper, ...] = ()
    """One an id, sorted by id."""
    requests: int = 0
    listed: int = 0
    """How many entries the source had, replacements included."""
    problem: str | None = None
    """Why the source could not be read; null where it was."""
    notices: tuple[str, ...] = ()
    """What was odd about a source that could be read."""


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What both sources gave together."""

    papers: tuple[Paper, ...]
    """The union, one paper an id, sorted by id."""
    sources: tuple[SourceReading, ...]
    notices: tuple[str, ...] = ()


def union(*sources: SourceReading) -> Fetched:
    """Both readings as one, with a notice for one that failed. Raises ArxivUnreadable where both did."""
    if all(source.problem for source in sources):
        raise ArxivUnreadable(
            "arXiv could not be read, neither its query API nor its RSS feed. Nothing was written. "
            + "; ".join(f"{source.name}: {source.problem}" for source in sources)
            + ". The next run tries again by itself; where this lasts for days, see docs/troubleshooting.md."
        )
    failed = tuple(
        f"One of arXiv's two sources could not be read ({source.name}: {source.problem}); the other was used."
        for source in sources
        if source.problem
    )
    return Fetched(
        papers=merge([paper for source in sources for paper in source.papers]),
        sources=sources,
        notices=failed + tuple(notice for source in sources for notice in source.notices),
    )

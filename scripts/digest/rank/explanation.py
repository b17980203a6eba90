"""How a day was scored, and how it would be scored by another profile."""

from collections.abc import Sequence
from dataclasses import dataclass

from digest.core.report import Listing, Paper, Report, Score
from digest.rank.profile import Profile
from digest.rank.ranking import rank


@dataclass(frozen=True, kw_only=True)
class Explained:
    """One paper of a report, as it was ranked and as it would be."""

    paper: Paper
    title_only: bool
    """Whether data/ keeps no more of it than its title, so that the new score is of the title alone."""
    old_rank: int
    """Its place in the report, from 1."""
    old_total: int
    old: Score | None
    """The score with its parts; None where only the total was kept."""
    new_rank: int
    new: Score


def explain(report: Report, profile: Profile) -> tuple[Explained, ...]:
    """All papers of a report, best first by the profile."""
    kept: list[tuple[Paper, int, Score | None]] = [
        *((entry.paper, entry.score.total, entry.score) for entry in report.papers),
        *((_paper(listing), listing.score, None) for listing in report.also),
    ]
    was = {paper.id: (place, total, score) for place, (paper, total, score) in enumerate(kept, start=1)}
    ranked = rank([paper for paper, _, _ in kept], profile, explained=len(kept))
    return tuple(
        Explained(
            paper=one.paper,
            title_only=was[one.paper.id][2] is None,
            old_rank=was[one.paper.id][0],
            old_total=was[one.paper.id][1],
            old=was[one.paper.id][2],
            new_rank=place,
            new=one.score,
        )
        for place, one in enumerate(ranked, start=1)
    )


def shown(explained: Sequence[Explained], first: int) -> tuple[Explained, ...]:
    """The best `first` papers of the new order, then those that were among the best of the old one."""
    return tuple(one for one in explained if one.new_rank <= first or one.old_rank <= first)


def papers_of(report: Report) -> tuple[Paper, ...]:
    """All papers of a report as far as data/ keeps them: of those that were only listed, the title."""
    return (*(entry.paper for entry in report.papers), *map(_paper, report.also))


def _paper(listing: Listing) -> Paper:
    return Paper(
        id=listing.id,
        version=listing.version,
        title=listing.title,
        primary_category=listing.primary_category,
        categories=(listing.primary_category,) if listing.primary_category else (),
    )

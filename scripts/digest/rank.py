"""Best papers first, each with the reason: a pure function of the papers and the forker's profile.

docs/ranking.md says what a score means and how well the order agrees with what people picked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from digest import day
from digest.document import Document, read
from digest.evidence import Judge
from digest.interests import Profile
from digest.models import Listing, Paper, Score
from digest.near_duplicates import near_duplicates
from digest.scoring import points_against, points_for, points_of_category, points_of_repeat, total, with_parts

CANDIDATES = 3
"""How many of the best a model may choose from, for each paper that is wanted; each of them has its reasons."""
_COMPARED = 300
"""Near-duplicates are looked for among so many of the best; nobody reads further down."""


@dataclass(frozen=True)
class Ranked:
    """A paper with its score."""

    paper: Paper
    score: Score

    @property
    def listing(self) -> Listing:
        """The paper as it stands among those that are listed only."""
        return Listing(
            id=self.paper.id,
            version=self.paper.version,
            title=self.paper.title,
            primary_category=self.paper.primary_category,
            score=self.score.total,
        )


def rank(papers: Sequence[Paper], profile: Profile, explained: int = 90) -> tuple[Ranked, ...]:
    """Score the papers and order them, best first, ties by id; the order they come in is of no account.

    Where the profile names nothing to look for, papers are compared with the rest of their day (`score.by` is "day").
    The parts of the best `explained` papers say which words they come from; further down they only have their points.
    """
    judge = Judge(profile)
    vocabulary = judge.vocabulary()
    documents = {paper.id: read(paper, vocabulary) for paper in papers}
    of_the_day = {} if judge.has_wishes else day.judge(papers)
    by: Literal["interests", "day"] = "interests" if judge.has_wishes else "day"
    scored = []
    for paper in papers:
        document = documents[paper.id]
        parts = points_for(judge.speaks_for(document)) if judge.has_wishes else of_the_day[paper.id]
        category, weight = _weight(paper, profile.category_weights)
        parts = (*parts, *points_of_category(total(parts), category, weight))
        parts = (*parts, *points_against(total(parts), judge.speaks_against(document)))
        scored.append(Ranked(paper, Score(total=total(parts), by=by, parts=parts)))
    scored.sort(key=_best_first)
    repeated = near_duplicates([documents[ranked.paper.id] for ranked in scored[:_COMPARED]])
    scored = sorted((_pushed_down(ranked, repeated) for ranked in scored), key=_best_first)
    best = [_explained(ranked, judge, documents[ranked.paper.id]) for ranked in scored[:explained]]
    return (*best, *scored[explained:])


def _explained(ranked: Ranked, judge: Judge, document: Document) -> Ranked:
    parts = [part.model_copy(update={"because": judge.because(part, document)}) for part in ranked.score.parts]
    return Ranked(ranked.paper, ranked.score.model_copy(update={"parts": tuple(parts)}))


def _best_first(ranked: Ranked) -> tuple[int, str]:
    return -ranked.score.total, ranked.paper.id


def _weight(paper: Paper, weights: Mapping[str, float]) -> tuple[str, float]:
    """The category that a paper is weighed by: its primary one, else the heaviest of its cross-lists, else 1."""
    named = [name for name in (paper.primary_category, *paper.categories) if name in weights]
    if paper.primary_category in weights or not named:
        return paper.primary_category, weights.get(paper.primary_category, 1.0)
    return max(((name, weights[name]) for name in named), key=lambda found: found[1])


def _pushed_down(ranked: Ranked, repeated: Mapping[str, str]) -> Ranked:
    if ranked.paper.id not in repeated:
        return ranked
    repeat = points_of_repeat(ranked.score.total, repeated[ranked.paper.id])
    return Ranked(ranked.paper, with_parts(ranked.score, repeat))

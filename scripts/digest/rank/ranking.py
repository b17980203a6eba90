"""Best papers first, each with the reason: a pure function of the papers and the forker's profile.

docs/ranking.md says what a score means and how well the order agrees with what people picked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from digest.core.report import Listing, Paper, Score
from digest.core.sparing import spared
from digest.rank import without_interests
from digest.rank.document import Document, Vocabulary, read
from digest.rank.evidence import Judge
from digest.rank.near_duplicates import near_duplicates
from digest.rank.profile import Profile
from digest.rank.scoring import Tally

CANDIDATES = 3
"""How many of the best a model may choose from, for each paper that is wanted; each of them has its reasons."""
_COMPARED = 300
"""Near-duplicates are looked for among so many of the best; nobody reads further down."""


@dataclass(frozen=True)
class Ranked:
    """A paper with its score."""

    paper: Paper
    score: Score
    failed: bool = False
    """Whether the ranker did not survive its text: the score is 0 and says nothing."""

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
    Papers that cannot be ranked, which is a defect of ours, come last and have no points.
    """
    judge = Judge(profile)
    by: Literal["interests", "day"] = "interests" if judge.has_wishes else "day"
    ranked, failing = spared(papers, lambda some: _rank(some, profile, judge, by, explained))
    last = sorted(failing, key=lambda paper: paper.id)
    return (*ranked, *(Ranked(paper, Score(total=0, by=by), failed=True) for paper in last))


def above(ranked: Sequence[Ranked], least_score: int) -> tuple[Ranked, ...]:
    """Of ranked papers (best first) those that have so many points at least: the first ones."""
    return tuple(one for one in ranked if one.score.total >= least_score)


def _rank(
    papers: Sequence[Paper], profile: Profile, judge: Judge, by: Literal["interests", "day"], explained: int
) -> list[Ranked]:
    documents = _Documents(papers, judge.vocabulary())
    day = None if judge.has_wishes else without_interests.judge(papers)
    tallies = {}
    for paper in papers:
        tally = day.tallies[paper.id] if day else Tally().supported(judge.speaks_for(documents[paper.id]))
        tally = tally.weighed(*_weight(paper, profile.category_weights))
        tallies[paper.id] = tally.opposed(judge.speaks_against(documents[paper.id])) if judge.has_dislikes else tally
    best = _best_first(tallies)[:_COMPARED]
    for repeat, repeated in near_duplicates([documents[paper_id] for paper_id in best]).items():
        tallies[repeat] = tallies[repeat].repeating(repeated)
    ranked = []
    for place, paper_id in enumerate(_best_first(tallies)):
        paper, parts = documents.papers[paper_id], tallies[paper_id].parts
        if place < explained:
            document = documents[paper_id]
            parts = tuple(part.model_copy(update={"because": judge.because(part, document)}) for part in parts)
            if day:
                parts = tuple(part.model_copy(update={"because": day.because(part, paper)}) for part in parts)
        ranked.append(Ranked(paper, Score(total=tallies[paper_id].total, by=by, parts=parts)))
    return ranked


class _Documents(dict[str, Document]):
    """The papers of a day as they are read, by id; each is read when it is asked for, since not all may be."""

    def __init__(self, papers: Sequence[Paper], vocabulary: Vocabulary) -> None:
        """Take the papers and the terms to look for."""
        super().__init__()
        self.papers = {paper.id: paper for paper in papers}
        self._vocabulary = vocabulary

    def __missing__(self, paper_id: str) -> Document:
        """Read a paper that is asked for the first time."""
        self[paper_id] = read(self.papers[paper_id], self._vocabulary)
        return self[paper_id]


def _best_first(tallies: Mapping[str, Tally]) -> list[str]:
    return sorted(tallies, key=lambda paper_id: (tallies[paper_id].place, paper_id))


def _weight(paper: Paper, weights: Mapping[str, float]) -> tuple[str, float]:
    """The category that a paper is weighed by: its primary one, else the heaviest of its cross-lists, else 1."""
    named = [name for name in (paper.primary_category, *paper.categories) if name in weights]
    if paper.primary_category in weights or not named:
        return paper.primary_category, weights.get(paper.primary_category, 1.0)
    return max(((name, weights[name]) for name in named), key=lambda found: found[1])

"""Best papers first, each with the reason: a pure function of the papers and the forker's profile.

docs/ranking.md says what a score means and how well the order agrees with what people picked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from digest.background import background
from digest.interests import Interest, Profile
from digest.models import Paper, Part, Score
from digest.terms import stem, terms, words


@dataclass(frozen=True)
class Ranked:
    """A paper with its score."""

    paper: Paper
    score: Score


def rank(papers: Sequence[Paper], profile: Profile) -> tuple[Ranked, ...]:
    """Score the papers and order them, best first, ties by id; the order they come in is of no account."""
    scored = [Ranked(paper, _score(paper, profile)) for paper in papers]
    return tuple(sorted(scored, key=lambda ranked: (-ranked.score.total, ranked.paper.id)))


def _score(paper: Paper, profile: Profile) -> Score:
    title = set(terms(paper.title))
    abstract = set(terms(paper.abstract))
    parts = []
    for interest in profile.interests:
        wanted = dict.fromkeys(terms(interest.text))
        if not wanted:
            continue
        rarity = {word: background().rarity(word) for word in wanted}
        found = sum(rarity[word] * (1.0 if word in title else 0.6 if word in abstract else 0) for word in wanted)
        strength = (found / sum(rarity.values())) ** 2 * interest.weight
        if round(100 * strength):
            parts.append((interest, strength))
    parts.sort(key=lambda part: -part[1])
    left = 100
    kept: list[Part] = []
    for interest, strength in parts:
        points = min(left, round(100 * strength / (1 + len(kept)) ** 2))
        if points:
            kept.append(Part(name=interest.text, points=points, because=_because(paper, interest)))
            left -= points
    return Score(total=100 - left, by="day" if profile.is_empty else "interests", parts=tuple(kept))


def _because(paper: Paper, interest: Interest) -> tuple[str, ...]:
    wanted = set(terms(interest.text))
    return tuple(sorted({word for word in words(f"{paper.title} {paper.abstract}") if stem(word) in wanted}))

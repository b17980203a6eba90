"""What a taste is made of, and what a report would be without each part. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from digest.core.report import Paper
from digest.rank.profile import Example, Profile, Source
from digest.rank.ranking import rank
from digest.rank.topics import topics, without

BEST = 5
"""So many papers stand on top of a page."""
TOPICS = 12
"""So many topics of example papers are told apart."""
_WHERE: Mapping[Source, str] = {"liked": "liked", "library": "in your library", "feedback": "tapped"}


@dataclass(frozen=True, kw_only=True)
class TastePart:
    """One thing that is looked for, or pushed down."""

    text: str
    comes_from: str
    """The key of config.yml that has it, or how many example papers."""
    rest: Profile
    """The taste without it."""


@dataclass(frozen=True, kw_only=True)
class Move:
    """A paper that is among the best of one order and not of the other."""

    paper: Paper
    rank: int
    """Its place, from 1."""
    rank_without: int


def parts(profile: Profile) -> Iterator[TastePart]:
    """All that a profile is made of: interests, what is not wanted, followed authors, topics of example papers."""
    for wish in profile.interests:
        rest = tuple(one for one in profile.interests if one is not wish)
        yield TastePart(text=wish.text, comes_from="interests", rest=replace(profile, interests=rest))
    for wish in profile.not_interested:
        rest = tuple(one for one in profile.not_interested if one is not wish)
        yield TastePart(text=wish.text, comes_from="not_interested", rest=replace(profile, not_interested=rest))
    for name in profile.authors:
        others = tuple(one for one in profile.authors if one != name)
        yield TastePart(text=name, comes_from="authors", rest=replace(profile, authors=others))
    for topic in topics(profile, TOPICS):
        yield TastePart(text=topic.text, comes_from=sources(topic.examples), rest=without(profile, topic.names))


def moves(papers: Sequence[Paper], profile: Profile, rest: Profile) -> tuple[Move, ...]:
    """The papers that come to the best five of a day, or leave them, where part of a taste is missing."""
    now, then = _places(papers, profile), _places(papers, rest)
    return tuple(
        Move(paper=paper, rank=now[paper.id], rank_without=then[paper.id])
        for paper in sorted(papers, key=lambda paper: now[paper.id])
        if (now[paper.id] <= BEST) != (then[paper.id] <= BEST)
    )


def sources(examples: Sequence[Example]) -> str:
    """Where examples are known from, in words: "3 liked, 2 in your library"."""
    counted = Counter(example.source for example in examples)
    return ", ".join(f"{counted[source]} {words}" for source, words in _WHERE.items() if counted[source])


def _places(papers: Sequence[Paper], profile: Profile) -> dict[str, int]:
    return {one.paper.id: place for place, one in enumerate(rank(papers, profile, explained=0), start=1)}

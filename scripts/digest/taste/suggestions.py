"""Interests that example papers suggest, each with what it would put on top of a report. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from digest.core.report import Paper
from digest.rank.profile import Interest, Profile
from digest.rank.ranking import Ranked, rank
from digest.rank.topics import Topic, topics
from digest.words.phrases import spelled
from digest.words.terms import terms

MOST = 5
_BEST = 3
"""So many papers show what an interest would do."""
_LOOKED_AT = 4
"""So many topics are looked at for each interest that is wanted: some are among the interests already."""


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """An interest to paste into config.yml."""

    topic: Topic
    text: str
    """The interest as it would be written."""
    best: tuple[Ranked, ...]
    """The papers of the newest report that it would put on top, by itself; none where it matches none."""


def suggestions(profile: Profile, papers: Sequence[Paper]) -> tuple[Suggestion, ...]:
    """Interests that likes, library and feedback speak for and that are not written yet, best first."""
    known = [frozenset(terms(interest.sought)) for interest in profile.interests]
    new = [
        topic
        for topic in topics(profile, MOST * _LOOKED_AT)
        if not any(spelled(topic.phrase) <= spelled(tuple(names)) for names in known)
    ]
    return tuple(suggested(topic, topic.text, papers) for topic in new[:MOST])


def suggested(topic: Topic, text: str, papers: Sequence[Paper]) -> Suggestion:
    """A topic as an interest in the given words."""
    ranked = rank(papers, Profile(interests=(Interest(text=text),)), explained=_BEST)
    return Suggestion(topic=topic, text=text, best=tuple(one for one in ranked[:_BEST] if one.score.total))

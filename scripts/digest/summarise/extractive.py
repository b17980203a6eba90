"""Summaries without a model: for each field the sentence of the abstract that says it, and the abstract's own keywords.

Nothing is invented and nothing is downloaded: every field is a sentence of that abstract, chosen by the words that show
what a sentence is for (summarise/cue_words.py) and by where it stands.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from digest.core.report import Paper, Summary
from digest.core.sparing import spared
from digest.summarise.cue_words import (
    ACTION,
    CONCLUSION,
    CONTRAST,
    CONTRIBUTION,
    METHOD,
    MOTIVATION,
    PROPOSAL,
    tells_where,
)
from digest.summarise.keywords import keywords
from digest.words.sentences import sentences
from digest.words.terms import terms


def extract_all(papers: Sequence[Paper], day: Sequence[Paper]) -> tuple[Summary, ...]:
    """The extractive summaries of `papers`, in their order; keywords are weighed against all papers of the `day`.

    A paper whose text our code does not survive has none: it is pending, by a defect.
    """
    documents, _ = spared(day, _documents)
    made, _ = spared(papers, lambda some: {paper.id: extract(paper, documents, len(day)) for paper in some})
    nothing = Summary(status="pending", language="en", why="defect")
    return tuple(made.get(paper.id, nothing) for paper in papers)


def _documents(papers: Sequence[Paper]) -> Counter[str]:
    """In how many papers each stem occurs."""
    return Counter(word for paper in papers for word in set(terms(f"{paper.title} {paper.abstract}")))


def extract(paper: Paper, documents: Mapping[str, int], size: int) -> Summary:
    """One extractive summary; `documents` says in how many of the day's `size` papers a stem occurs.

    A field for which the abstract has no sentence left stays empty.
    """
    fields = choose(sentences(paper.abstract))
    return Summary(
        status="extractive", language="en", keywords=keywords(paper, documents, size), why="no_key", **fields
    )


def choose(candidates: Sequence[str]) -> dict[str, str | None]:
    """The sentence for each field, no sentence twice; of one sentence there is only the first field."""
    left = {number: sentence.lower() for number, sentence in enumerate(candidates)}
    last = max(len(candidates) - 1, 1)
    fields: dict[str, str | None] = {}

    def take(name: str, merit: Callable[[int, str], float], least: float = -math.inf) -> int:
        """Give a field its best sentence; its place, or the first place where there is none left."""
        best = max(left, key=lambda i: (merit(i, left[i]), -i), default=None)
        fields[name] = None
        if best is not None and merit(best, left[best]) > least:
            fields[name] = candidates[best]
            del left[best]
        return best or 0

    penalty = [4.0 * tells_where(sentence) for sentence in left.values()]
    proposed = [_cue(PROPOSAL, sentence, 2) for sentence in left.values()]
    # What is done in the last of many sentences is an afterthought: "we release", "we discuss".
    late = [1.5 * i / last + 1.2 * (i == last > 2) for i in range(len(candidates))]
    # What was done stands between why it was done and what came of it.
    proposal = take(
        "one_sentence",
        lambda i, s: _cue(CONTRIBUTION, s, 1) + _cue(ACTION, s, 0.8) + proposed[i] - penalty[i] / 2 - late[i],
    )
    take("conclusion", lambda i, s: _cue(CONCLUSION, s, 1) - penalty[i] + 1.5 * i / last - (i < proposal))
    # A sentence after the proposal that shows no reason for it is none: then the field stays empty.
    take(
        "motivation",
        lambda i, s: _cue(MOTIVATION, s, 1) - 0.75 * proposed[i] - penalty[i] - 2 * i / last - (i > proposal),
        -1.2,
    )
    take(
        "method",
        lambda i, s: _cue(METHOD, s, 1) - _cue(CONTRAST, s, 1) - penalty[i] - abs(i / last - 0.45) - (i < proposal),
        -3,
    )
    return {name: fields[name] for name in ("one_sentence", "motivation", "method", "conclusion")}


def _cue(pattern: re.Pattern[str], sentence: str, weight: float) -> float:
    """How strongly a sentence shows a role: each further cue counts half of the one before."""
    return weight * (2.0 - 2.0 ** (1 - len(pattern.findall(sentence))))

"""Summaries without a model: for each field the sentence of the abstract that says it, and the abstract's own keywords.

Nothing is invented and nothing is downloaded: every field is a sentence of that abstract, chosen by the words that show
what a sentence is for (cues.py) and by where it stands.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path

from digest.cues import ACTION, AVAILABILITY, CONCLUSION, CONTRAST, CONTRIBUTION, METHOD, MOTIVATION, PROPOSAL
from digest.markdown import plain
from digest.models import Paper, Summary
from digest.sentences import sentences
from digest.terms import STOP_WORDS, fold, is_cjk, stem, terms

MOST_KEYWORDS = 6
_LENGTHS = (1.0, 1.6, 1.7)
_FORMULA = re.compile(r"\$[^$]*\$|https?://\S+|\\[a-zA-Z]+")
_TOKEN = re.compile(r"[^\W_]+(?:[-'’.+][^\W_]+)*\+*|\S")
_DULL = frozenset(Path(__file__).with_name("dull_words.txt").read_text("utf-8").split())
"""Words that no abstract is about."""


def extract_all(papers: Sequence[Paper], day: Sequence[Paper]) -> tuple[Summary, ...]:
    """The extractive summaries of `papers`, in their order; keywords are weighed against all papers of the `day`."""
    documents = Counter(word for paper in day for word in set(terms(f"{paper.title} {paper.abstract}")))
    return tuple(extract(paper, documents, len(day)) for paper in papers)


def extract(paper: Paper, documents: Mapping[str, int], size: int) -> Summary:
    """One extractive summary; `documents` says in how many of the day's `size` papers a stem occurs.

    A field for which the abstract has no sentence left stays empty.
    """
    fields = choose(sentences(paper.abstract))
    return Summary(
        status="extractive", language="en", keywords=keywords(paper, documents, size), why="no_key", **fields
    )


def choose(found: Sequence[str]) -> dict[str, str | None]:
    """The sentence for each field, no sentence twice; of one sentence there is only the first field."""
    left = dict(enumerate(found))
    last = max(len(found) - 1, 1)
    fields: dict[str, str | None] = {}

    def take(name: str, merit: Callable[[int, str], float], least: float = -math.inf) -> int:
        """Give a field its best sentence; its place, or the first place where there is none left."""
        best = max(left, key=lambda i: (merit(i, left[i]), -i), default=None)
        wanted = best is not None and merit(best, left[best]) > least
        fields[name] = left.pop(best) if best is not None and wanted else None
        return best or 0

    penalty = [4.0 * bool(AVAILABILITY.search(sentence)) for sentence in found]
    proposed = [_cue(PROPOSAL, sentence, 2) for sentence in found]
    # What is done in the last of many sentences is an afterthought: "we release", "we discuss".
    late = [1.5 * i / last + 1.2 * (i == last > 2) for i in range(len(found))]
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


def keywords(paper: Paper, documents: Mapping[str, int], size: int) -> tuple[str, ...]:
    """The phrases of up to three words that tell this paper from the day's others, best first, as they stand in it."""
    phrases: dict[str, float] = defaultdict(float)
    shown: dict[str, str] = {}
    # A word of the title counts three times: authors put there what a paper is about.
    for text, weight in ((_prepared(paper.title), 3.0), (_prepared(paper.abstract), 1.0)):
        for run in _runs(text):
            for length in (1, 2, 3):
                for start in range(len(run) - length + 1):
                    phrase = run[start : start + length]
                    name = " ".join(_stem(word) for word in phrase)
                    phrases[name] += weight
                    written = " ".join(phrase)
                    if name not in shown or (shown[name][:1].isupper() and written[:1].islower()):
                        shown[name] = written
    ranked = sorted(phrases, key=lambda name: (-_merit(name, phrases[name], documents, size), name))
    chosen: list[str] = []
    for name in ranked:
        if not any(_alike(name, other) for other in chosen):
            chosen.append(name)
        if len(chosen) == MOST_KEYWORDS:
            break
    return tuple(shown[name] for name in chosen)


def _alike(name: str, other: str) -> bool:
    """Whether two phrases share more than half of the shorter one."""
    words, others = set(name.split()), set(other.split())
    return len(words & others) * 2 > min(len(words), len(others))


def _merit(name: str, count: float, documents: Mapping[str, int], size: int) -> float:
    stems = name.split()
    rarity: float = sum(math.log((size + 2) / (documents.get(part, 0) + 1)) for part in stems) / len(stems)
    return count * rarity * _LENGTHS[len(stems) - 1]


def _runs(text: str) -> list[list[str]]:
    """The stretches of a text between stop words, marks and dull words, as lists of words."""
    grouped = groupby(_words(text), key=lambda pair: pair[1])
    return [[word for word, _ in group] for topical, group in grouped if topical]


def _words(text: str) -> list[tuple[str, bool]]:
    """The words and marks of a text, each with whether it can be part of a keyword."""
    return [(token, _topical(token)) for token in _TOKEN.findall(text)]


@cache
def _stem(word: str) -> str:
    return stem(fold(word))


@cache
def _topical(token: str) -> bool:
    folded = fold(token)
    return (
        token[0].isalnum()
        and not token[0].isdigit()
        and (len(token) > 2 or (len(token) == 2 and token.isupper()))
        and folded not in STOP_WORDS
        and folded not in _DULL
        and not is_cjk(token)
        and not folded.endswith("ly")
    )


def _prepared(text: str) -> str:
    return plain(_FORMULA.sub(" , ", text))


def _cue(pattern: re.Pattern[str], sentence: str, weight: float) -> float:
    """How strongly a sentence shows a role: each further cue counts half of the one before."""
    return weight * (2.0 - 2.0 ** (1 - len(pattern.findall(sentence))))

"""What tells an interesting abstract apart within its day, where no interests are set.

Many hands, a benchmark, measured results, the topics that the day's papers are about: what papers have that people talk
of more than others do. How new a paper is does not count.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digest.core.report import Paper, Part
from digest.rank.document import Document, Vocabulary, read
from digest.rank.quoting import quoted
from digest.rank.scoring import Tally
from digest.words.background import background
from digest.words.terms import WORD

_CODE = re.compile(r"\b(?:github\.com|github\.io|gitlab\.com|huggingface\.co)\b", re.IGNORECASE)
_BENCHMARK = re.compile(r"\bbenchmarks?\b|\b\w+-?bench\b", re.IGNORECASE)
_MEASURED = re.compile(r"(?<!\d)\d++(?:\.\d++)?\s*+(?:\\?%|[x×]|times\b|[kKBM]\b)")
_NAME = re.compile(r"\s*([^:]{2,40}):\s")

AUTHORS, TOPICS, BENCHMARK, MEASURED, NAMED, CODE = "authors", "topics", "benchmark", "measured", "named", "code"
"""The criteria, as they stand in a score's parts: many authors, topics that many papers of the day are about, a
benchmark, results in numbers, work with a name of its own, code or data to be had."""

_MANY = 20
_MEASUREMENTS = 4
_SHARED = 4
"""So many of the terms that a paper shares with its day are named."""
_A_TOPIC = 0.35
"""Of the papers that have a term that names a topic, it is a topic of such a share: not of "real" or "state"."""
_LEAST_LIKE_THE_DAY, _MOST_LIKE_THE_DAY = 0.08, 0.28


@dataclass(frozen=True)
class _Day:
    """What all papers of a day are about together."""

    topics: dict[str, float]

    def likeness(self, vector: dict[str, float]) -> float:
        """How much a paper is about what the day is about, 0 to 1."""
        return sum(value * self.topics.get(name, 0.0) for name, value in vector.items())

    def shared(self, vector: dict[str, float]) -> dict[str, float]:
        """The terms that say best what a paper has in common with the day; numbers and words of all trades do not."""
        telling = {name: value * self.topics[name] * background().topicality(name) for name, value in vector.items()}
        named = (name for name in telling if name[0].isalpha() and background().topicality(name) >= _A_TOPIC)
        return {name: telling[name] for name in sorted(named, key=lambda name: (-telling[name], name))[:_SHARED]}


def judge(papers: Sequence[Paper]) -> dict[str, Tally]:
    """The points of each paper by its id, in parts, largest maximum first; the order of the papers is of no account."""
    vocabulary = Vocabulary(None, {})
    documents = [read(paper, vocabulary) for paper in sorted(papers, key=lambda paper: paper.id)]
    vectors = [_vector(document) for document in documents]
    everything: dict[str, float] = {}
    for vector in vectors:
        for name, value in vector.items():
            everything[name] = everything.get(name, 0.0) + value
    day = _Day(_unit(everything))
    return {
        document.paper.id: _tally(document, vector, day) for document, vector in zip(documents, vectors, strict=True)
    }


def _tally(document: Document, vector: dict[str, float], day: _Day) -> Tally:
    paper = document.paper
    code = _CODE.findall(f"{paper.abstract} {paper.comment or ''}")
    in_title = _BENCHMARK.findall(paper.title)
    benchmarks = in_title or _BENCHMARK.findall(paper.abstract)
    measured = [" ".join(found[0].split()) for found in _MEASURED.finditer(paper.abstract)]
    name = _NAME.match(paper.title)
    named = name is not None and len(WORD.findall(name[1])) <= 3
    like = (day.likeness(vector) - _LEAST_LIKE_THE_DAY) / (_MOST_LIKE_THE_DAY - _LEAST_LIKE_THE_DAY)
    words = quoted(document, day.shared(vector), _SHARED)
    count = len(paper.authors)
    on_a_benchmark = 0.6 if benchmarks else 0.0
    judged = (
        (AUTHORS, 35, count / _MANY, (str(count),) if count else ()),
        (TOPICS, 20, like, words),
        (BENCHMARK, 15, 1.0 if in_title else on_a_benchmark, tuple(dict.fromkeys(benchmarks))[:3]),
        (MEASURED, 15, len(measured) / _MEASUREMENTS, tuple(dict.fromkeys(measured))[:4]),
        (NAMED, 8, float(named), (name[1].strip(),) if name else ()),
        (CODE, 7, float(bool(code)), tuple(dict.fromkeys(code))),
    )
    parts = tuple(
        Part(name=criterion, points=points, maximum=most, because=because)
        for criterion, most, share, because in judged
        if (points := round(most * min(1.0, max(0.0, share))))
    )
    return Tally(sum(part.points for part in parts), parts)


def _vector(document: Document) -> dict[str, float]:
    return _unit({name: weight * background().rarity(name) for name, weight in document.weights.items()})


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = sum(value * value for value in vector.values()) ** 0.5
    return {name: value / length for name, value in vector.items()} if length else {}

"""What tells an interesting abstract apart within its day, where no interests are set.

Many hands, a benchmark, measured results, the topics that the day's papers are about: what papers have that people talk
of more than others do. How new a paper is does not count.
"""

import re
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digest.core.report import Paper, Part
from digest.rank.document import Document, Vocabulary, read
from digest.rank.quoting import quoted
from digest.rank.scoring import Tally
from digest.words.acronyms import common, definitions
from digest.words.background import background
from digest.words.terms import WORD, term

_CODE = re.compile(r"\b(?:github\.com|github\.io|gitlab\.com|huggingface\.co)\b", re.IGNORECASE)
_BENCHMARK = re.compile(r"\bbenchmarks?\b|\b\w+-?bench\b", re.IGNORECASE)
_IN_TITLE = re.compile(r"\bbenchmark(?:s|ing)?\b|\b\w+-?bench\b", re.IGNORECASE)
"""What announces a benchmark in a title, "Benchmarking Agents" too."""
_CHALLENGE = re.compile(r"\bchallenge\b", re.IGNORECASE)
"""What announces the report of a challenge, "The Fourth Challenge on ...": its authors are those who took part."""
_MEASURED = re.compile(r"(?<!\d)\d++(?:\.\d++)?\s*+(?:\\?%|[x×]|times\b|[kKBM]\b)")
_NAME = re.compile(r"\s*([^:]{2,40}):\s")

AUTHORS, TOPICS, BENCHMARK, MEASURED, NAMED, CODE = "authors", "topics", "benchmark", "measured", "named", "code"
"""The criteria, as they stand in a score's parts: many authors, topics that many papers of the day are about,
benchmarks, numbers in the abstract, work with a name of its own, code or data to be had."""

_POINTS_OF_A_BENCHMARK = 15
_LESS_FOR_A_FURTHER_ONE = 5
"""On some days most large teams have a benchmark: those share a place among the best, but where one is far ahead."""
_MANY = 20
_MEASUREMENTS = 4
_SHARED = 4
"""So many of the terms that a paper shares with its day are named."""
_A_TOPIC = 0.35
"""Of the papers that have a term that names a topic, it is a topic of such a share: not of "real" or "state"."""
_LEAST_LIKE_THE_DAY, _MOST_LIKE_THE_DAY = 0.08, 0.28


@dataclass(frozen=True)
class Day:
    """The papers of a day, each judged among all of them."""

    topics: Mapping[str, float]
    """What they are about together: a unit vector of terms."""
    tallies: Mapping[str, Tally]
    """The points of each paper by its id, in parts, largest maximum first."""

    def because(self, part: Part, paper: Paper) -> tuple[str, ...]:
        """What a part of a paper's points stands on."""
        if part.name != TOPICS or part.kind != "criterion":
            return part.because
        document = read(paper, Vocabulary(None, {}))
        # An acronym of the paper's own counts as its long form, whose words the day may share, and says nothing itself.
        own = definitions(f"{paper.title} {paper.abstract}").keys() - common().keys()
        quotations = quoted(document, self._shared(_vector(document)), _SHARED + len(own))
        return tuple(words for words in quotations if term(words) not in own)[:_SHARED]

    def _shared(self, vector: Mapping[str, float]) -> dict[str, float]:
        """The terms that say best what a paper has in common with the day; numbers and words of all trades do not."""
        telling = {name: value * self.topics[name] * background().topicality(name) for name, value in vector.items()}
        named = (name for name in telling if name[0].isalpha() and background().topicality(name) >= _A_TOPIC)
        return {name: telling[name] for name in sorted(named, key=lambda name: (-telling[name], name))[:_SHARED]}


def judge(papers: Sequence[Paper]) -> Day:
    """Judge the papers of a day; their order is of no account."""
    vocabulary = Vocabulary(None, {})
    by_id = sorted(papers, key=lambda paper: paper.id)
    # A day has 1,500 papers: of each there is no more in memory than its terms and what they weigh.
    vectors, everything = [], dict[str, float]()
    for paper in by_id:
        vector = _vector(read(paper, vocabulary))
        for name, value in vector.items():
            everything[name] = everything.get(name, 0.0) + value
        vectors.append((tuple(vector), array("d", vector.values())))
    topics = _unit(everything)
    likeness = (sum(value * topics[name] for name, value in zip(*vector, strict=True)) for vector in vectors)
    tallies = {paper.id: _tally(paper, like) for paper, like in zip(by_id, likeness, strict=True)}
    return Day(topics, _sharing_a_place(tallies, [paper.id for paper in by_id if _IN_TITLE.search(paper.title)]))


def _sharing_a_place(tallies: Mapping[str, Tally], benchmarks: Sequence[str]) -> dict[str, Tally]:
    """The points, where each further paper whose title announces a benchmark has less for being on one.

    The best has all of these points, and each below it so many fewer than the one above, down to none.
    """
    changed, left, less = dict(tallies), set(benchmarks), 0
    while left:
        lessened = {name: _less(tallies[name], less) for name in left}
        if less >= _POINTS_OF_A_BENCHMARK:
            return changed | lessened
        best = min(left, key=lambda name: (lessened[name].place, name))
        changed[best] = lessened[best]
        left.remove(best)
        less += _LESS_FOR_A_FURTHER_ONE
    return changed


def _less(tally: Tally, points: int) -> Tally:
    """With so many points fewer for a benchmark, or with none for it."""
    parts = (
        part.model_copy(update={"points": max(0, part.points - points)}) if part.name == BENCHMARK else part
        for part in tally.parts
    )
    left = tuple(part for part in parts if part.points)
    return Tally(sum(part.points for part in left), left)


def _tally(paper: Paper, like: float) -> Tally:
    code = _code(f"{paper.abstract} {paper.comment or ''}")
    in_title = _benchmarks(paper.title)
    benchmarks = in_title or _benchmarks(paper.abstract)
    measured = [" ".join(found[0].replace("\\", "").split()) for found in _MEASURED.finditer(paper.abstract)]
    name = _NAME.match(paper.title)
    named = name is not None and len(WORD.findall(name[1])) <= 3
    like_the_day = (like - _LEAST_LIKE_THE_DAY) / (_MOST_LIKE_THE_DAY - _LEAST_LIKE_THE_DAY)
    count = 0 if _CHALLENGE.search(paper.title) else len(paper.authors)
    on_a_benchmark = 0.6 if benchmarks else 0.0
    judged = (
        (AUTHORS, 35, count / _MANY, (str(count),) if count else ()),
        (TOPICS, 20, like_the_day, ()),
        (
            BENCHMARK,
            _POINTS_OF_A_BENCHMARK,
            1.0 if in_title else on_a_benchmark,
            _different(benchmarks)[:3],
        ),
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


def _different(words: Sequence[str]) -> tuple[str, ...]:
    """Each word as it stands first, whether it is written large or small, of one or of several."""
    first: dict[str, str] = {}
    for word in words:
        first.setdefault(word.lower().removesuffix("s"), word)
    return tuple(first.values())


def _benchmarks(text: str) -> list[str]:
    # Most abstracts have none, and the pattern tries each of their words.
    return _BENCHMARK.findall(text) if "bench" in text.lower() else []


def _code(text: str) -> list[str]:
    lower = text.lower()
    return _CODE.findall(text) if ".co" in lower or ".io" in lower else []


def _vector(document: Document) -> dict[str, float]:
    rarities, unseen = background().rarities, background().unseen
    return _unit({name: weight * rarities.get(name, unseen) for name, weight in document.weights.items()})


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = sum(value * value for value in vector.values()) ** 0.5
    return {name: value / length for name, value in vector.items()} if length else {}

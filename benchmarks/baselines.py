"""What the ranker is compared with: four plain ways to order the papers of a day, by words that are not stemmed."""

import math
from collections import Counter
from collections.abc import Callable, Sequence

from digest.core.report import Paper
from digest.words.terms import STOP_WORDS, words

Order = Callable[[Sequence[Paper], Sequence[str]], list[str]]
"""Takes a day's papers and the interests; returns the papers' ids, best first."""


def newest_first(papers: Sequence[Paper], _: Sequence[str]) -> list[str]:
    """The highest id first, as arXiv numbers papers in the order they come in."""
    return sorted((paper.id for paper in papers), reverse=True)


def keyword_match(papers: Sequence[Paper], interests: Sequence[str]) -> list[str]:
    """How many of the interests' words a paper has."""
    wanted = {word for interest in interests for word in words(interest)} - STOP_WORDS
    return _by_score({paper.id: len(wanted & set(words(_text(paper)))) for paper in papers})


def tfidf_cosine(papers: Sequence[Paper], interests: Sequence[str]) -> list[str]:
    """The cosine between the interests, taken together, and a paper, by words as they stand."""
    counts = {paper.id: Counter(words(_text(paper))) for paper in papers}
    common = Counter(word for found in counts.values() for word in found)

    def vector(found: Counter[str]) -> dict[str, float]:
        weights = {t: (1 + math.log(n)) * math.log((1 + len(papers)) / (1 + common[t])) for t, n in found.items()}
        length = math.hypot(*weights.values()) or 1.0
        return {word: weight / length for word, weight in weights.items()}

    wanted = vector(Counter(word for interest in interests for word in words(interest)))
    return _by_score(
        {name: sum(wanted.get(t, 0.0) * value for t, value in vector(found).items()) for name, found in counts.items()}
    )


def bm25(papers: Sequence[Paper], interests: Sequence[str]) -> list[str]:
    """Okapi BM25 with the usual k1 = 1.2 and b = 0.75, the interests as one query of words as they stand."""
    counts = {paper.id: Counter(words(_text(paper))) for paper in papers}
    common = Counter(word for found in counts.values() for word in found)
    usual = sum(found.total() for found in counts.values()) / len(papers)
    query = [word for interest in interests for word in words(interest)]

    def score(found: Counter[str]) -> float:
        norm = 1.2 * (0.25 + 0.75 * found.total() / usual)
        rarity = {t: math.log(1 + (len(papers) - common[t] + 0.5) / (common[t] + 0.5)) for t in query}
        return sum(rarity[t] * found[t] * 2.2 / (found[t] + norm) for t in query)

    return _by_score({name: score(found) for name, found in counts.items()})


BASELINES: dict[str, Order] = {
    "newest first": newest_first,
    "keyword match": keyword_match,
    "TF-IDF cosine": tfidf_cosine,
    "BM25": bm25,
}


def _text(paper: Paper) -> str:
    return f"{paper.title}\n{paper.abstract}"


def _by_score(scores: dict[str, float] | dict[str, int]) -> list[str]:
    return sorted(scores, key=lambda name: (-scores[name], name))

"""How much processor time and memory ranking takes: 1,500 candidates, 50 interests, 200 liked papers; and the import.

    python benchmarks/ranking_speed.py

Candidates are real ones of ../shared where they are, else the bundled made-up papers with other words mixed in.
"""

import random
import resource
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "benchmarks")]

started = time.process_time()
from digest.core.report import Paper  # noqa: E402  # the same
from digest.rank.profile import Interest, Profile  # noqa: E402  # scripts/ is put on the path above
from digest.rank.ranking import rank  # noqa: E402  # the same

imported = time.process_time() - started
from labelled import load  # noqa: E402  # the same; not part of what is measured


def main() -> None:
    """Print one line."""
    days = [papers for papers, _ in load()[0].days]
    papers = list({paper.id: paper for papers in days for paper in papers}.values())
    if len(papers) < 1700:
        papers = mixed(papers)
    liked, candidates = papers[-200:], papers[:1500]
    chance = random.Random(1)  # noqa: S311  # no secret, but the same every time
    words = [" ".join(paper.title.split()[-4:]) for paper in chance.sample(papers, 50)]
    profile = Profile(interests=tuple(Interest(text=text) for text in words), liked=tuple(liked))
    before = time.process_time()
    rank(candidates, profile)
    took = time.process_time() - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << (20 if sys.platform == "darwin" else 10))
    print(f"1,500 candidates, 50 interests, 200 liked: import {imported:.2f} s, rank {took:.2f} s, {memory:.0f} MB")


def mixed(papers: list[Paper]) -> list[Paper]:
    """1,700 papers of the length of real ones, from the sentences of a few."""
    chance = random.Random(1)  # noqa: S311  # no secret, but the same every time
    sentences = [sentence for paper in papers for sentence in paper.abstract.split(". ")]
    return [
        paper.model_copy(update={"id": f"2611.{number}", "abstract": ". ".join(chance.sample(sentences, 11))})
        for number in range(90001, 91701)
        for paper in [papers[number % len(papers)]]
    ]


if __name__ == "__main__":
    main()

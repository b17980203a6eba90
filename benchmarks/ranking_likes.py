"""Measure what likes teach the ranker: 5, 20 and 40 of earlier days, judged on later ones, beside the likes' centroid.

    python benchmarks/ranking_likes.py      # four to five minutes; docs/ranking.md has what it printed

Likes are drawn from what was picked on the earlier days, three times by three seeds; the last four days judge. Reads
../shared/labels and ../shared/papers/days where they are, and has nothing to say of the bundled single day.
"""

import math
import random
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise, permutations
from pathlib import Path
from statistics import mean
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "benchmarks")]

from rich.console import Console  # noqa: E402  # the same
from rich.table import Table  # noqa: E402  # the same

from digest.core.report import Paper  # noqa: E402  # the same
from digest.rank import examples  # noqa: E402  # the same
from digest.rank.profile import Interest, Profile  # noqa: E402  # the same
from digest.rank.ranking import rank  # noqa: E402  # the same
from digest.words.terms import words  # noqa: E402  # the same
from labelled import Agreement, LabelSet, agreement, load  # noqa: E402  # scripts/ is put on the path above

JUDGED = 4
"""So many last days judge."""
SEEDS = (0, 1, 2)
WRONG = 0.1
"""The share of taps that are wrong, where some are."""
TAPS = 2
"""So many picks of each day are tapped, where likes come day by day."""

CROSS_LISTED: Mapping[str, tuple[str, ...]] = {
    "cs.CR": ("security and privacy of language models", "jailbreaks, prompt injection and backdoors"),
    "cs.CY": ("societal impact of AI", "AI in education and policy"),
    "cs.GR": ("3D generation and rendering", "avatars and animation"),
    "cs.HC": ("human-AI interaction", "user studies of AI assistants"),
    "cs.IR": ("recommender systems", "retrieval-augmented generation and dense retrieval"),
    "cs.MA": ("multi-agent systems", "coordination of language model agents"),
    "cs.MM": ("multimodal audio and video understanding", "audio-visual generation"),
    "cs.NE": ("spiking neural networks", "evolutionary algorithms"),
    "cs.RO": ("robot manipulation and navigation", "vision-language-action models"),
    "cs.SE": ("code generation and software engineering agents",),
    "eess.IV": ("medical imaging", "image reconstruction"),
    "eess.SY": ("control and energy systems", "reinforcement learning for control"),
    "stat.ML": ("statistical learning theory", "Bayesian inference and uncertainty"),
}
"""Categories, with interests that somebody may have who reads them: what authors have cross-listed there is picked."""

Order = Callable[[Sequence[Paper], LabelSet, Sequence[Paper]], list[str]]
"""Takes a day's papers, the label set with its interests, and the likes; returns the papers' ids, best first."""


def both(papers: Sequence[Paper], labels: LabelSet, likes: Sequence[Paper]) -> list[str]:
    """Our order by interests and likes."""
    return _ranked(papers, labels.interests, likes)


def likes_alone(papers: Sequence[Paper], _: LabelSet, likes: Sequence[Paper]) -> list[str]:
    """Our order without the interests."""
    return _ranked(papers, (), likes)


def likes_by_title(papers: Sequence[Paper], _: LabelSet, likes: Sequence[Paper]) -> list[str]:
    """The same where only the likes' titles are known, as of papers that were listed."""
    return _ranked(papers, (), [paper.model_copy(update={"abstract": ""}) for paper in likes])


def centroid(papers: Sequence[Paper], _: LabelSet, likes: Sequence[Paper]) -> list[str]:
    """The cosine with the mean of the likes' TF-IDF vectors: words and pairs as they stand."""
    common = Counter(name for paper in papers for name in counts_of(paper))

    def vector(paper: Paper) -> dict[str, float]:
        found = counts_of(paper)
        weights = {t: (1 + math.log(n)) * math.log((1 + len(papers)) / (1 + common[t])) for t, n in found.items()}
        length = math.hypot(*weights.values()) or 1.0
        return {name: weight / length for name, weight in weights.items()}

    wanted: Counter[str] = Counter()
    for paper in likes:
        wanted.update(vector(paper))
    scores = {
        paper.id: sum(value * wanted[name] for name, value in vector(paper).items() if name in wanted)
        for paper in papers
    }
    return sorted(scores, key=lambda name: (-scores[name], name))


@cache
def counts_of(paper: Paper) -> Counter[str]:
    """The words and the pairs of neighbours of a paper, as they stand."""
    found = words(f"{paper.title}\n{paper.abstract}")
    return Counter((*found, *(f"{one} {two}" for one, two in pairwise(found))))


def earlier_picks(labels: LabelSet, most: int, seed: int) -> list[Paper]:
    """Some of what was picked before the days that judge."""
    picked = sorted(
        (paper for papers, gains in labels.days[:-JUDGED] for paper in papers if paper.id in gains),
        key=lambda paper: paper.id,
    )
    return random.Random(seed).sample(picked, min(most, len(picked)))  # noqa: S311  # no secret, but the same every time


def with_wrong(labels: LabelSet, likes: Sequence[Paper], seed: int) -> list[Paper]:
    """The likes, one of ten a paper of the same days that was not picked."""
    others = sorted(
        (paper for papers, gains in labels.days[:-JUDGED] for paper in papers if paper.id not in gains),
        key=lambda paper: paper.id,
    )
    wrong = round(WRONG * len(likes))
    return [*likes[wrong:], *random.Random(seed).sample(others, wrong)]  # noqa: S311  # the same


def cross_listed(days: Sequence[Sequence[Paper]]) -> list[LabelSet]:
    """For each category the papers cross-listed to it as picks, among those of other primary categories."""
    sets = []
    for name, interests in CROSS_LISTED.items():
        others = [tuple(paper for paper in papers if paper.primary_category != name) for papers in days]
        gains = [{paper.id: 1.0 for paper in papers if name in paper.categories} for papers in others]
        sets.append(LabelSet(name, interests, tuple(zip(others, gains, strict=True))))
    return sets


def judged(
    order: Order, labels: LabelSet, most: int, *, wrong: bool = False, seeds: Sequence[int] = SEEDS
) -> Agreement:
    """How well an order with so many likes agrees with the last days' picks; the mean of all seeds."""
    found = []
    for seed in seeds if most else seeds[:1]:
        likes = earlier_picks(labels, most, seed)
        likes = with_wrong(labels, likes, seed) if wrong else likes
        days = labels.days[-JUDGED:]
        found.append(agreement([order(papers, labels, likes) for papers, _ in days], [gains for _, gains in days]))
    return Agreement(
        *(mean(values) for values in zip(*((one.ndcg, one.recall, one.rank) for one in found), strict=True))
    )


def over_time(labels: LabelSet) -> list[tuple[int, float]]:
    """The taps so far and the nDCG@10 of each day, where the two best picks of every day before were tapped."""
    tapped: list[Paper] = []
    found = []
    for papers, gains in labels.days:
        if gains:
            order = both(papers, labels, tapped)
            found.append((len(tapped), agreement([order], [gains]).ndcg))
            by_id = {paper.id: paper for paper in papers}
            best = sorted(gains, key=lambda name: (-gains[name], order.index(name)))[:TAPS]
            tapped += [by_id[name] for name in best]
    return found


def crowded(many: LabelSet, few: LabelSet) -> tuple[float, float]:
    """Recall@30 of two tastes by one order, 36 likes being of the first and 4 of the second; means."""
    found = []
    for seed in SEEDS:
        likes = {
            paper.id: paper for labels, most in ((few, 4), (many, 36)) for paper in earlier_picks(labels, most, seed)
        }
        for (papers, gains), (_, other_gains) in zip(many.days[-JUDGED:], few.days[-JUDGED:], strict=True):
            if gains and other_gains:
                order = likes_alone(papers, many, tuple(likes.values()))
                found.append([agreement([order], [wanted]).recall for wanted in (gains, other_gains)])
    first, second = zip(*found, strict=True)
    return mean(first), mean(second)


def _ranked(papers: Sequence[Paper], interests: Sequence[str], likes: Sequence[Paper]) -> list[str]:
    profile = Profile(interests=tuple(Interest(text=text) for text in interests), liked=tuple(likes))
    return [ranked.paper.id for ranked in rank(papers, profile, explained=0)]


ROWS: Mapping[str, tuple[Order, int, bool]] = {
    "interests alone": (both, 0, False),
    "interests and 5 likes": (both, 5, False),
    "interests and 20 likes": (both, 20, False),
    "interests and 40 likes": (both, 40, False),
    "interests and 20 likes, 2 wrong": (both, 20, True),
    "5 likes alone": (likes_alone, 5, False),
    "20 likes alone": (likes_alone, 20, False),
    "40 likes alone": (likes_alone, 40, False),
    "20 likes alone, by title": (likes_by_title, 20, False),
    "centroid of 5 likes": (centroid, 5, False),
    "centroid of 20 likes": (centroid, 20, False),
    "centroid of 40 likes": (centroid, 40, False),
}
"""What is measured: an order, the number of likes, and whether some are wrong."""


def cells(found: Sequence[Agreement]) -> list[str]:
    """nDCG@10 and recall@30 of each set, and their means."""
    values = [(one.ndcg, one.recall) for one in found]
    return [
        f"{ndcg:.3f} {recall:.2f}" for ndcg, recall in (*values, [mean(column) for column in zip(*values, strict=True)])
    ]


def main() -> None:
    """Print the tables."""
    sets = [labels for labels in load() if labels.interests and len(labels.days) > JUDGED]
    if not sets:
        print(
            "The bundled sample has one day: nothing can be liked before it. See docs/ranking.md for what was measured."
        )
        return
    table = Table(title="nDCG@10 and recall@30 of the last four days", title_justify="left")
    for column in ("order", *(labels.name for labels in sets), "mean"):
        table.add_column(column, justify="left" if column == "order" else "right")
    for name, (order, most, wrong) in ROWS.items():
        table.add_row(name, *cells([judged(order, labels, most, wrong=wrong) for labels in sets]))
    others = [
        replace(labels, interests=other.interests) for labels, other in zip(sets, sets[1:] + sets[:1], strict=True)
    ]
    for most in (0, 20):
        table.add_row(
            f"another set's interests and {most} likes", *cells([judged(both, labels, most) for labels in others])
        )
    console = Console(width=150)
    console.print(table)
    across = cross_listed([papers for papers, _ in sets[0].days])
    for name in ("interests alone", "interests and 5 likes", "interests and 20 likes", "20 likes alone"):
        order, most, _ = ROWS[name]
        found = [judged(order, labels, most, seeds=SEEDS[:1]) for labels in across]
        each = ", ".join(f"{labels.name} {one.ndcg:.2f}" for labels, one in zip(across, found, strict=True))
        console.print(f"Papers cross-listed to {len(across)} categories, {name}: {cells(found)[-1]} ({each})")
    for labels in sets:
        days = ", ".join(f"{taps} taps {ndcg:.2f}" for taps, ndcg in over_time(labels))
        console.print(f"{labels.name}, the two best picks of each day tapped, nDCG@10 day by day: {days}")
    for many, few in permutations(sets, 2):
        kept = crowded(many, few)
        with patch.object(examples, "_CROWD", math.inf):
            lost = crowded(many, few)
        console.print(
            f"36 likes of {many.name}, 4 of {few.name}: recall@30 {kept[0]:.2f} and {kept[1]:.2f}; "
            f"{lost[0]:.2f} and {lost[1]:.2f} where topics of many likes are not held back"
        )


if __name__ == "__main__":
    main()

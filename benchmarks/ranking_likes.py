"""Measure what likes teach the ranker: 5, 20 and 40 of earlier days, judged on later ones, beside the likes' centroid.

    python benchmarks/ranking_likes.py      # ten minutes; docs/ranking.md has what it printed

Likes are drawn from what was picked on the earlier days, five times by five seeds; the last four days judge. Reads
../shared/labels and ../shared/papers/days where they are, and has nothing to say of the bundled single day.
"""

import math
import random
import re
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
SEEDS = (0, 1, 2, 3, 4)
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

PHRASES: Mapping[str, tuple[str, str]] = {
    "world models": (r"world.?model", "world models for video, embodied agents and autonomous driving"),
    "splatting": (r"gaussian.splatting|3dgs|radiance.field|\bnerf", "3D scene reconstruction and novel view synthesis"),
    "VLA": (r"vision.language.action|\bvlas?\b", "robot manipulation policies from large pretrained models"),
    "safety": (r"jailbreak|red.?team|prompt.injection|safety.alignment", "safety of language models"),
    "compression": (r"kv.?cache|quantiz|speculative.decod|pruning", "efficient inference of large language models"),
    "medical": (r"medical.image|\bct\b|\bmri\b|patholog|radiolog", "medical image analysis"),
    "video": (r"video.generation|video.diffusion|text.to.video", "generative models of video"),
    "RLVR": (r"rlvr|grpo|verifiable.reward|policy.optimi", "reinforcement learning for reasoning"),
    "RAG": (r"retrieval.augmented|\brag\b", "question answering with retrieved documents"),
    "speech": (r"speech|\basr\b|\btts\b", "spoken language processing"),
    "federated": (r"federated", "distributed and private learning"),
    "driving": (r"autonomous.driving|self.driving", "driving"),
}
"""Topics that are phrases, each with an interest that somebody may put in other words: what has one in the title, or
twice in the abstract, is picked."""

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


def phrased(days: Sequence[Sequence[Paper]]) -> list[LabelSet]:
    """For each phrase the papers that are about it as picks."""
    sets = []
    for name, (pattern, interest) in PHRASES.items():
        said = re.compile(pattern, re.IGNORECASE)
        gains = [
            {one.id: 1.0 for one in papers if said.search(one.title) or len(said.findall(one.abstract)) > 1}
            for papers in days
        ]
        sets.append(LabelSet(name, (interest,), tuple(zip(map(tuple, days), gains, strict=True))))
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


def crowded(one: LabelSet, other: LabelSet, most: tuple[int, int]) -> tuple[float, float]:
    """Recall@30 of two tastes by one order, with so many likes of each; means."""
    found = []
    for seed in SEEDS[:2]:
        likes = {
            paper.id: paper
            for labels, some in zip((one, other), most, strict=True)
            for paper in earlier_picks(labels, some, seed)
        }
        for (papers, gains), (_, other_gains) in zip(one.days[-JUDGED:], other.days[-JUDGED:], strict=True):
            if gains and other_gains:
                order = likes_alone(papers, one, tuple(likes.values()))
                found.append([agreement([order], [wanted]).recall for wanted in (gains, other_gains)])
    first, second = zip(*found, strict=True)
    return mean(first), mean(second)


def print_two_tastes(pairs: Sequence[tuple[LabelSet, LabelSet]]) -> None:
    """Print the recall of both, and what it is where topics of many likes are not held back."""
    for most in ((36, 4), (20, 20)):
        kept, lost = [], []
        for one, other in pairs:
            kept.append(crowded(one, other, most))
            with patch.object(examples, "_CROWD", math.inf):
                lost.append(crowded(one, other, most))
        (first, second), (first_lost, second_lost) = (
            [mean(column) for column in zip(*found, strict=True)] for found in (kept, lost)
        )
        each = ", ".join(
            f"{one.name} and {other.name} {found[0]:.2f} {found[1]:.2f}"
            for (one, other), found in zip(pairs, kept, strict=True)
        )
        print(
            f"{most[0]} likes of one set, {most[1]} of another: recall@30 {first:.2f} and {second:.2f}; "
            f"{first_lost:.2f} and {second_lost:.2f} where each like counts the same ({each})",
            flush=True,
        )


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


AROUND = (("interests and ", ""), ("", " alone"), ("centroid of ", ""))
"""What stands before and after the number of likes in the name of an order."""


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
    Console(width=150).print(table)
    days = [papers for papers, _ in sets[0].days]
    for what, across in (("cross-listed to", cross_listed(days)), ("about", phrased(days))):
        for name in ("interests alone", *(f"{one}{n} likes{two}" for one, two in AROUND for n in (5, 20))):
            order, most, _ = ROWS[name]
            found = [judged(order, labels, most, seeds=SEEDS[:1]) for labels in across]
            each = ", ".join(f"{labels.name} {one.ndcg:.2f}" for labels, one in zip(across, found, strict=True))
            print(f"Papers {what} {len(across)} topics, {name}: {cells(found)[-1]} ({each})", flush=True)
    for labels in sets:
        by_day = ", ".join(f"{taps} taps {ndcg:.2f}" for taps, ndcg in over_time(labels))
        print(f"{labels.name}, the two best picks of each day tapped, nDCG@10 day by day: {by_day}", flush=True)
    print_two_tastes(list(permutations(sets, 2)))
    broad, (phrases, categories) = sets[0], (phrased(days), cross_listed(days))
    print_two_tastes([(broad, labels) for labels in (*phrases[-4:], *categories[-4:])])


if __name__ == "__main__":
    main()

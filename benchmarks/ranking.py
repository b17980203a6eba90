"""Measure how well the ranker agrees with what people picked, beside plain orders, and what each feature is worth.

    python benchmarks/ranking.py            # about two minutes; docs/ranking.md has what it printed

Reads ../shared/labels and ../shared/papers/days where they are, else the bundled made-up day.
"""

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from statistics import mean
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "benchmarks")]

from rich.console import Console  # noqa: E402  # the same
from rich.table import Table  # noqa: E402  # the same

from baselines import BASELINES, Order  # noqa: E402  # scripts/ and benchmarks/ are put on the path above
from digest.core.report import Paper  # noqa: E402  # the same
from digest.rank import document, evidence, matching, phrases, ranking  # noqa: E402  # the same
from digest.rank.profile import Interest, Profile  # noqa: E402  # the same
from digest.words import acronyms  # noqa: E402  # the same
from labelled import Agreement, LabelSet, agreement, load  # noqa: E402  # the same


def ours(papers: Sequence[Paper], interests: Sequence[str]) -> list[str]:
    """The order that a forker with these interests gets."""
    profile = Profile(interests=tuple(Interest(text=text) for text in interests))
    return [ranked.paper.id for ranked in ranking.rank(papers, profile)]


FEATURES: Mapping[str, tuple[AbstractContextManager[object], ...]] = {
    "phrases": (patch.object(phrases.Phrase, "pairs", ()),),
    "clauses": (patch.object(matching.Wanted, "clauses", ()),),
    "subjects": (patch.object(matching.Wanted, "subjects", ()),),
    "fields (categories)": (patch.object(matching, "_FIELD", 0.0),),
    "title before abstract": (patch.object(document, "_TITLE", 1.0),),
    "acronyms": (
        patch.object(acronyms, "common", dict),
        patch.object(acronyms, "definitions", lambda _: {}),
    ),
    "length": (patch.object(document, "_LENGTH_COUNTS", 0.0),),
    "one strong before many weak": (patch.object(evidence, "emphasised", lambda strength: strength),),
    "many authors": (patch.object(evidence, "share_of_many", lambda _: 0.0),),
    "near-duplicates": (patch.object(ranking, "near_duplicates", lambda _: {}),),
}
"""Each feature, and how to switch it off."""


def measured(order: Order, labels: LabelSet) -> Agreement:
    """How well an order agrees with a set of labels."""
    return agreement(
        [order(papers, labels.interests) for papers, _ in labels.days], [gains for _, gains in labels.days]
    )


def with_likes(labels: LabelSet, interests: Sequence[str], most: int = 40) -> Order:
    """Our order where the best picks of the tuning half are `liked`; to be measured on the held-out half."""
    picked = sorted((-gain, name, papers) for papers, gains in labels.half(0).days for name, gain in gains.items())[
        :most
    ]
    liked = tuple(paper for _, name, papers in picked for paper in papers if paper.id == name)
    profile = Profile(interests=tuple(Interest(text=text) for text in interests), liked=liked)
    return lambda papers, _: [ranked.paper.id for ranked in ranking.rank(papers, profile)]


def halves(sets: Sequence[LabelSet]) -> dict[str, list[LabelSet]]:
    """The sets by half, as far as there is more than one day."""
    if all(len(labels.days) > 1 for labels in sets):
        return {"tuning": [labels.half(0) for labels in sets], "held out": [labels.half(1) for labels in sets]}
    return {"bundled": list(sets)}


def table_of(title: str, orders: Mapping[str, Order], sets: Sequence[LabelSet]) -> tuple[Table, dict[str, float]]:
    """A table of one line an order; also the mean nDCG@10 of each order."""
    table = Table(title=title, title_justify="left")
    table.add_column("order")
    for labels in sets:
        table.add_column(f"{labels.name}\nnDCG@10 recall@30 rank", justify="right")
    table.add_column("mean nDCG@10", justify="right")
    means = {}
    for name, order in orders.items():
        found = [measured(order, labels) for labels in sets]
        means[name] = mean(one.ndcg for one in found)
        cells = [f"{one.ndcg:.3f} {one.recall:.2f} {one.rank:5.0f}" for one in found]
        table.add_row(name, *cells, f"{means[name]:.3f}")
    return table, means


def ablation(by_half: Mapping[str, Sequence[LabelSet]]) -> Table:
    """The mean nDCG@10 without each feature in turn."""
    table = Table(title="Each feature switched off: mean nDCG@10", title_justify="left")
    table.add_column("without")
    for half in by_half:
        table.add_column(half, justify="right")

    def row(name: str) -> None:
        table.add_row(name, *(f"{mean(measured(ours, one).ndcg for one in sets):.3f}" for sets in by_half.values()))

    row("(nothing)")
    for name, switches in FEATURES.items():
        with ExitStack() as off:
            for switch in switches:
                off.enter_context(switch)
            row(name)
    return table


def speed() -> None:
    """1,500 candidates, 50 interests, 200 liked papers, in a process of its own that counts its import too."""
    started = time.perf_counter()
    lines = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("ranking_speed.py"))], check=True, capture_output=True, text=True
    ).stdout
    print(lines.strip(), f"(the process as a whole, reading the papers too: {time.perf_counter() - started:.1f} s)")


def main() -> None:
    """Print all tables."""
    console = Console(width=150)
    sets = load()
    wishing = [labels for labels in sets if labels.interests]
    by_half = halves(wishing)
    for half, some in by_half.items():
        table, means = table_of(f"With interests, {half} days", {**BASELINES, "this ranker": ours}, some)
        console.print(table)
        best = max(BASELINES, key=means.__getitem__)
        print(f"this ranker / best baseline ({best}): {means['this ranker'] / means[best]:.2f}\n")
    for half, some in halves([labels for labels in sets if not labels.interests]).items():
        if some:
            newest = {"newest first": BASELINES["newest first"], "this ranker": ours}
            console.print(table_of(f"No interests set, {half} days", newest, some)[0])
    if "held out" in by_half:
        table = Table(
            title="Held-out days, where the best 40 picks of the tuning days are `liked`", title_justify="left"
        )
        for column in ("labels", "interests", "interests and liked", "liked alone"):
            table.add_column(column)
        for labels, held in zip(wishing, by_half["held out"], strict=True):
            orders = (ours, with_likes(labels, labels.interests), with_likes(labels, ()))
            table.add_row(labels.name, *(f"{measured(order, held).ndcg:.3f}" for order in orders))
        console.print(table)
    console.print(ablation(by_half))
    speed()


if __name__ == "__main__":
    main()

"""Days of papers with what people picked of them, and how well an order agrees with the picks."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from digest.core.report import Paper

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@dataclass(frozen=True)
class LabelSet:
    """What somebody picked, day by day, and the interests behind it."""

    name: str
    interests: tuple[str, ...]
    days: tuple[tuple[tuple[Paper, ...], Mapping[str, float]], ...]
    """Of each day all candidates, and the gain of each picked paper."""

    def half(self, which: int) -> "LabelSet":
        """Every other day, from the first (0: what the ranker was tuned on) or from the second (1: held out)."""
        return LabelSet(self.name, self.interests, self.days[which::2])


def load(shared: Path = SHARED) -> list[LabelSet]:
    """The label sets beside the repository, or else the bundled ones."""
    return _shared(shared) if (shared / "labels").is_dir() else sample()


def _shared(shared: Path) -> list[LabelSet]:
    files = sorted((shared / "papers" / "days").glob("*.jsonl"))
    days = {path.stem: _papers(path.read_text("utf-8").splitlines()) for path in files}
    interests = yaml.safe_load((shared / "labels" / "interests.yml").read_text("utf-8"))
    found = []
    for path in sorted((shared / "labels").glob("*.jsonl")):
        gains: dict[str, dict[str, float]] = {day: {} for day in days}
        for line in path.read_text("utf-8").splitlines():
            label = json.loads(line)
            gains[label["day"]][label["id"]] = label["gain"]
        # A day without picks says nothing, but keeps its place, so that each day is in the same half for every set.
        found.append(LabelSet(path.stem, tuple(interests[path.stem]), tuple((days[day], gains[day]) for day in gains)))
    return found


def sample() -> list[LabelSet]:
    """The bundled set: made-up papers of one day, with three people's interests."""
    bundled = json.loads((ROOT / "benchmarks" / "ranking_sample.json").read_text("utf-8"))
    gains = {paper["id"]: paper["gain"] for paper in bundled["papers"]}
    papers = _papers([json.dumps(paper) for paper in bundled["papers"]])
    return [
        LabelSet(name, tuple(texts), ((papers, {key: gain[name] for key, gain in gains.items() if name in gain}),))
        for name, texts in bundled["interests"].items()
    ]


def _papers(lines: Sequence[str]) -> tuple[Paper, ...]:
    records = [json.loads(line) for line in lines]
    return tuple(
        Paper(**{key: value for key, value in record.items() if key in Paper.model_fields}) for record in records
    )


@dataclass(frozen=True)
class Agreement:
    """Means over days."""

    ndcg: float
    """nDCG at 10, with the gains as they are."""
    recall: float
    """Of the picked papers, or of 30 where there are more, the share that stands among the first 30."""
    rank: float
    """The mean place of picked papers, from 1."""


def agreement(orders: Sequence[Sequence[str]], days: Sequence[Mapping[str, float]]) -> Agreement:
    """How well orders of ids agree with the gains of picked papers, day by day; days without picks do not count."""
    rows = []
    for order, gains in zip(orders, days, strict=True):
        if gains:
            place = {name: number for number, name in enumerate(order, start=1)}
            recalled = sum(place[name] <= 30 for name in gains) / min(30, len(gains))
            rows.append((ndcg(order, gains), recalled, sum(place[name] for name in gains) / len(gains)))
    means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    return Agreement(*means)


def ndcg(order: Sequence[str], gains: Mapping[str, float], first: int = 10) -> float:
    """Normalised discounted cumulative gain of the first places, 0 to 1."""
    best = sum(gain / math.log2(n + 2) for n, gain in enumerate(sorted(gains.values(), reverse=True)[:first]))
    return sum(gains.get(name, 0) / math.log2(n + 2) for n, name in enumerate(order[:first])) / best

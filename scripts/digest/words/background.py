"""How common each stem is in abstracts at large, so that a score means the same in July as in May.

The table is bundled (background.txt): stems and counts only. Its first line has the number of papers; the second the
primary categories that were seen often enough, with their papers; each further line a stem, the papers it stands in,
the papers it is a topic of (it stands in the title, or twice), and those by category ("3:17" for the fourth).
pairs.txt has the pairs of stems that follow each other in several papers, "world model", with their number of papers.
benchmarks/build_background.py makes both.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

_PRIOR = 5.0
"""Papers of a usual mixture that are added to those of a stem, so that a rare stem claims little."""


@dataclass(frozen=True, kw_only=True)
class Background:
    """In how many papers each stem stands, and in which fields."""

    papers: int
    categories: Mapping[str, int]
    frequencies: Mapping[str, int]
    fields: Mapping[str, str]
    """The rest of a stem's line, which is seldom needed."""

    def rarity(self, name: str) -> float:
        """The inverse document frequency as BM25 has it: 0 for a stem of every paper, 8 for an unseen one.

        That of a pair, "world model", counts the papers in which the second stem follows the first.
        """
        return self.rarities.get(name, self.unseen)

    def share(self, name: str) -> float:
        """In what share of the papers a stem or a pair stands."""
        return self.shares.get(name, self.least_share)

    @cached_property
    def shares(self) -> Mapping[str, float]:
        """The share of each stem and pair in the tables."""
        return {name: papers / self.papers for name, papers in (*self.frequencies.items(), *self.pairs.items())}

    @cached_property
    def least_share(self) -> float:
        """The share of all others."""
        return 1 / self.papers

    @cached_property
    def pairs(self) -> Mapping[str, int]:
        """In how many papers two stems follow each other; read where it is first asked for."""
        rows = (line.rpartition(" ") for line in Path(__file__).with_name("pairs.txt").read_text("ascii").splitlines())
        return {pair: int(count) for pair, _, count in rows}

    @cached_property
    def rarities(self) -> Mapping[str, float]:
        """The rarity of each stem and pair in the tables."""
        # Of 13,000 names most have one of a few numbers of papers.
        of_papers = {papers: self._rarity(papers) for papers in {*self.frequencies.values(), *self.pairs.values()}}
        return {name: of_papers[papers] for name, papers in (*self.frequencies.items(), *self.pairs.items())}

    @cached_property
    def unseen(self) -> float:
        """The rarity of all others."""
        return self._rarity(1)

    def _rarity(self, frequency: int) -> float:
        # Rounded, because the last bit of a logarithm differs from machine to machine.
        return round(math.log(1 + (self.papers - frequency + 0.5) / (frequency + 0.5)), 6)

    def topicality(self, stem: str) -> float:
        """In what share of the papers that have this stem it is a topic: 0.8 for "agent", 0.1 for "adopt"."""
        topics = int(self.fields.get(stem, "0").split()[0])
        return (topics + 4) / (self.frequencies.get(stem, 0) + 10)

    def leaning(self, weights: Mapping[str, float]) -> dict[str, float]:
        """How much more often stems are topics in a category than at large: the logarithm of the ratio.

        The mean over the stems by their weights. Categories that were seen too seldom to say are absent.
        """
        whole = sum(weights.values())
        if not whole:
            return {}
        leaning = dict.fromkeys(self.categories, 0.0)
        for stem, weight in sorted(weights.items()):
            every, *pairs = self.fields.get(stem, "0").split()
            counts = dict(pair.split(":") for pair in pairs)
            for place, (category, papers) in enumerate(self.categories.items()):
                share = papers / self.papers
                ratio = (int(counts.get(str(place), 0)) + _PRIOR * share) / (int(every) + _PRIOR) / share
                leaning[category] += weight / whole * math.log(ratio)
        return {category: round(value, 6) for category, value in leaning.items()}


@cache
def background() -> Background:
    """The bundled table."""
    papers, fields, *lines = Path(__file__).with_name("background.txt").read_text("ascii").splitlines()
    rows = [line.split(" ", 2) for line in lines]
    return Background(
        papers=int(papers),
        categories={name: int(count) for name, _, count in (field.partition(":") for field in fields.split())},
        frequencies={row[0]: int(row[1]) for row in rows},
        fields={row[0]: row[2] for row in rows if len(row) > 2},
    )

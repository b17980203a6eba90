"""How common each stem is in abstracts at large, so that a score means the same in July as in May.

The table is bundled (document_frequencies.txt): the number of papers, then lines of a count and the stems that stand in
so many papers. benchmarks/build_background.py makes it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Background:
    """Document frequencies of stems."""

    papers: int
    frequencies: Mapping[str, int]

    def rarity(self, stem: str) -> float:
        """The inverse document frequency as BM25 has it: 0 for a stem of every paper, about 9 for an unseen one."""
        frequency = self.frequencies.get(stem, 1)
        return math.log(1 + (self.papers - frequency + 0.5) / (frequency + 0.5))


@cache
def background() -> Background:
    """The bundled table."""
    papers, *lines = Path(__file__).with_name("document_frequencies.txt").read_text("ascii").splitlines()
    frequencies = {stem: int(count) for count, *stems in map(str.split, lines) for stem in stems}
    return Background(papers=int(papers), frequencies=frequencies)

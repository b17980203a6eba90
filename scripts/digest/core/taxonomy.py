"""The categories that arXiv has (https://arxiv.org/category_taxonomy), bundled, so that a typo is found offline."""

import difflib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def categories() -> Mapping[str, str]:
    """All categories with their names: {"cs.AI": "Artificial Intelligence", ...}."""
    names: dict[str, str] = json.loads(Path(__file__).with_name("taxonomy.json").read_text("utf-8"))
    return names


def closest(category: str) -> str | None:
    """The category that was probably meant: "cs.Al" gives "cs.AI", "cs.ai" too; None where nothing is near."""
    folded = {_fold(name): name for name in categories()}
    near = difflib.get_close_matches(_fold(category), folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else None


def _fold(category: str) -> str:
    """Case is no difference, nor is what looks alike: a small l for a capital I, a digit 1, a zero for an O."""
    return category.strip().lower().translate(str.maketrans("l1|0_-", "iiio.."))

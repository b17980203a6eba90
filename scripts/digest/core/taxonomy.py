"""The categories that arXiv has (https://arxiv.org/category_taxonomy), bundled, so that a typo is found offline."""

import difflib
import json
import re
from collections.abc import Mapping
from functools import cache
from itertools import takewhile
from pathlib import Path


@cache
def categories() -> Mapping[str, str]:
    """All categories with their names: {"cs.AI": "Artificial Intelligence", ...}."""
    names: dict[str, str] = json.loads(Path(__file__).with_name("taxonomy.json").read_text("utf-8"))
    return names


def intended(written: str) -> list[str]:
    """The categories that were probably meant, by name, by what follows the dot, in an address, or else by likeness.

    "Machine Learning" gives "cs.LG" and "stat.ML", "CV" gives "cs.CV", "arxiv.org/list/cs.CL" gives "cs.CL", "cs.Al"
    gives "cs.AI".
    """
    asked = written.strip().casefold()
    named = [category for category, name in categories().items() if name.casefold() == asked]
    ending = [category for category in categories() if category.casefold().endswith(f".{asked}")]
    within = [word for word in re.findall(r"[\w-]+(?:\.[A-Za-z-]+)?", written) if word in categories()]  # of an address
    near = _closest(written)
    return named or ending or within or ([near] if near else [])


def _closest(category: str) -> str | None:
    """The category that is written alike: "cs.Al" gives "cs.AI", "cs.ai" too; None where nothing is near.

    Of several that are as near, the one that begins as it was written: "cs.LQ" gives "cs.LG".
    """
    folded = {_fold(name): name for name in categories()}
    asked = _fold(category)
    near = difflib.get_close_matches(asked, folded, n=len(folded), cutoff=0.6)
    best = [folded[name] for name in near if _likeness(asked, name) == _likeness(asked, near[0])]
    return max(sorted(best), key=lambda name: _shared_beginning(category.strip(), name), default=None)


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, other, one).ratio()


def _shared_beginning(one: str, other: str) -> int:
    pairs = zip(one.lower(), other.lower(), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _fold(category: str) -> str:
    """Case is no difference, nor is what looks alike: a small l for a capital I, a digit 1, a zero for an O."""
    return category.strip().lower().translate(str.maketrans("l1|0_-", "iiio.."))

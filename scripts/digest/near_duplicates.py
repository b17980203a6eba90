"""Papers that say nearly the same as another one of the day: twice submitted, or a series cut into slices."""

from collections import Counter
from collections.abc import Mapping, Sequence

from digest.models import Paper
from digest.terms import words

_SAME = 0.6
"""Two papers are nearly the same when they share such a part of all their words."""
_RARE = 12
"""A word of the day's at most so many papers is rare; near-duplicates share many of them."""
_SHARED = 5


def near_duplicates(papers: Sequence[Paper]) -> Mapping[str, str]:
    """Of each paper that nearly repeats an earlier one of the sequence, the id of the first that it repeats."""
    bags = [frozenset(words(f"{paper.title} {paper.abstract}")) for paper in papers]
    places: dict[str, list[int]] = {}
    for place, bag in enumerate(bags):
        for word in bag:
            places.setdefault(word, []).append(place)
    shared: Counter[tuple[int, int]] = Counter()
    for among in places.values():
        if 1 < len(among) <= _RARE:
            shared.update((one, two) for index, one in enumerate(among) for two in among[index + 1 :])
    found: dict[str, str] = {}
    for (one, two), count in sorted(shared.items()):
        alike = len(bags[one] & bags[two]) >= _SAME * len(bags[one] | bags[two])
        if count >= _SHARED and alike and papers[one].id not in found:
            found.setdefault(papers[two].id, papers[one].id)
    return found

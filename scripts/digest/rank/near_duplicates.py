"""Papers that say nearly the same as another one of the day: submitted twice, or one work cut into slices."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain, combinations
from zlib import crc32

from digest.rank.document import Document

_SAME = 0.6
"""Two papers are nearly the same when they share such a part of all their words."""
_COMMON = 8
"""A word of more papers of the day is no sign of a near-duplicate."""
_SKETCH = 8
_SHARED = 3


def near_duplicates(documents: Sequence[Document]) -> Mapping[str, str]:
    """Of each paper that nearly repeats an earlier one of the sequence, the id of the first that it repeats.

    Only pairs whose sketches overlap are compared: the words of a paper with the smallest checksums (bottom-k MinHash).
    """
    bags = [frozenset(document.words) for document in documents]
    common = Counter(chain.from_iterable(bags))
    checksums = {word: crc32(word.encode()) for word, count in common.items() if 1 < count <= _COMMON}
    telling = frozenset(checksums)
    places: dict[int, list[int]] = {}
    for place, bag in enumerate(bags):
        for checksum in sorted(checksums[word] for word in bag & telling)[:_SKETCH]:
            places.setdefault(checksum, []).append(place)
    shared = Counter(chain.from_iterable(combinations(among, 2) for among in places.values()))
    duplicates: dict[str, str] = {}
    for one, two in sorted(pair for pair, count in shared.items() if count >= _SHARED):
        alike = len(bags[one] & bags[two]) >= _SAME * len(bags[one] | bags[two])
        if alike and documents[one].paper.id not in duplicates:
            duplicates.setdefault(documents[two].paper.id, documents[one].paper.id)
    return duplicates

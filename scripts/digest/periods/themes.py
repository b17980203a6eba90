"""Themes: groups of a period's papers by the phrases they share, named by those phrases. Pure and deterministic.

The phrase that says most of most papers opens a theme, phrases that keep its company join it, and the papers they
account for are set aside; then the next. A phrase without company, however many papers have it, opens none: papers
that share one word share no theme.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from digest.periods.chance import binomial_tail
from digest.periods.theme_names import names
from digest.periods.title import Title
from digest.words.phrases import Phrase, running, telling, weight

MOST_THEMES = 12
FEWEST_PAPERS = 12
"""Fewer papers are read faster than their themes."""
_LEAST = 4
"""Papers of the smallest theme, and so many of a hundred where there are more."""
_LEAST_PERCENT = 1.2
_LARGEST = 0.25
"""A phrase of more of the period's papers divides nothing."""
_TOGETHER = 3
"""Papers that two phrases must share to keep company."""
_SHARE = 0.3
"""Of the papers of a phrase that keeps a theme's company, so many are the theme's already."""
_CHANCE = 1.0
"""How many phrases may keep a theme's company by chance, of all that were tried."""
_BY_CHANCE = 1e-3
"""How many phrases may be chance neighbours, of all that were tried."""
_DEVIATIONS = 4.0
"""By so many standard deviations the papers of a theme share more than chance would have them share."""


@dataclass(frozen=True, kw_only=True)
class Theme:
    """Papers that share phrases."""

    names: tuple[str, ...]
    """The phrases that name it, as the papers write them; the first opened it."""
    phrases: tuple[Phrase, ...]
    """All its phrases as they are compared."""
    papers: tuple[str, ...]
    """The ids of its papers, best first."""


@dataclass(frozen=True, kw_only=True)
class Grouping:
    """The themes of a period, largest first, and the papers of none."""

    themes: tuple[Theme, ...]
    rest: tuple[str, ...]


def themes(papers: Collection[Title]) -> Grouping:
    """Group papers; their order is of no account, and each is in one theme at most."""
    ordered = sorted(papers, key=lambda paper: (not paper.chosen, -paper.score, paper.id))
    if len(ordered) < FEWEST_PAPERS:
        return Grouping(themes=(), rest=tuple(paper.id for paper in ordered))
    words = _Words.of([topics(paper.title, paper.abstract) for paper in ordered])
    opened = _open(words)
    assigned = _assign(words, opened)
    least = _least(len(ordered))
    kept = [theme for theme in opened if len(assigned[theme]) >= least]
    if len(kept) < len(opened):
        assigned = _assign(words, kept)
    kept.sort(key=lambda theme: (-len(assigned[theme]), theme))
    inside = {place for theme in kept for place in assigned[theme]}
    return Grouping(
        themes=tuple(
            Theme(
                names=names(theme, [ordered[place] for place in assigned[theme]]),
                phrases=theme,
                papers=tuple(ordered[place].id for place in assigned[theme]),
            )
            for theme in kept
        ),
        rest=tuple(paper.id for place, paper in enumerate(ordered) if place not in inside),
    )


def topics(title: str, abstract: str) -> Collection[Phrase]:
    """What a paper is about, each phrase once: those of its title, and those that its abstract repeats."""
    in_title = telling(title)
    if not abstract:
        return in_title
    repeated = (phrase for phrase, forms in running(abstract).items() if len(forms) > 1)
    # No set: numbers are added up phrase by phrase, and their last bit depends on the order.
    return dict.fromkeys((*in_title, *repeated)).keys()


def _least(papers: int) -> int:
    return max(_LEAST, round(papers * _LEAST_PERCENT / 100))


@dataclass(frozen=True, kw_only=True)
class _Words:
    """What a period's papers are about."""

    phrases: Sequence[Collection[Phrase]]
    """The phrases of each paper, best first."""
    counts: Mapping[Phrase, int]
    """Of each phrase the papers that have it."""
    places: Mapping[Phrase, set[int]]
    """Which papers these are, of the phrases that can divide the period."""

    @classmethod
    def of(cls, phrases: Sequence[Collection[Phrase]]) -> "_Words":
        """Find the papers of each phrase."""
        counts = Counter(chain.from_iterable(phrases))
        most = _LARGEST * len(phrases)
        places: dict[Phrase, set[int]] = {
            phrase: set() for phrase, count in counts.items() if _TOGETHER <= count <= most
        }
        for place, topics in enumerate(phrases):
            for phrase in topics:
                if phrase in places:
                    places[phrase].add(place)
        return cls(phrases=phrases, counts=counts, places=places)


def _open(words: _Words) -> list[tuple[Phrase, ...]]:
    """The phrases of each theme, the one that opened it first."""
    least = _least(len(words.phrases))
    free = _Free(places=words.places, papers=set(range(len(words.phrases))))
    opened: list[tuple[Phrase, ...]] = []
    refused: set[Phrase] = set()
    while len(opened) < MOST_THEMES:
        gains = {
            phrase: len(left) * weight(phrase)
            for phrase, left in free.places.items()
            if len(left) >= least and phrase not in refused
        }
        for seed in sorted(gains, key=lambda phrase: (-gains[phrase], phrase)):
            company = _company(seed, words, free)
            longer = [phrase for phrase in company if set(seed) < set(phrase)]
            if any(_is_phrase(phrase, words) for phrase in (seed, *longer)) or _coheres(seed, words, free):
                break
            refused.add(seed)
        else:
            break
        theme = (seed, *company)
        opened.append(theme)
        refused.update(theme)
        free = free.without(set().union(*(words.places[phrase] for phrase in theme)))
    return opened


@dataclass(frozen=True, kw_only=True)
class _Free:
    """The papers that no theme accounts for yet."""

    places: Mapping[Phrase, set[int]]
    """Those of each phrase."""
    papers: set[int]

    def without(self, members: set[int]) -> "_Free":
        """The same without the papers of a theme."""
        return _Free(
            places={phrase: left for phrase, having in self.places.items() if (left := having - members)},
            papers=self.papers - members,
        )


def _shared(seed: Phrase, words: _Words, free: _Free) -> Mapping[Phrase, int]:
    """How many of the free papers of a seed each phrase has."""
    return Counter(chain.from_iterable(words.phrases[place] for place in free.places[seed]))


def _company(seed: Phrase, words: _Words, free: _Free) -> tuple[Phrase, ...]:
    """The phrases that stand with a seed more often than chance would have it, the closest first."""
    share = len(free.places[seed]) / len(free.papers)
    chances = {}
    for phrase, shared in _shared(seed, words, free).items():
        left = len(free.places.get(phrase, ()))
        if phrase == seed or shared < _TOGETHER or not left or shared < max(_SHARE, 2 * share) * left:
            continue
        chance = binomial_tail(shared, left, share)
        if chance * len(words.places) < _CHANCE:
            chances[phrase] = (-shared * weight(phrase), chance)
    return tuple(sorted(chances, key=lambda phrase: (chances[phrase], phrase)))


def _is_phrase(seed: Phrase, words: _Words) -> bool:
    """Whether several words stand together so often that they are one phrase, and no chance neighbours."""
    if len(seed) < 2:
        return False
    papers, expected = len(words.phrases), 1.0
    for name in seed:
        expected *= words.counts.get((name,), 0) / papers
    return not expected or binomial_tail(words.counts[seed], papers, expected) * len(words.counts) < _BY_CHANCE


def _coheres(seed: Phrase, words: _Words, free: _Free) -> bool:
    """Whether the papers of a phrase share more of other phrases, two and two, than papers at random would.

    Of a phrase that stands in n of them, n(n-1)/2 pairs share it; by chance n is Poisson's, whose moments are known.
    """
    members, shared = len(free.places[seed]), _shared(seed, words, free)
    pairs = expected = variance = 0.0
    for phrase, left in free.places.items():
        if not set(phrase).isdisjoint(seed):
            continue
        mean = members * len(left) / len(free.papers)
        pairs += shared.get(phrase, 0) * (shared.get(phrase, 0) - 1) / 2
        expected += mean**2 / 2
        variance += mean**3 + mean**2 / 2
    return pairs - expected > _DEVIATIONS * math.sqrt(max(variance, 1.0))


def _assign(words: _Words, opened: Sequence[tuple[Phrase, ...]]) -> dict[tuple[Phrase, ...], list[int]]:
    """Each paper to the theme whose phrases it says most of; the phrase that opened a theme counts twice."""
    strengths: dict[int, list[float]] = defaultdict(lambda: [0.0] * len(opened))
    for number, theme in enumerate(opened):
        for phrase in (*theme, theme[0]):
            for place in words.places[phrase]:
                strengths[place][number] += weight(phrase)
    assigned: dict[tuple[Phrase, ...], list[int]] = {theme: [] for theme in opened}
    for place, strength in sorted(strengths.items()):
        assigned[opened[strength.index(max(strength))]].append(place)
    return assigned

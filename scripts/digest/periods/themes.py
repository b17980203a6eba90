"""Themes: groups of a period's papers by the phrases they share, named by those phrases. Pure and deterministic.

The phrase that says most of most papers opens a theme, phrases that keep its company join it, and the papers they
account for are set aside; then the next. A phrase without company, however many papers have it, opens none: papers
that share one word share no theme.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from digest.periods.chance import binomial_tail
from digest.words import acronyms
from digest.words.phrases import Phrase, phrases, repeated, spelled, uncapitalised, weight
from digest.words.terms import terms

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
_NAMED = 3
_NAMED_SHARE = 0.1
"""A phrase names a theme beside the first where the titles of so many of its papers have it."""
_SPELLED_OUT = 0.2
"""An acronym is named by its long form where so many of the papers write that."""
_MOSTLY = 0.5
"""A longer phrase names a theme in place of the first where so many of its papers have it."""
_WITHOUT_CAPITALS = 0.25
"""A form with fewer capitals is taken where it is so common, beside the commonest."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One paper as themes see it."""

    id: str
    title: str
    abstract: str = ""
    """Empty for a paper that is only listed."""
    score: int = 0
    chosen: bool = False
    """Whether it was summarised; such papers come first in a theme."""


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


def themes(papers: Collection[Reading]) -> Grouping:
    """Group papers; their order is of no account, and each is in one theme at most."""
    ordered = sorted(papers, key=lambda paper: (not paper.chosen, -paper.score, paper.id))
    if len(ordered) < FEWEST_PAPERS:
        return Grouping(themes=(), rest=tuple(paper.id for paper in ordered))
    said = [_topics(paper.title, paper.abstract) for paper in ordered]
    found = _open(said)
    assigned = _assign(said, found)
    least = _least(len(ordered))
    kept = [theme for theme in found if len(assigned[theme]) >= least]
    if len(kept) < len(found):
        assigned = _assign(said, kept)
    kept.sort(key=lambda theme: (-len(assigned[theme]), theme))
    inside = {place for theme in kept for place in assigned[theme]}
    return Grouping(
        themes=tuple(
            Theme(
                names=_names(theme, [ordered[place] for place in assigned[theme]]),
                phrases=theme,
                papers=tuple(ordered[place].id for place in assigned[theme]),
            )
            for theme in kept
        ),
        rest=tuple(paper.id for place, paper in enumerate(ordered) if place not in inside),
    )


@lru_cache(maxsize=1 << 13)  # a day's papers are in its week and in its month
def _topics(title: str, abstract: str) -> frozenset[Phrase]:
    """What a paper is about: the phrases of its title, and those that its abstract repeats."""
    found = {*phrases(title), *repeated(abstract)}
    return frozenset(phrase for phrase in found if weight(phrase))


def _least(papers: int) -> int:
    return max(_LEAST, round(papers * _LEAST_PERCENT / 100))


def _open(said: Sequence[frozenset[Phrase]]) -> list[tuple[Phrase, ...]]:
    """The phrases of each theme, the one that opened it first."""
    places: dict[Phrase, set[int]] = defaultdict(set)
    for place, topics in enumerate(said):
        for phrase in topics:
            places[phrase].add(place)
    least, most = _least(len(said)), _LARGEST * len(said)
    kept = {phrase: having for phrase, having in places.items() if _TOGETHER <= len(having) <= most}
    free = set(range(len(said)))
    found: list[tuple[Phrase, ...]] = []
    refused: set[Phrase] = set()
    while len(found) < MOST_THEMES:
        gains = {
            phrase: len(left) * weight(phrase)
            for phrase, having in kept.items()
            if phrase not in refused and len(left := having & free) >= least
        }
        if not gains:
            break
        seed = min(gains, key=lambda phrase: (-gains[phrase], phrase))
        company = _company(seed, kept, free)
        longer = [phrase for phrase in company if set(seed) < set(phrase)]
        known = any(_is_phrase(phrase, places, len(said)) for phrase in (seed, *longer))
        if not known and not _coheres(seed, kept, free):
            refused.add(seed)
            continue
        theme = (seed, *company)
        members = free & set().union(*(kept[phrase] for phrase in theme))
        found.append(theme)
        refused.update(theme)
        free -= members
    return found


def _company(seed: Phrase, kept: Mapping[Phrase, set[int]], free: set[int]) -> tuple[Phrase, ...]:
    """The phrases that stand with a seed more often than chance would have it, the closest first."""
    members = kept[seed] & free
    share = len(members) / len(free)
    chances = {}
    for phrase, having in kept.items():
        left = having & free
        shared = len(left & members)
        if phrase == seed or shared < _TOGETHER or shared < max(_SHARE, 2 * share) * len(left):
            continue
        chance = binomial_tail(shared, len(left), share)
        if chance * len(kept) < _CHANCE:
            chances[phrase] = (-shared * weight(phrase), chance)
    return tuple(sorted(chances, key=lambda phrase: (chances[phrase], phrase)))


def _is_phrase(seed: Phrase, places: Mapping[Phrase, set[int]], papers: int) -> bool:
    """Whether several words stand together so often that they are one phrase, and no chance neighbours."""
    if len(seed) < 2:
        return False
    expected: float = 1.0
    for name in seed:
        expected *= len(places.get((name,), ())) / papers
    return not expected or binomial_tail(len(places[seed]), papers, expected) * len(places) < _BY_CHANCE


def _coheres(seed: Phrase, kept: Mapping[Phrase, set[int]], free: set[int]) -> bool:
    """Whether the papers of a phrase share more of other phrases, two and two, than papers at random would.

    Of a phrase that stands in n of them, n(n-1)/2 pairs share it; by chance n is Poisson's, whose moments are known.
    """
    members = kept[seed] & free
    pairs = expected = variance = 0.0
    for phrase, having in kept.items():
        if not set(phrase).isdisjoint(seed):
            continue
        mean = len(members) * len(having & free) / len(free)
        shared = len(having & members)
        pairs += shared * (shared - 1) / 2
        expected += mean**2 / 2
        variance += mean**3 + mean**2 / 2
    return pairs - expected > _DEVIATIONS * math.sqrt(max(variance, 1.0))


def _assign(
    said: Sequence[frozenset[Phrase]], found: Sequence[tuple[Phrase, ...]]
) -> dict[tuple[Phrase, ...], list[int]]:
    """Each paper to the theme whose phrases it says most of; the phrase that opened a theme counts twice."""
    assigned: dict[tuple[Phrase, ...], list[int]] = {theme: [] for theme in found}
    for place, topics in enumerate(said):
        strength = {
            theme: sum(weight(phrase) for phrase in theme if phrase in topics)
            + (weight(theme[0]) if theme[0] in topics else 0.0)
            for theme in found
        }
        best = min(found, key=lambda theme: (-strength[theme], found.index(theme)), default=None)
        if best is not None and strength[best] > 0:
            assigned[best].append(place)
    return assigned


def _names(theme: tuple[Phrase, ...], papers: Sequence[Reading]) -> tuple[str, ...]:
    """The phrases that most of a theme's papers have, as they write them; none says part of another."""
    titles: dict[Phrase, Counter[str]] = {phrase: Counter() for phrase in theme}
    running: dict[Phrase, Counter[str]] = {phrase: Counter() for phrase in theme}
    for paper in papers:
        for forms, texts in ((titles, [paper.title]), (running, paper.abstract.split(". "))):
            for text in texts:
                for phrase, form in phrases(text).items():
                    if phrase in forms:
                        forms[phrase][form] += 1
    counts = {phrase: titles[phrase].total() + running[phrase].total() for phrase in theme}
    having = {phrase: counts[phrase] * weight(phrase) for phrase in theme}
    ordered = sorted(theme[1:], key=lambda phrase: (-having[phrase], phrase))
    first = next((phrase for phrase in ordered if _is_the_whole(phrase, theme[0], counts)), theme[0])
    ordered = [first, *(phrase for phrase in ordered if phrase != first)]
    chosen: list[tuple[set[str], str]] = []
    for phrase in ordered:
        form = _form(titles[phrase], running[phrase]) if having[phrase] else ""
        said = {*phrase, *terms(form)}
        told = titles[phrase].total() >= _NAMED_SHARE * len(papers) or phrase == first
        own = said - chosen[0][0] if chosen else said
        longer = own != said and any(other & chosen[0][0] for other, _ in chosen[1:])
        piece = bool(chosen) and _is_piece(phrase, form, first, chosen[0][1])
        if form and not piece and told and own and not longer and not any(own & other for other, _ in chosen[1:]):
            chosen.append((said, form))
        if len(chosen) == _NAMED:
            break
    return tuple(form for _, form in chosen)


def _is_the_whole(phrase: Phrase, part: Phrase, counts: Mapping[Phrase, int]) -> bool:
    """Whether most papers that say a part of a phrase say all of it: of "vision-language", "vision-language models".

    A part that is cut within a phrase is no name itself; there, what most of its papers say stands for it.
    """
    if _is_cut(part):
        return counts[phrase] >= _MOSTLY * counts[part] and not _is_cut(phrase)
    return set(part) < spelled(phrase) and counts[phrase] >= _MOSTLY * counts[part] and not _is_cut(phrase)


def _is_piece(phrase: Phrase, form: str, first: Phrase, first_form: str) -> bool:
    """Whether a phrase is no name beside the first, but a piece of it or of a longer one that has both."""
    at_an_end = len(first) > 1 and not set(first) <= set(phrase) and (phrase[0] == first[-1] or phrase[-1] == first[0])
    return at_an_end or _is_cut(phrase) or form.lower() in first_form.lower()


def _is_cut(phrase: Phrase) -> bool:
    """Whether a phrase ends within one that everybody abbreviates, as "multimodal large language" does."""
    return any(phrase[-n:] == long[:n] for long in acronyms.common().values() for n in range(2, len(long)))


def _form(titles: Mapping[str, int], running: Mapping[str, int]) -> str:
    """How most papers write a phrase; the capitals of a title are taken for capitals only where the text has them."""
    written = running or titles
    grouped: Counter[str] = Counter()
    for form, count in written.items():
        grouped[form.lower()] += count
    usual = min(grouped, key=lambda form: (-grouped[form], form))
    spelled_out = [form for form in grouped if len(form.split()) > len(usual.split())]
    if " " not in usual and spelled_out and max(map(grouped.__getitem__, spelled_out)) >= _SPELLED_OUT * grouped[usual]:
        usual = min(spelled_out, key=lambda form: (-grouped[form], form))
    forms = [form for form in written if form.lower() == usual]
    most = max(written[form] for form in forms)
    # A phrase in capitals is often part of a name: where many write it without them, so do we.
    best = min(
        (form for form in forms if written[form] >= _WITHOUT_CAPITALS * most),
        key=lambda form: (sum(map(str.isupper, form)), -written[form], form),
    )
    return best if running else uncapitalised(best)

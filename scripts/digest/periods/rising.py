"""Terms of a period's titles that stand there more often than in the weeks before, by an honest test. Pure.

A title is all that is known of every paper, then and now, so titles alone are counted; nearly the same title counts
once. How many papers were to be expected follows from the weeks before, category by category, so that a category that
has grown, or has just been configured, raises no term. Given how often a term stands in both stretches together, its
count now is binomial where nothing has changed; of all terms that could pass, those are told that stand out after
Benjamini and Hochberg's correction for having tried so many.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain

from digest.periods.chance import binomial_tail, discoveries
from digest.periods.title import Title
from digest.words.phrases import Phrase, phrases, telling

FEWEST_WEEKS = 3
"""Of fewer weeks before, nothing is compared."""
LEAST_PAPERS = 4
"""No term of fewer papers is told of, whatever the test says."""
MOST = 12
_FALSE = 0.05
"""Of the terms that are told, about so many are there by chance."""
_LEAST_IN_CATEGORY = 10
"""Papers that a category must have had before, for its terms to be compared."""
_PART_OF = 0.7
"""A term is told within a longer one that so many of its papers have."""


@dataclass(frozen=True, kw_only=True)
class Rising:
    """A term that stands out."""

    term: str
    """As the titles write it."""
    papers: tuple[str, ...]
    """The ids of the period's papers that have it."""
    expected: float
    """How many would have it, had nothing changed."""
    before: int
    """In how many papers of the weeks before it stands; 0 for a new term."""
    chance: float


@dataclass(frozen=True, kw_only=True)
class Past:
    """The titles of the weeks before, counted: all that a comparison wants of them."""

    papers: Mapping[str, int]
    """By category."""
    having: Mapping[str, Mapping[Phrase, int]]
    """Of each category the papers that have a phrase that names a topic."""

    @classmethod
    def of(cls, titles: Collection[Title]) -> "Past":
        """Count titles."""
        phrases: dict[str, list[tuple[Phrase, ...]]] = defaultdict(list)
        for title in titles:
            phrases[title.category].append(telling(title.title))
        return cls(
            papers={category: len(some) for category, some in phrases.items()},
            having={category: Counter(chain.from_iterable(some)) for category, some in phrases.items()},
        )

    @cached_property
    def compared(self) -> frozenset[str]:
        """The categories that were there before."""
        return frozenset(name for name, count in self.papers.items() if count >= _LEAST_IN_CATEGORY)

    def before(self, phrases: Collection[Phrase], categories: Collection[str]) -> Mapping[Phrase, Mapping[str, int]]:
        """Of each of some phrases, the papers that have it by category, in some categories that are compared."""
        counts: dict[Phrase, dict[str, int]] = defaultdict(dict)
        for category in self.compared.intersection(categories):
            for phrase, count in self.having[category].items():
                if phrase in phrases:
                    counts[phrase][category] = count
        return counts


def sharing(titles: Iterable[Title], groups: Sequence[Collection[Phrase]]) -> tuple[Mapping[str, int], ...]:
    """Of each group of phrases, the papers by category whose titles have one of them."""
    if not groups:
        return ()
    counts: list[Counter[str]] = [Counter() for _ in groups]
    of_groups: dict[Phrase, list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        for phrase in group:
            of_groups[phrase].append(place)
    any_of = of_groups.keys()
    for title in titles:
        phrases = telling(title.title)
        if any_of.isdisjoint(phrases):  # so are most titles
            continue
        for place in {place for phrase in phrases for place in of_groups.get(phrase, ())}:
            counts[place][title.category] += 1
    return tuple(counts)


@dataclass(frozen=True, kw_only=True)
class Against:
    """How a count stands against the weeks before."""

    now: int
    """In the categories that were there before."""
    before: int
    expected: float
    chance: float
    """How likely so many or more are, had nothing changed."""
    chance_of_fewer: float
    """How likely so many or fewer are."""


def against(now: Mapping[str, int], before: Mapping[str, int], papers: Mapping[str, int], past: Past) -> Against:
    """Compare counts by category; `papers` are all of the period's by category."""
    # Where neither stretch has the term, a category has no part in any of the sums.
    names = sorted(past.compared & papers.keys() & {*now, *before})
    count, earlier = sum(now.get(name, 0) for name in names), sum(before.get(name, 0) for name in names)
    expected = sum(papers[name] * before.get(name, 0) / past.papers[name] for name in names)
    # The share of both stretches' papers that are of now, where the term stands: of each category as often as it does.
    told = {name: now.get(name, 0) + before.get(name, 0) for name in names}
    whole = sum(told.values())
    share = (
        sum(told[name] * papers[name] / (papers[name] + past.papers[name]) for name in names) / whole if whole else 0
    )
    share = round(share, 9)
    return Against(
        now=count,
        before=earlier,
        expected=round(expected, 6),
        chance=binomial_tail(count, whole, share),
        chance_of_fewer=binomial_tail(earlier, whole, 1 - share),
    )


def rising(titles: Collection[Title], past: Past, weeks: int) -> tuple[Rising, ...]:
    """The terms that rise, the surest first; nothing where fewer than FEWEST_WEEKS weeks are there to compare with."""
    if weeks < FEWEST_WEEKS:
        return ()
    papers, having = Counter(title.category for title in titles), _having(titles)
    earlier = past.before(having.keys(), papers.keys())
    tried = {}
    for phrase, some in having.items():
        before = earlier.get(phrase, {})
        if len(some) + sum(before.values()) < LEAST_PAPERS:
            continue
        comparison = against(Counter(title.category for title in some), before, papers, past)
        # Whether a term could pass at all depends on its count in both stretches, of which the test knows nothing.
        if comparison.now + comparison.before >= LEAST_PAPERS:
            tried[phrase] = comparison
    believed = discoveries([comparison.chance for comparison in tried.values()], _FALSE)
    surest = sorted(tried, key=lambda phrase: (tried[phrase].chance, -len(phrase), phrase))[:believed]
    told = {
        phrase: frozenset(title.id for title in having[phrase])
        for phrase in surest
        if tried[phrase].now >= LEAST_PAPERS
    }
    return tuple(
        Rising(
            term=_form(phrase, having[phrase]),
            papers=tuple(sorted(told[phrase])),
            expected=tried[phrase].expected,
            before=tried[phrase].before,
            chance=tried[phrase].chance,
        )
        for phrase in _apart(told)[:MOST]
    )


def _having(titles: Iterable[Title]) -> Mapping[Phrase, Sequence[Title]]:
    """Of each phrase that names a topic, the papers that have it."""
    having: dict[Phrase, list[Title]] = defaultdict(list)
    for title in _different(titles):
        for phrase in telling(title.title):
            having[phrase].append(title)
    return having


def _different(titles: Iterable[Title]) -> Iterator[Title]:
    """The titles without those that say the same as another one: of these, the paper with the lowest id counts."""
    alike: dict[frozenset[Phrase], dict[str, Title]] = defaultdict(dict)
    for title in sorted(titles, key=lambda title: title.id):
        if topics := telling(title.title):
            alike[frozenset(topics)].setdefault(title.title, title)
    for some in alike.values():
        # Those alone that have the same topics can be the same in all their phrases.
        yield from some.values() if len(some) == 1 else _first_of_each(some.values())


def _first_of_each(titles: Iterable[Title]) -> Iterable[Title]:
    first: dict[frozenset[Phrase], Title] = {}
    for title in titles:
        first.setdefault(_all_of(title.title), title)
    return first.values()


@lru_cache(maxsize=1 << 12)
def _all_of(title: str) -> frozenset[Phrase]:
    """All phrases of a title, those of no topic too; kept, since it is counted for its week and for its month."""
    return frozenset(phrases(title))


def _apart(told: Mapping[Phrase, frozenset[str]]) -> list[Phrase]:
    """Without those that say what another one says: nearly the same papers, the longer or surer term is kept."""
    kept: list[Phrase] = []
    for phrase in sorted(told, key=lambda phrase: -len(phrase)):
        papers = told[phrase]
        if not any(len(papers & told[other]) >= _PART_OF * len(papers) and set(phrase) & set(other) for other in kept):
            kept.append(phrase)
    return [phrase for phrase in told if phrase in kept]


def _form(phrase: Phrase, titles: Iterable[Title]) -> str:
    """A phrase as most of the titles write it that have it."""
    counts = Counter(phrases(title.title)[phrase] for title in titles)
    return min(counts, key=lambda form: (-counts[form], form))

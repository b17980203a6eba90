"""Terms of a period's titles that stand there more often than in the weeks before, by an honest test. Pure.

A title is all that is known of every paper, then and now, so titles alone are counted; nearly the same title counts
once. How many papers were to be expected follows from the weeks before, category by category, so that a category that
has grown, or has just been configured, raises no term. Given how often a term stands in both stretches together, its
count now is binomial where nothing has changed; of all terms that could pass, those are told that stand out after
Benjamini and Hochberg's correction for having tried so many.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from digest.periods.chance import binomial_tail, discoveries
from digest.words.phrases import Phrase, phrases, telling, weight

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
class Title:
    """A paper as it is counted."""

    id: str
    title: str
    category: str


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
    having: Mapping[Phrase, Mapping[str, int]]
    """Of each phrase the papers by category."""
    sharing: tuple[Mapping[str, int], ...] = ()
    """Of each group of phrases, the papers by category that have one of them."""

    @classmethod
    def of(
        cls,
        titles: Iterable[Title],
        wanted: Collection[Phrase] | None = None,
        groups: Sequence[Collection[Phrase]] = (),
    ) -> "Past":
        """Count titles in one pass; of the phrases that name a topic only those that are `wanted`."""
        papers: Counter[str] = Counter()
        having: dict[Phrase, Counter[str]] = defaultdict(Counter)
        sharing: list[Counter[str]] = [Counter() for _ in groups]
        of_groups: dict[Phrase, list[int]] = defaultdict(list)
        for place, group in enumerate(groups):
            for phrase in group:
                of_groups[phrase].append(place)
        for title in titles:
            papers[title.category] += 1
            said = telling(title.title)
            for phrase in said:
                if wanted is None or phrase in wanted:
                    having[phrase][title.category] += 1
            for place in {place for phrase in said for place in of_groups.get(phrase, ())}:
                sharing[place][title.category] += 1
        return cls(papers=papers, having=having, sharing=tuple(sharing))

    def compared(self) -> frozenset[str]:
        """The categories that were there before."""
        return frozenset(name for name, count in self.papers.items() if count >= _LEAST_IN_CATEGORY)


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
    names = sorted(past.compared() & papers.keys())
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
    papers, having, forms = _counted(titles)
    categories = {title.id: title.category for title in titles}
    tried = {}
    for phrase, ids in having.items():
        if not weight(phrase):
            continue
        found = against(Counter(categories[paper] for paper in ids), past.having.get(phrase, {}), papers, past)
        # Whether a term could pass at all depends on its count in both stretches, of which the test knows nothing.
        if found.now + found.before >= LEAST_PAPERS:
            tried[phrase] = found
    believed = discoveries([found.chance for found in tried.values()], _FALSE)
    surest = sorted(tried, key=lambda phrase: (tried[phrase].chance, -len(phrase), phrase))[:believed]
    told = [phrase for phrase in surest if tried[phrase].now >= LEAST_PAPERS]
    return tuple(
        Rising(
            term=_form(forms[phrase]),
            papers=tuple(sorted(having[phrase])),
            expected=tried[phrase].expected,
            before=tried[phrase].before,
            chance=tried[phrase].chance,
        )
        for phrase in _apart(told, having)[:MOST]
    )


def _counted(
    titles: Collection[Title],
) -> tuple[Mapping[str, int], Mapping[Phrase, set[str]], Mapping[Phrase, Counter[str]]]:
    """The papers by category, and of each phrase the papers that have it and how they write it."""
    papers: Counter[str] = Counter()
    having: dict[Phrase, set[str]] = defaultdict(set)
    forms: dict[Phrase, Counter[str]] = defaultdict(Counter)
    met: set[frozenset[Phrase]] = set()
    for title in sorted(titles, key=lambda title: title.id):
        said = phrases(title.title)
        papers[title.category] += 1
        whole = frozenset(said)
        if whole in met:
            continue
        met.add(whole)
        for phrase, form in said.items():
            having[phrase].add(title.id)
            forms[phrase][form] += 1
    return papers, having, forms


def _apart(told: Sequence[Phrase], having: Mapping[Phrase, set[str]]) -> list[Phrase]:
    """Without those that say what another one says: nearly the same papers, the longer or surer term is kept."""
    kept: list[Phrase] = []
    for phrase in sorted(told, key=lambda phrase: -len(phrase)):
        papers = having[phrase]
        if not any(
            len(papers & having[other]) >= _PART_OF * len(papers) and set(phrase) & set(other) for other in kept
        ):
            kept.append(phrase)
    return [phrase for phrase in told if phrase in kept]


def _form(counts: Mapping[str, int]) -> str:
    return min(counts, key=lambda form: (-counts[form], form))

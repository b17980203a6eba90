"""Rising terms: counts that chance explains are not told."""

import random

import pytest

from digest.periods.chance import binomial_tail, discoveries
from digest.periods.rising import LEAST_PAPERS, Past, Rising, against, rising
from digest.periods.title import Title
from digest.words.phrases import Phrase
from planted import seeded

WEEKS = 8
SEEDS = 100
VOCABULARY = [f"{one}{two}om" for one in "bdfgklmnprst" for two in ("av", "ek", "il", "op", "ur", "ash", "ent", "ist")]


def titles(chance: random.Random, papers: int, start: int, category: str = "cs.AA") -> list[Title]:
    """Papers about nothing in particular, three words each."""
    return [
        Title(id=f"2611.{start + n:05}", title=" of ".join(chance.sample(VOCABULARY, 3)), category=category)
        for n in range(papers)
    ]


def with_term(papers: list[Title], term: str, count: int) -> list[Title]:
    """The same papers, so many of them about a term as well."""
    return [
        Title(id=paper.id, title=f"{term} of {paper.title}" if n < count else paper.title, category=paper.category)
        for n, paper in enumerate(papers)
    ]


def terms(found: tuple[Rising, ...]) -> list[str]:
    """Their names."""
    return [each.term for each in found]


def test_a_term_of_two_papers_is_never_told() -> None:
    """Two papers about what nobody wrote of before are chance; eight of a hundred and fifty are not."""
    chance = seeded(1)
    past = Past.of(titles(chance, 1200, 10_000))
    now = titles(chance, 150, 0)
    assert terms(rising(with_term(now, "zetaquux", 2), past, WEEKS)) == []
    assert terms(rising(with_term(now, "zetaquux", LEAST_PAPERS - 1), past, WEEKS)) == []
    assert terms(rising(with_term(now, "zetaquux", 8), past, WEEKS)) == ["zetaquux"]


def test_where_nothing_changed_little_is_told() -> None:
    """Over 100 seeds, papers of the same kind as before have a rising term in one week of ten at most."""
    told = 0
    for seed in range(SEEDS):
        chance = seeded(seed)
        told += bool(rising(titles(chance, 150, 0), Past.of(titles(chance, 1200, 10_000)), WEEKS))
    print(f"\nweeks with a false term: {told} of {SEEDS}")
    assert told <= SEEDS // 10


def test_a_planted_rise_is_found() -> None:
    """A term that stood in one of sixty papers and stands in one of ten is found in nearly every week of 100."""
    found = 0
    for seed in range(SEEDS):
        chance = seeded(seed)
        past = Past.of(with_term(titles(chance, 1200, 10_000), "zetaquux", 20))
        told = rising(with_term(titles(chance, 150, 0), "zetaquux", 15), past, WEEKS)
        found += "zetaquux" in terms(told)
    print(f"\nrises found: {found} of {SEEDS}")
    assert found >= 0.95 * SEEDS


def test_a_category_that_grew_raises_no_term() -> None:
    """A category with four times its papers has four times of each of its terms, and none of them rises."""
    chance = seeded(3)
    past = Past.of([*with_term(titles(chance, 80, 10_000, "cs.BB"), "zetaquux", 40), *titles(chance, 1200, 20_000)])
    now = [*with_term(titles(chance, 60, 0, "cs.BB"), "zetaquux", 30), *titles(chance, 150, 1000)]
    assert terms(rising(now, past, WEEKS)) == []


def test_a_new_category_raises_no_term() -> None:
    """What a category brings that was configured in mid-month was never counted before, and is not called new."""
    chance = seeded(4)
    past = Past.of(titles(chance, 1200, 10_000))
    now = [*titles(chance, 150, 0), *with_term(titles(chance, 60, 1000, "cs.NEW"), "zetaquux", 30)]
    assert terms(rising(now, past, WEEKS)) == []


def test_the_same_title_again_counts_once() -> None:
    """One work in eight versions of the same title raises no term."""
    chance = seeded(5)
    past = Past.of(titles(chance, 1200, 10_000))
    again = [Title(id=f"2612.{n:05}", title="zetaquux of everything", category="cs.AA") for n in range(8)]
    assert terms(rising([*titles(chance, 150, 0), *again], past, WEEKS)) == []


def test_a_young_archive_is_not_compared() -> None:
    """With fewer than three weeks before, nothing is called rising."""
    chance = seeded(6)
    past = Past.of(titles(chance, 300, 10_000))
    assert rising(with_term(titles(chance, 150, 0), "zetaquux", 40), past, 2) == ()


def test_expected_is_by_category() -> None:
    """A count is expected from each category's own share: ten of a hundred before are two of twenty now."""
    nothing: dict[str, dict[Phrase, int]] = {}
    past = Past(papers={"cs.AA": 100, "cs.BB": 100}, having=nothing)
    found = against({"cs.AA": 2, "cs.BB": 0}, {"cs.AA": 10}, {"cs.AA": 20, "cs.BB": 50}, past)
    assert (found.now, found.before, found.expected) == (2, 10, 2.0)
    assert found.chance == pytest.approx(binomial_tail(2, 12, 1 / 6))


@pytest.mark.parametrize(
    ("count", "trials", "share", "chance"),
    [(0, 5, 0.1, 1.0), (1, 1, 0.25, 0.25), (2, 2, 0.5, 0.25), (3, 3, 0.0, 0.0), (4, 3, 0.5, 0.0), (2, 3, 0.5, 0.5)],
)
def test_binomial_tail(count: int, trials: int, share: float, chance: float) -> None:
    """The probability of so many successes or more is the binomial's."""
    assert binomial_tail(count, trials, share) == pytest.approx(chance)


def test_discoveries() -> None:
    """Of many chances, the largest run is believed that Benjamini and Hochberg's line allows."""
    assert discoveries([0.01, 0.9, 0.02, 0.5], 0.05) == 2
    assert discoveries([0.04, 0.9, 0.5, 0.6], 0.05) == 0
    assert discoveries([], 0.05) == 0

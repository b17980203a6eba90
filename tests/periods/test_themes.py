"""Themes of a period: what is planted is found, and nothing else."""

import random
from collections import Counter
from itertools import cycle

from hypothesis import given
from hypothesis import strategies as st

from digest.periods.themes import FEWEST_PAPERS, MOST_THEMES, Grouping, themes
from digest.periods.title import Title
from laws import tried
from planted import week

SEEDS = 200
WORDS = ("speech", "recognition", "graph", "protein", "folding", "robot", "grasping", "the", "of", "poetry", "tax")


def test_planted_topics_are_found_and_planted_noise_is_not() -> None:
    """Over 200 seeds, themes are the planted topics: nearly every one is found, and nearly no paper is put wrongly."""
    found = themes_found = right = placed = planted = 0
    for seed in range(SEEDS):
        papers, about = week(seed)
        grouping = themes(papers)
        themes_found += len(grouping.themes)
        planted += len(about)
        topics = set()
        for theme in grouping.themes:
            counts = Counter(about.get(paper, -1) for paper in theme.papers)
            topic, most = counts.most_common(1)[0]
            placed += len(theme.papers)
            if topic >= 0 and topic not in topics:
                topics.add(topic)
                right += most
        found += len(topics)
    recall, precision = found / (7 * SEEDS), found / themes_found
    of_papers, of_placed = right / planted, right / placed
    print(f"\nthemes: recall {recall:.3f}, precision {precision:.3f}; papers: {of_papers:.3f}, {of_placed:.3f}")
    assert recall >= 0.97
    assert precision >= 0.95
    assert of_papers >= 0.9
    assert of_placed >= 0.9


def test_noise_alone_is_no_theme() -> None:
    """Papers that share words by chance only have no theme in nearly every week of 200."""
    counts = [len(themes(week(seed, topics=0, strays=120)[0]).themes) for seed in range(SEEDS)]
    print(f"\nthemes in 200 weeks of noise: {sum(counts)}")
    assert sum(counts) <= SEEDS // 50


PAPERS = st.lists(
    st.tuples(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), st.integers(0, 100)), max_size=60
).map(
    lambda rows: [
        Title(id=f"2611.{number:05}", title=" ".join(words), score=score) for number, (words, score) in enumerate(rows)
    ]
)


@tried(100)
@given(PAPERS, st.randoms(use_true_random=False))
def test_counts_add_up_and_order_is_of_no_account(papers: list[Title], chance: random.Random) -> None:
    """Each paper is in one theme or in the rest, there are at most twelve, and another order gives the same."""
    grouping = themes(papers)
    ids = [paper for theme in grouping.themes for paper in theme.papers] + list(grouping.rest)
    assert sorted(ids) == [paper.id for paper in papers]
    assert len(grouping.themes) <= MOST_THEMES
    assert all(theme.names for theme in grouping.themes)
    again = list(papers)
    chance.shuffle(again)
    assert themes(again) == grouping


def test_a_handful_of_papers_has_no_themes() -> None:
    """Papers that are read faster than their themes are all in the rest."""
    papers = [Title(id=f"2611.{n:05}", title="Speech recognition") for n in range(FEWEST_PAPERS - 1)]
    assert themes(papers) == Grouping(themes=(), rest=tuple(paper.id for paper in papers))
    assert themes([]) == Grouping(themes=(), rest=())


def test_a_theme_is_named_by_the_words_of_its_papers() -> None:
    """A theme's name stands in its papers, an acronym by its long form where papers write that."""
    speech = [Title(id=f"2611.1{n:04}", title=f"{chr(97 + n) * 4} and Speech Recognition") for n in range(6)]
    agents = [
        Title(id=f"2611.2{n:04}", title="Reinforcement Learning of Rewards" if n % 2 else "Rewards for RL")
        for n in range(6)
    ]
    others = [Title(id=f"2611.3{n:04}", title=f"Something {chr(97 + n) * 5}") for n in range(60)]
    named = [theme.names for theme in themes([*speech, *agents, *others]).themes]
    assert sorted(names[0] for names in named) == ["reinforcement learning", "speech recognition"]


def named(phrase: str, others: str, words: str = "") -> tuple[str, ...]:
    """How the theme of thirty papers is named, two of three of which say a phrase, and the others another one."""
    papers = [
        Title(id=f"2611.{number:05}", title=f"{words} {others if number % 3 == 0 else phrase} {rest}", chosen=True)
        for number, rest in zip(range(30), cycle(("for harbours", "in orchards", "under bridges", "of tunnels")))
    ]
    (theme,) = themes([*papers, *(Title(id=f"2612.{n:05}", title=f"On violin {n}") for n in range(90))]).themes
    return theme.names


def test_a_theme_is_named_by_the_whole_phrase() -> None:
    """Where most papers of "vision-language" say "vision-language models", that is the theme's name."""
    assert named("Vision-language models", "Vision-language planning")[0] == "vision-language models"


def test_no_piece_of_a_phrase_is_a_name() -> None:
    """A phrase that is cut within a longer one, or is said by another name already, names nothing."""
    names = named("Multi-agent reinforcement learning", "Multi-agent planning")
    assert "agent reinforcement learning" not in names
    assert not [
        name for name in named("Multimodal large language models", "Multimodal maps") if name.endswith("large language")
    ]

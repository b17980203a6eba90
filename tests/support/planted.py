"""Made-up papers about planted topics and planted noise, the same for the same seed."""

import random
from collections.abc import Sequence

from digest.periods.title import Title

_SYLLABLES = ("ba", "do", "fi", "gu", "ke", "lo", "mu", "na", "pi", "ro", "su", "ta", "ve", "zo")
CATEGORIES = ("cs.AA", "cs.BB")


def seeded(seed: int) -> random.Random:
    """The chance of one seed."""
    return random.Random(seed)  # noqa: S311  made-up papers are no secret


def word(chance: random.Random) -> str:
    """A word that is in no dictionary."""
    return "".join(chance.choice(_SYLLABLES) for _ in range(3)) + chance.choice("kmrx")


def week(seed: int, topics: int = 7, each: int = 14, strays: int = 50) -> tuple[Sequence[Title], dict[str, int]]:
    """Papers of so many topics, as many strays, and the topic of each paper that has one.

    A paper of a topic has three of its five words in its title; every paper has two of thirty words that papers of all
    topics have by chance, and a word of its own.
    """
    chance = seeded(seed)
    noise = [word(chance) for _ in range(30)]
    vocabularies = [[word(chance) for _ in range(5)] for _ in range(topics)]
    about = {}
    papers = []
    for number in range(topics * each + strays):
        topic = number // each if number < topics * each else None
        own = chance.sample(vocabularies[topic], 3) if topic is not None else [word(chance) for _ in range(3)]
        words = [*own, *chance.sample(noise, 2), word(chance)]
        chance.shuffle(words)
        paper_id = f"2611.{number:05}"
        # Between two words of a topic other words stand: no phrase gives it away.
        papers.append(Title(id=paper_id, title=" of ".join(words), score=chance.randrange(100)))
        if topic is not None:
            about[paper_id] = topic
    chance.shuffle(papers)
    return papers, about

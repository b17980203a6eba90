"""What a forker cares for, as the ranker takes it."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from digest.config.schema import Config, Wish
from digest.core.report import Paper
from digest.rank.foreign import is_foreign
from digest.words.terms import terms, words

_NOTHING: Mapping[str, str] = {}
_NAMES = 2
"""A full name has so many words at least."""

Source = Literal["liked", "library", "feedback"]
"""Where an example comes from: `liked` and `disliked` of config.yml, a library, taps on papers of the page."""

Shown = Literal["nothing", "words", "title"]
"""What a reason may show of an example: nothing, the words that it shares with the paper, or its title with them."""


@dataclass(frozen=True, kw_only=True)
class Interest:
    """A line of `interests` or `not_interested`, in the forker's words."""

    text: str
    weight: float = 1.0
    english: str = ""
    """What is looked for in its place, where the text is in another language."""

    @property
    def sought(self) -> str:
        """The words that papers are searched for."""
        return self.english or self.text


@dataclass(frozen=True, kw_only=True)
class Example:
    """A paper that somebody likes or does not, wherever that is known from."""

    id: str
    """What tells examples apart: an arXiv id without version where there is one."""
    title: str
    abstract: str = ""
    """May be empty; less is learned from a title alone."""
    weight: float = 1.0
    """How much it counts; below 0 where it is not liked."""
    age_days: float = 0.0
    half_life_days: float | None = None
    """After so many days it counts half, after twice as many a quarter; None where it never fades."""
    source: Source = "liked"
    shown: Shown = "title"

    @property
    def counts(self) -> float:
        """The weight that is left at this age."""
        if self.half_life_days is None:
            return self.weight
        # Rounded, because the last bit of a power differs from machine to machine.
        return self.weight * round(math.pow(0.5, max(0.0, self.age_days) / self.half_life_days), 6)


def example_of(paper: Paper, weight: float = 1.0) -> Example:
    """A paper that config.yml names."""
    return Example(id=paper.id, title=paper.title, abstract=paper.abstract, weight=weight)


def contradictory(examples: Iterable[Example]) -> frozenset[str]:
    """The ids of papers that are liked here and disliked there; they count as neither."""
    every = tuple(examples)
    return frozenset(one.id for one in every if one.weight > 0) & frozenset(one.id for one in every if one.weight < 0)


@dataclass(frozen=True, kw_only=True)
class Profile:
    """All that config.yml says of a forker's taste; everything may be empty."""

    interests: tuple[Interest, ...] = ()
    not_interested: tuple[Interest, ...] = ()
    authors: tuple[str, ...] = ()
    liked: tuple[Paper, ...] = ()
    disliked: tuple[Paper, ...] = ()
    examples: tuple[Example, ...] = ()
    """Papers that are liked or not from elsewhere than config.yml: a library, taps."""
    category_weights: Mapping[str, float] = field(default_factory=dict)
    many_authors: bool = True
    """Whether a match counts somewhat more where many people wrote the paper."""
    unlearned: frozenset[str] = frozenset()
    """Terms and pairs of which the examples teach nothing: to see what they do."""

    @property
    def foreign(self) -> tuple[str, ...]:
        """The interests that would have to be in English to be found, in the forker's words."""
        return tuple(one.text for one in (*self.interests, *self.not_interested) if is_foreign(one.sought))

    @property
    def every_example(self) -> tuple[Example, ...]:
        """All papers to learn from, wherever they come from."""
        liked = (example_of(paper) for paper in self.liked)
        return (*liked, *(example_of(paper, weight=-1.0) for paper in self.disliked), *self.examples)


def notices(profile: Profile) -> tuple[str, ...]:
    """What of a profile cannot have the effect that was meant, a sentence each."""
    foreign = [f"“{text}”" for text in profile.foreign]
    sentences = []
    if foreign:
        one = len(foreign) == 1
        sentences.append(
            f"The {'interest' if one else 'interests'} {', '.join(foreign)} {'is' if one else 'are'} not in English, "
            f"the language of abstracts, and {'counts' if one else 'count'} only where a model judges. Write the "
            "English beside it, as {text: …, english: …}; a model (the secret OPENAI_API_KEY) translates by itself."
        )
    sentences += [
        f"The interest “{interest.text}” has only words that every abstract has; say what it is about."
        for interest in (*profile.interests, *profile.not_interested)
        if not is_foreign(interest.sought) and not terms(interest.sought)
    ]
    sentences += [
        f"The author “{name}” is one name only, which is nobody who signs with a given name, too; write the full name."
        for name in profile.authors
        if len(words(name)) < _NAMES
    ]
    both = contradictory(profile.every_example)
    sentences += [
        f"The paper {paper_id} is both liked and disliked; it counts as neither." for paper_id in sorted(both)
    ]
    return tuple(sentences)


def profile_from(
    config: Config, liked: Sequence[Paper], disliked: Sequence[Paper], english: Mapping[str, str] = _NOTHING
) -> Profile:
    """The profile that config.yml describes, with the texts of liked and disliked papers where they are known.

    `english` is what a model made of interests in other languages, by their text.
    """

    def interests(wishes: Sequence[Wish]) -> tuple[Interest, ...]:
        return tuple(
            Interest(text=one.text, weight=one.weight, english=one.english or english.get(one.text, ""))
            for one in wishes
        )

    return Profile(
        interests=interests(config.interests),
        not_interested=interests(config.not_interested),
        authors=config.authors,
        liked=tuple(liked),
        disliked=tuple(disliked),
        category_weights=config.rank.category_weights,
        many_authors=config.rank.many_authors,
    )

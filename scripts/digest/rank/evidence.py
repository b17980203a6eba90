"""What speaks for a paper and what against it, by everything a profile says."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from digest.core.report import Kind, Paper, Part
from digest.rank.document import Document, Vocabulary, read
from digest.rank.examples import Taste, learn
from digest.rank.followed_authors import Likeness, followed_author
from digest.rank.matching import Wanted
from digest.rank.phrases import is_more_than_faint
from digest.rank.profile import Example, Interest, Profile, Source, contradictory
from digest.rank.quoting import quoted
from digest.words.wording import Wording, compounds_of, name_of, wording

LIKED = "liked papers"
DISLIKED = "disliked papers"
LIBRARY = "papers of your library"
FEEDBACK = "papers with a thumb up"
FEEDBACK_AGAINST = "papers with a thumb down"
"""The names of the parts of a score that come from example papers."""

_FOR: Mapping[Source, str] = {"liked": LIKED, "library": LIBRARY, "feedback": FEEDBACK}
_AGAINST: Mapping[Source, str] = {"liked": DISLIKED, "library": DISLIKED, "feedback": FEEDBACK_AGAINST}

_KINDS: Mapping[str, Kind] = {
    LIKED: "liked_papers",
    DISLIKED: "disliked_papers",
    LIBRARY: "library_papers",
    FEEDBACK: "feedback_for",
    FEEDBACK_AGAINST: "feedback_against",
}

MANY_AUTHORS = "many authors"
"""The name of the part that a paper has for the number of people behind it."""

_ASKED = 40
"""So many likes say how well the interests find them; more would hardly change it."""
_FEW_LIKES = 2.5
"""The evidence that both sides have before any like is asked about: that of some five likes."""
_QUOTED = 4
_INITIALS_ONLY = 0.25
_SLIGHT = 0.2
"""A likeness to what is not wanted that is no reason to push a paper down."""


def share_of_many(authors: int) -> float:
    """How much more a match counts where so many wrote the paper: from the third author on, and never twice as much.

    Of two papers that match alike, people more often pick the one with more authors: docs/ranking.md.
    """
    return max(0, authors - 2) / (authors + 18)


def emphasised(strength: float) -> float:
    """The weight of a match: its square, so that one strong match beats many weak ones."""
    return strength * strength


class Evidence(NamedTuple):
    """One reason, and how much it weighs: a match that the title says in full is about 1."""

    name: str
    weight: float
    kind: Kind = "wish"


@dataclass(frozen=True)
class Judge:
    """A profile, made ready to look at papers."""

    profile: Profile

    @cached_property
    def interests(self) -> tuple[Wanted, ...]:
        """The interests that have something to look for."""
        return _wanted(self.profile.interests)

    @cached_property
    def unwanted(self) -> tuple[Wanted, ...]:
        """The same of `not_interested`."""
        return _wanted(self.profile.not_interested)

    @cached_property
    def liked(self) -> Taste:
        """What the examples that are liked have in common."""
        return learn((one for one in self._examples if one.weight > 0), self.profile.unlearned)

    @cached_property
    def disliked(self) -> Taste:
        """The same of those that are not."""
        return learn((one for one in self._examples if one.weight < 0), self.profile.unlearned)

    @cached_property
    def _examples(self) -> tuple[Example, ...]:
        neither = contradictory(self.profile.every_example)
        return tuple(one for one in self.profile.every_example if one.id not in neither)

    def read_examples(self) -> None:
        """Read all examples, as the first paper that is looked at has them read. Raises what one of them leads to."""
        _ = (self._balance, self.disliked)

    @property
    def has_wishes(self) -> bool:
        """Whether anything is said that could speak for a paper."""
        return bool(self.interests or self.profile.authors or self.liked.examples)

    @property
    def has_dislikes(self) -> bool:
        """Whether anything is said that could speak against a paper."""
        return bool(self.unwanted or self.disliked.examples)

    def vocabulary(self) -> Vocabulary:
        """The terms to look for."""
        return self._vocabulary

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        wishes = (*self.interests, *self.unwanted)
        compounds: dict[str, tuple[str, ...]] = {}
        joined: dict[str, Wording] = {}
        for wanted in wishes:
            compounds |= compounds_of(wanted.interest.sought)
            joined |= {name_of(parts): parts for parts in wording(wanted.interest.sought) if len(parts) > 1}
        terms = {name for wanted in wishes for name in wanted.phrase.weights}
        return Vocabulary(terms, compounds, joined)

    def speaks_for(self, document: Document) -> list[Evidence]:
        """What matches of interests, authors and liked papers."""
        in_words, by_likes = self._balance
        found = [*self._in_words(document, in_words)]
        for followed in self.profile.authors:
            alike, _ = followed_author(followed, document.paper.authors)
            if alike is not Likeness.NONE:
                found.append(Evidence(followed, 1.0 if alike is Likeness.FULL else _INITIALS_ONLY))
        found += _by_source(self.liked, document, _FOR, by_likes)
        more = share_of_many(len(document.paper.authors)) if found and self.profile.many_authors else 0.0
        if more:
            found.append(Evidence(MANY_AUTHORS, more * sum(evidence.weight for evidence in found), "many_authors"))
        return found

    def _in_words(self, document: Document, counts: float = 1.0) -> Iterator[Evidence]:
        # Most papers have no word of most interests, or one that says too little: those need no closer look.
        at_most: dict[int, float] = {}
        for name, spoken_of in document.weights.items():
            for number, share in self._wanting.get(name, ()):
                at_most[number] = at_most.get(number, 0.0) + share * spoken_of
        for wanted in (self.interests[number] for number in sorted(at_most) if is_more_than_faint(at_most[number])):
            strength = wanted.strength(document)
            if strength:
                yield Evidence(wanted.interest.text, counts * wanted.interest.weight * emphasised(strength))

    @cached_property
    def _wanting(self) -> Mapping[str, Sequence[tuple[int, float]]]:
        """Of each term, the numbers of the interests that look for it, and what it says of each."""
        wanting: dict[str, list[tuple[int, float]]] = {}
        for number, wanted in enumerate(self.interests):
            for name, share in wanted.phrase.weights.items():
                wanting.setdefault(name, []).append((number, share))
        return wanting

    @cached_property
    def _balance(self) -> tuple[float, float]:
        """What interests and likes count beside each other: the side that finds the likes less well counts less than 1.

        Interests are asked how well they match each like, the likes how well the others do; the weight is the root of
        the ratio, and near 1 where there are few likes.
        """
        if not self.interests:
            return 1.0, 1.0
        in_words = by_likes = _FEW_LIKES
        asked = sorted(self.liked.left_out, key=lambda left_out: (-left_out[0].counts, left_out[0].id))[:_ASKED]
        for example, likeness in asked:
            paper = Paper(id=example.id, title=example.title, abstract=example.abstract)
            evidence = self._in_words(read(paper, self._vocabulary))
            in_words += example.counts * sum(one.weight for one in evidence)
            by_likes += example.counts * self.liked.trust * emphasised(likeness)
        return min(1.0, math.sqrt(in_words / by_likes)), min(1.0, math.sqrt(by_likes / in_words))

    def speaks_against(self, document: Document) -> list[Evidence]:
        """What matches of `not_interested` and disliked papers."""
        found = []
        for wanted in self.unwanted:
            strength = wanted.opposition(document)
            if strength > _SLIGHT:
                found.append(Evidence(wanted.interest.text, wanted.interest.weight * emphasised(strength)))
        return found + _by_source(self.disliked, document, _AGAINST, slight=_SLIGHT)

    def because(self, part: Part, document: Document) -> tuple[str, ...]:
        """The words of the paper that a part of its score comes from, as they stand, those that count most first."""
        taste, names = (self.liked, _FOR) if part.points > 0 else (self.disliked, _AGAINST)
        for source, name in names.items():
            if _KINDS[name] == part.kind and (words := taste.because(document, source)):
                return words
        if part.kind != "wish":
            return part.because
        for wanted in self.interests if part.points > 0 else self.unwanted:
            if wanted.interest.text == part.name:
                return quoted(document, wanted.phrase.weights, _QUOTED)
        if part.name in self.profile.authors:
            return followed_author(part.name, document.paper.authors)[1]
        return part.because


def _wanted(interests: Iterable[Interest]) -> tuple[Wanted, ...]:
    return tuple(wanted for one in interests if one.weight and (wanted := Wanted(one)).phrase.words)


def _by_source(
    taste: Taste, document: Document, names: Mapping[Source, str], counts: float = 1.0, slight: float = 0.0
) -> list[Evidence]:
    """What a likeness weighs, parted among the sources of the examples that it comes from."""
    if not taste.examples:
        return []
    strength = taste.likeness(document)
    if strength <= slight:
        return []
    weight = taste.trust * emphasised(strength)
    shares = taste.shares(document).items()
    return [Evidence(names[source], counts * (weight * share), _KINDS[names[source]]) for source, share in shares]

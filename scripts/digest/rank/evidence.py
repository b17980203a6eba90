"""What speaks for a paper and what against it, by everything a profile says."""

from dataclasses import dataclass
from functools import cached_property

from digest.core.report import Kind, Part
from digest.rank.document import Document, Vocabulary
from digest.rank.examples import Examples, learn
from digest.rank.followed_authors import Likeness, followed_author
from digest.rank.matching import Wanted
from digest.rank.profile import Profile
from digest.rank.quoting import quoted
from digest.words.wording import Wording, compounds_of, name_of, wording

LIKED = "liked papers"
DISLIKED = "disliked papers"
"""The names of the parts of a score that come from example papers."""

MANY_AUTHORS = "many authors"
"""The name of the part that a paper has for the number of people behind it."""

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


@dataclass(frozen=True)
class Evidence:
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
        return tuple(wanted for one in self.profile.interests if (wanted := Wanted(one)).phrase.words)

    @cached_property
    def unwanted(self) -> tuple[Wanted, ...]:
        """The same of `not_interested`."""
        return tuple(wanted for one in self.profile.not_interested if (wanted := Wanted(one)).phrase.words)

    @cached_property
    def _contradictory(self) -> frozenset[str]:
        return frozenset(p.id for p in self.profile.liked) & frozenset(p.id for p in self.profile.disliked)

    @cached_property
    def liked(self) -> Examples:
        """What liked papers are about; a paper that is also disliked counts as neither."""
        return learn([paper for paper in self.profile.liked if paper.id not in self._contradictory])

    @cached_property
    def disliked(self) -> Examples:
        """The same of disliked papers."""
        return learn([paper for paper in self.profile.disliked if paper.id not in self._contradictory])

    @property
    def has_wishes(self) -> bool:
        """Whether anything is said that could speak for a paper."""
        return bool(self.interests or self.profile.authors or self.liked.count)

    def vocabulary(self) -> Vocabulary:
        """The terms to look for."""
        wishes = (*self.interests, *self.unwanted)
        compounds: dict[str, tuple[str, ...]] = {}
        joined: dict[str, Wording] = {}
        for wanted in wishes:
            compounds |= compounds_of(wanted.interest.text)
            joined |= {name_of(parts): parts for parts in wording(wanted.interest.text) if len(parts) > 1}
        terms = {name for wanted in wishes for name in wanted.phrase.weights}
        return Vocabulary(terms | self.liked.terms | self.disliked.terms, compounds, joined)

    def speaks_for(self, document: Document) -> list[Evidence]:
        """What matches of interests, authors and liked papers."""
        found = []
        for wanted in self.interests:
            strength = wanted.strength(document)
            if strength:
                found.append(Evidence(wanted.interest.text, wanted.interest.weight * emphasised(strength)))
        for followed in self.profile.authors:
            alike, _ = followed_author(followed, document.paper.authors)
            if alike is not Likeness.NONE:
                found.append(Evidence(followed, 1.0 if alike is Likeness.FULL else _INITIALS_ONLY))
        like = self.liked.likeness(document)
        if like:
            found.append(Evidence(LIKED, emphasised(like), "liked_papers"))
        more = share_of_many(len(document.paper.authors)) if found and self.profile.many_authors else 0.0
        if more:
            found.append(Evidence(MANY_AUTHORS, more * sum(evidence.weight for evidence in found), "many_authors"))
        return found

    def speaks_against(self, document: Document) -> list[Evidence]:
        """What matches of `not_interested` and disliked papers."""
        found = []
        for wanted in self.unwanted:
            strength = wanted.opposition(document)
            if strength > _SLIGHT:
                found.append(Evidence(wanted.interest.text, wanted.interest.weight * emphasised(strength)))
        like = self.disliked.likeness(document)
        if like > _SLIGHT:
            found.append(Evidence(DISLIKED, emphasised(like), "disliked_papers"))
        return found

    def because(self, part: Part, document: Document) -> tuple[str, ...]:
        """The words of the paper that a part of its score comes from, as they stand, those that count most first."""
        if part.kind in ("liked_papers", "disliked_papers"):
            examples = self.liked if part.kind == "liked_papers" else self.disliked
            return quoted(document, examples.telling(document), _QUOTED)
        if part.kind != "wish":
            return part.because
        for wanted in self.interests if part.points > 0 else self.unwanted:
            if wanted.interest.text == part.name:
                return quoted(document, wanted.phrase.weights, _QUOTED)
        if part.name in self.profile.authors:
            return followed_author(part.name, document.paper.authors)[1]
        return part.because

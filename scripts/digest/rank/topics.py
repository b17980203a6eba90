"""What example papers have taught the ranker, in phrases; and a profile that has not learned some of them. Pure."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from digest.rank.evidence import Judge
from digest.rank.examples import Learned
from digest.rank.profile import Example, Profile
from digest.words.phrases import Phrase, phrases, repeated, spelled, uncapitalised, weight

_OF_SO_MANY_ONE = 4
"""Where there are fewer examples, a phrase of one of them is a topic; where there are more, two must have it."""
_WIDER = 1.5
"""A longer phrase takes the place of a shorter one that at most so many times more examples have."""
_SAME = 0.5
"""Of two phrases with a word in common, one says nothing new if more of its examples have the other as well."""


@dataclass(frozen=True, kw_only=True)
class Topic:
    """Something that example papers are about."""

    text: str
    """As most of them write it."""
    phrase: Phrase
    weight: float
    """How much it counts beside other topics: how rare it is, and how much the examples count that have it."""
    examples: tuple[Example, ...]
    """Those that have it, by id."""

    @property
    def names(self) -> frozenset[str]:
        """The terms and pairs of the ranker that are learned with it."""
        pairs = (" ".join(self.phrase[first : first + 2]) for first in range(len(self.phrase) - 1))
        return frozenset((*self.phrase, *spelled(self.phrase), *pairs))


def topics(profile: Profile, most: int) -> tuple[Topic, ...]:
    """What examples that are liked have in common, heaviest first; their order is of no account.

    Examples that may show neither title nor words are not asked, so nothing of a library that is to stay private is
    among the topics, whichever else has it.
    """
    learned = [one for one in Judge(profile).liked.examples if one.example.shown != "nothing"]
    least = 1 if len(learned) < _OF_SO_MANY_ONE else 2
    having = {phrase: some for phrase, some in _having(learned).items() if len(some) >= least}
    # The root, because what most examples have says more than what is rarest.
    heavy = {
        phrase: round(math.sqrt(weight(phrase)) * sum(one.counts for one in some), 6) for phrase, some in having.items()
    }
    chosen: list[Phrase] = []
    for phrase in sorted(heavy, key=lambda phrase: (-heavy[phrase], phrase)):
        longer = [other for other in having if _says_more(other, phrase, having)]
        longest = min((phrase, *longer), key=lambda one: (-len(spelled(one)), -heavy[one], one))
        for form in (longest, phrase):
            if not any(_repeats(form, one, having) for one in chosen):
                chosen.append(form)
                break
        if len(chosen) == most:
            break
    return tuple(
        Topic(
            text=_usual(phrase, [one.example for one in having[phrase]]),
            phrase=phrase,
            weight=heavy[phrase],
            examples=tuple(sorted((one.example for one in having[phrase]), key=lambda example: example.id)),
        )
        for phrase in chosen
    )


def _having(learned: Sequence[Learned]) -> dict[Phrase, list[Learned]]:
    """Of each phrase that names a topic, the examples that are about it; whose acronym says it is about it, too."""
    having: dict[Phrase, list[Learned]] = defaultdict(list)
    for one in learned:
        for phrase in _written(one.example):
            if weight(phrase):
                having[phrase].append(one)
    long = {phrase: names for phrase in having if len(names := spelled(phrase)) > 1}
    for acronym in [phrase for phrase in long if len(phrase) == 1]:
        for phrase, names in long.items():
            if names < spelled(acronym):
                having[phrase] += [one for one in having[acronym] if one not in having[phrase]]
    return having


def _written(example: Example) -> dict[Phrase, str]:
    """The phrases that an example is about, as it writes them: those of its title, and what its abstract repeats."""
    about = repeated(example.abstract)
    in_abstract = {phrase: form for phrase, form in phrases(example.abstract).items() if phrase in about}
    return {**in_abstract, **phrases(example.title)}


def without(profile: Profile, names: Iterable[str]) -> Profile:
    """The profile whose examples teach nothing of some terms and pairs."""
    return replace(profile, unlearned=profile.unlearned | frozenset(names))


def _says_more(longer: Phrase, phrase: Phrase, having: Mapping[Phrase, Sequence[Learned]]) -> bool:
    """Whether most examples of a phrase have a longer one: "diffusion language models", not "diffusion"."""
    return spelled(phrase) < spelled(longer) and len(having[phrase]) <= _WIDER * len(having[longer])


def _repeats(phrase: Phrase, other: Phrase, having: Mapping[Phrase, Sequence[Learned]]) -> bool:
    """Whether a phrase says what a named one does: more or less of it, or some of it of the same papers."""
    shorter, longer = sorted((spelled(phrase), spelled(other)), key=len)
    if shorter <= longer:
        return True
    ids, others = ({one.example.id for one in having[either]} for either in (phrase, other))
    return bool(shorter & longer) and len(ids & others) > _SAME * min(len(ids), len(others))


def _usual(phrase: Phrase, some: Sequence[Example]) -> str:
    """How most examples write a phrase."""
    forms = Counter(uncapitalised(form) for one in some if (form := _written(one).get(phrase)))
    return min(forms, key=lambda form: (-forms[form], form))

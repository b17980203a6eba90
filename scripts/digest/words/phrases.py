"""The phrases of a title or an abstract: runs of up to three words that say something, as they are compared. Pure."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from digest.words import acronyms
from digest.words.background import background
from digest.words.terms import WORD, composed, term

LONGEST = 3
_JOINS = frozenset((" ", "-", "\u2010", "\u2011", "\u2013"))
"""What may stand between two words of a phrase."""
_A_TOPIC = 0.35
"""Of the papers that have a word that names a topic, it is a topic of such a share: not of "real" or "state"."""
_A_TOPIC_ALONE = 0.4
"""The same of a word that stands alone, so that "self" names nothing."""
_A_TOPIC_BESIDE_ONE = 0.3
"""The same of a word beside one that is a topic itself, however common that is: "world" of "world models"."""
_COMMON = 1.5
"""The rarity below which a word alone names nothing: it stands in more than a fifth of all abstracts."""

_COMMON_ACRONYM = 2.5
"""An acronym that is commoner, and than each word of its long form, is the name of the whole field, as AI is."""
_ALONE = 0.4
"""What a single word says of a topic, beside what it would say within a phrase: "image editing" says more."""
_PART = re.compile(r"[^\s-]+")

Phrase = tuple[str, ...]
"""The stems of the words; an acronym stands for its long form where all the field writes it so."""


def phrases(text: str) -> Mapping[Phrase, str]:
    """The phrases of a text, each with its words as they stand where it stands first."""
    text, long_forms = composed(text), _acronyms()
    found: dict[Phrase, str] = {}
    # The last words up to a place that follow each other without a stop word or a sign between them, and where each
    # begins.
    stems: Phrase = ()
    starts: tuple[int, ...] = ()
    before = 0
    for match in WORD.finditer(text):
        start, end = match.span()
        stem = term(match[0])
        if stems and not (stem and text[before:start] in _JOINS):
            stems, starts = (), ()
        before = end
        if not stem:
            continue
        stems, starts = (*stems[1 - LONGEST :], stem), (*starts[1 - LONGEST :], start)
        for first, begin in enumerate(starts):
            phrase = stems[first:]
            # "LLM LLM" of a list is no phrase.
            if len(set(phrase)) == len(phrase) and (known := long_forms.get(phrase, phrase)) not in found:
                found[known] = text[begin:end]
    return found


def repeated(text: str, at_least: int = 2) -> frozenset[Phrase]:
    """The phrases that a text says so many times: what an abstract is about, beyond what it mentions."""
    counts: Counter[Phrase] = Counter()
    for sentence in text.split(". "):
        counts.update(phrases(sentence).keys())
    return frozenset(phrase for phrase, count in counts.items() if count >= at_least)


def uncapitalised(form: str) -> str:
    """A phrase without the capitals that a title gives its words; "LLM" and "GitHub" keep theirs."""
    return _PART.sub(lambda part: part[0] if any(map(str.isupper, part[0][1:])) else part[0].lower(), form)


def spelled(phrase: Phrase) -> frozenset[str]:
    """The stems of a phrase; an acronym has those of its long form."""
    return frozenset(stem for name in phrase for stem in acronyms.common().get(name, (name,)))


@cache
def _acronyms() -> Mapping[Phrase, Phrase]:
    """The long forms that everyone abbreviates, each with its acronym."""
    return {long: (acronym,) for acronym, long in sorted(acronyms.common().items()) if 1 < len(long) <= LONGEST}


class _Word(NamedTuple):
    """What abstracts at large say of a stem."""

    rarity: float
    topicality: float
    has_letters: bool


@lru_cache(maxsize=1 << 16)
def _known(stem: str) -> _Word:
    known = background()
    return _Word(known.rarity(stem), known.topicality(stem), any(map(str.isalpha, stem)))


def _least(names: Phrase) -> float:
    """How often a word of a phrase has to be a topic, for the phrase to name one."""
    if len(names) == 1:
        return _A_TOPIC_ALONE
    beside_one = any(word.rarity < _COMMON and word.topicality >= _A_TOPIC for word in map(_known, names))
    return _A_TOPIC_BESIDE_ONE if beside_one else _A_TOPIC


@lru_cache(maxsize=1 << 17)
def weight(phrase: Phrase) -> float:
    """How much a phrase says of a topic; 0 where it names none: a number, or words of papers of all trades."""
    long = acronyms.common().get(phrase[0], ()) if len(phrase) == 1 else ()
    names = long or phrase
    words = tuple(map(_known, names))
    topical = max((word.topicality for word in words if word.has_letters and word.rarity >= _COMMON), default=0.0)
    if topical < _least(names):
        return 0.0
    rarity = sum(word.rarity for word in words)
    if long:
        short = _known(phrase[0]).rarity
        if short < min(_COMMON_ACRONYM, *(word.rarity for word in words)):
            return 0.0
        rarity = min(rarity, short)
    return round(rarity * topical * (1.0 if len(names) > 1 else _ALONE), 6)


@lru_cache(maxsize=1 << 16)
def telling(title: str) -> tuple[Phrase, ...]:
    """The phrases of a title that name a topic; kept, since a title is counted for its month and for nine weeks."""
    return tuple(phrase for phrase in phrases(title) if weight(phrase))


@lru_cache(maxsize=1 << 11)
def running(text: str) -> Mapping[Phrase, Sequence[str]]:
    """The phrases of an abstract that name a topic, each as each sentence writes it; kept for week and month."""
    found: dict[Phrase, list[str]] = {}
    for sentence in text.split(". "):
        for phrase, form in phrases(sentence).items():
            if weight(phrase):
                found.setdefault(phrase, []).append(form)
    return found

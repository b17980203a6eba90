"""What each sentence of an abstract is for: what its own words show, weighed against what stands before and after it.

A hidden Markov model whose numbers are the tables of summarise/cue_words.py: a cue adds its weights to those of its
sentence, and the order of sentences is read forward and backward.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import exp
from operator import mul

from digest.summarise.cue_words import (
    ACTS,
    ANY_ACT,
    ANYWHERE,
    AUTHORS_SPEAK,
    BEGINS,
    BY_DOING,
    DONE,
    ENDS,
    FOLLOWS,
    NAME,
    NO_AUTHORS,
    NUMBER,
    OPENINGS,
    PER_CENT,
    PROPOSED,
    WHICH_DOES,
    WORKS,
    WORKS_HOW,
    Weights,
)

_WORD = re.compile(r"[a-z][\w-]*|(?<![\w-])\d+\.\d|%|×|\\times")
_NAME = re.compile(r"\W*(?:\\\w+\{)?\w*(?:[a-z0-9-][A-Z]|[A-Z]{2})")
_TIMES = ("%", "×", "\\times")
_FIRST_WORD = 60
"""Characters in which a name at the beginning is looked for."""
_SELVES = frozenset(["we", "ours"])
_PAPER = frozenset(["paper", "work", "study", "article", "survey", "thesis", "report", "note", "manuscript", "chapter"])
_THIS = frozenset(["this", "the", "our", "present"])
_BE = frozenset(["is", "are", "was", "were", "been", "be"])
_NOW = frozenset(["is", "are"])
_PROPOSED = frozenset(["proposed", "presented", "introduced", "developed"])
_AND = frozenset(["and", "then", "also", "further", "to"])
_BETWEEN = frozenset(
    ["then", "also", "further", "first", "therefore", "thus", "here", "additionally", "finally", "next", "instead"]
)
"""What may stand between "we" and what they did."""
_REACH = 5
"""How many words behind "we" or "this paper" a verb may stand."""
_PAST = {"found": "find", "shown": "show", "built": "build", "gave": "give"}
_STRONGEST = 8.0
"""The most that all cues of a sentence together may say for a role, or against it."""


def _forms(verb: str) -> Iterable[str]:
    """A verb as it stands behind "we" and "this paper", now and in the past."""
    yield verb
    if verb.endswith("y"):
        yield from (f"{verb[:-1]}ies", f"{verb[:-1]}ied")
    elif verb.endswith("e"):
        yield from (f"{verb}s", f"{verb}d")
    else:
        yield from (f"{verb}es" if verb.endswith(("s", "sh", "ch")) else f"{verb}s", f"{verb}ed")


def _by_word(cues: Mapping[str, Weights]) -> dict[str, Weights]:
    return {word: weights for words, weights in cues.items() for word in words.split()}


_WORKS, _HOW = frozenset(WORKS.split()), frozenset(WORKS_HOW.split())
_OPENINGS, _ANYWHERE, _DONE = _by_word(OPENINGS), _by_word(ANYWHERE), _by_word(DONE)
_ACTS = {form: weights for verb, weights in _by_word(ACTS).items() for form in _forms(verb)}
_ACTS |= {past: _ACTS[verb] for past, verb in _PAST.items()}


def evidence(sentence: str) -> Weights:
    """What a sentence's own words say for each role."""
    words = _WORD.findall(sentence.lower())
    return Weights(*map(sum, zip(Weights(), *_cues(sentence, words), strict=True)))


def _cues(sentence: str, words: Sequence[str]) -> Iterator[Weights]:
    opening = _OPENINGS.get("-".join(words[:2])) or _OPENINGS.get(words[0] if words else "")
    if opening:
        yield opening
    elif _NAME.match(sentence, 0, _FIRST_WORD):
        yield NAME
    yield from _acts(words)
    done = list(_done(words))
    yield from done
    if any(_are_authors(before, word) for before, word in pairwise(["", *words])):
        yield AUTHORS_SPEAK
    elif PROPOSED not in done:
        yield NO_AUTHORS
    different = dict.fromkeys(words)  # in their order: a sum of floats depends on it
    yield from (_ANYWHERE[word] for word in different if word in _ANYWHERE)
    if any(word[0].isdigit() for word in different):
        yield NUMBER
    if any(sign in different for sign in _TIMES):
        yield PER_CENT


def _are_authors(before: str, word: str) -> bool:
    return word in _SELVES or (word in _PAPER and before in _THIS)


def _acts(words: Sequence[str]) -> Iterator[Weights]:
    """The cues of what the authors say that they did."""
    near, we, told = 0, False, False
    for before, word in pairwise(["", *words]):
        if _are_authors(before, word):
            near, we = _REACH, word == "we"
        elif word in _ACTS and (near or (told and before in _AND)):
            yield _ACTS[word]
            near, told = 0, True
        elif near:
            near -= 1
            if we and not told and word not in _BETWEEN:
                yield ANY_ACT
                told = True


def _done(words: Sequence[str]) -> Iterator[Weights]:
    """The cues of what was done to something, and by doing what."""
    for before, word in pairwise(words):
        if before in _BE:
            if word in _DONE:
                yield _DONE[word]
            elif before in _NOW and word in _PROPOSED:
                yield PROPOSED
        elif before == "by":
            if word.endswith("ing"):
                yield BY_DOING
        elif before in _WORKS and word in _HOW:
            yield WHICH_DOES


_BEGINS = [exp(weight) for weight in BEGINS]
_ENDS = [exp(weight) for weight in ENDS]
_FOLLOWS = [[exp(weight) for weight in row] for row in FOLLOWS]
_PRECEDES = list(zip(*_FOLLOWS, strict=True))


def chances(shown: Sequence[Weights]) -> tuple[Weights, ...]:
    """How likely it is that each sentence has each role, by what all sentences of an abstract show, in their order."""
    if not shown:
        return ()
    odds = [[exp(max(-_STRONGEST, min(_STRONGEST, weight))) for weight in weights] for weights in shown]
    forward = [_parts_of_one(map(mul, _BEGINS, odds[0]))]
    for here in odds[1:]:
        arrives = [sum(map(mul, forward[-1], column)) for column in _PRECEDES]
        forward.append(_parts_of_one(map(mul, arrives, here)))
    behind, likely = _ENDS, list[Weights]()
    for here, before in zip(reversed(odds), reversed(forward), strict=True):
        likely.append(Weights(*_parts_of_one(map(mul, before, behind))))
        seen = [*map(mul, here, behind)]
        behind = _parts_of_one(sum(map(mul, row, seen)) for row in _FOLLOWS)
    return tuple(reversed(likely))


def _parts_of_one(odds: Iterable[float]) -> list[float]:
    parts = list(odds)
    total = sum(parts)
    return [part / total for part in parts]

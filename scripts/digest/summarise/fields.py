"""Which sentence of an abstract is which field of its summary; a field that no sentence clearly shows is empty.

A name that is wrong costs more trust than one that is missing: each field asks how likely its role is, and what the
sentence's own words say for it.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from digest.summarise.cue_words import Weights
from digest.summarise.sentence_roles import chances, evidence
from digest.words.openings import alone

_LIKELY = 0.5
_SOME = 0.3
"""What a sentence's own words have to say for a role that its place makes likely."""
_HOW_TOO = 0.8
"""The same of the sentence that says what was made."""
_HOW_OF_MORE = 1.2
"""The same of one that says what else was made."""
_ENOUGH = 4.0
"""What they say beyond this makes no sentence better than another."""
_POINTS_BACK = re.compile(
    r"\b(?:(?:this|these|those|both) (?!paper|work|study|article|survey|thesis|report|note|manuscript|chapter)\w+"
    r"|this[,.;])",
    re.IGNORECASE,
)
"""What can be told only by a sentence before: "both gaps", "this setting"."""
_LITTLE = 80
"""A sentence of so many characters that points back says little by itself: "In this work we address both gaps."."""
_LESS_FOR_LITTLE = 0.5


class _Sentence(NamedTuple):
    """A sentence of an abstract."""

    text: str
    at: float
    """Where it stands: 0 is the first, 1 the last."""
    shown: Weights
    """What its own words say for each role."""
    likely: Weights
    """How likely each role is, with the others considered."""


def choose(sentences: Sequence[str]) -> dict[str, str | None]:
    """The sentence for each field; one that serves two fields is given for both."""
    shown = [evidence(sentence) for sentence in sentences]
    last = max(len(sentences) - 1, 1)
    candidates = [
        _Sentence(text=text, at=place / last, shown=words, likely=role)
        for place, (text, words, role) in enumerate(zip(sentences, shown, chances(shown), strict=True))
    ]
    made = _made(candidates)
    fields = {
        "one_sentence": made or _any(candidates),
        "motivation": _motivation(candidates, made),
        "method": _method(candidates, made),
        "conclusion": _conclusion(candidates, made),
    }
    return {field: sentence.text if sentence else None for field, sentence in fields.items()}


def _best(
    candidates: Sequence[_Sentence], fits: Callable[[_Sentence], bool], merit: Callable[[_Sentence], float]
) -> _Sentence | None:
    """The sentence with the most merit of those that fit, the first of equals."""
    return max(filter(fits, candidates), key=merit, default=None)


def _made(candidates: Sequence[_Sentence]) -> _Sentence | None:
    """What was made or done: of several the first as a rule, since what is proposed last is an afterthought."""
    said = [one for one in candidates if one.shown.made >= 1 or (one.shown.made > 0 and one.likely.made > 0.5)]
    found = _best(
        said,
        lambda one: one.likely.made > 0.4,
        lambda one: (
            one.likely.made + min(one.shown.made, _ENOUGH) / 10 - one.at / 2 - _LESS_FOR_LITTLE * _says_little(one)
        ),
    )
    # "We show that ...", "We train ... and find that ..." is what was done as much as what came of it.
    return found or _best(
        said,
        lambda one: one.likely.made + one.likely.how + one.likely.found > 0.7,
        lambda one: one.shown.made - one.at,
    )


def _says_little(one: _Sentence) -> bool:
    """Whether a sentence read alone says next to nothing: it is short, and points to what stands before it."""
    text = alone(one.text)
    return len(text) <= _LITTLE and bool(_POINTS_BACK.search(text))


def _any(candidates: Sequence[_Sentence]) -> _Sentence | None:
    """What stands for a paper where none clearly says what was done: what comes closest, or a result."""
    return _best(
        candidates, lambda one: one.likely.aside < _LIKELY, lambda one: one.likely.made + one.likely.found - one.at / 10
    )


def _motivation(candidates: Sequence[_Sentence], made: _Sentence | None) -> _Sentence | None:
    """Why it was done: what stands behind it has to say so more clearly."""
    return _best(
        candidates,
        lambda one: one.likely.reason > _LIKELY and (not made or one.at < made.at or one.shown.reason > 1.3),
        lambda one: one.shown.reason - one.at,
    )


def _method(candidates: Sequence[_Sentence], made: _Sentence | None) -> _Sentence | None:
    """How it was done: a sentence behind what was done, else what was done, where it says how as well."""
    found = _best(
        candidates,
        lambda one: (not made or one.at > made.at) and _says_how(one),
        lambda one: one.likely.how + min(one.shown.how - max(one.shown.found, 0), 2) / 2 - one.at / 2,
    )
    if found or not made:
        return found
    return _best(
        candidates,
        lambda one: one.at >= made.at and _says_how_too(one, _HOW_TOO if one is made else _HOW_OF_MORE),
        lambda one: min(one.shown.how, 2) - one.at,
    )


def _says_how_too(one: _Sentence, least: float) -> bool:
    """Whether a sentence that says what was made says how as well: it speaks of no result instead."""
    return one.shown.made > 0 and one.shown.how > least and one.likely.made + one.likely.how > _LIKELY


def _says_how(one: _Sentence) -> bool:
    """Whether a sentence is method: where its place makes a result likelier, its words have to say so clearly."""
    clearly = one.shown.how >= one.shown.found + 1
    return _SOME < one.shown.how > one.shown.found - 1 and one.likely.how > (0.3 if clearly else _LIKELY)


def _conclusion(candidates: Sequence[_Sentence], made: _Sentence | None) -> _Sentence | None:
    """What came of it, the last rather than the first, else what was done where it says the result as well."""
    found = _best(
        candidates,
        lambda one: one.likely.found > _LIKELY and _SOME < one.shown.found > one.shown.made - 1,
        lambda one: min(one.shown.found, _ENOUGH) + one.at,
    )
    return found or (made if made and made.shown.found >= 1.5 else None)

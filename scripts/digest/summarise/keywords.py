"""The keywords of a paper without a model: phrases of its own that end as the names of things do."""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, groupby, pairwise
from pathlib import Path

from digest.core.report import Paper
from digest.core.writing_systems import is_cjk
from digest.markdown.writer import plain
from digest.words.background import background
from digest.words.terms import STOP_WORDS, fold, stem

MOST_KEYWORDS = 6
_LENGTHS = (1.0, 1.6, 1.7, 1.6)
"""How much a phrase of one, two, three and four words counts: long ones say more, and occur less often."""
_TITLE = 3.0
"""Authors put into the title what a paper is about."""
_WITHIN = 0.75
"""Of a phrase within a longer one: "memory intelligence agent" rather than "agent"."""
_FORMULA = re.compile(r"\$[^$]*\$(?:-\w+)?|https?://\S+|\\[a-zA-Z]+")
_TOKEN = re.compile(r"[^\W_]+(?:(?:[-'’+]|\.(?![A-Z][a-z]))[^\W_]+)*\+*|\S")
"""A word; where the space after a full stop is missing, "reasoning.Through", there are two."""
_OWNER = re.compile(r"(?:[^\W\d_A-Z]\S*|[A-Z]{2,})['’]s?")
"""Somebody's, in small letters: "user's behalf" is no name, "Simpson's paradox" is one."""
_ADJECTIVE = re.compile(
    r".*(?:ive|[^aeiou]ic|[tnrc]al|ous|ful|less|[ai]ble|i[sz]ed)"
    r"|.+-(?:\w+ed|\w+en|able|art|aware|free|level|scale|specific|time|wise)",
    re.IGNORECASE,
)
"""What says how a thing is, and is no name alone: "holistic", "large-scale"."""
_NOUNS = frozenset(
    [
        "arithmetic",
        "critic",
        "heuristic",
        "logic",
        "metric",
        "music",
        "topic",
        "traffic",
        "interval",
        "journal",
        "manual",
        "material",
        "portal",
        "removal",
        "retrieval",
        "signal",
        "survival",
        "trial",
        "tutorial",
        "variable",
        "table",
        "cable",
        "objective",
        "perspective",
        "narrative",
        "motive",
        "hospital",
    ]
)
"""Nouns that end as adjectives do."""
_VERB_FIRST = re.compile(r"(?:\A|[:?!])\s*[^\W\d_]+ing\b(?![-'’])")
"""A title, or what its colon parts, that begins with what is done: "Rethinking ..."."""
_DULL = frozenset(Path(__file__).with_name("dull_words.txt").read_text("utf-8").split())
"""Words that no abstract is about."""
_COMPANIONS = frozenset(
    ["model", "models", "training", "learning", "data", "dataset", "datasets", "code", "task", "tasks", "time", "level"]
)
"""Dull words that make the name of a thing together with others: a language model, repository-level code."""
_VERBS = frozenset(Path(__file__).with_name("verbs.txt").read_text("utf-8").split())
"""Words that mostly stand where verbs do (benchmarks/build_background.py): what they part is no name."""
_AFTER_A_VERB = frozenset(["how", "to", "what", "when", "where", "whether", "why"])
"""What tells a verb in a title, "Models Know When", from a noun, "Root Cause Analysis"."""
_BEFORE_A_VERB = re.compile(
    r"we|it|they|that|which|who|what|is|are|was|were|be|been|can|may|could|will|cannot|not", re.IGNORECASE
)
"""What follows these is done, or said of a thing: "we repaint trams", "they are red"."""


def keywords(paper: Paper, documents: Mapping[str, int], size: int) -> tuple[str, ...]:
    """The phrases of up to four words that tell this paper from the day's others, best first, as they stand in it.

    `documents` says in how many of the day's `size` papers a stem occurs.
    """
    counts: dict[str, float] = defaultdict(float)
    forms: dict[str, dict[str, int]] = defaultdict(dict)
    title = _VERB_FIRST.sub(" , ", paper.title)
    for weight, phrase in chain(_phrases(title, _TITLE), _phrases(paper.abstract, 1.0)):
        name = " ".join(_stem(word) for word in phrase)
        counts[name] += weight
        form = " ".join(phrase)
        forms[name][form] = forms[name].get(form, 0) + 1
    written = {name: _form(of_phrase) for name, of_phrase in forms.items()}
    merits = {
        name: count * _merit(written[name].split(), documents, size)
        for name, count in counts.items()
        if not _is_adjective(written[name])
    }
    chosen: list[str] = []
    for name in sorted(merits, key=lambda name: (-merits[name], name)):
        if not any(_alike(name, other) for other in chosen):
            chosen.append(name)
        if len(chosen) == MOST_KEYWORDS:
            break
    return tuple(written[name] for name in chosen)


def _form(forms: Mapping[str, int]) -> str:
    """How a paper writes a phrase mostly."""
    if len(forms) == 1:
        return next(iter(forms))
    return max(forms, key=lambda form: (forms[form], form[:1].islower(), form))


def _alike(name: str, other: str) -> bool:
    """Whether two phrases share more than half of the shorter one."""
    words, others = set(name.split()), set(other.split())
    return len(words & others) * 2 > min(len(words), len(others))


@cache
def _is_adjective(phrase: str) -> bool:
    """Whether a phrase is a lone word that says how something is."""
    lone = " " not in phrase and phrase[1:].islower() and phrase.lower() not in _NOUNS
    return lone and bool(_ADJECTIVE.fullmatch(phrase))


def _merit(phrase: Sequence[str], documents: Mapping[str, int], size: int) -> float:
    """How much a phrase says: its words are rare on that day, and where they stand, they are what it is about.

    Of a compound in small letters, "high-progress", the rarest part says how rare it is: it is a name of nothing.
    """
    rarity = topicality = 0.0
    for word in phrase:
        rarity += math.log((size + 2) / (min(documents.get(part, 0) for part in _parts(word)) + 1))
        topicality += _topicality(word)
    return rarity * topicality / len(phrase) ** 2 * _LENGTHS[len(phrase) - 1]


@cache
def _parts(word: str) -> tuple[str, ...]:
    """The stem of a word; those of the parts of a compound in small letters."""
    parts = word.split("-") if "-" in word and word.islower() else [word]
    return tuple(_stem(part) for part in parts if part)


@cache
def _topicality(word: str) -> float:
    """How often a word is what an abstract is about, where it stands in one."""
    parts = _parts(word)
    return sum(map(background().topicality, parts)) / len(parts)


def _phrases(text: str, weight: float) -> Iterator[tuple[float, Sequence[str]]]:
    """The phrases with which the stretches between stop words, marks and dull words end.

    What goes on is no name: "end-to-end" before "driving", or what stands before "framework".
    """
    words = _TOKEN.findall(plain(_FORMULA.sub(" , ", text)))
    tokens = ["," if _is_verb(word, after) else word for word, after in pairwise([*words, "."])]
    before = "."
    stretches = [(fits, list(words)) for fits, words in groupby(tokens, _fits)]
    for (fits, words), (_, after) in pairwise([*stretches, (False, ["."])]):
        if fits and fold(after[0]) not in _DULL:
            named = words[bool(_BEFORE_A_VERB.fullmatch(before)) :]
            for start in range(max(0, len(named) - len(_LENGTHS)), len(named)):
                if not all(map(_is_companion, named[start:])):
                    yield weight * (_WITHIN if start else 1.0), named[start:]
        before = words[-1]


def _is_verb(word: str, after: str) -> bool:
    return word in _VERBS or (word.lower() in _VERBS and after.lower() in _AFTER_A_VERB)


@cache
def _is_companion(word: str) -> bool:
    return fold(word) in _COMPANIONS


@cache
def _stem(word: str) -> str:
    return stem(fold(word))


@cache
def _fits(token: str) -> bool:
    """Whether a word or mark can be part of a keyword."""
    folded = fold(token)
    return folded in _COMPANIONS or (
        token[0].isalnum()
        and not token[0].isdigit()
        and (len(token) > 2 or (len(token) == 2 and token.isupper()))
        and folded not in STOP_WORDS
        and folded not in _DULL
        and not is_cjk(token)
        and not _OWNER.fullmatch(token)
        and not folded.endswith(("ly", "n't", "n’t"))
    )

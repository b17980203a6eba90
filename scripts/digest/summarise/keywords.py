"""The keywords of a paper without a model: phrases of its own that end as the names of things do."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, groupby, pairwise
from pathlib import Path

from digest.core.report import Paper
from digest.core.writing_systems import is_cjk
from digest.markdown.writer import plain
from digest.words.background import background
from digest.words.terms import STOP_WORDS, fold, stem

MOST_KEYWORDS = 6


def _words(file: str) -> frozenset[str]:
    return frozenset(Path(__file__).with_name(file).read_text("utf-8").split())


_REMEMBERED = 1 << 15
"""Words and phrases whose properties stay in memory: a day's and more; a backfill of years has millions of them."""
_LENGTHS = (1.0, 1.6, 1.7, 1.6)
"""How much a phrase of one, two, three and four words counts: long ones say more, and occur less often."""
_TITLE = 3.0
"""Authors put into the title what a paper is about."""
_FEW = 3
"""So many keywords are hardly enough: then what is mentioned once is taken, too."""
_A_TOPIC = 0.35
"""Of the papers that have a word that names a topic, it is a topic of such a share."""
_A_TOPIC_ALONE = 0.42
"""The same of a word that stands alone: "neurons", and not "area"."""
_WITHIN = 0.75
"""Of a phrase within a longer one: "memory intelligence agent" rather than "agent"."""
_FORMULA = re.compile(r"\$[^$]*\$(?:-\w+)?|https?://\S+|\\[a-zA-Z]+")
_TOKEN = re.compile(r"[^\W_]+(?:(?:[-'’+]|\.(?![A-Z][a-z]))[^\W_]+)*\+*|\S")
"""A word; where the space after a full stop is missing, "reasoning.Through", there are two."""
_PARTS = re.compile(r"[^\s-]+")
_OWNER = re.compile(r"(?:[^\W\d_A-Z]\S*|[A-Z]{2,})['’]s?")
"""Somebody's, in small letters: "user's behalf" is no name, "Simpson's paradox" is one."""
_ADJECTIVE = re.compile(
    r".*(?:ive|[^aeiou]ic|[tnrcm]i?al|sual|ous|ful|less|[ai]ble|i[sz]ed)"
    r"|.+-(?:\w+ed|\w+en|able|agent|art|aware|end|free|hop|level|limited|modal|post|scale|shot|situ|source|specific"
    r"|stable|stage|step|task|time|turn|view|wise|world)",
    re.IGNORECASE,
)
"""What says how a thing is, and is no name alone: "holistic", "large-scale"."""
_PARTICIPLE = re.compile(
    r"(?!(?:.*(?:need|seed|feed|speed|weed|creed|breed|deed)|(?:test|em)?bed|(?:infra|hund|sac|hat)?red|sled|(?:water)?shed)"
    r"\Z).*ed|written|drawn|shown|chosen|given|taken|known|seen"
)
_NO_WORD = re.compile(
    r".*[\u0370-\u03ff\u2070-\u209f\u00b2\u00b3\u00b9].*|.*\w\+\w.*|[a-z]+\d{4}[a-z]+|(?:[^\W\d_]\.)+[^\W\d_]?"
)
"""Parts of formulas, keys of references, initials."""
_NOUNS = _words("nouns.txt")
"""Nouns that end as adjectives do, or are written as verbs are: caches, a guide."""
_VERB_FIRST = re.compile(r"(?:\A|[:?!])\s*([^\W\d_]+ing)\b(?![-'’])\s*([^\W\d_]*)")
"""A title, or what its colon parts, that begins with what is done: "Rethinking ...", and the word after that."""
_DULL = _words("dull_words.txt")
"""Words that no abstract is about, and those that praise or place what they stand with: "promising", "recent"."""
_VAGUE = _words("vague_heads.txt")
"""Nouns that end the name of nothing, whatever stands before them: gains, insights, the user's behalf."""
_VAGUE_ALONE = _VAGUE | _words("vague_words.txt")
"""Those that name something only together with others: a transition, but a phase transition."""
_ACTIVITIES = _words("activities.txt")
"""Words in -ing that name an activity; others say what is done to what follows: "detecting shifts"."""
_COMPANIONS = frozenset(
    ["model", "models", "training", "learning", "data", "dataset", "datasets", "code", "task", "tasks", "time", "level"]
)
"""Dull words that make the name of a thing together with others: a language model, repository-level code."""
_VERBS = _words("verbs.txt")
"""Words that mostly stand where verbs do (benchmarks/build_background.py): what they part is no name."""
_NO_PLURAL = ("ss", "us", "is", "ics", "as", "os")
_NOUN_ENDINGS = ("ion", "ing", "ment", "er", "or", "ity", "sis", "ance", "ure", "data", "research")
"""Of words that have a plural before them where both are a name: "trials matching"."""
_AFTER_A_VERB = frozenset(["how", "to", "what", "when", "where", "whether", "why"])
"""What tells a verb in a title, "Models Know When", from a noun, "Root Cause Analysis"."""
_BEFORE_A_VERB = re.compile(
    r"we|it|they|that|which|who|what|is|are|was|were|be|been|can|may|could|will|cannot|not", re.IGNORECASE
)
"""What follows these is done, or said of a thing: "we repaint trams", "they are red"."""


_VERB = "\0"
"""What stands in the place of a verb."""
_DETERMINER = re.compile(r"a|an|the|its|their|our|this|these|those|each|every|two|three", re.IGNORECASE)
_BEFORE_A_THING = re.compile(
    r"\0|about|across|against|among|between|by|during|for|from|in|into|of|on|over|through|towards?|under|using|via|with"
    r"|within|without",
    re.IGNORECASE,
)
_SHORT = 3
"""What has more words than so many, and stands once in an abstract, may be a thing and what it does to another."""


def keywords(paper: Paper, documents: Mapping[str, int], size: int) -> tuple[str, ...]:
    """The phrases of up to four words that tell this paper from the day's others, best first, as they stand in it.

    `documents` says in how many of the day's `size` papers a stem occurs. Fewer good ones are better than many: what
    the abstract mentions once, and the title not at all, is none, unless there is hardly another.
    """
    counts: dict[str, float] = defaultdict(float)
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    title = _VERB_FIRST.sub(_unless_usual, paper.title)
    things: set[str] = set()
    for weight, phrase, is_a_thing in chain(_phrases(title, _TITLE), _phrases(paper.abstract, 1.0)):
        name = " ".join(_stem(word) for word in phrase)
        if is_a_thing:
            things.add(name)
        counts[name] += weight
        forms[name][" ".join(phrase)] += 1
    said = Counter(_stem(word) for word in _TOKEN.findall(f"{paper.title} {paper.abstract}"))
    titled = {" ".join(map(_stem, phrase)) for _, phrase, _ in _phrases(title, 1.0)}
    written = {name: form for name, found in forms.items() if _names_something(form := _form(found))}
    merits = {
        name: counts[name] * _merit(form.split(), documents, size)
        for name, form in written.items()
        if " " in form or _is_enough_alone(form, said[name], in_title=name in titled)
    }
    chosen: list[str] = []
    for name in sorted(merits, key=lambda name: (-merits[name], name)):
        sure = name in titled or " " not in name or forms[name].total() > 1
        if (sure or (len(chosen) < _FEW and name in things)) and not any(_alike(name, other) for other in chosen):
            chosen.append(name)
        if len(chosen) == MOST_KEYWORDS:
            break
    return tuple(written[name] for name in chosen)


def _unless_usual(first: re.Match[str]) -> str:
    """What stands for a title's first words: not what is done, but "Scaling laws" as they are."""
    usual = f"{_stem(first[1])} {_stem(first[2])}" in background().pairs
    return first[0] if usual else f" , {first[2]}"


def _is_enough_alone(word: str, times: int, *, in_title: bool) -> bool:
    """Whether a lone word is what a paper is about: a name said twice, another word three times and often a topic."""
    if _is_a_name(word):
        return in_title or times > 1
    topical = background().topicality(_stem(word))
    return topical >= _A_TOPIC_ALONE and times > (1 if in_title else 2)


def _form(forms: Mapping[str, int]) -> str:
    """How a paper writes a phrase mostly."""
    return max(forms, key=lambda form: (forms[form], form[:1].islower(), form))


def _alike(name: str, other: str) -> bool:
    """Whether two phrases share more than half of the shorter one; "text-to-image" is three words."""
    words, others = (set(map(_stem, _PARTS.findall(one))) for one in (name, other))
    return len(words & others) * 2 > min(len(words), len(others))


@lru_cache(maxsize=_REMEMBERED)
def _names_something(phrase: str) -> bool:
    """Whether a phrase ends as the name of a thing does: not as a participle, an adjective, an owner, a vague noun."""
    last = phrase.rpartition(" ")[2]
    alone, folded = last == phrase, fold(last)
    if folded in _VERBS and (alone or folded not in _NOUNS) and not last.isupper():
        return False
    if not alone and _is_only_a_verb(phrase.partition(" ")[0]):
        return False
    if "s " in phrase and any(_is_a_clause(word, after) for word, after in pairwise(phrase.split())):
        return False
    if folded in (_VAGUE_ALONE if alone else _VAGUE) or last.endswith(("'s", "’s")):
        return False
    lower = last[1:].islower() or "-" in last
    if lower and folded not in _NOUNS and (_ADJECTIVE.fullmatch(last) or _PARTICIPLE.fullmatch(folded)):
        return False
    return not _is_done(last) or (not alone and background().topicality(_stem(last)) >= _A_TOPIC)


@lru_cache(maxsize=_REMEMBERED)
def _is_only_a_verb(word: str) -> bool:
    folded = fold(word)
    return folded in _VERBS and folded not in _NOUNS and not word.isupper()


def _is_a_clause(word: str, after: str) -> bool:
    """Whether one of both is a verb: "humans co-create", "wool meets silk"; not in names: "systems biology"."""
    if not word.endswith("s") or not word.isalpha() or word.endswith(_NO_PLURAL):
        return False
    first = _stem(word)
    usual = first not in background().frequencies or f"{first} {_stem(after)}" in background().pairs
    return not usual and fold(word) not in _NOUNS and not after.endswith(_NOUN_ENDINGS)


def _is_done(word: str) -> bool:
    """Whether a word in -ing says what is done to what follows: "detecting" shifts."""
    folded = fold(word)
    return folded.endswith("ing") and "-" not in word and folded not in _ACTIVITIES


@lru_cache(maxsize=_REMEMBERED)
def _is_a_name(phrase: str) -> bool:
    """Whether a phrase is one word as names of methods are: LiteShield, GPT-4, or with a capital and in no table."""
    unknown = "-" in phrase or _stem(phrase) not in background().frequencies
    return " " not in phrase and any(map(str.isupper, phrase)) and (unknown or not phrase[1:].islower())


def _merit(phrase: Sequence[str], documents: Mapping[str, int], size: int) -> float:
    """How much a phrase says: its words are rare on that day, and where they stand, they are what it is about.

    Of a compound in small letters, "high-progress", the rarest part says how rare it is: it is a name of nothing.
    """
    rarity = topicality = 0.0
    for word in phrase:
        rarity += math.log((size + 2) / (min(documents.get(part, 0) for part in _parts(word)) + 1))
        topicality += _topicality(word)
    return rarity * topicality / len(phrase) ** 2 * _LENGTHS[len(phrase) - 1]


@lru_cache(maxsize=_REMEMBERED)
def _parts(word: str) -> tuple[str, ...]:
    """The stem of a word; those of the parts of a compound in small letters."""
    parts = word.split("-") if "-" in word and word.islower() else [word]
    return tuple(_stem(part) for part in parts if part)


@lru_cache(maxsize=_REMEMBERED)
def _topicality(word: str) -> float:
    """How often a word is what an abstract is about, where it stands in one."""
    parts = _parts(word)
    return sum(map(background().topicality, parts)) / len(parts)


def _phrases(text: str, weight: float) -> Iterator[tuple[float, Sequence[str], bool]]:
    """The phrases that end where stop words, marks and dull words part a text; also, whether each is surely a thing.

    What goes on is no name: "end-to-end" before "driving", or what stands before "framework". What a preposition or a
    verb stands before is a thing, while what begins a sentence may be one and what it does: "the cache shrinks".
    """
    words = _TOKEN.findall(plain(_FORMULA.sub(" , ", text)))
    tokens = [_VERB if _is_verb(word, after) else word for word, after in pairwise([*words, "."])]
    before = leading = "."
    stretches = [(fits, list(words)) for fits, words in groupby(tokens, _fits)]
    for (fits, words), (_, after) in pairwise([*stretches, (False, ["."])]):
        if fits and fold(after[0]) not in _DULL:
            behind_a_verb = bool(_BEFORE_A_VERB.fullmatch(before))
            named = words[behind_a_verb:]
            governed = behind_a_verb or bool(_BEFORE_A_THING.fullmatch(leading))
            if len(named) > 1 and _is_done(named[0]):
                named, governed = named[1:], True
            for start in range(max(0, len(named) - len(_LENGTHS)), len(named)):
                if not all(map(_is_companion, named[start:])):
                    whole = not start and len(named) <= _SHORT
                    yield weight * (_WITHIN if start else 1.0), named[start:], governed and whole
        before = words[-1]
        leading = next((word for word in reversed(words) if not _says_nothing(word)), leading)


@lru_cache(maxsize=_REMEMBERED)
def _is_companion(word: str) -> bool:
    return fold(word) in _COMPANIONS


def _says_nothing(word: str) -> bool:
    """Whether a word may stand between a preposition and the thing that it stands before."""
    return bool(_DETERMINER.fullmatch(word)) or fold(word) in _DULL


def _is_verb(word: str, after: str) -> bool:
    lower = word.lower()
    # Most words are no participles: their last letter says so sooner than the pattern.
    if lower[-1] in "dn" and _PARTICIPLE.fullmatch(lower) and not _fits(after):
        return True  # "model checking parameterized by"
    third_person = lower.endswith("s") and lower not in _NOUNS
    return word in _VERBS or (lower in _VERBS and (third_person or after.lower() in _AFTER_A_VERB))


@lru_cache(maxsize=_REMEMBERED)
def _stem(word: str) -> str:
    return stem(fold(word))


@lru_cache(maxsize=_REMEMBERED)
def _fits(token: str) -> bool:
    """Whether a word or mark can be part of a keyword."""
    folded = fold(token)
    return folded in _COMPANIONS or (
        token[0].isalnum()
        and not token[0].isdigit()
        and not _NO_WORD.fullmatch(token)
        and (len(token) > 2 or (len(token) == 2 and token.isupper()))
        and folded not in STOP_WORDS
        and folded not in _DULL
        and not is_cjk(token)
        and not _OWNER.fullmatch(token)
        and not folded.endswith(("ly", "n't", "n’t"))
    )

"""The words of a text as an interest means them: "few-shot" and "Q-learning" are one word, for half of it says little.

A stop word, a letter or a digit is no term. Where a hyphen ties one to a term, the two are looked for together.
"""

from itertools import pairwise

from digest.core.writing_systems import is_cjk
from digest.words.terms import WORD, composed, fold, stem, term

_HYPHENS = frozenset("-\u2010\u2011\u2013")
"""Also the typographic hyphens and the en dash."""

_PARTICLES = frozenset(("down", "in", "off", "on", "out", "over", "up"))
"""Stop words that make another word of the one before: "trade-off"; the "based" of "LLM-based" does not."""

Wording = tuple[str, ...]
"""One word as it stands, or several that count together only: ("few", "shot")."""


def wording(text: str) -> list[Wording]:
    """The words that say something, in order; a letter goes with the word after it, a digit with the one before."""
    text = composed(text)
    runs: list[list[str]] = []
    end = 0
    for match in WORD.finditer(text):
        if runs and _tied(runs[-1][-1], text[end : match.start()], match[0]):
            runs[-1].append(match[0])
        else:
            runs.append([match[0]])
        end = match.end()
    return [parts for run in runs for parts in _parted(run)]


def name_of(parts: Wording) -> str:
    """What words that count together are compared by: "fewshot"; of a single word, its term."""
    return stem("".join(map(fold, parts))) if len(parts) > 1 else term(parts[0])


def compounds_of(text: str) -> dict[str, Wording]:
    """The neighbours of an interest's words written as one, "finetun" for fine and tune, each with its terms."""
    telling = [word.lower() for word in WORD.findall(composed(text)) if term(word)]
    return {stem(one + two): (term(one), term(two)) for one, two in pairwise(telling)}


def _tied(one: str, between: str, two: str) -> bool:
    if between == " ":
        return (_is_single(one) and one.isalpha()) or (_is_single(two) and two.isdigit())
    return between in _HYPHENS


def _is_single(word: str) -> bool:
    """Whether a word is a letter or a digit, but no article."""
    return len(word) == 1 and not is_cjk(word) and fold(word) not in ("a", "i")


def _parted(run: list[str]) -> list[Wording]:
    """The words of a run that hyphens tie: what is no term goes with the first or the last of those that are."""
    telling = [place for place, word in enumerate(run) if term(word)]
    if not telling:
        return []
    end = telling[-1] + 1
    while end < len(run) and (len(run[end]) == 1 or fold(run[end]) in _PARTICLES):
        end += 1
    if len(telling) == 1:
        return [tuple(run[:end])]
    first, *middle, last = telling
    return [tuple(run[: first + 1]), *((run[place],) for place in middle), tuple(run[last:end])]

"""Acronyms and their long forms, as an abstract defines them, "retrieval-augmented generation (RAG)", or as all do."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from digest.words.terms import term, words

_IN_BRACKETS = re.compile(r"\(\s*([A-Za-z0-9][A-Za-z0-9-]{1,9})\s*[);,]")
_LETTER = re.compile(r"\d+d|.")
"""What stands for a word in an acronym: its first letter, or all of "3d"."""
_CHARACTERS_BEFORE = 120
_SKIPPED = frozenset(("of", "the", "and", "for", "in", "with", "a", "to", "on", "by"))
"""Words of a long form that an acronym may leave out."""


def definitions(text: str) -> dict[str, tuple[str, ...]]:
    """The acronyms that a text defines in brackets, as terms, each with the stems of its long form.

    A long form that would lose a word, the "out" of "out-of-distribution" or the Q of "deep Q-network", is none: what
    is left of it says something else.
    """
    stems_of = {}
    for match in _IN_BRACKETS.finditer(text):
        acronym = match[1].removesuffix("s")
        if sum(letter.isupper() for letter in acronym) < 2:
            continue
        before = words(text[max(0, match.start() - _CHARACTERS_BEFORE) : match.start()])
        start = _start(acronym.lower().replace("-", ""), before)
        long = before[start:] if start is not None else []
        if len(long) >= 2 and all(term(word) or word in _SKIPPED for word in long):
            stems_of[term(acronym)] = tuple(name for word in long if (name := term(word)))
    return {acronym: stems for acronym, stems in stems_of.items() if acronym and stems}


def _start(letters: str, before: list[str]) -> int | None:
    """Where the words begin whose first letters are `letters`, counted from the end; None where none do."""
    position = len(before)
    for letter in reversed(_LETTER.findall(letters)):
        position -= 1
        while position >= 0 and not before[position].startswith(letter):
            if before[position] not in _SKIPPED:
                return None
            position -= 1
        if position < 0:
            return None
    return position


@cache
def common() -> Mapping[str, tuple[str, ...]]:
    """Acronyms that abstracts at large agree on (acronyms.txt), as terms, each with the stems of its long form."""
    lines = Path(__file__).with_name("acronyms.txt").read_text("ascii").splitlines()
    return {acronym: tuple(stems) for acronym, *stems in map(str.split, lines)}

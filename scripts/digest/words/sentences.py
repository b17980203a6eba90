"""The sentences of an abstract, each as it stands there: abbreviations, decimals, formulas and addresses end none."""

import re
from pathlib import Path

_ABBREVIATIONS = frozenset(Path(__file__).with_name("abbreviations.txt").read_text("utf-8").split())
_ALWAYS = frozenset(["etc.", "co.", "inc.", "al.", "u.s.", "u.k.", "i.i.d.", "a.s.", "min.", "max.", "avg.", "no."])
"""Abbreviations that may also stand last; what follows decides."""
_PROTECTED = re.compile(
    r"\$\$?[^$]{1,400}\$\$?|https?://\S+|\\\(.{1,400}?\\\)|\\\[.{1,600}?\\\]|\([^()]{0,300}\)", re.DOTALL
)
_END = re.compile(
    r"(?:(?<![.!?…])(?:[.!?…]++[\"'”’)\]}]*+(?=\s\S)|\.(?=[A-Z][a-z]*[ ,])(?<=[a-z]{3}\.))|[。！？]+[”’」』）]*)"
)
"""What ends a sentence; between plain words also where the space is missing, "of the causal graph.Our code is"."""
_NAME_FIRST = re.compile(r"[a-z]*[A-Z]")
"""What may open a sentence in lower case: a name such as "iPhone"."""
_LAST_WORD = re.compile(r"[^\s(\[]*$")
_LONGEST_WORD = 40
"""Characters before a mark that are looked at; no abbreviation is as long."""


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text in order; white space is single spaces, and nothing of the text is lost.

    CJK sentences, which no space parts, count as well.
    """
    text = " ".join(text.split())
    inside = bytearray(len(text))
    for match in _PROTECTED.finditer(text):
        # An address may be the last word of its sentence: its final point is not part of it.
        end = match.end() - (len(match[0]) - len(match[0].rstrip(".,;:!?)")) if match[0].startswith("http") else 0)
        inside[match.start() : end] = b"\x01" * (end - match.start())
    whole, start = [], 0
    for match in _END.finditer(text):
        if not inside[match.start()] and _ends(text, match):
            whole.append(text[start : match.end()].strip())
            start = match.end()
    rest = text[start:].strip()
    return tuple(sentence for sentence in (*whole, rest) if sentence)


def _ends(text: str, mark: re.Match[str]) -> bool:
    """Whether the mark ends a sentence rather than an abbreviation, an initial or a number."""
    if mark[0][0] in "。！？":
        return True
    following = mark.end()
    if not text[following].isspace():
        return True
    following += 1
    first = text[following]
    if first.islower() and not _NAME_FIRST.match(text, following):
        return False
    if mark[0][0] != ".":
        return True
    word = _LAST_WORD.search(text[max(0, mark.start() - _LONGEST_WORD) : mark.start() + 1])
    last = (word[0] if word else "").lower()
    if last in _ABBREVIATIONS:
        next_word = text[following : following + 8].split()[0]
        return last in _ALWAYS and first.isupper() and not next_word.rstrip(",").isdecimal()
    return not re.fullmatch(r"(?:[a-z]\.)+", last) or len(last) > 4

"""A sentence of an abstract as it reads alone: without the first words that only tie it to those before it."""

import re

from digest.core.report import Summary

_REACH = r"[^,.;:$\\()]"
"""What such words consist of: no formula, and nothing that would be parted."""
_PAPER = r"(?:paper|work|study|article|survey|thesis|report|note|manuscript|chapter)"
_BACK = re.compile(
    r"(?:"
    r"(?:However|Therefore|Thus|Hence|Then|Accordingly|Consequently|Specifically|Concretely|Additionally|Furthermore"
    r"|Moreover|Finally|Instead|First|Firstly|Second|Secondly|Third|In response|(?:To|Towards) (?:this|that) end), ?"
    rf"|(?:Here|In (?:this|the present|our) {_PAPER})(?:, ?| (?=we\b))"
    # "To address these limitations, we", "Motivated by this observation, we".
    r"|(?:To|For|Given|Against|Following|Leveraging|Motivated by|Inspired by|Building (?:up)?on|Based on"
    r"|Guided by|Drawing on|In light of|In response to|In view of)"
    rf"(?: {_REACH}{{0,80}}?)? (?:this|these|those|such)\b{_REACH}{{0,60}}"
    rf", (?=(?:we|(?:this|our|the present) {_PAPER})\b)"
    r")(?=\w)",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[a-z]+\b")
_MOST = 2
"""So many of them stand one after another: "However, in this paper, we ..."."""


def alone(sentence: str) -> str:
    """A sentence without "However, ", "In this paper, " or "To address these limitations, ", and with a capital again.

    All that it says stays, word for word. A sentence that goes on with a name in its own writing, "iPhone", keeps it.
    """
    for _ in range(_MOST):
        found = _BACK.match(sentence)
        if not found:
            break
        rest = sentence[found.end() :]
        first = _PLAIN.match(rest)
        sentence = rest[0].upper() + rest[1:] if first else rest
    return sentence


def in_one_sentence(summary: Summary) -> str | None:
    """A summary in one sentence, for lists of papers: of an abstract's one what reads alone, a model's as it is."""
    said = summary.one_sentence
    return alone(said) if said and summary.status == "extractive" else said

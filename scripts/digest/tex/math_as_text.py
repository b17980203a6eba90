r"""A formula as text that needs no typesetting: `O(n^2)` is O(n²), `\alpha \times \frac{1}{2}` is α × 1/2."""

import re
from collections.abc import Mapping

from digest.tex.math_characters import decoded
from digest.tex.math_macros import (
    BLACKBOARD,
    COMBINING,
    DROPPED,
    EXPANDED,
    FUNCTIONS,
    KNOWN,
    RENAMED,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    SYMBOLS,
    TOKEN,
    WITHOUT_ARGUMENT,
)

_DEEPEST = 30
"""Groups within groups beyond this depth lose their structure, not their characters."""
_SPACES = {"\\,", "\\;", "\\:", "\\ ", "\\>", "~", "\\\\", "&", "\\quad", "\\qquad"}
_WORD = re.compile(r"[^\W\d_]{4}")
"""Letters that would be hard to read as small signs: `L_train`."""


def readable(tex: str) -> str:
    """The formula as one line of Unicode without markup; the names of unknown macros are kept if they say anything."""
    text = _Reader([part for part in TOKEN.findall(decoded(tex)) if part != "$"]).sequence(0)
    text = re.sub(r" (?=[),\]^_])|(?<=[(\[]) ", "", " ".join(text.split()))
    return text.strip()


class _Reader:
    """One pass over the tokens of a formula."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0

    def sequence(self, depth: int) -> str:
        """Everything up to the brace that closes, or to the end."""
        parts: list[str] = []
        while self.at < len(self.tokens):
            part = self._next()
            if part == "}":
                if depth:
                    break
                continue
            parts.append(self._read(part, depth))
        return "".join(parts)

    def _next(self) -> str:
        part = self.tokens[self.at]
        self.at += 1
        return part

    def _peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def _argument(self, depth: int) -> str:
        while self._peek().isspace():
            self.at += 1
        return self._read(self._next(), depth) if self._peek() not in ("", "}") else ""

    def _read(self, part: str, depth: int) -> str:
        if part == "{":
            return self.sequence(depth + 1) if depth < _DEEPEST else ""
        if part in _SPACES or part.isspace():
            return " "
        if depth >= _DEEPEST:
            return part.lstrip("\\^_")
        if part in "^_":
            return _script(self._argument(depth + 1), SUPERSCRIPTS if part == "^" else SUBSCRIPTS, part)
        if part == "'":
            return "′"
        if part[0] != "\\" or len(part) == 1:
            return part.replace("\\", "")
        return self._macro(part[1:].rstrip("*"), depth) if part[1].isalpha() else _character(part[1])

    def _macro(self, name: str, depth: int) -> str:
        if name in EXPANDED:
            return readable(EXPANDED[name])
        name = RENAMED.get(name, name)
        if name in ("frac", "dfrac", "tfrac", "cfrac"):
            return f"{_grouped(self._argument(depth + 1))}/{_grouped(self._argument(depth + 1))}"
        if name in ("binom", "dbinom", "tbinom"):
            return f"C({self._argument(depth + 1)}, {self._argument(depth + 1)})"
        if name == "sqrt":
            return f"√{_grouped(self._argument(depth + 1))}"
        if name == "not":
            return f"{self._argument(depth + 1)}\u0338"
        if name == "mathbb":
            return "".join(BLACKBOARD.get(letter, letter) for letter in self._argument(depth + 1))
        if name in COMBINING:
            argument = self._argument(depth + 1)
            return argument + (COMBINING[name] if len(argument) == 1 else "")
        if name in WITHOUT_ARGUMENT:
            if self._peek() == "{":
                self._argument(depth + 1)
            return ""
        return self._named(name, depth)

    def _named(self, name: str, depth: int) -> str:
        if name in SYMBOLS:
            return SYMBOLS[name]
        if name in FUNCTIONS:
            return f" {name}" if self._peek()[:1] in ("_", "^", "(", "}", "") else f" {name} "
        if name in ("left", "right") and self._peek() == ".":
            self.at += 1
            return ""
        if name in KNOWN or name in DROPPED:
            return ""
        if self._peek() == "{":  # a macro of the author's own, with its argument
            return f"{name}({self._argument(depth + 1)})"
        return f"{name} " if self._peek()[:1].isalnum() else name


def _character(character: str) -> str:
    if character == "|":
        return "‖"
    return "" if character in "!()[]/" else character


def _grouped(text: str) -> str:
    text = text.strip()
    return text if re.fullmatch(r"\w*|.|\w+\.\w+", text) else f"({text})"


def _script(text: str, table: Mapping[str, str], sign: str) -> str:
    text = text.strip()
    if text and all(character in table for character in text) and not _WORD.search(text):
        return "".join(table[character] for character in text)
    return f"{sign}{_grouped(text)}" if text else ""

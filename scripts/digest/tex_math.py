r"""Formulas: made fit for GitHub's MathJax, or into text that can be read without it.

GitHub typesets with MathJax and refuses some of its macros (`\operatorname`, `\mbox`, `\phantom`); a formula that
would show an error is better read as text. https://docs.github.com/en/get-started/writing-on-github
"""

import re
from collections.abc import Mapping

from digest.tex_math_tables import (
    ACCENTED,
    BLACKBOARD,
    DROPPED,
    FUNCTIONS,
    KNOWN,
    LONGEST,
    RENAMED,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    SYMBOLS,
)

_TOKEN = re.compile(r"\\[a-zA-Z]+\*?|\\.|[{}^_'&]|\s+|.", re.DOTALL)
_GLUED = re.compile(r"\\([a-zA-Z]+)(?=([^\x00-\x7f]))")
_ENVIRONMENT = re.compile(r"\\(begin|end)\{([a-zA-Z]*\*?)\}")


def is_balanced(tex: str) -> bool:
    """Whether every brace has its partner."""
    level = 0
    for token in _TOKEN.findall(tex):
        level += {"{": 1, "}": -1}.get(token, 0)
        if level < 0:
            return False
    return level == 0


def is_symbol(name: str) -> bool:
    r"""Whether a macro, without argument, stands for a character: `\alpha`, `\to`."""
    return name in SYMBOLS


def for_github(tex: str) -> str | None:
    """The formula in macros that GitHub typesets; nothing where it would show an error instead."""
    tex = " ".join(tex.split())
    if not tex or len(tex) > LONGEST or "`" in tex or not is_balanced(tex):
        return None
    tex = _GLUED.sub(lambda found: f"\\{found[1]} ", tex)
    tokens = [token for token in map(_rewritten, _TOKEN.findall(tex)) if token is not None]
    if any(token[1:].rstrip("*") not in KNOWN for token in tokens if len(token) > 2 and token[0] == "\\"):
        return None
    if tokens.count("\\left") != tokens.count("\\right") or not _environments_close(tex) or not _scripts_fit(tokens):
        return None
    return _with_braces(tokens).strip() or None


def _rewritten(token: str) -> str | None:
    if token[0] == "\\" and token[1:2].isalpha():
        name = token[1:].rstrip("*")
        if name in DROPPED:
            return None
        return f"\\{RENAMED[name]}" if name in RENAMED else token.rstrip("*") if name == "operatorname" else token
    return f"\\{token}" if token in ("%", "#") else token


def _with_braces(tokens: list[str]) -> str:
    r"""The tokens joined: an accent takes the letter behind it (`\hat χ`), a macro keeps its distance from letters."""
    written: list[str] = []
    skip_space_for: str | None = None
    for token in tokens:
        if skip_space_for and token.isspace():
            continue
        if skip_space_for and len(token) == 1 and ord(token) > 127:
            written.append(f"{{{token}}}")
        else:
            if skip_space_for and (
                token[0].isalnum() or (written and written[-1][-1:].isalpha() and token[0].isalpha())
            ):
                written.append(" ")
            written.append(token)
        skip_space_for = token if token[0] == "\\" and token[1:] in ACCENTED else None
    return "".join(written)


def _environments_close(tex: str) -> bool:
    open_ones: list[str] = []
    for found in _ENVIRONMENT.finditer(tex):
        if found[1] == "begin":
            open_ones.append(found[2])
        elif not open_ones or open_ones.pop() != found[2]:
            return False
    return not open_ones


def _scripts_fit(tokens: list[str]) -> bool:
    """Whether no base has two subscripts or superscripts, and every script has something to raise or lower."""
    had: set[str] = set()
    outer: list[set[str]] = []
    wanting = False  # a script that waits for its argument
    for part in tokens:
        match part:
            case "^" | "_" | "'":
                if wanting or part in had - {"'"} or (part == "'" and "^" in had):
                    return False
                had.add(part)
                wanting = part != "'"
            case "{":
                outer.append(had if wanting else set())
                had, wanting = set(), False
            case "}":
                if wanting:
                    return False
                had = outer.pop() if outer else set()
            case _ if not part.isspace():
                had = had if wanting else set()
                wanting = False
    return not wanting


def readable(tex: str) -> str:
    r"""A formula as text: `O(n^2)` is O(n²), `\alpha \times \frac{1}{2}` is α × 1/2."""
    text = " ".join(tex.split())
    text = _GLUED.sub(lambda found: f"\\{found[1]} ", text)
    text = re.sub(r"\\math(?:bb|ds|bbm)\s*\{?\s*([A-Za-z])\s*\}?", lambda m: BLACKBOARD.get(m[1], m[1]), text)
    for _ in range(6):  # fractions within fractions
        before = text
        text = re.sub(
            r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", lambda m: f"{_grouped(m[1])}/{_grouped(m[2])}", text
        )
        text = re.sub(r"\\sqrt\s*\{([^{}]*)\}", lambda m: f"√{_grouped(m[1])}", text)
        text = re.sub(r"\^\s*\{([^{}]*)\}", lambda m: _script(m[1], SUPERSCRIPTS, "^"), text)
        text = re.sub(r"(?<!\\)_\s*\{([^{}]*)\}", lambda m: _script(m[1], SUBSCRIPTS, "_"), text)
        text = re.sub(r"\\([a-zA-Z]+)\s*\{([^{}]*)\}", lambda m: f"{_symbol(m[1])}{m[2]}", text)
        if text == before:
            break
    text = re.sub(r"\\([a-zA-Z]+)\s*", lambda m: _symbol(m[1]), text)
    text = re.sub(r"\^([0-9n+\-i])", lambda m: _script(m[1], SUPERSCRIPTS, "^"), text)
    text = re.sub(r"(?<!\\)_([0-9])", lambda m: _script(m[1], SUBSCRIPTS, "_"), text)
    text = re.sub(r"\\([,;: ])", lambda _: " ", text)
    text = re.sub(r"\\(.)", lambda m: "‖" if m[1] == "|" else "" if m[1] == "!" else m[1], text)
    return " ".join(text.replace("{", "").replace("}", "").replace("~", " ").replace("\\", "").split())


def _symbol(name: str) -> str:
    if name in SYMBOLS:
        return SYMBOLS[name]
    # The name of a function is its text (log, max); of an unknown macro only the argument is worth reading.
    return name if name in FUNCTIONS else ""


def _grouped(text: str) -> str:
    return text if re.fullmatch(r"\w+|.", text.strip()) else f"({text})"


def _script(text: str, table: Mapping[str, str], sign: str) -> str:
    if text and all(character in table for character in text):
        return "".join(table[character] for character in text)
    return f"{sign}{_grouped(text)}" if text else ""

r"""Formulas: made fit for GitHub's MathJax, or into text that can be read without it.

GitHub typesets with MathJax and refuses some of its macros (`\operatorname`, `\mbox`, `\phantom`); a formula that
would show an error is better read as text. https://docs.github.com/en/get-started/writing-on-github
"""

import re
from collections.abc import Iterator

from digest.tex_dollars import open_braces
from digest.tex_math_tables import ACCENTED, AROUND, DROPPED, EXPANDED, KNOWN, LONGEST, RENAMED, SYMBOLS, TOKEN

_LABEL = re.compile(r"\\(?:label|vspace\*?|h?phantom)\s*\{(?:[^{}]|\{[^{}]*\})*\}")
_TAG = re.compile(r"\\tag(\*?)\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_AROUND = re.compile(rf"\\({'|'.join(AROUND)})\*?\s*\{{((?:[^{{}}]|\{{(?:[^{{}}]|\{{[^{{}}]*\}})*\}})*)\}}")
_UNICODE = re.compile(r"\\unicode\s*\{x([0-9A-Fa-f]{1,5})\}")
_FAMILY = re.compile(r"(?:math)?(cal|bb|bf|frak|scr|sf|rm)([A-Za-z])")
_ENVIRONMENT = re.compile(r"\\(begin|end)\{([a-zA-Z]*\*?)\}")


def is_symbol(name: str) -> bool:
    r"""Whether a macro, without argument, stands for a character: `\alpha`, `\to`."""
    return name in SYMBOLS


def is_known(name: str) -> bool:
    """Whether a macro is one of mathematics or of layout, so that its name is nothing to read."""
    return name in KNOWN or name in RENAMED or name in DROPPED


def for_github(tex: str) -> str | None:
    """The formula in macros that GitHub typesets; nothing where it would show an error instead."""
    tex = " ".join(tex.split())
    if not tex or len(tex) > LONGEST or "`" in tex or open_braces(tex) != 0:
        return None
    tex = _tags_last(_UNICODE.sub(lambda found: chr(min(int(found[1], 16), 0xFFFD)), _LABEL.sub("", tex)))
    tex = _AROUND.sub(_put_around, tex)
    tokens = list(_rewritten(TOKEN.findall(tex)))
    if any(token[1:].rstrip("*") not in KNOWN for token in tokens if token[0] == "\\" and token[1:2].isalpha()):
        return None
    if tokens.count("\\left") != tokens.count("\\right") or not _environments_close(tex) or not _scripts_fit(tokens):
        return None
    return _with_braces(tokens).strip() or None


def _put_around(found: re.Match[str]) -> str:
    """A macro that authors define for what stands on both sides of its argument, all in the same way."""
    before, after = AROUND[found[1]]
    return f"{{{before} {found[2]} {after}}}"


def _tags_last(tex: str) -> str:
    r"""The formula with the names that a text calls it by, `\tag{P}`, behind it: MathJax takes them only outermost."""
    tags = [tag if star else f"({tag})" for star, tag in _TAG.findall(tex)]
    return "".join([_TAG.sub("", tex).rstrip(), *(f" \\qquad \\text{{{tag}}}" for tag in tags)]) if tags else tex


def _rewritten(tokens: list[str]) -> Iterator[str]:
    """The tokens with each macro that GitHub does not take in terms of those that it takes."""
    for position, token in enumerate(tokens):
        if token in ("%", "#"):
            yield f"\\{token}"
        elif token[0] != "\\" or not token[1:2].isalpha():
            yield token
        else:
            following = next((after for after in tokens[position + 1 : position + 3] if not after.isspace()), "")
            yield from _macro(token[1:].rstrip("*"), following)


def _macro(name: str, following: str) -> Iterator[str]:
    if name in EXPANDED:
        yield from TOKEN.findall(EXPANDED[name])
    elif name in RENAMED:
        yield f"\\{RENAMED[name]}"
    elif name in KNOWN or following == "{":
        if name not in DROPPED:
            yield f"\\{name}"
    elif family := _FAMILY.fullmatch(name):  # \calO
        yield from TOKEN.findall(f"{{\\math{family[1]}{{{family[2]}}}}}")
    elif name not in DROPPED:  # a macro of the author's own: its name is all that is known
        yield from TOKEN.findall(f"{{\\mathrm{{{name}}}}}")


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

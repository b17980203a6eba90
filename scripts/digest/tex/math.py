r"""Formulas: made fit for GitHub's MathJax, or into text that can be read without it.

GitHub typesets with MathJax and refuses some of its macros (`\operatorname`, `\mbox`, `\phantom`); a formula that
would show an error is better read as text. https://docs.github.com/en/get-started/writing-on-github
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from digest.tex.delimiters import open_braces
from digest.tex.math_characters import decoded
from digest.tex.math_layout import plain_layout
from digest.tex.math_macros import ACCENTED, AROUND, DROPPED, EXPANDED, KNOWN, LONGEST, RENAMED, SYMBOLS, TOKEN

_LABEL = re.compile(r"\\(?:label|vspace\*?|[hv]?phantom)\s*\{(?:[^{}]|\{[^{}]*\})*\}")
_TAG = re.compile(r"\\tag(\*?)\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_AROUND = re.compile(rf"\\({'|'.join(AROUND)})\*?\s*\{{((?:[^{{}}]|\{{(?:[^{{}}]|\{{[^{{}}]*\}})*\}})*)\}}")
_FAMILY = re.compile(r"(?:math)?(cal|bb|bf|frak|scr|sf|rm)([A-Za-z])")
_WORDS = frozenset(["\\text", "\\textrm", "\\textbf", "\\textit", "\\texttt", "\\textsf", "\\textnormal"])
_IN_WORDS = re.compile(r"\\(text(?:rm|bf|it|tt|sf|sc|up|normal)?|[mh]box)\s*\{([^{}$\\<>]*[<>][^{}$\\]*)\}")
_ENVIRONMENTS = re.compile(
    r"(?:(?:|[pbBvV]|small)matrix|(?:sub)?array|r?cases|aligned(?:at)?|gathered|split|multline|align(?:at)?|gather|"
    r"equation|eqnarray)\*?"
)
"""What MathJax has."""
_ENVIRONMENT = re.compile(r"\\(begin|end)\{([a-zA-Z]*\*?)\}")


def is_symbol(name: str) -> bool:
    r"""Whether a macro, without argument, stands for a character: `\alpha`, `\to`."""
    return name in SYMBOLS


def is_known(name: str) -> bool:
    """Whether a macro is one of mathematics or of layout, so that its name is nothing to read."""
    return name in KNOWN or name in RENAMED or name in DROPPED


def for_github(tex: str) -> str | None:
    """The formula in macros that GitHub typesets; nothing where it would show an error instead."""
    if len(tex) > LONGEST:
        return None
    # First what it is, then whether that is fit: a character that is written by its number is a character.
    tex = unicodedata.normalize("NFC", " ".join(decoded(tex).split()))
    if not tex or "`" in tex or open_braces(tex) != 0:
        return None
    tex = _tags_last(plain_layout(_LABEL.sub("", tex)))
    tex = _IN_WORDS.sub(_words_apart, _AROUND.sub(_put_around, tex))
    tokens = list(_rewritten(TOKEN.findall(tex)))
    if _words_hold_angles(tokens):
        return None
    if any(token[1:].rstrip("*") not in KNOWN for token in tokens if token[0] == "\\" and token[1:2].isalpha()):
        return None
    if tokens.count("\\left") != tokens.count("\\right") or not _environments_close(tokens) or not _scripts_fit(tokens):
        return None
    return plain_layout(_with_braces(tokens)).strip() or None


def _words_apart(found: re.Match[str]) -> str:
    r"""Words with a sign among them that HTML has for itself, `\text{a<b}`, as words beside the sign."""
    name, words = found[1], found[2]
    parts = (part if part in ("<", ">") else f"\\{name}{{{part}}}" for part in re.split("([<>])", words) if part)
    return f"{{{''.join(parts)}}}"


def _words_hold_angles(tokens: Iterable[str]) -> bool:
    r"""Whether `<` or `>` stands among words, where `\lt` would be none of it."""
    levels: list[bool] = []
    opens_words = False
    for part in tokens:
        if part == "{":
            levels.append(opens_words or (bool(levels) and levels[-1]))
        elif part == "}" and levels:
            levels.pop()
        elif part in ("<", ">") and levels and levels[-1]:
            return True
        opens_words = part in _WORDS or (opens_words and part.isspace())
    return False


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
        elif token in ("\\<", "\\>"):
            yield "\\:"  # the same space by its other name
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


def _environments_close(tokens: Sequence[str]) -> bool:
    """Whether every environment is one that MathJax has, and ends where it should."""
    open_ones: list[str] = []
    edges = list(_ENVIRONMENT.finditer("".join(tokens)))
    if len(edges) != tokens.count("\\begin") + tokens.count("\\end"):
        return False
    for edge in edges:
        if edge[1] == "begin":
            if not _ENVIRONMENTS.fullmatch(edge[2]):
                return False
            open_ones.append(edge[2])
        elif not open_ones or open_ones.pop() != edge[2]:
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

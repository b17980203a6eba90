r"""Where formulas begin and end: dollars that are math, dollars that are money, and formulas over several lines."""

import re

from digest.tex.math_macros import LONGEST

_TRIES = 8
"""Later dollars that are tried as the end of a formula: `$x \text{ if $y$}$` holds two of its own."""
_UNESCAPED = re.compile(r"\\.|\$", re.DOTALL)
_OPENS = re.compile(r"\\\[|\\\(|\$\$|\\begin\{([a-zA-Z]+\*?)\}")
_WITH_ARGUMENT = re.compile(r"\\[a-zA-Z]+\s*\{[^{}]*\}|\\[a-zA-Z]+")
_PROSE = re.compile(r"(?:\b[A-Za-z]{3,}\s+){3}[A-Za-z]{3,}")
"""Four words in a row, outside of \\text{...}: a dollar gone astray took a sentence for a formula."""
_AMOUNT_OF = re.compile(r"\d[\d.,]*(?:\\?%|\w)?\s+[a-z]+\s")
r"""How a sentence goes on behind "$": 5 a day, 2.51 per query, 38\% less than."""
_SMALL_LETTERS = re.compile(r"\b[a-z]{3}")
_SIGN_OF_MATH = re.compile(r"[\\^_={}<>|]")
_LETTERS = re.compile(r"[A-Za-z]{3,}")
_DIGIT = re.compile(r"\d")
_NEW_PARAGRAPH = re.compile(r"\n(?:[ \t]+|[ \t]*\n\s*)")
_EMPTY_LINE = re.compile(r"\n[ \t]*\n\s*")
_LONE_DOLLAR = re.compile(r"\$(?<!\$\$)[ \t]*\n")
_SHORTEST_LINE = 60
_CLOSES = {"\\[": "\\]", "\\(": "\\)", "$$": "$$"}
_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)


def open_braces(tex: str) -> int:
    """How many braces are open at the end; negative as soon as one closes that none opened."""
    level = 0
    for token in _BRACES.findall(tex):
        level += {"{": 1, "}": -1}.get(token, 0)
        if level < 0:
            break
    return level


def brace_pairs(text: str) -> dict[int, int]:
    """Where each brace that opens is closed; one without a partner is left out."""
    pairs: dict[int, int] = {}
    waiting: list[int] = []
    for brace in _BRACES.finditer(text):
        if brace[0] == "{":
            waiting.append(brace.start())
        elif brace[0] == "}" and waiting:
            pairs[waiting.pop()] = brace.start()
    return pairs


def dollar_pairs(text: str) -> dict[int, tuple[int, int]]:
    """Where formulas begin: the width of their dollars and where they end. A dollar that is money begins none."""
    dollars = [mark.start() for mark in _UNESCAPED.finditer(text) if mark[0] == "$"]
    pairs: dict[int, tuple[int, int]] = {}
    index = 0
    while index < len(dollars):
        width = 2 if _is_double(dollars, index) else 1
        end = _end(text, dollars, index, width)
        if end is not None:
            pairs[dollars[index]] = (width, dollars[end])
            index = end
        index += width
    return pairs


def paragraphs(text: str) -> list[str]:
    """The paragraphs of an abstract, parted by an empty line, or by a line break with spaces behind it (arXiv's API).

    Where most lines are long and end in mid-sentence, somebody has wrapped the text, and only empty lines count.
    """
    text = joined(text.strip())
    parts = _NEW_PARAGRAPH.split(text)
    cut = [part for part in parts[:-1] if part and (part[-1].isalnum() or part[-1] in ",-–$")]
    wrapped = len(cut) * 2 > len(parts) - 1 and all(len(part) >= _SHORTEST_LINE for part in cut)
    return _EMPTY_LINE.split(text) if wrapped else parts


def joined(text: str) -> str:
    """The text with each formula that has delimiters of its own on one line, so that paragraphs can be told apart."""
    parts: list[str] = []
    at = 0
    absent: set[str] = set()
    while opening := _OPENS.search(text, at):
        close = _CLOSES.get(opening[0]) or f"\\end{{{opening[1]}}}"
        end = -1 if close in absent else text.find(close, opening.end(), opening.end() + LONGEST)
        if end < 0:
            if close not in absent and text.find(close, opening.end()) < 0:
                absent.add(close)
            end = opening.end()
            parts.append(text[at:end])
        else:
            end += len(close)
            parts += [text[at : opening.start()], re.sub(r"\s*\n\s*", " ", text[opening.start() : end])]
        at = end
    return _on_one_line("".join([*parts, text[at:]]))


def _on_one_line(text: str) -> str:
    """The text with each formula between dollars that stand on lines of their own on one line."""
    if not _LONE_DOLLAR.search(text):
        return text
    parts: list[str] = []
    at = 0
    for start, (width, end) in sorted(dollar_pairs(text).items()):
        formula = text[start : end + width]
        if _LONE_DOLLAR.match(formula) and not _EMPTY_LINE.search(formula):
            parts += [text[at:start], " ".join(formula.split())]
            at = end + width
    return "".join([*parts, text[at:]])


def _is_double(dollars: list[int], index: int) -> bool:
    return index + 1 < len(dollars) and dollars[index + 1] == dollars[index] + 1


def _end(text: str, dollars: list[int], index: int, width: int) -> int | None:
    """Which dollar ends the formula that the one at `index` begins."""
    start = dollars[index] + width
    for candidate in range(index + width, min(index + width + _TRIES, len(dollars))):
        tex = text[start : dollars[candidate]]
        level = open_braces(tex)
        if level < 0 or len(tex) > LONGEST:
            return None
        if level > 0 or (width == 2 and not _is_double(dollars, candidate)):
            continue
        return candidate if tex.strip() and not _is_money(tex, text[dollars[candidate] + width :][:1]) else None
    return None


def _is_money(tex: str, after: str) -> bool:
    """Whether "$5 and $" is an amount with its sentence rather than a formula."""
    outside = _WITH_ARGUMENT.sub(" ", tex)
    if _PROSE.search(outside):
        return True
    if _AMOUNT_OF.match(outside) and _SMALL_LETTERS.search(outside):
        return True
    if _SIGN_OF_MATH.search(tex):
        return False
    words = _LETTERS.findall(tex)
    if _DIGIT.match(tex):
        return bool(words) or tex[-1:].isspace() or (tex[-1:] in "-–—/(" and after.isdigit())
    return len(words) >= 2 and any(character.isspace() for character in tex)

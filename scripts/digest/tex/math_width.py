r"""How wide a formula is, and where it may be broken: GitHub does not wrap one, and a phone is 358 pixels wide.

Widths are an estimate in em, from the metrics of TeX's fonts and the spaces that TeX puts around signs (The TeXbook,
chapter 18); one em is 16 pixels on GitHub.
"""

from collections.abc import Iterator

from digest.tex.math_macros import ACCENTED, FUNCTIONS, SYMBOLS, TOKEN

WIDEST = 20.0
"""Em; what a line of a phone holds, with room for an estimate that is too low."""

_RELATIONS = frozenset("=<>:≤≥≠≡∼≃≈≅∝≪≫≺≻⊂⊃⊆⊇∈∉∣→←↔⇒⇐⇔⟹⟺↦⟶⟼↪≲≳≔⊊⊨↗")
_BINARY = frozenset("+-±∓×·∘∗⋆∩∪∨∧⊕⊗∖*⊠⊞−")
_LARGE = frozenset("∑∏∫∬⋃⋂⨁⨂∐∮")
_SPACES = {"\\,": 0.17, "\\:": 0.22, "\\;": 0.28, "\\ ": 0.3, "~": 0.3, "\\!": -0.17, "\\quad": 1.0, "\\qquad": 2.0}
_TEXTS = frozenset(["\\text", "\\textrm", "\\textbf", "\\textit", "\\texttt", "\\textsf", "\\mathrm", "\\mathtt"])
_FRACTIONS = frozenset(["\\frac", "\\dfrac", "\\tfrac", "\\cfrac", "\\binom", "\\dbinom", "\\tbinom", "\\overset"])
_WHOLE = frozenset(["\\displaystyle", "\\bf", "\\rm", "\\it", "\\cal", "\\tt", "\\sf", "\\over", "\\choose", "\\atop"])
"""Macros that reach further than a piece of their formula would."""
_OPENS, _CLOSES = frozenset(["{", "\\left", "\\begin"]), frozenset(["}", "\\right", "\\end"])
_TAKE_WHAT_FOLLOWS = frozenset(["\\left", "\\right", "^", "_", "\\not"])
_NEVER = 9
_BRACKETS = {**dict.fromkeys(["(", "[", "\\{", "\\langle"], 1), **dict.fromkeys([")", "]", "\\}", "\\rangle"], -1)}


def width(tex: str) -> float:
    """The width of a formula on one line, in em."""
    return _width(iter(TOKEN.findall(tex)))


def pieces(tex: str) -> tuple[str, ...]:
    """A formula in parts that fit a line each, parted behind relations or signs; nothing where it cannot be parted."""
    if width(tex) <= WIDEST:
        return (tex,)
    tokens = TOKEN.findall(tex)
    if not _WHOLE.isdisjoint(tokens):
        return ()
    for worst in range(3):
        parts = ["".join(piece).strip() for piece in _parted(tokens, worst)]
        if all(width(piece) <= WIDEST for piece in parts):
            return _filled(parts)
    return ()


def _filled(parts: list[str]) -> tuple[str, ...]:
    filled: list[str] = []
    for piece in filter(None, parts):
        together = f"{filled[-1]} {piece}" if filled else piece
        if filled and width(together) <= WIDEST:
            filled[-1] = together
        else:
            filled.append(piece)
    return tuple(filled)


def _parted(tokens: list[str], worst: int) -> Iterator[list[str]]:
    """The tokens, parted behind relations outside of brackets (0), behind signs there too (1), in brackets too (2)."""
    piece: list[str] = []
    groups = brackets = 0
    for part in tokens:
        piece.append(part)
        groups += (part in _OPENS) - (part in _CLOSES)
        brackets += _BRACKETS.get(part, 0)
        behind = piece[-2] if len(piece) > 1 else ""
        badness = _badness(part) + (brackets > 0)
        if groups == 0 and badness <= worst and behind not in _TAKE_WHAT_FOLLOWS:
            yield piece
            piece = []
    yield piece


def _badness(part: str) -> int:
    """How bad it is to part a formula behind a token, outside of brackets."""
    sign = SYMBOLS.get(part[1:], part)
    if sign in _RELATIONS:
        return 0
    if sign in _BINARY or sign == "," or part in ("\\quad", "\\qquad"):
        return 1
    return _NEVER


def _width(tokens: Iterator[str], *, closing: bool = False) -> float:
    """The width up to the brace that closes, or to the end; of several rows the widest."""
    row, widest = 0.0, 0.0
    for part in tokens:
        if part == "}" and closing:
            break
        if part == "\\\\":
            row, widest = 0.0, max(row, widest)
        else:
            row += _token(part, tokens)
    return max(row, widest)


def _token(part: str, tokens: Iterator[str]) -> float:
    if part in _SPACES:
        return _SPACES[part]
    if part == "{":
        return _width(tokens, closing=True)
    if part in ("^", "_"):
        return 0.75 * _argument(tokens)
    if part in _FRACTIONS:
        return 0.3 + max(_argument(tokens), _argument(tokens))
    if part in _TEXTS:
        return _letters(tokens)
    if part in ("\\begin", "\\end"):
        _argument(tokens)
        return 1.0
    if part == "\\sqrt":
        return 0.9 + _argument(tokens)
    name = part[1:]
    if part[0] == "\\" and name in FUNCTIONS:
        return 0.5 * len(name) + 0.34
    if part[0] == "\\" and name[:1].isalpha() and (name in ACCENTED or name not in SYMBOLS):
        return 0.0
    return _sign(SYMBOLS.get(name, name) if part[0] == "\\" else part)


def _sign(sign: str) -> float:
    if sign.isspace() or sign == "&":
        return 0.0
    if sign in _RELATIONS:
        return 1.34
    if sign in _BINARY:
        return 1.22
    if sign in _LARGE:
        return 1.2
    if sign.isdigit():
        return 0.5
    if sign.isalpha():
        return 0.72 if sign.isupper() else 0.55
    return 0.45


def _argument(tokens: Iterator[str]) -> float:
    for part in tokens:
        if not part.isspace():
            return _token(part, tokens)
    return 0.0


def _letters(tokens: Iterator[str]) -> float:
    depth, count = 0, 0
    for part in tokens:
        depth += (part == "{") - (part == "}")
        if depth <= 0 and not part.isspace():
            break
        count += len(part) if part not in "{}" else 0
    return 0.5 * max(count, 1)

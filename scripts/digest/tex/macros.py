"""What the macros of TeX mean outside of math."""

from collections.abc import Mapping
from typing import Literal

Style = Literal["em", "strong", "code"]

STYLES: Mapping[str, Style] = {
    "textbf": "strong",
    "mathbf": "strong",
    "emph": "em",
    "textit": "em",
    "textsl": "em",
    "texttt": "code",
    "tt": "code",
}
"""Macros that style their argument."""

SWITCHES: Mapping[str, Style] = {
    "bfseries": "strong",
    "itshape": "em",
    "ttfamily": "code",
    "em": "em",
    "it": "em",
    "sl": "em",
    "bf": "strong",
    "tt": "code",
}
r"""Macros that style the rest of their group: {\em so}."""

ACCENTS: Mapping[str, str] = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
}
"""Accents, as the characters that combine with the letter before them."""

LETTERS: Mapping[str, str] = {
    "ss": "ß",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "aa": "å",
    "AA": "Å",
    "i": "ı",
    "j": "ȷ",
    "dh": "ð",
    "DH": "Ð",
    "th": "þ",
    "TH": "Þ",
    "dj": "đ",
    "DJ": "Đ",
    "ng": "ŋ",
    "NG": "Ŋ",
}
"""Macros that are a letter."""

SYMBOLS: Mapping[str, str] = {
    **{character: character for character in "%&_#$ {}"},
    **LETTERS,
    "S": "§",
    "P": "¶",
    "dag": "†",
    "ddag": "‡",
    "copyright": "©",
    "pounds": "£",
    "euro": "€",
    "textregistered": "®",
    "texttrademark": "™",
    "textdegree": "°",
    "degree": "°",
    "textmu": "µ",
    "textonehalf": "½",
    "ldots": "…",
    "dots": "…",
    "textellipsis": "…",
    "textendash": "–",
    "textemdash": "—",
    "slash": "/",
    "textquotedblleft": "“",
    "textquotedblright": "”",
    "textquoteleft": "‘",
    "textquoteright": "’",
    "textbackslash": "\\",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textunderscore": "_",
    "textbar": "|",
    "textless": "<",
    "textgreater": ">",
    "textdollar": "$",
    "lq": "‘",
    "rq": "’",
    "textperthousand": "‰",
    "LaTeX": "LaTeX",
    "TeX": "TeX",
    "BibTeX": "BibTeX",
    "textcelsius": "℃",
    "checkmark": "✓",
    "xmark": "✗",
    "textrightarrow": "→",
    "textleftarrow": "←",
    "texttimes": "×",
    "textpm": "±",
    "cdot": "·",
}
"""Macros without an argument that are a character; what follows a name is swallowed, as TeX does with spaces."""

SPACES: Mapping[str, str] = {
    **dict.fromkeys((",", ";", ":", "quad", "qquad", "enspace", "thinspace", "newline", "\\", "par", "space"), " "),
    **dict.fromkeys(("!", "/", "-", "@", "xspace", "noindent", "smallskip", "medskip", "bigskip", "null", "relax"), ""),
    **dict.fromkeys(
        ("centering", "small", "large", "Large", "normalsize", "footnotesize", "protect", "item", "string"), ""
    ),
    **dict.fromkeys(("break", "linebreak", "allowbreak", "sf", "rm", "sc", "bf", "it", "tt", "em"), ""),
    "and": ", ",
}
"""Macros that are space, or nothing to see."""

SECOND_ARGUMENT = frozenset({"colorbox", "foreignlanguage", "fontsize", "raisebox", "textcolor"})
"""Macros of which only the second argument is text."""

OF_FORMULAS = frozenset(["bar", "frac", "hat", "mathbb", "mathcal", "sqrt", "tilde", "vec"])
"""Macros that make a formula of what they are applied to, where its dollars were forgotten."""

DROPPED = frozenset(
    [
        "cite",
        "color",
        "eqref",
        "footnotemark",
        "hspace",
        "includegraphics",
        "index",
        "label",
        "nocite",
        "pageref",
        "ref",
        "thanks",
        "vspace",
    ]
)
"""Macros that vanish with their argument: they point to places that a page does not have."""

ENVIRONMENTS: Mapping[str, str] = {
    "equation": "",
    "math": "",
    "displaymath": "",
    "align": "aligned",
    "aligned": "aligned",
    "eqnarray": "aligned",
    "gather": "gathered",
    "multline": "gathered",
    "split": "aligned",
    "cases": "cases",
    "array": "array",
    "matrix": "matrix",
    "pmatrix": "pmatrix",
    "equation*": "",
    "align*": "aligned",
    "eqnarray*": "aligned",
    "gather*": "gathered",
    "multline*": "gathered",
    "bmatrix": "bmatrix",
}
"""Environments of math, and what stands for them within a formula."""

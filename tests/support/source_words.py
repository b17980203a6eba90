r"""The visible words of a TeX abstract, read by rules of its own: it shares no code with the converter that it checks.

Where the converter parses, this substitutes: formulas are cut out by their delimiters first, then macros give way from
the inside out. The words of a formula are left to whoever typesets it, so both sides leave a mark and the TeX.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

from lxml.html import HtmlElement

_MATH = re.compile(
    # What is not there before it is looked for behind the first sign: Python finds that sign by a table.
    r"\\begin\{((?:equation|align|eqnarray|gather|multline|math|displaymath)\*?)\}(?P<environment>.+?)\\end\{\1\}"
    r"|\\(?<!\\\\)\[(?P<brackets>.+?)\\\]|\\(?<!\\\\)\((?P<parentheses>.+?)\\\)"
    r"|\$(?<!\\\$)\$(?P<double>.+?)(?<!\\)\$\$|\$(?<!\\\$)(?P<single>(?:\\.|[^$\\])+)\$",
    re.DOTALL,
)
_TAG = re.compile(r"\\tag(\*?)\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_WORDS = re.compile(r"(?:\\text[a-z]{0,2}\{(?:[^{}$^_\\]|\\_)+\})+")
_MARK = 0xF0000  # planes 15 and 16 hold no characters
_MARKED = re.compile("[\U000f0000-\U0010efff]")
_BEGINS, _ENDS, _TEXT = "\ue000", "\ue001", "\\text{"
_LITERAL = {character: chr(0x10F000 + n) for n, character in enumerate("%&_#${}\\~")}
_ACCENTS = dict(zip("`'^\"~=.uvHckrdb", map(chr, b"\0\1\2\x08\3\4\7\6\x0c\x0b'(\x0a#1"), strict=True))
_NAMES = (
    "ss:ß ae:æ AE:Æ oe:œ OE:Œ o:ø O:Ø l:ł L:Ł aa:å AA:Å i:ı j:ȷ dh:ð S:§ P:¶ dag:† ddag:‡ copyright:© pounds:£ "
    "textregistered:® texttrademark:™ textdegree:° degree:° textmu:µ ldots:… dots:… textellipsis:… slash:/ "
    "textendash:– textemdash:— textquoteleft:‘ textquoteright:’ textquotedblleft:“ textquotedblright:” lq:‘ rq:’ "
    "textbar:| textless:< textgreater:> textdollar:$ checkmark:✓ xmark:✗ cdot:· and:, texttimes:× textpm:± "
    "textrightarrow:→ textleftarrow:← textasciicircum:^ textonehalf:½ euro:€ textperthousand:‰ textcelsius:℃"
)
_SYMBOLS = dict(pair.split(":") for pair in _NAMES.split())
_DING = {51: "✓", 52: "✔", 53: "✕", 54: "✖", 55: "✗", 56: "✘"} | {172 + n: "①②③④⑤⑥⑦⑧⑨⑩❶❷❸❹❺❻❼❽❾❿"[n] for n in range(20)}
_SILENT = (
    r"\\(?:[!/-]|(?:xspace|noindent|smallskip|medskip|bigskip|centering|small|large|Large|normalsize|footnotesize"
    r"|protect|item|string|break|linebreak|allowbreak|sf|rm|sc|bf|it|tt|em|sl|bfseries|itshape|ttfamily|relax|null)"
    r"(?![a-zA-Z]))\s*"
)
_AWAY = re.compile(
    r"[\s~]*\\(?:(?!href)[a-zA-Z]*cite[a-z]*|(?!href)[a-zA-Z]*ref|label|index|vspace\*?|hspace\*?"
    r"|includegraphics|thanks|footnotemark|color)\*?\s*(?:\[[^\]]*\]\s*)*\{[^{}]*\}"
    r"|\\footnotemark(?:\[\d*\])?"
)
_REMOVED = chr(0x10FF00)
_HOLLOW = re.compile(
    rf"[\s~]*[(\[](?:see|also|e\.g\.|i\.e\.|cf\.?|and|in|sec(?:tion|\.)|figs?\.|figure|appendix|table|theorem|lemma"
    rf"|algorithm|eqs?\.|[\s,;~.]|{_REMOVED})*{_REMOVED}[\s,;~.]*[)\]]",
    re.IGNORECASE,
)
"""Brackets that hold nothing once the citation in them is away."""
_BARE = re.compile(r"\\([a-zA-Z@]+)\*?(?:\s*\{\})?")
"""A macro without an argument that no rule knows: a symbol of mathematics, or the author's own name for something."""
_ARGUMENT = r"\s*\{([^{}]*)\}"
_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"\\(?:begin|end)\{[a-zA-Z]+\*?\}"), ""),
    (_AWAY, _REMOVED),
    (_HOLLOW, ""),
    (re.compile(r"\\(?:textcolor|colorbox|raisebox|foreignlanguage)" + _ARGUMENT + r"\s*\{"), "{"),
    (re.compile(r"\\k\{appa\}"), "κ"),
    (re.compile(r"\\r\{ho\}"), "ρ"),
    (re.compile(r"\\b\{eta\}"), "β"),
    (re.compile(r"\\[a-zA-Z]+\s*\{(?=[^{}]*$)"), " "),
    (re.compile(r"\\char\"([0-9A-F]{2,5})"), lambda found: chr(int(found[1], 16))),
    (re.compile(r"\\ding\{(\d+)\}"), lambda found: _DING.get(int(found[1]), "")),
    (re.compile(r"\\url" + _ARGUMENT), r"\1"),
    (re.compile(r"\\href" + _ARGUMENT + r"\s*\{"), "{"),
    (re.compile(r"\\footnote(?:text)?" + _ARGUMENT), r" (\1)"),
    (re.compile(r"\\(LaTeX|TeX|BibTeX)(?![a-zA-Z])\s*"), r"\1"),
    (
        re.compile(r"\\([`'^\"~=.])\s*(?:\{\s*\\?([^\W\d_])\s*\}|\\([ij])(?![a-zA-Z])\s*|([^\W\d_]))"),
        lambda found: (found[2] or found[3] or found[4]) + chr(0x300 + ord(_ACCENTS[found[1]])),
    ),
    (
        re.compile(r"\\([uvHckrdb])(?:\s*\{\s*\\?([^\W\d_])\s*\}|\s+([^\W\d_]))"),
        lambda found: (found[2] or found[3]) + chr(0x300 + ord(_ACCENTS[found[1]])),
    ),
    (
        re.compile(rf"\\({'|'.join(sorted(_SYMBOLS, key=len, reverse=True))})(?![a-zA-Z])(?:\s*\{{\}}|\s*)"),
        lambda found: _SYMBOLS[found[1]] + (" " if found[1] == "and" else ""),
    ),
    (re.compile(r"\\(?:[,;:]|(?:quad|qquad|enspace|thinspace|newline|par|space)(?![a-zA-Z]))"), " "),
    (re.compile(_SILENT), ""),
    (re.compile(r"\\@"), ""),
    (re.compile(r"\\[a-zA-Z@]+\*?(?:\[[^\]]*\])?\s*\{([^{}]+)\}"), r"\1"),
    (re.compile(r"(\\[a-zA-Z@]+\*?(?:\[[^\]]*\])?\s*)?\{([^{}]*)\}"), lambda found: found[0] if found[1] else found[2]),
)
_SAME = str.maketrans(
    dict.fromkeys("‘’`´′", "'")
    | dict.fromkeys("“”″", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
    | {"∘": "°", "⋅": "·"}
    | dict.fromkeys(["\u2068", "\u2069", *map(chr, range(0x7F, 0xA0))], "")
)


def words_of_source(text: str, typeset: Callable[[str], str]) -> list[str]:
    """The words of an abstract's TeX; `typeset` says what a formula shows."""
    formulas: list[str] = []

    def mark(found: re.Match[str]) -> str:
        tex = next(value for value in found.groupdict().values() if value is not None)
        if _WORDS.fullmatch(tex.strip()):
            return tex
        tags = "".join(tag if star else f"({tag})" for star, tag in _TAG.findall(tex))
        tex = re.sub(r"(?<!\\)%", r"\\%", _TAG.sub("", tex)) + (f"\\text{{{tags}}}" if tags else "")
        shown = formula(tex, typeset)
        formulas.append(shown if found["single"] or found["parentheses"] else f" {shown} ")
        return chr(_MARK + len(formulas) - 1)

    text = _MATH.sub(mark, text).replace("\\\\", " ")
    text = re.sub(r"\\([%&_#${}~])(?![\w{\s]|$)|\\([%&_#${}])", lambda m: _LITERAL[m[1] or m[2]], text)
    text = (
        text.replace("\\ ", " ").replace("\\textbackslash", _LITERAL["\\"]).replace("\\textasciitilde", _LITERAL["~"])
    )
    text = text.replace("\\textunderscore", _LITERAL["_"])
    before = ""
    while before != text and any(character in text for character in ("\\", "{", _REMOVED)):  # each rule needs one
        before = text
        for rule, becomes in _RULES:
            text = rule.sub(becomes, text)
    text = text.replace(_REMOVED, "")
    text = _BARE.sub(lambda found: "".join(typeset(f"\\{found[1]}").split()), text).replace("\\", "")
    text = re.sub(r"~(?<=[^\s(\[/]~)(?=\S)", " ", text)
    for character, literal in _LITERAL.items():
        text = text.replace(literal, character)
    return words(_MARKED.sub(lambda found: formulas[ord(found[0]) - _MARK], text))


def words_of_page(root: HtmlElement, typeset: Callable[[str], str]) -> list[str]:
    """The words that a page shows, its formulas as `typeset` says."""
    return words("".join(_visible(root, typeset)))


def _visible(node: HtmlElement, typeset: Callable[[str], str]) -> Iterator[str]:
    kind = node.get("class", "")
    if kind.startswith("formula"):
        shown = formula(node.text_content(), typeset)
        yield f" {shown} " if "display" in kind else shown
    else:
        apart = " " if node.tag in ("p", "br", "li", "div") else ""
        yield apart + (node.text or "")
        for child in node:
            yield from _visible(child, typeset)
            yield child.tail or ""
        yield apart


def formula(tex: str, typeset: Callable[[str], str]) -> str:
    """What a formula shows, between marks: those with nothing but space between them are one to `words`.

    A page parts a wide formula into several; and it takes letters that stand before a formula into it, as text.
    """
    return f"{'' if tex.lstrip().startswith(_TEXT) else _BEGINS}{''.join(typeset(tex).split())}{_ENDS}"


def words(text: str) -> list[str]:
    """The words of visible text; quotes, dashes and the marks of what was left out are one whatever their form."""
    text = unicodedata.normalize("NFKC", text.replace("''", '"').replace("``", '"')).translate(_SAME)
    text = re.sub(r"--{1,2}", "-", text).replace("''", '"')
    if _ENDS in text:
        text = re.sub(rf"{_ENDS}\s*{_BEGINS}|[{_BEGINS}{_ENDS}]", "", text)
    if "[...]" in text:
        text = re.sub(r"\s*\[\.\.\.\]", "", text)
    return re.sub(r"\s+(?=[.,;:!?)\]])", "", re.sub(r"([(\[])\s+", r"\1", text)).split()


def letters(tex: str) -> str:
    r"""A formula's own characters, without macros, braces and scripts: what is there to see whatever typesets it."""
    tex = re.sub(r"\\(?:begin|end|label|tag)\*?\s*\{[^{}]*\}|\\unicode\s*\{[^{}]*\}", "", tex)
    return re.sub(r"\\[a-zA-Z]+\*?|\\.|[\s{}^_&$'~%#]", "", tex)

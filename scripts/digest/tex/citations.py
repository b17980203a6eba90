r"""Citations and references of a text, which point to places that a page does not have: `\cite{...}`, `\ref{...}`.

What only supports a sentence goes away without a trace, with its brackets and the space before it: "a known
bound~\cite{a}." and "better (see Fig.~\ref{b})." What the sentence needs as a word is marked as left out: "as shown
in~\cite{a}" would end in mid-air, so it reads "as shown in […]".
"""

import re

LEFT_OUT = "[…]"

_POINTER = (
    r"\\(?!href)([a-zA-Z]*cite[a-zA-Z]*|[a-zA-Z]*ref)\*?[ ]{0,2}(?:\[[^\[\]{}]{0,80}\][ ]{0,2}){0,2}\{[^{}]{0,400}\}"
)
_POINTERS = rf"{_POINTER}(?:(?:[ ~,;]|and\b|or\b|-){{0,8}}{_POINTER}){{0,20}}"
_KIND = (
    r"see|also|e\.g\.|i\.e\.|cf\.?|in|and|sec(?:tion|\.)|fig(?:ure|s?\.)|table|theorem|lemma|appendix|eqs?\.|algorithm"
)
_BRACKETED = re.compile(rf"[ ~]?[(\[](?:{_KIND}|[ ~,;]){{0,8}}{_POINTERS}[ ~,;.]{{0,3}}[)\]]", re.IGNORECASE)
_ANY = re.compile(rf"[ ~]{{0,3}}{_POINTERS}")
_NEEDS_A_WORD = re.compile(
    r"(?:^|[.:!?] |[(\[]|\b(?:see|in|by|of|from|to|than|with|and|or|both|as|on|for|following|cf\.?|e\.g\.|via|like|"
    r"works?|papers?|references?|refs?\.|eqs?\.|figs?\.|sec\.|vs\.?),?)[ ~]*$",
    re.IGNORECASE,
)
_IS_A_WORD = re.compile(r"\\(?:citet|Citet|citeauthor|textcite|newcite|[a-zA-Z]*ref)(?![a-z])")


def without_pointers(text: str) -> str:
    """A text of TeX without its citations and references."""
    if "cite" not in text and "ref" not in text:
        return text
    parts: list[str] = []
    at = 0
    text = _BRACKETED.sub("", text)
    for pointer in _ANY.finditer(text):
        parts.append(text[at : pointer.start()])
        at = pointer.end()
        before = text[max(pointer.start() - 20, 0) : pointer.start()]
        if _IS_A_WORD.search(pointer[0]) or _NEEDS_A_WORD.search(before if pointer.start() > 20 else f". {before}"):
            parts.append(f" {LEFT_OUT}" if pointer[0][0] in " ~" else LEFT_OUT)
        elif text[at : at + 1].isalnum():
            parts.append(" ")
    return "".join([*parts, text[at:]])

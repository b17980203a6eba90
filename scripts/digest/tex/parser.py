r"""The TeX of titles and abstracts as a tree: text, math, emphasis and addresses. Pure, and bounded in time and depth.

Authors write TeX by hand, and arXiv hands it on: `10\%`, `\textbf{...}`, ``quotes'', `Erd\H{o}s`, `$O(n^2)$`. What no
rule here knows stays readable: an unknown macro becomes its argument, an unbalanced brace or dollar itself.
"""

import re
from functools import lru_cache

from digest.tex import math
from digest.tex.addresses import URL, linked, trimmed
from digest.tex.characters import character, ligature
from digest.tex.citations import without_pointers
from digest.tex.macros import DROPPED, ENVIRONMENTS, OF_FORMULAS, SECOND_ARGUMENT, SPACES, STYLES, SWITCHES, SYMBOLS
from digest.tex.math_as_text import readable
from digest.tex.math_macros import FUNCTIONS
from digest.tex.nodes import Address, Math, Node, Styled, Text, merged
from digest.tex.source import Source

DEEPEST = 12
"""Braces within braces beyond this depth are text."""

_SPECIAL = re.compile(r"[\\${}~`'\-]|https?://", re.IGNORECASE)
_MACRO = re.compile(r"\\([a-zA-Z@]+\*?|.)", re.DOTALL)
_ADDRESS = re.compile(r"\s*\\(?:href|url)\s*\{")
_SWITCH = re.compile(rf"\{{\s*\\({'|'.join(SWITCHES)})(?![a-zA-Z])\s*")
_SIGNS = frozenset(["\\%", "\\$", "\\&", "\\#"])
r"""Formulas that are none: "90$\%$"."""
_WORDS = re.compile(r"(?:\\text(?:bf|it|tt|sl|sc|sf|rm)?\{(?:[^{}$\\^_~]|\\[_%&#$ ])*\})+")
r"""Formulas that are none either: authors write "$\textbf{R}$etrieval" for the page of arXiv, which knows only math."""
_BEGIN = re.compile(r"\\begin\{([a-zA-Z]+\*?)\}")


@lru_cache(maxsize=1 << 11)
def parse(text: str) -> tuple[Node, ...]:
    """The tree of a title or of one paragraph of an abstract; kept, since a day's text stands on several pages."""
    return merged(_Parser(without_pointers(text)).nodes(0, None, depth=0)[0])


class _Parser(Source):
    """One pass over a text; every method takes a position and returns what it found with the position after it."""

    def nodes(self, at: int, close: str | None, *, depth: int) -> tuple[list[Node], int]:
        """Everything up to the character `close`, or to the end; the position is after it."""
        nodes: list[Node] = []
        while at < len(self.text):
            special = _SPECIAL.search(self.text, at)
            if special is None:
                nodes.append(Text(self.text[at:]))
                return nodes, len(self.text)
            if special.start() > at:
                nodes.append(Text(self.text[at : special.start()]))
            at = special.start()
            if close is not None and self.text[at] == close:
                return nodes, at + 1
            more, at = self._special(at, depth)
            nodes += more
        return nodes, at

    def _special(self, at: int, depth: int) -> tuple[list[Node], int]:
        match self.text[at]:
            case "h" | "H":
                return self._address(at)
            case "$":
                return self._dollar(at)
            case "\\":
                return self._macro(at, depth)
            case "{":
                return self._group(at, depth)
        written, after = ligature(self.text, at)
        return [Text(written)], after

    def _group(self, at: int, depth: int) -> tuple[list[Node], int]:
        if depth >= DEEPEST or at not in self.braces:
            return [Text("{")], at + 1
        switch = _SWITCH.match(self.text, at)
        inner, after = self.nodes(switch.end() if switch else at + 1, "}", depth=depth + 1)
        return ([Styled(SWITCHES[switch[1]], tuple(inner))] if switch and inner else inner), after

    def _address(self, at: int) -> tuple[list[Node], int]:
        address = URL.match(self.text, at)
        if not address:
            return [Text(self.text[at])], at + 1
        url = trimmed(address[0])
        return ([Address(url)] if len(url) > len("https://") else [Text(address[0][: len(url)])]), at + max(len(url), 1)

    def _dollar(self, at: int) -> tuple[list[Node], int]:
        pair = self.dollars.get(at)
        if pair is None:
            return [Text("$")], at + 1
        width, end = pair
        return self._formula(self.text[at + width : end], display=width == 2), end + width

    def _formula(self, tex: str, *, display: bool) -> list[Node]:
        if _ADDRESS.match(tex) or _WORDS.fullmatch(tex.strip()):
            return _Parser(tex).nodes(0, None, depth=0)[0]
        if tex.strip() in _SIGNS:
            return [Text(tex.strip()[1])]
        shown = math.for_github(tex)
        return [Text(readable(tex))] if shown is None else [Math(shown, display)]

    def _macro(self, at: int, depth: int) -> tuple[list[Node], int]:
        match = _MACRO.match(self.text, at)
        if match is None:  # a backslash at the very end
            return [], at + 1
        name, after = match[1].rstrip("*"), match.end()
        return (
            self._delimited(name, at, after)
            or self._character(name, after)
            or self._link(name, after, depth)
            or self._applied(name, after, depth)
        )

    def _delimited(self, name: str, at: int, after: int) -> tuple[list[Node], int] | None:
        r"""A formula between `\(` and `\)`, `\[` and `\]`, or in an environment."""
        if name in "([" and (end := self.closing("\\)" if name == "(" else "\\]", after)) > 0:
            return self._formula(self.text[after:end], display=name == "["), end + 2
        if name == "begin" and (environment := _BEGIN.match(self.text, at)):
            return self._environment(environment)
        return None

    def _character(self, name: str, after: int) -> tuple[list[Node], int] | None:
        """A macro that is a character, a space, or nothing to see."""
        if shown := character(self.text, name, after):
            return [Text(shown[0])], shown[1]
        if name in SYMBOLS:
            return [Text(SYMBOLS[name])], self.past_space(after) if name.isalpha() else after
        if name in SPACES:
            keeps_space = not name.isalpha() or name == "xspace" or SPACES[name]
            return [Text(SPACES[name])], after if keeps_space else self.past_space(after)
        if name in DROPPED or name == "end":
            after = self.past_option(after)
            return [], self.argument_end(after) or after
        return None

    def _applied(self, name: str, after: int, depth: int) -> tuple[list[Node], int]:
        """Any other macro: its argument, styled where the macro says how."""
        start = self.past_option(after)
        if name in SECOND_ARGUMENT:
            start = self.argument_end(start) or start
        argument = self._argument(start, depth)
        if argument is None:
            return self._unclosed(name, self.past_space(start)) or self._bare(name, after)
        inner, end = argument
        if name in OF_FORMULAS:
            end = (self.argument_end(end) or end) if name == "frac" else end
            return self._formula(self.text[after - len(name) - 1 : end], display=False), end
        if not merged(inner):  # "\ours{}": a macro of the author's own
            return self._bare(name, end)[0], end
        if name in ("footnote", "footnotetext"):
            inner = [Text(" ("), *inner, Text(")")]
        style = STYLES.get(name)
        return ([Styled(style, tuple(inner))] if style else inner), end

    def _unclosed(self, name: str, at: int) -> tuple[list[Node], int] | None:
        """A macro whose argument never ends: the brace is as little part of the text as the macro."""
        if not name.isalpha() or not self.text.startswith("{", at) or at in self.braces:
            return None
        return [Text(" ")] if name.startswith("footnote") else [], at + 1

    def _bare(self, name: str, after: int) -> tuple[list[Node], int]:
        """A macro without an argument: a symbol of mathematics is a formula, the author's own its name."""
        if not name.isalpha():
            return [Text(name)], after
        if math.is_symbol(name):
            return self._formula(f"\\{name}", display=False), after
        if math.is_known(name) and name not in FUNCTIONS:
            end = self.past_space(after)
            return [Text(self.text[after:end])], end
        return [Text(name)], after

    def _environment(self, match: re.Match[str]) -> tuple[list[Node], int]:
        name = match[1]
        end = self.closing(f"\\end{{{name}}}", match.end()) if name in ENVIRONMENTS else -1
        if end < 0:
            return [], match.end()
        after = end + len(f"\\end{{{name}}}")
        inner = self.text[match.end() : end]
        body = ENVIRONMENTS[name]
        tex = f"\\begin{{{body}}}{inner}\\end{{{body}}}" if body else inner
        return self._formula(tex, display=True), after

    def _link(self, name: str, after: int, depth: int) -> tuple[list[Node], int] | None:
        r"""`\url{address}`, or `\href{address}{text}`; what is no http(s) address stays text."""
        if name not in ("url", "href"):
            return None
        end = self.argument_end(after)
        if end is None:
            return [], after
        address = linked(self.text[after:end].strip()[1:-1])
        label = self._argument(end, depth) if name == "href" else None
        if label is None:
            return [address], end
        inner, end = label
        return ([Address(address.url, tuple(inner))] if isinstance(address, Address) else inner), end

    def _argument(self, at: int, depth: int) -> tuple[list[Node], int] | None:
        start = self.past_space(at)
        if depth >= DEEPEST or start not in self.braces:
            return None
        return self.nodes(start + 1, "}", depth=depth + 1)

"""A page shows what an abstract's author wrote: made-up abstracts, their visible text built beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.markdown import writer
from laws import tried
from preview_page import page
from source_words import formula, letters, words, words_of_page, words_of_source

Part = tuple[str, str]
"""The source of a part of an abstract, and what a reader sees of it."""

_WORDS = st.text(st.sampled_from("abcdeghklmnoprstuvxyz"), min_size=3, max_size=7)
_STYLES = ("textbf", "emph", "textit", "texttt", "textsc", "underline", "mbox", "textcolor{red}", "somethingelse")
_SWITCHES = ("em", "bf", "it", "tt", "sf", "bfseries")
_CHARACTERS: tuple[Part, ...] = (
    (r"Erd\H{o}s", "Erdős"),
    (r"G\"odel", "Gödel"),
    (r"na\"{\i}ve", "naïve"),
    (r"\c{c}a", "ça"),
    (r"Fr\'echet", "Fréchet"),
    (r"H\r{a}stad", "Håstad"),
    (r"Stra\ss e", "Straße"),
    (r"\AA ngstr{\"o}m", "Ångström"),
    (r"Pa\v{s}ko", "Paško"),
    (r"10\%", "10%"),
    (r"R\&D", "R&D"),
    (r"snake\_case", "snake_case"),
    (r"\#1", "#1"),
    (r"\$5", "$5"),
    ("100% sure", "100% sure"),
    ("*stars* and _lines_", "*stars* and _lines_"),
    ("[brackets](x)", "[brackets](x)"),
    ("<b>tags</b>", "<b>tags</b>"),
    ("a|b", "a|b"),
    ("@name", "@name"),
    ("`quoted'", "'quoted'"),
    ("``quoted''", '"quoted"'),
    ("one--two", "one-two"),
    ("Monday---Friday", "Monday-Friday"),
    ("three~kilograms", "three kilograms"),
    (r"so on\ldots{}", "so on..."),
    (r"\LaTeX{}", "LaTeX"),
    (r"\OurName{}", "OurName"),
    (r"\url{https://example.org/a_b}", "https://example.org/a_b"),
    (r"\href{https://example.org/}{our page}", "our page"),
    ("https://example.org/x_y", "https://example.org/x_y"),
    (r"a bound~\cite{one,two}", "a bound"),
    (r"better (see Fig.~\ref{one})", "better"),
    (r"done\footnote{in part}", "done (in part)"),
    (r"\ding{182}", "❶"),
)
_ATOMS = ("x", "y_1", "n^2", r"\alpha", r"\frac{a}{b}", r"\mathbb{R}^d", r"\hat{z}", r"\sqrt{k}", "7", r"\{m\}", "|t|")
_SIGNS = ("+", "=", r" \leq ", r" \in ", ", ")
_FORMULAS = st.builds(
    lambda first, rest: first + "".join(sign + atom for sign, atom in rest),
    st.sampled_from(_ATOMS[:-1]),
    st.lists(st.tuples(st.sampled_from(_SIGNS), st.sampled_from(_ATOMS)), min_size=1, max_size=4),
)
_DELIMITERS = (("$", "$"), (r"\(", r"\)"), (r"\[", r"\]"), ("$$", "$$"), (r"\begin{equation}", r"\end{equation}"))


def _formula(tex: str, delimiters: Part) -> Part:
    return f"{delimiters[0]}{tex}{delimiters[1]}", formula(tex, letters)


_PARTS: st.SearchStrategy[Part] = st.one_of(
    _WORDS.map(lambda word: (word, word)),
    st.builds(lambda style, word: (f"\\{style}{{{word}}}", word), st.sampled_from(_STYLES), _WORDS),
    st.builds(lambda word: (f"\\textbf{{so \\emph{{{word}}}}}", f"so {word}"), _WORDS),
    st.builds(lambda switch, word: (f"{{\\{switch} {word}}}", word), st.sampled_from(_SWITCHES), _WORDS),
    st.builds(lambda tex, word: (f"\\emph{{{word} ${tex}$}}", f"{word} {formula(tex, letters)}"), _FORMULAS, _WORDS),
    st.builds(lambda tex, word: (f"{word}${tex}$", word + formula(tex, letters)), _FORMULAS, _WORDS),
    st.builds(_formula, _FORMULAS, st.sampled_from(_DELIMITERS)),
    st.sampled_from(_CHARACTERS),
)


_MONEY: Part = ("costs $5 a day", "costs $5 a day")
"""Left to the page alone: the second reader takes a dollar for the beginning of a formula."""


@tried(400)
@given(parts=st.lists(_PARTS | st.just(_MONEY), min_size=1, max_size=12))
def test_a_page_shows_what_was_written(parts: list[Part]) -> None:
    """Words, macros, accents and formulas in any order show their own text, all of it and nothing else."""
    source, seen = (" ".join(texts) for texts in zip(*parts, strict=True))
    assert words_of_page(page(str(writer.block(source))).root, letters) == words(seen)


@tried(200)
@given(parts=st.lists(_PARTS, min_size=1, max_size=12))
def test_the_reader_of_the_source_agrees(parts: list[Part]) -> None:
    """The second reader, which real abstracts are held against, sees the same words in the same sources."""
    source, seen = (" ".join(texts) for texts in zip(*parts, strict=True))
    assert words_of_source(source, lambda tex: "OurName" if tex == r"\OurName" else letters(tex)) == words(seen)


@pytest.mark.parametrize(("source", "seen"), _CHARACTERS)
def test_each_part_shows_its_text(source: str, seen: str) -> None:
    """Each of the characters and macros above shows its text when it stands alone."""
    assert words_of_page(page(str(writer.block(source))).root, letters) == words(seen)

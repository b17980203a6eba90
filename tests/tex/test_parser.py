"""The TeX of abstracts: text, accents, dollars and formulas."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.markdown import writer
from digest.tex import math
from digest.tex.delimiters import brace_pairs, dollar_pairs, paragraphs
from digest.tex.math_as_text import readable

WRAPPED = (
    "The lines of this text have been cut by somebody's editor where its column came\n"
    "  to an end, which happens in the middle of a sentence, and where no paragraph has\n  its end."
)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"N{\u a}st{\u a}sescu, Csisz{\' a}r, Gr\"{u}n, \AA ngstr\"om", "Năstăsescu, Csiszár, Grün, Ångström"),
        (r"low-\k{appa} and X\b{eta}", "low-κ and Xβ"),
        (r"\ours{} is better; \method\ too", "ours is better; method too"),
        (r"first \ding{182}, done \ding{51}", "first ❶, done ✓"),
        (r"\textcolor{red}{warm} words", "warm words"),
        (r"the end.\footnote{Code is free.}", "the end. (Code is free.)"),
        (r"run --fast, pages 1--2, Monday---Friday", "run --fast, pages 1–2, Monday—Friday"),
        (r"\char\"41 is A", 'char"41 is A'),
        (r'\char"41 is A', "A is A"),
        (r"about ~10 and 3~kg", "about ~10 and 3 kg"),
        (r"\textsc{Name} and \texttt{code} {\bf bold}", "Name and code bold"),
        (r"$$\href{https://example.org/}{page}$$", "page"),
        (r"in O(\log(T)) time", "in O(log(T)) time"),
        (r"\textbf{\color{red!60!black} warm} words", "warm words"),
        (r"a bracket ({\sf AB} for short)", "a bracket (AB for short)"),
        (r"two tasks\footnote{Code is free.", "two tasks Code is free."),
        (r"we \emph{propose it", "we propose it"),
        (r"data\footnotemark[1] and more", "data and more"),
    ],
)
def test_text_reads_as_typeset(source: str, shown: str) -> None:
    """Macros of text become the characters that TeX would print."""
    assert writer.plain(source) == shown


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"O(n^2)", "O(n²)"),
        (r"\frac12 + \frac{a+b}{c}", "1/2 + (a+b)/c"),
        (r"\alpha \times \sqrt{x}", "α × √x"),
        (r"x \in \mathbb{R}^d", "x ∈ ℝᵈ"),
        (r"360^\circ, A^\top b_{ij}, L_{train}, L^q", "360°, Aᵀ bᵢⱼ, L_train, L^q"),
        (r"\hat{x}, \bar\theta", "x̂, θ̄"),
        (r"n \log n \leq \max_i x_i", "n log n ≤ maxᵢ xᵢ"),
        (r"\left\{ a \right.", "{ a"),
        (r"\mathcal{O}(1/\varepsilon^{2})", "O(1/ε²)"),
        (r"\bigO{n}", "bigO(n)"),
        (r"x^2^3", "x²³"),
        (r"a \\ b & c", "a b c"),
    ],
)
def test_formulas_can_be_read(source: str, shown: str) -> None:
    """A formula as text keeps its letters, signs, fractions and scripts."""
    assert readable(source) == shown


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"\R^d \to \Z", r"{\mathbb{R}}^d \to {\mathbb{Z}}"),
        (r"\calO(n)", r"{\mathcal{O}}(n)"),
        (r"\mathrm{a}\PSPACE", r"\mathrm{a}{\mathrm{PSPACE}}"),
        (r"\hatχ + \tilde ρ", r"\hat{χ} + \tilde{ρ}"),
        (r"100%", r"100\%"),
        (r"\label{eq:1} x \tag{$\mathcal{P}$}", r"x \qquad \text{($\mathcal{P}$)}"),
        (r"\tag*{P} \begin{cases} a \end{cases}", r"\begin{cases} a \end{cases} \qquad \text{P}"),
        (r"\texttt{a-b} \lrcorner", r"\texttt{a-b} \lrcorner"),
        (r"\unicode{x2014}", "—"),
        (r"\text{if $x$}", r"\text{if $x$}"),
        (r"\argmax_x", r"\mathop{\arg\max}_x"),
        (r"\norm{\nabla u_{t}}", r"{\lVert \nabla u_{t} \rVert}"),
        (r"\bigO{n}", "{O( n )}"),
        ("{a", None),
        ("a}{", None),
        ("a`b", None),
        (r"\begin{cases} a", None),
        (r"\left( a", None),
        (r"\foo{x}", None),
        ("x_", None),
        ("x" * 3000, None),
    ],
)
def test_formulas_suit_github(source: str, shown: str | None) -> None:
    """A formula is rewritten into macros that GitHub knows, or refused where it would show an error."""
    assert math.for_github(source) == shown


@pytest.mark.parametrize(
    ("source", "formulas"),
    [
        ("$5 and $10", []),
        ("from $5-$10", []),
        ("costs $3 while $x$ grows", ["x"]),
        ("$a$$b$", ["a", "b"]),
        ("$$a$$ b", ["a"]),
        (r"$x \text{ if $y$} z$", [r"x \text{ if $y$} z"]),
        (r"\$5 and $5\%$", [r"5\%"]),
        (r"$5 a \textbf{day} costs $5 or $x$", ["x"]),
        (r"a $38\% relative reduction ($\mathrm{Fa}$)", [r"\mathrm{Fa}"]),
        ("says $True/False/Unknown$ to $H$", ["True/False/Unknown", "H"]),
        ("$ $ $$", []),
    ],
)
def test_dollars_are_told_apart(source: str, formulas: list[str]) -> None:
    """A dollar begins a formula, or is money."""
    pairs = dollar_pairs(source)
    assert [source[start + width : end] for start, (width, end) in sorted(pairs.items())] == formulas


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("one.\n  two.\n\nthree", ["one.", "two.", "three"]),
        ("so \\[\n  a\n  = b\n\\] holds", ["so \\[ a = b \\] holds"]),
        ("so $$ a\n  $$ holds", ["so $$ a $$ holds"]),
        ("so $\n  a=b\n  $ holds", ["so $ a=b $ holds"]),
        (WRAPPED, [WRAPPED]),
        ("lost \\[ a\n  b", ["lost \\[ a", "b"]),
    ],
)
def test_paragraphs_are_told_apart(source: str, parts: list[str]) -> None:
    """Formulas over several lines stay whole, and lines that were wrapped are no paragraphs."""
    assert paragraphs(source) == parts


@given(text=st.text(st.sampled_from("{}\\a$"), max_size=60))
def test_braces_nest(text: str) -> None:
    """Two pairs of braces lie apart or one within the other, and every pair is a pair of braces."""
    pairs = brace_pairs(text)
    assert all(text[start] == "{" and text[end] == "}" and start < end for start, end in pairs.items())
    assert not any(a < c < b < d for a, b in pairs.items() for c, d in pairs.items())


@given(
    text=st.lists(st.sampled_from([*"{}\\a$^_ &'", "\\frac", "\\hat", "\\left", "\\begin{cases}", "χ"])).map("".join)
)
def test_every_formula_has_a_text(text: str) -> None:
    """Whatever a formula holds, its text form holds no backslash macro and no formula for GitHub is unbalanced."""
    assert "\\frac" not in readable(text)
    shown = math.for_github(text)
    macros = re.findall(r"\\(?:[a-zA-Z]+|.)", shown or "")
    assert macros.count("\\left") == macros.count("\\right")
    assert "`" not in (shown or "")

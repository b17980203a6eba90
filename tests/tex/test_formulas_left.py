"""The reasons that are given for a formula shown as text."""

import pytest

import formulas
from digest.tex import math


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        ("{a", "braces without a partner"),
        ("a`b", "a backtick, which would end the formula on GitHub"),
        (r"\begin{cases} a", "an environment that is not closed"),
        (r"\left( a", r"\left without \right"),
        (r"a\unicode{x60}b", "a backtick, which would end the formula on GitHub"),
        (r"\text{\_a<b}", "a sign that HTML has for itself among words with macros"),
        (r"\begin{made}a\end{made}", "an environment that MathJax does not have"),
        (r"x + \ourown{y}", r"a macro of the authors' own with an argument: \ourown"),
        ("x^2^3", "two scripts on one base"),
        ("x" * 3000, "too long to be a formula"),
    ],
)
def test_every_refused_formula_has_its_reason(tex: str, reason: str) -> None:
    """A formula that a page cannot show is listed with what is wrong with it."""
    assert math.for_github(tex) is None
    assert formulas.why_text(tex) == reason


@pytest.mark.parametrize("tex", ["x^2", r"\href{https://example.org/}{page}", " "])
def test_what_is_shown_is_not_listed(tex: str) -> None:
    """Formulas that are typeset, and links that somebody put between dollars, are none of them."""
    assert formulas.why_text(tex) is None


def test_the_list_names_papers_and_counts(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The command counts abstracts and formulas and names each paper that has something left, without its text."""
    left = ("Secret $\\ourown{x}$, $y$ and an odd $ here.", "2611.90001")
    monkeypatch.setattr(formulas, "_abstracts", lambda _: iter([left, ("Fine $x$ for $5.", "2611.90002")]))
    monkeypatch.setattr("sys.argv", ["formulas.py"])
    assert formulas.main() == 0
    said = capsys.readouterr().out
    assert "2 abstracts, 3 formulas" in said
    assert r"| 2611.90001 | a macro of the authors' own with an argument: \ourown; a dollar without a partner |" in said
    assert "Secret" not in said
    assert "2611.90002" not in said

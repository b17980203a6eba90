"""Citations and references: what goes away with them, and what marks their place."""

import pytest

from digest.tex.citations import without_pointers


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"a bound~\cite{a}.", "a bound."),
        (r"a bound \citep[see][p. 3]{a,b}, which", "a bound, which"),
        (r"better (see Fig.~\ref{a}).", "better."),
        (r"better (see \cite{a} and \cite{b}) than", "better than"),
        (r"flows \cites{a,b}) were", "flows) were"),
        (r"as shown in~\cite{a}.", "as shown in […]."),
        (r"See \cite{a} for attacks.", "See […] for attacks."),
        (r"\citet{a} show it.", "[…] show it."),
        (r"by \cite{a}, \cite{b} and \cite{c}.", "by […]."),
        (r"notation as in Section~\ref{a}.", "notation as in Section […]."),
        (r"the method\cite{a}works", "the method works"),
        (r"a bound (Smith et al.~\cite{a})", "a bound (Smith et al.)"),
        (r"\href{https://example.org/cite}{the site}", r"\href{https://example.org/cite}{the site}"),
    ],
)
def test_sentences_stay_readable(source: str, shown: str) -> None:
    """A citation that supports a sentence vanishes with its brackets; one that the sentence needs is marked."""
    assert without_pointers(source) == shown

"""Looks that are spared change no result: a paper is compared as if all of it had been looked at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.core.report import Paper
from digest.rank.document import Document, Vocabulary, read
from digest.rank.evidence import Judge
from digest.rank.profile import Interest, Profile
from digest.rank.vectors import Sought, length_of, product, vector_of
from laws import tried

TEXTS = st.lists(
    st.sampled_from(
        ["world", "models", "of", "language", "agents", "LLM", "fine-tuning", "(LLMs)", "few-shot", "plan"]
    ),
    max_size=60,
).map(" ".join)


def of(title: str, abstract: str, vocabulary: Vocabulary | None = None) -> Document:
    """A paper as it is read; all of its terms are wanted where nothing else is."""
    return read(Paper(id="2611.90001", title=title, abstract=abstract), vocabulary or Vocabulary(None, {}))


@tried(100)
@given(TEXTS, TEXTS, TEXTS)
def test_what_a_paper_has_in_common_is_the_product_of_the_vectors(title: str, abstract: str, other: str) -> None:
    """Without its vector being made, a paper's product with another is the same; no pair is made over a stop word."""
    long = " ".join(f"A{number} b{number}" for number in range(50))  # the vector of a short text is no unit vector
    document, vector = of(f"{title} {long}", abstract), vector_of(of(other, other))
    found = Sought(vector).in_common(document) / length_of(document)
    assert found == pytest.approx(product(vector_of(document), vector))


@tried(100)
@given(TEXTS, TEXTS)
def test_no_interest_is_passed_over_that_matches(title: str, abstract: str) -> None:
    """What is told from an upper bound to be too faint is too faint: all others have their evidence."""
    texts = ("world models", "LLM agents", "planning of language agents", "few-shot fine-tuning, world models of plans")
    judge = Judge(Profile(interests=tuple(Interest(text=text) for text in texts)))
    document = of(title, abstract, judge.vocabulary())
    matching = [one.interest.text for one in judge.interests if one.strength(document)]
    assert [one.name for one in judge.speaks_for(document) if one.kind == "wish"] == matching

"""What a sentence of an abstract loses where it stands alone; the sentences are made up."""

import pytest

from digest.core.report import Summary
from digest.words.openings import alone, in_one_sentence


@pytest.mark.parametrize(
    ("stands", "reads"),
    [
        ("In this paper, we knot nets.", "We knot nets."),
        ("In this work we knot nets.", "We knot nets."),
        ("Here we knot nets.", "We knot nets."),
        ("In this paper,we knot nets.", "We knot nets."),
        ("However, in this study, we knot nets.", "We knot nets."),
        ("To this end, this paper knots nets.", "This paper knots nets."),
        ("To address these limitations, we propose KnotNet.", "We propose KnotNet."),
        ("Motivated by the calm of this harbour, we wait.", "We wait."),
        ("Therefore, iKnot ties itself.", "iKnot ties itself."),
        # What goes on with a name, or a formula, begins as it did.
        ("Thus, 3-strand knots open.", "3-strand knots open."),
    ],
)
def test_words_that_tie_a_sentence_to_another_are_left_out(stands: str, reads: str) -> None:
    """Alone, a sentence has no "In this paper", no "However", and no purpose that only a sentence before it names."""
    assert alone(stands) == reads


@pytest.mark.parametrize(
    "sentence",
    [
        "To knot nets under rain, we propose KnotNet.",
        "Building on hemp, we propose KnotNet.",
        "To tie this knot requires two hands, and these are cold.",
        "For these $k, n$ strands, we count knots.",
        "Hereafter we count knots.",
        "In this harbour, nets are dry.",
        "However.",
        "",
    ],
)
def test_what_says_something_stays(sentence: str) -> None:
    """A purpose in words of its own, or what is said of "this" itself, is part of what a sentence says."""
    assert alone(sentence) == sentence


def test_a_models_sentence_stays_as_it_is() -> None:
    """Only a sentence that was taken out of an abstract is cut: a model was asked for one that stands alone."""
    sentence = "In this paper, we knot nets."
    cut = [
        in_one_sentence(Summary(status="ok", language="en", one_sentence=sentence)),
        in_one_sentence(Summary(status="extractive", language="en", one_sentence=sentence)),
    ]
    assert cut == [sentence, "We knot nets."]

"""Which sentence of an abstract is which field; the abstracts are made up."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.console.command import ROOT
from digest.summarise.fields import choose
from digest.words.sentences import sentences
from laws import tried

SHARED = ROOT.parent / "shared" / "papers" / "abstracts.jsonl"
SHORT = {"M": "motivation", "O": "one_sentence", "H": "method", "C": "conclusion"}


def named(abstract: str) -> dict[str, str | None]:
    """The fields of an abstract."""
    return choose(sentences(abstract))


@pytest.mark.parametrize(
    "marked",
    [
        # Every role has a sentence of its own.
        (
            "Gliders need thermals. [M] However, forecasts remain coarse. [O] We propose ThermalNet, a forecast. "
            "[H] It encodes cloud shadows and combines them with terrain. [C] In tests it halves the error. "
            "Code is available at https://example.org."
        ),
        # What is measured behind what was made is no method, whatever it speaks of.
        (
            "[M] Scales drift in the heat. [OH] We build a test of 40 scales. Scales drift in 9% of the cases. "
            "[C] A fan lowers this to 2% of the cases."
        ),
        (
            "[M] Ovens promise even heat, but remain costly. [OH] We wind wires around clay with a cosine shape. "
            "[C] An oven of 2.7 litres comes within 1.8% of its twin and bakes 19 loaves."
        ),
        "[O] We analyse looms as filters of thread. [C] On wool and silk the changed loom matches tuned baselines.",
        # What says only how, behind what was made: how a proof goes, what a set contains.
        (
            "[O] We study knots of 4 strands. We prove that all can be undone. "
            "[H] The proof combines a lemma on loops and a count of crossings. "
            "[C] This result closes a gap for strings."
        ),
        (
            "[O] We introduce RoofBench, a benchmark of roofs. [H] The benchmark contains 900 roofs of nine towns. "
            "[C] The best model achieves 44%."
        ),
        # Where no sentence says only how: what was made, with what it does, or what else was made for it.
        (
            "[OH] We present CrumbNet, a network that turns each loaf into a graph of crumbs. "
            "[C] Experiments show that it outperforms a baker by 8 points."
        ),
        (
            "[M] Existing sails remain heavy. [O] We propose SailKit, a new sail. [H] To keep it stiff, we further "
            "introduce a frame where each stage uses one loop. [C] In tests it halves the weight."
        ),
        # Background is no summary.
        (
            "[M] Hand pose estimation relies on skin. [OH] For workers with gloves we train on gloves of 40 materials. "
            "[C] The error is 1.1 mm, half of that of the best model."
        ),
        # What is shown is both what was done and what came of it, and so is what is done and found.
        (
            "[M] Bakers differ. [OC] We film 60 and show that their ranking at dawn does not predict that of noon. "
            "Clocks predict neither. We propose to report a profile and release the films."
        ),
        "[OC] We prove that every knot of 3 strands can be undone.",
        # What says nothing without the sentence before it gives way to one that does.
        (
            "[M] Knots remain loose, and nets tear. In this work we address both gaps. "
            "[OH] First, we introduce KnotNet, a machine for hemp. [C] It achieves 9 knots a minute."
        ),
        # What follows a result may be made again; the first is what the paper is about.
        (
            "[O] We introduce KnotNet, a network of knots. [C] It reaches an accuracy of 93%. "
            "We further propose KnotNet-2."
        ),
        # What it was tried on is neither method nor result.
        (
            "[M] Kites remain hard to steer. [O] We present KiteHand, a controller of the line. "
            "We evaluate KiteHand on 12 kites. [C] KiteHand outperforms a pilot by 8 points."
        ),
        # A reason behind the proposal is one where it says so.
        (
            "[O] We introduce RoofBench, a benchmark of roofs. [M] Existing benchmarks remain limited to walls. "
            "[H] Each roof consists of tiles and is annotated by two roofers. [C] The best model achieves 44%."
        ),
        # Headings of an abstract in parts are cues.
        (
            "[M] Background: Bells crack in winter. [O] Objective: This study compares bells. "
            "[H] Methods: Forty bells were rung for a year. [C] Conclusions: Small bells crack earlier."
        ),
        # What was introduced is of others; what is introduced is the authors' own.
        "[M] SailNet was introduced to predict wind. [O] In this paper, SailNet-2 is introduced for waves.",
        # That there are contributions does not say which.
        "In this work, we make two key contributions. [O] First, we propose a net. [H] It is woven using hemp.",
        # A paper that is withdrawn has none of it.
        "This paper has been withdrawn by the authors due to an error in Lemma 3.",
    ],
)
def test_each_sentence_is_named_with_what_it_is(marked: str) -> None:
    """A field is the sentence that says it, empty where none does, and the same for two where one says both."""
    plain = re.sub(r"\[[A-Z]+\] ", "", marked)
    fields = named(plain)
    found = dict.fromkeys(sentences(plain), "")
    for letter in "MOHC":
        text = fields[SHORT[letter]]
        if text is not None:
            found[text] += letter
    assert " ".join(f"[{letters}] {text}" if letters else text for text, letters in found.items()) == marked


def test_an_afterthought_is_not_what_a_paper_is_about() -> None:
    """Of two things that the authors did, the one sentence is the first, though the last is told as clearly."""
    abstract = "We introduce a rope of hair. It is light. It is strong. We introduce a test of ropes."
    assert named(abstract)["one_sentence"] == "We introduce a rope of hair."


def test_what_was_proposed_is_said_before_what_was_measured() -> None:
    """The one sentence is the contribution, though an evaluation is spoken of first; the method follows it."""
    fields = named(
        "Kites pull ships across oceans. We evaluate six kites on three ships and find them unsteady. "
        "We further propose KiteHand, a controller of the line. It is trained with simulated gusts. "
        "On the open sea it reduces the failures by half."
    )
    assert fields["one_sentence"] == "We further propose KiteHand, a controller of the line."
    assert fields["method"] == "It is trained with simulated gusts."


def test_what_the_authors_did_needs_no_certain_verb() -> None:
    """A sentence that begins with "we" is the one sentence of an abstract without a proposal."""
    fields = named(
        "Bells crack in winter. We listen to 40 bells for a year. Small ones crack first. Bronze cracks last."
    )
    assert fields["one_sentence"] == "We listen to 40 bells for a year."
    assert fields["motivation"] == "Bells crack in winter."


def test_a_paper_has_one_sentence() -> None:
    """Where none clearly says what was done, what comes closest or a result stands for the paper, if any does."""
    assert named("Ducks swim.")["one_sentence"] == "Ducks swim."
    assert (
        named("Existing ducks remain slow. Swans outperform them by 3%.")["one_sentence"]
        == "Swans outperform them by 3%."
    )
    assert named("Code is available at https://example.org.")["one_sentence"] is None


def test_a_reason_that_is_not_given_is_not_made_up() -> None:
    """An abstract that opens with its proposal and never says why leaves the motivation empty."""
    fields = named(
        "We propose a colour for bridges. It is mixed using three pigments. It is trained to fade by the hour. "
        "Experiments show that it lasts 20 years."
    )
    assert fields["motivation"] is None
    assert fields["conclusion"] == "Experiments show that it lasts 20 years."


@tried(60)
@given(st.lists(st.sampled_from(["We propose a net. ", "It uses rope. ", "Fish flee. ", "It gains 3%. ", "这是。"])))
def test_fields_are_sentences(pieces: list[str]) -> None:
    """Whatever the abstract, each field is one of its sentences or empty."""
    found = sentences("".join(pieces))
    assert {text for text in choose(found).values() if text} <= set(found)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="../shared is absent")
def test_real_abstracts() -> None:
    """Of real abstracts all but a few have one sentence, nearly all a result, and most three fields or more."""
    named_fields = [
        [field for field, text in named(json.loads(line)["abstract"]).items() if text]
        for line in SHARED.read_text("utf-8").splitlines()
    ]
    count = len(named_fields)
    assert sum("one_sentence" in fields for fields in named_fields) > 0.99 * count
    assert sum("conclusion" in fields for fields in named_fields) > 0.93 * count
    assert sum(len(fields) >= 3 for fields in named_fields) > 0.85 * count

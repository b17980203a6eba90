"""Acronyms are unfolded where a text defines them, and where all abstracts agree on them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.words.acronyms import common, definitions


@pytest.mark.parametrize(
    ("text", "acronym", "stems"),
    [
        ("retrieval-augmented generation (RAG) helps", "rag", ("retriev", "augment", "generat")),
        ("Large Language Models (LLMs) are", "llm", ("larg", "languag", "model")),
        ("internet of things (IoT)", "iot", ("internet", "thing")),
        ("the state of the art (SOTA)", "sota", ("state", "art")),
        ("3D Gaussian splatting (3DGS)", "3dgs", ("3d", "gaussian", "splat")),
    ],
)
def test_a_definition_is_found(text: str, acronym: str, stems: tuple[str, ...]) -> None:
    """The words before the brackets whose first letters make the acronym are its long form."""
    assert definitions(text) == {acronym: stems}


@pytest.mark.parametrize("text", ["we use it (RAG)", "a tool (see Section)", "(LLM)", "a b c (x)", "open (OPEN"])
def test_what_defines_nothing_is_left_alone(text: str) -> None:
    """Brackets after other words define nothing."""
    assert definitions(text) == {}


@pytest.mark.parametrize("text", ["out-of-distribution (OOD) data", "a deep Q-network (DQN) learns"])
def test_a_long_form_that_would_lose_a_word_is_none(text: str) -> None:
    """Where a letter stands for a word that is no term, what is left of the long form says something else."""
    assert definitions(text) == {}


def test_common_acronyms_are_known() -> None:
    """The acronyms of the field are known without a definition."""
    assert common()["llm"] == ("larg", "languag", "model")
    assert common()["rag"] == ("retriev", "augment", "generat")


def test_an_acronym_of_two_fields_has_no_long_form_at_large() -> None:
    """What speech recognition and attacks on models both call ASR is unfolded only where an abstract defines it."""
    assert "asr" not in common()


def test_a_word_of_the_language_is_no_acronym_at_large() -> None:
    """Maps are no mean average precision, and tags no text-attributed graphs, where an abstract does not say so."""
    assert not {"map", "tag"} & common().keys()


@given(st.text(alphabet="abcABC ()-\n,'ß中", max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    """Whatever stands in brackets, an answer comes, and each long form has a word."""
    assert all(definitions(text).values())

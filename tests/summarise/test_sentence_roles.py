"""What the words and the order of sentences say about what they are for."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.summarise import cue_words
from digest.summarise.sentence_roles import chances, evidence
from laws import tried

ONE_WORD = re.compile(r"[a-z]+(-[a-z]+)*")


@pytest.mark.parametrize("table", ["OPENINGS", "ACTS", "DONE", "ANYWHERE"])
def test_every_cue_counts(table: str) -> None:
    """No cue is written in a way in which no sentence has it, and none stands twice in a table."""
    words = " ".join(getattr(cue_words, table)).split()
    assert all(ONE_WORD.fullmatch(word) for word in words)
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("However, existing kites lack a tail.", "reason"),
        ("We propose a tail.", "made"),
        ("This paper studies tails.", "made"),
        ("In this paper, we first carefully review tails.", "made"),
        ("A tail is proposed.", "made"),
        ("Specifically, it consists of a module that combines silk with paper.", "how"),
        ("We fold the silk.", "made"),
        ("We fold the silk by heating the air.", "how"),
        ("Experiments show that tails help.", "found"),
        ("We find that tails help.", "found"),
        (r"The tail lifts kites by 30\%.", "found"),
        ("The code is available at https://example.org.", "aside"),
        ("The tail is evaluated on six kites.", "aside"),
    ],
)
def test_words_show_a_role(sentence: str, role: str) -> None:
    """Cues of each kind say most for the role that they are cues of."""
    shown = evidence(sentence)._asdict()
    assert max(shown, key=lambda name: shown[name]) == role


def test_the_place_decides_where_words_do_not() -> None:
    """A sentence without a cue is background before the proposal and none behind it."""
    plain, proposal = evidence("Kites fly."), evidence("We propose a kite.")
    before, _, behind = chances([plain, proposal, plain])
    assert before.reason > 0.9
    assert behind.reason < 0.1


def test_an_abstract_without_sentences_has_no_roles() -> None:
    """Of nothing, nothing is said."""
    assert chances([]) == ()


@tried(60)
@given(st.lists(st.text(st.sampled_from(list("we propose 3.1% ")), max_size=40), min_size=1))
def test_chances_are_shares_of_one(texts: list[str]) -> None:
    """Whatever the sentences, each has its roles with chances that sum to one."""
    for likely in chances([evidence(text) for text in texts]):
        assert sum(likely) == pytest.approx(1)
        assert min(likely) >= 0

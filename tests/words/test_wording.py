"""What a hyphen ties to a word belongs to it, in interests and in papers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.core.report import Paper
from digest.rank.profile import Interest, Profile
from digest.rank.ranking import rank
from digest.words.wording import name_of, wording


def points(interest: str, title: str) -> int:
    """What a made-up paper with this title has for this interest."""
    one = Paper(id="2611.90001", title=title, abstract="We report what we saw in several fields.")
    return rank([one], Profile(interests=(Interest(text=interest),)))[0].score.total


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Q-learning", ["qlearn"]),
        ("Q learning", ["qlearn"]),
        ("GPT-4 and GPT 4", ["gpt4", "gpt4"]),
        ("few-shot learning", ["fewshot", "learn"]),
        ("out\u2011of\u2011distribution", ["outofdistribut"]),
        ("the trade-off", ["tradeoff"]),
        ("LLM-based agents", ["llm", "agent"]),
        ("text-to-speech", ["text", "speech"]),
        ("state-of-the-art", ["state", "art"]),
        ("a model", ["model"]),
        ("in-between", []),
    ],
)
def test_what_says_little_alone_goes_with_its_neighbour(text: str, names: list[str]) -> None:
    """Letters, digits and stop words that a hyphen ties to a term make one word with it; others are left out."""
    assert [name_of(parts) for parts in wording(text)] == names


@pytest.mark.parametrize(
    ("interest", "title"),
    [
        ("Q-learning", "Q-learning for tides"),
        ("Q-learning", "Q learning for tides"),
        ("Q learning", "Tides by Q-Learning"),
        ("few-shot recognition", "Few shot recognition of moss"),
        ("X-ray", "Xrays of moss"),
        ("U-Net", "A UNet for moss"),
        ("GPT-4", "GPT-4 reads moss"),
        ("over-smoothing", "Oversmoothing of tides"),
        ("off-policy evaluation", "Off\u2013policy evaluation of tides"),
    ],
)
def test_such_a_word_is_found_however_it_is_written(interest: str, title: str) -> None:
    """A hyphen, a space and nothing are the same between the parts of a word."""
    assert points(interest, title) >= 50


@pytest.mark.parametrize(
    ("interest", "title"),
    [
        ("Q-learning", "Learning to read tides"),
        ("GPT-4", "GPT reads moss"),
        ("U-Net", "A net for moss"),
        ("k-means", "What tides mean"),
        ("over-smoothing", "Smooth tides"),
    ],
)
def test_the_half_that_everybody_writes_is_no_match(interest: str, title: str) -> None:
    """ "Learning" alone says nothing of Q-learning, nor "net" of U-Net."""
    assert points(interest, title) == 0


def test_the_reason_quotes_the_whole_word() -> None:
    """The words of a reason stand as the paper has them, with letter and hyphen."""
    one = Paper(id="2611.90001", title="Tides by Q-Learning", abstract="We learn.")
    (part,) = rank([one], Profile(interests=(Interest(text="Q learning"),)))[0].score.parts
    assert part.because == ("Q-Learning",)


@given(st.text(alphabet="aQx4 -\u2013.中", max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    """Whatever hyphens tie, each word that comes of it has a name, and the parts stand in the text."""
    for parts in wording(text):
        assert name_of(parts)
        assert all(part in text for part in parts)

"""Reading the items of an answer."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.summary_checks.answer import Malformed, by_id, draft, items, plain, whole_number
from fake_model import item, says


@given(st.text(max_size=80))
def test_plain_text_has_one_line_and_no_invisible_characters(text: str) -> None:
    """Whatever a model sends, what is kept is one line of visible characters that can be written as UTF-8."""
    kept = plain(text)
    assert not any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn") for character in kept)
    assert kept == " ".join(kept.split())
    kept.encode("utf-8")
    assert plain(kept) == kept


def test_bidi_and_surrogates_are_gone() -> None:
    """Characters that reorder or break a page are not kept."""
    assert plain("a\u202eb\u2066c\ud800d\u200be\x1b[31m") == "abc?de[31m"


def test_ids_are_matched_without_version() -> None:
    """Ids count without arXiv: and version; unknown and double ones are left out."""
    found = [{"id": "arXiv:2611.90001v2"}, {"id": "2611.90002"}, {"id": "2611.90002"}, {"id": "2611.99999"}]
    assert by_id(found, ["2611.90001", "2611.90002"]) == {"2611.90001": found[0]}


@pytest.mark.parametrize(
    ("value", "number"), [(40, 40), ("40", 40), (" 40/50", 40), (40.0, 40), ("40.0", 40), (-3, -3)]
)
def test_whole_numbers(value: object, number: int) -> None:
    """A whole number may come as text or with its maximum."""
    assert whole_number(value, "x") == number


@pytest.mark.parametrize("value", [None, True, "forty", 1.5, [], float("nan"), float("inf"), 10**30, "1e3"])
def test_what_is_no_whole_number(value: object) -> None:
    """Anything else is refused with the field's name."""
    with pytest.raises(Malformed, match=r"scores\.x"):
        whole_number(value, "scores.x")


def test_draft_has_the_rubric_s_points_only() -> None:
    """Criteria that config does not have are ignored, those it has must be there."""
    (found,) = items(says(item("2611.90001")), "one_sentence")
    assert draft(found, ["novelty"]).points == {"novelty": 15}
    with pytest.raises(Malformed, match="fit"):
        draft(found, ["fit"])

"""JSON out of what a model says."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.json_in_text import objects

LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
VALUES = st.dictionaries(
    st.text(max_size=8), st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3)), max_size=4
)
PROSE = st.text(alphabet="abc xyz.,:;!?`*#\n\"'()<>-—。，", max_size=40)


def no_tex(value: Any) -> bool:
    """Whether a value has none of the control characters that TeX is restored from."""
    return not any(character in str(value) for character in ("\\", "\b", "\f", "\t", "\r", "\n"))


@given(VALUES.filter(no_tex), PROSE, PROSE)
def test_whole_json_is_found_between_prose(value: dict[str, Any], before: str, after: str) -> None:
    """An object comes out as it was put in, whatever prose and fences stand around it."""
    text = json.dumps(value)
    assert objects(before + text + after) == [value]
    assert objects(f"{before}\n```json\n{json.dumps(value, ensure_ascii=False, indent=2)}\n```\n{after}") == [value]


@settings(max_examples=200)
@given(st.text(alphabet='{}[]",:\\u12ab tn</think>', max_size=200))
def test_nothing_is_raised(text: str) -> None:
    """Any text can be searched."""
    objects(text)


@given(st.integers(0, 400))
def test_cut_off_json_gives_its_whole_items(cut: int) -> None:
    """Of a list that was cut off, the items before the cut are there, and nothing is made up."""
    items = [{"id": str(number), "text": "x" * 30} for number in range(8)]
    text = json.dumps({"papers": items})[: cut + 12]
    found = [value for value in objects(text) if "id" in value]
    assert found == items[: len(found)]
    assert len(found) >= (cut - 10) // 60


def test_thoughts_are_passed_over() -> None:
    """A reasoning model's drafts are no answer, and the tag inside an answer is no end of thoughts."""
    assert objects('<think>{"a": 1}</think> {"a": 2}') == [{"a": 2}]
    assert objects('{"a": "the tag </think> is text"}') == [{"a": "the tag </think> is text"}]


def test_tex_that_was_not_escaped() -> None:
    """A model that writes TeX into JSON without doubling its backslashes is understood."""
    said = r'{"a": "$\alpha \to \beta$, \frac{1}{2}, \times, \theta, \nabla, \rho, \underline{x}, \\gamma, \"q\""}'
    expected = r'$\alpha \to \beta$, \frac{1}{2}, \times, \theta, \nabla, \rho, \underline{x}, \gamma, "q"'
    assert objects(said) == [{"a": expected}]
    assert objects(r'{"a": "one\ntwo\tthree"}') == [{"a": "one\ntwo\tthree"}]


def test_deep_nesting_is_no_crash() -> None:
    """A hundred thousand brackets are nothing to find."""
    assert objects("[" * 100_000) == []
    assert objects('{"a":' * 50_000) == []

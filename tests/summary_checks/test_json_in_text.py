"""JSON out of what a model says."""

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.summary_checks.answer import by_id, items
from digest.summary_checks.json_in_text import objects, repaired
from laws import tried

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


@tried(200)
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


def test_thoughts_are_no_answer_beside_one() -> None:
    """An item among the thoughts is not taken where the answer has other JSON."""
    assert items('<think>{"score": 9}</think> {"error": 1}', "score") == []


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


HOSTILE = {
    "arrays around a list": "[" * 900 + "1," * 190_000,
    "arrays in arrays": "[" * 200_000,
    "objects in objects": '{"papers":' * 40_000,
    "a long string in each depth": ('["' + "a" * 400 + '",') * 1_000,
    "a string without an end": '{"a":' * 900 + '"' + "x" * 390_000,
    "digits": "[" * 900 + "9" * 390_000,
    "a long list": "[" + "1," * 190_000 + "1]",
    "one id in all items": "[" + '{"score":1,"id":"2611.90001"},' * 13_000 + '{"score":1}]',
    "a deep id": '{"score":1,"id":' + "[" * 480 + "]" * 480 + "}",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_text_takes_long(text: str) -> None:
    """What was made to be read again from each of its brackets, or again for each of its items, is soon read."""
    began = time.process_time()
    by_id(items(text, "score"), ["2611.90001", "2611.90002"])
    assert time.process_time() - began < 1.5


def test_a_long_answer_that_was_cut_gives_its_items() -> None:
    """The budget leaves room for a text of the longest length that was cut off within its last item."""
    item = {"id": "2611.90001", "text": "x" * 1_000}
    text = "Well: " + json.dumps({"papers": [item] * 380})[:-20]
    assert len(text) > 380_000
    assert objects(text) == [item] * 379


NEARLY = [
    ('{"papers": [{"id": "1", "score": 3,}, {"id": "2", "score": 4,},],}', [3, 4]),
    ("{'papers': [{'id': '1', 'score': 3}]}", [3]),
    ('Here it is:\n```json\n{"papers": [{"id": "1", "title": "He said "yes" to it", "score": 3}]}\n```', [3]),
    ('<think>{"score": 9}</think>{"id": "1", "score": 3,}', [3]),
    ('{"id": "1", "title": "no comma" "score": 3}', [3]),
    ('{id: "1", score: 3}', [3]),
]


@pytest.mark.parametrize(("text", "scores"), NEARLY)
def test_what_is_nearly_json_is_read(text: str, scores: list[int]) -> None:
    """Trailing commas, single quotes, bare names and quotes within quotes cost no second call."""
    assert [item["score"] for item in items(text, "score")] == scores


@given(st.sampled_from([text for text, _ in NEARLY if "<think>" not in text]), st.integers(1, 60))
def test_what_was_cut_is_not_completed(text: str, cut: int) -> None:
    """Of nearly JSON that was cut off, nothing is read that was not written to its end."""
    text = text.rstrip("`\n")
    assert repaired(text[: max(1, len(text) - cut)].rstrip()) == []


def test_tex_in_what_is_nearly_json() -> None:
    """TeX keeps its backslashes and braces in the second reading, too."""
    said = r'{"id": "1", "title": "$\frac{1}{2}\theta$, \alpha and \\times", "score": 3,}'
    assert [item["title"] for item in items(said, "score")] == [r"$\frac{1}{2}\theta$, \alpha and \times"]


def test_a_sentence_that_was_torn_is_not_taken() -> None:
    """Where quotes in a sentence look like the ends of fields, the item is left out and asked for again."""
    assert items('{"id": "1", "title": "It is "fast", "good": and "cheap"", "score": 3}', "score") == []


ODD = {
    "closed arrays": "[" * 50_000 + "]" * 50_000,
    "closed objects": '{"score":' * 9_000 + "1" + "}" * 9_000,
    "quotes": '{"score": "' + 'x" "' * 20_000 + '"}',
    "control characters": '{"score": \x00\x01,}',
    "lone surrogates": '{"score": "\ud800",}',
    "commas": '{"score": [' + "," * 90_000 + "]}",
    "colons": "{" + ":" * 90_000 + "}",
    "bare words": "{score: " + "x y " * 20_000 + ",}",
    "quotes within quotes": '{"score": "' + 'a":"' * 20_000 + '"}',
    "quotes behind backslashes": '{"score": "' + '\\"' * 40_000 + '"}',
    "parentheses": "{" + "(" * 90_000 + "}",
    "backslashes": '{"score": "' + "\\u" * 40_000 + "}",
    "digits": '{"score": ' + "1" * 90_000 + ",}",
    "nothing": "",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_no_text_takes_the_second_reading_long(text: str) -> None:
    """What only looks like JSON, however long, ends in items or in none, soon."""
    began = time.process_time()
    assert all("score" in item for item in items(text, "score"))
    assert time.process_time() - began < 1.5

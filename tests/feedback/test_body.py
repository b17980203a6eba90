"""What is read from the body of an issue."""

import json

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from digest.console.command import ROOT
from digest.core import paper_ids
from digest.feedback.body import MOST, Said, is_feedback, read
from digest.markdown.feedback_links import FEWER, FEWER_FIELD, FORM, MORE, MORE_FIELD, TITLE
from laws import tried

ONE, TWO, THREE = "2611.90001", "2611.90002", "2611.90003"


def test_the_form_has_the_words() -> None:
    """The labels of the form's fields are the headings by which an issue is known, and links fill them by their ids."""
    form = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / FORM).read_text("utf-8"))
    fields = {field["id"]: field["attributes"]["label"] for field in form["body"] if field["type"] != "markdown"}
    assert fields == {MORE_FIELD: MORE, FEWER_FIELD: FEWER}
    assert form["title"] == TITLE


def test_an_issue_of_the_form() -> None:
    """As GitHub writes a form's issue: a heading for each field, and `_No response_` where nothing was filled in."""
    body = "### {}\n\n{}\n\n### {}\n\n{}\n".format
    none = "_No response_"
    assert is_feedback("anything", body(MORE, ONE, FEWER, none))
    assert read(body(MORE, ONE, FEWER, none)) == Said(more=(ONE,))
    assert read(body(MORE, none, FEWER, TWO).replace("\n", "\r\n")) == Said(fewer=(TWO,))


def test_boxes_count_where_they_are_ticked() -> None:
    """Of a list of boxes those that are ticked count, each by the id behind it, whatever its title says."""
    body = f"### {MORE}\n\n- [x] {ONE} A title\n- [ ] {TWO} Another\n* [X] {THREE} {TWO} in a title\n- [x]\n- [x] no\n"
    assert read(body) == Said(more=(ONE, THREE))


@pytest.mark.parametrize(
    "body",
    [
        f"{ONE}\n{TWO}",
        f"- {ONE}\n- {TWO} A title, then {THREE}",
        f"1. {ONE}v2, https://arxiv.org/abs/{TWO}v1",
        f"arXiv:{ONE}; `{TWO}`.",
        json.dumps({"schema": 1, "starred": [ONE, TWO, 3, "x"]}),
        f"```json\n{json.dumps({'schema': 1, 'starred': [ONE, f'{TWO}v3']}, indent=1)}\n```",
        f"### {MORE}\n\n```\n{json.dumps({'schema': 1, 'starred': [ONE, TWO]})}\n```\n\n### {FEWER}\n\n_No response_",
    ],
)
def test_lists_and_exports(body: str) -> None:
    """A list of ids in any usual form, and what the reader exports, in a fence or not, want more of these papers."""
    assert is_feedback(TITLE, body)
    assert read(body) == Said(more=(ONE, TWO))


def test_ids_of_the_old_style() -> None:
    """An id of before 2007 is read as arXiv writes it now."""
    assert read("math.GT/0309136\nhep-th/9901001v2").more == ("math/0309136", "hep-th/9901001")


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Something is wrong", f"The paper {ONE} is there twice"),
        ("Something is wrong", f"{ONE}"),
        ("Something is wrong", f"> ### {MORE}\n> {ONE}"),
        ("", '{"schema": 2, "starred": ["2611.90001"]}'),
        ("", '{"starred": ["2611.90001"]}'),
        ("On digest feedback", ""),
        (f"{TITLE} counts nothing", f"I have tapped\n{ONE}\nand nothing happened"),
        ("", "[" * 60_000),
    ],
)
def test_other_issues_are_left_alone(title: str, body: str) -> None:
    """An issue that has neither the form's words nor an export of ours is no feedback, though it names papers."""
    assert not is_feedback(title, body)


def test_an_export_alone_is_feedback() -> None:
    """Whoever pastes the export of the reader into any issue need not know the form."""
    assert is_feedback("my stars", json.dumps({"schema": 1, "starred": []}))


def test_what_is_wanted_both_ways_is_wanted_neither_way() -> None:
    """A paper under both headings has no thumb."""
    assert read(f"### {MORE}\n{ONE} {TWO}\n### {FEWER}\n{TWO} {THREE}") == Said(more=(ONE,), fewer=(THREE,))


def test_what_follows_another_heading_is_not_read() -> None:
    """Ids below a heading of one's own are no taps."""
    assert read(f"### {MORE}\n{ONE}\n## Notes\n{TWO}") == Said(more=(ONE,))


def test_a_long_list_is_cut() -> None:
    """A body of thousands of ids gives the first thousand."""
    assert len(read("\n".join(f"2611.{number:05}" for number in range(4000))).more) == MOST


PIECES = st.sampled_from(
    [f"### {MORE}\n", f"### {FEWER}\n", "- [x] ", "- [ ] ", ONE, "v2", "@someone", "<script>", "```\n", "{", '"', "#1",
     '{"schema": 1, "starred": ["', '"]}', "\n", "\r", " ", ",", "hep-th/9901001", "../../etc/passwd", "\u202e", "\x00"]
)  # fmt: skip


@tried(200)
@given(st.lists(PIECES | st.text(max_size=6), max_size=30).map("".join))
@example('{"schema": 1, "starred": ["\ud800"]}')
def test_only_ids_come_out(body: str) -> None:
    """Whatever a body says, what is read are ids of arXiv, each once, and none of them both ways."""
    is_feedback("", body)
    said = read(body)
    ids = (*said.more, *said.fewer)
    assert len(set(ids)) == len(ids)
    assert all(paper_ids.FORM.fullmatch(paper_id) and paper_id.isascii() for paper_id in ids)

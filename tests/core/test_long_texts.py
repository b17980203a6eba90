"""Texts far longer than arXiv takes, made to keep a run busy."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from digest.archive.reports import from_json, to_json
from digest.core.report import LONGEST_TEXT
from digest.feedback.body import is_feedback
from digest.fetch import oai
from digest.library.papers import arxiv_id
from digest.markdown import writer
from digest.pages.report_view import is_withdrawn, one_sentence
from digest.rank import without_interests
from digest.rank.profile import Interest, Profile
from digest.rank.ranking import rank
from digest.summarise.extractive import extract
from digest.summarise.sentence_roles import evidence
from digest.summary_checks.answer import Malformed, draft, items
from digest.summary_checks.numbers import quantities
from digest.words.sentences import sentences
from fake_model import item, says
from reports import look, paper, report, summarised, with_summary

LENGTH = 200_000
AT_ONCE = 10.0
"""Seconds; such a reading takes less than one, and minutes where its time grows with the square of the length."""


def judged(**texts: str) -> object:
    """What the day makes of a paper whose text is as long as it came."""
    return without_interests.judge([paper(1).model_copy(update=texts)]).tallies


def in_a_table(text: str) -> object:
    """A model's sentence in the cell of a table."""
    return one_sentence(with_summary(summarised(1), one_sentence=text), look().labels)


@pytest.mark.parametrize(
    ("read", "unit"),
    [
        (sentences, "."),
        (sentences, "?! "),
        (sentences, "A. "),
        (lambda text: judged(abstract=text), "1"),
        (lambda text: judged(abstract=text), "a"),
        (lambda text: judged(title=text), "_"),
        (evidence, "1"),
        (evidence, "\\a"),
        (evidence, "we and "),
        (lambda text: is_withdrawn(paper(1).model_copy(update={"comment": text})), "\n"),
        (quantities, "十"),
        (oai.authors, "~"),
        (writer.block, "\\("),
        (writer.block, "\\begin{align}"),
        (in_a_table, "\\"),
        (lambda text: is_feedback("A question", f"# a{text}b"), " "),
        (lambda text: arxiv_id([f"arXiv{text}"]), "\n"),
        (lambda text: arxiv_id([text]), "arxiv"),
    ],
)
def test_what_reads_a_text_takes_time_in_proportion(read: Callable[[str], object], unit: str) -> None:
    """Two hundred thousand characters of what once took minutes are read at once."""
    began = time.process_time()
    read(unit * (LENGTH // len(unit)))
    assert time.process_time() - began < AT_ONCE


@pytest.mark.parametrize("field", ["title", "abstract", "comment"])
def test_a_text_beyond_all_measure_is_cut_and_its_paper_kept(field: str) -> None:
    """Where arXiv hands on a text without end, the paper has its beginning and a mark, and has them in data/ too."""
    texts: dict[str, Any] = {field: "word " * 50_000}
    made = report(summarised(1, **texts))
    text = getattr(made.papers[0].paper, field)
    assert (len(text), text[:10], text[-4:]) == (LONGEST_TEXT, "word word ", " […]")
    assert from_json(to_json(made), "data/2026-11-20.json") == made


@pytest.mark.parametrize("unit", ["fine-tuning ", "RAG ", "(RAG) ", "1", ". ", "about 1 "])
def test_a_day_with_a_hostile_paper_is_ranked_and_summarised_at_once(unit: str) -> None:
    """What the ranker and the summaries do with the longest text there can be takes a moment."""
    hostile = paper(1, title=unit * LENGTH, abstract=unit * LENGTH, comment=unit * LENGTH)
    profile = Profile(interests=(Interest(text="fine-tuning of retrieval-augmented generation"),))
    began = time.process_time()
    assert [ranked.paper for ranked in rank([hostile], profile)] == [hostile]
    extract(hostile, {}, 1)
    assert time.process_time() - began < AT_ONCE


def test_an_answer_without_end_is_refused() -> None:
    """Texts that go on for ever are not looked through, and the model is told to be brief."""
    (found,) = items(says({**item("2611.90001"), "method": "about 1 " * 20_000}), "one_sentence")
    with pytest.raises(Malformed, match="be brief"):
        draft(found, [])

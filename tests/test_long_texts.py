"""Texts far longer than arXiv takes, made to keep a run busy."""

import time
from collections.abc import Callable

import pytest

from digest import day, markdown, oai
from digest.cues import CONCLUSION, tells_where
from digest.page_view import is_withdrawn, one_sentence
from digest.quantities import quantities
from digest.sentences import sentences
from reports import look, paper, summarised, with_summary

LENGTH = 200_000
AT_ONCE = 10.0
"""Seconds; such a reading takes less than one, and minutes where its time grows with the square of the length."""


def judged(**texts: str) -> object:
    """What the day makes of a paper whose text is as long as it came."""
    return day.judge([paper(1).model_copy(update=texts)])


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
        (CONCLUSION.findall, "1"),
        (tells_where, "code available "),
        (lambda text: is_withdrawn(paper(1).model_copy(update={"comment": text})), "\n"),
        (quantities, "十"),
        (oai.authors, "~"),
        (markdown.block, "\\("),
        (markdown.block, "\\begin{align}"),
        (in_a_table, "\\"),
    ],
)
def test_what_reads_a_text_takes_time_in_proportion(read: Callable[[str], object], unit: str) -> None:
    """Two hundred thousand characters of what once took minutes are read at once."""
    began = time.monotonic()
    read(unit * (LENGTH // len(unit)))
    assert time.monotonic() - began < AT_ONCE

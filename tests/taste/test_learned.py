"""A report says once what was learned from papers, and nothing of a library that is to show nothing."""

import pytest

from digest.core.run_record import LearnedRecord
from digest.pages.report_page import Around, pages
from digest.rank.profile import Example, Profile
from digest.taste.learned import learned
from reports import look, paper, report, summarised

LIKED = (paper(100, title="World Models for Robots"), paper(101, title="Pruned World Models"))


def private(number: int) -> Example:
    """A paper of a library that shows nothing."""
    return Example(id=f"z{number}", title="Zebra Husbandry at Night", source="library", shown="nothing")


def test_nothing_is_learned_from_nothing() -> None:
    """Without liked papers the record has no key, so the bytes of a report stay as they were."""
    assert learned(Profile()) is None


def test_the_record_counts_and_names() -> None:
    """Two liked papers and their topic are in the record; of three of a private library only their number."""
    record = learned(Profile(liked=LIKED, examples=tuple(map(private, range(3)))))
    assert record
    assert next(iter(record.topics.items())) == ("world models", 2)
    assert (record.liked, record.library, record.taps) == (2, 3, 0)
    assert "ebra" not in record.model_dump_json()


def test_a_tapped_paper_does_not_tell_that_it_is_in_the_library() -> None:
    """Of three papers that were read, one counts as tapped: the record counts three, as the library's own does."""
    tapped = Example(id="z0", title="Zebra Husbandry at Night", source="feedback")
    record = learned(Profile(examples=(tapped, private(1), private(2))), 3)
    assert record
    assert (record.library, record.taps) == (3, 1)


@pytest.mark.parametrize(
    ("record", "line"),
    [
        (
            LearnedRecord(liked=2, taps=1, topics={"world models": 2, "<b>x": 1}),
            "Learned from 2 liked papers, 1 thumb: world models (2), &lt;b&gt;x (1).",
        ),
        (LearnedRecord(library=200), "The order also follows what you like, learned from 200 papers of your library."),
    ],
)
def test_a_page_says_it_once(record: LearnedRecord, line: str) -> None:
    """The foot of the page has the topics with their numbers, escaped, or only where they were learned from."""
    made = pages(report(summarised(1), learned=record), look("en"), Around())
    assert "".join(made.values()).count(line) == 1

"""The reader says of a report as a whole what its Markdown page says."""

import pytest

from digest.console.command import ROOT
from digest.core.report import Reason
from digest.pages import report_page
from digest.pages.labels import load_labels
from digest.reader.remarks import notes
from digest.reader.words import Words
from reports import report, summarised, with_summary

LABELS = load_labels(ROOT / "labels", "en")


@pytest.mark.parametrize("why", ["time_used", "server_ended", "rate_limited", "no_key"])
def test_sentences_of_abstracts_are_explained_alike(why: Reason) -> None:
    """What stays so for good is a note, what a later run asks for again a warning, here as there."""
    made = report(with_summary(summarised(1), status="extractive", why=why))
    assert [kind.upper() for kind, _ in notes(made, Words(LABELS))] == [
        note.name for note in report_page.notes(made, LABELS)
    ]


def test_a_library_that_is_missing_is_named() -> None:
    """A report that was ranked without all of a library warns of it, with a reason of a newer version as it is."""
    made = report(summarised(1), library={"papers": 0, "missing": ["refused", "<b>new"]})
    ((kind, text),) = notes(made, Words(LABELS))
    assert (kind, "without all of your library" in text, "why_library_&lt;b&gt;new" in text) == ("warning", True, True)

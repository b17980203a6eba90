"""The reader says of a report as a whole what its Markdown page says."""

import pytest

from digest.console.command import ROOT
from digest.core.report import Reason
from digest.pages import report_page
from digest.pages.labels import load_labels
from digest.reader.remarks import foot, notes
from digest.reader.site import Around
from digest.reader.words import Words
from reader.conftest import site_of
from reports import look, report, summarised, with_summary

LABELS = load_labels(ROOT / "labels", "en")


@pytest.mark.parametrize(
    ("why", "kind"),
    [("time_used", "note"), ("server_ended", "note"), ("rate_limited", "warning"), ("no_key", "note")],
)
def test_sentences_of_abstracts_are_explained(why: Reason, kind: str) -> None:
    """What stays so for good is a note, what a later run asks for again a warning."""
    made = report(with_summary(summarised(1), status="extractive", why=why))
    assert [found for found, _ in notes(made, Words(LABELS))] == [kind]


def test_the_page_has_the_same_foot() -> None:
    """What was learned, what the model was asked, and interests in English stand below the papers, here as there."""
    made = report(
        summarised(1),
        learned={"liked": 2, "taps": 1, "topics": {"world models": 2, "<b>x": 1}},
        model={"name": "m", "calls": 2, "tokens_in": 12345, "tokens_out": 6},
        english={"扩散": "diffusion"},
    )
    learned, cost, english = foot(made, Words(LABELS))
    assert learned.endswith("2 liked papers, 1 thumb: <bdi>world models</bdi> (2), <bdi>&lt;b&gt;x</bdi> (1).")
    assert "12,345" in cost
    assert "<bdi>扩散 = diffusion</bdi>" in english
    page = report_page.pages(made, look("en"), report_page.Around())[f"{made.date}.md"]
    read = site_of(ROOT).report(made, Around(previous=None, following=None, recent=True, neighbours={}))
    assert all(f"<p>{said}</p>" in read.partition("<footer")[2] for said in (learned, cost, english))
    for said in (learned, cost, "扩散 = diffusion"):
        assert said.replace("<bdi>", "").replace("</bdi>", "") in page
    assert foot(report(summarised(1)), Words(LABELS)) == ()


def test_a_library_that_is_missing_is_named() -> None:
    """A report that was ranked without all of a library warns of it, with a reason of a newer version as it is."""
    made = report(summarised(1), library={"papers": 0, "missing": ["refused", "<b>new"]})
    ((kind, text),) = notes(made, Words(LABELS))
    assert (kind, "without all of your library" in text, "why_library_&lt;b&gt;new" in text) == ("warning", True, True)

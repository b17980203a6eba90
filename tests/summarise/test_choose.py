"""From a reason why a summary is missing to what the reader sees and how the run ends."""

import re
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from digest.archive.brief import Brief
from digest.archive.layout import Places
from digest.console.command import ROOT
from digest.core.errors import DigestError
from digest.core.reasons import WORDS
from digest.core.report import Reason, best_first
from digest.outcome import Outcome
from digest.pages.indexes import readme_region
from digest.pages.labels import load_labels
from digest.pages.release_text import Period, text
from digest.pages.report_page import Around, pages
from digest.run_report import console_lines, step_summary
from digest.summarise import missing, saved
from fork import OF_A_FORK
from reports import DAY, listing, look, pending, report, summarised, with_summary

CODES = {"credentials": 3, "payment": 3, "forbidden": 3, "no_model": 3, "not_found": 3, "not_started": 3, "defect": 0}
"""Reasons that the owner has to cure, and a defect, which turned the run red that met it; all others cure themselves,
or are tried again."""


@pytest.mark.parametrize("reason", get_args(Reason))
def test_each_reason_ends_in_its_exit_code(reason: str) -> None:
    """A pending summary ends a run with 3 where the owner has to act, with 5 where the next run tries again."""
    assert missing.exit_code([report(summarised(1), pending(2, reason))]) == CODES.get(reason, 5)
    assert missing.exit_code([report(summarised(1))]) == 0


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("reason", get_args(Reason))
def test_each_reason_has_its_words(reason: str, language: str) -> None:
    """Page and paper name the reason in the page's language; no field of the summary is filled, no score is 0."""
    page = pages(report(summarised(1), pending(2, reason)), look(language), Around())[f"{DAY}.md"]
    why = load_labels(ROOT / "labels", language)(f"why_{reason}")
    assert page.count(why) == 2
    item = page[page.index('id="paper-2611-90002"') :]
    assert load_labels(ROOT / "labels", language)("one_sentence") not in item
    assert "We make up a paper." in item


@pytest.mark.parametrize("reason", sorted(set(get_args(Reason)) - {"no_key"}))
def test_each_reason_has_its_remedy(reason: Reason) -> None:
    """The end of a run names the reason in words under which docs/troubleshooting.md has what to do."""
    says = console_lines(Outcome(incomplete=(report(summarised(1), pending(2, reason)),)))[-1]
    assert says.endswith(f": {WORDS[reason]}. See docs/troubleshooting.md.")
    remedies = (ROOT / "docs" / "troubleshooting.md").read_text("utf-8").replace("`", "")
    assert any(quoted in WORDS[reason] for quoted in re.findall("“(.+?)”", remedies))


def test_what_is_pending_is_not_summarised() -> None:
    """Console, page, index, feed and release count a paper as summarised once it has a summary, and not before."""
    made = report(summarised(1), pending(2), pending(3))
    assert console_lines(Outcome(reports=(made,)))[1] == "Summarised 1 (1 by the model), pending 2, listed 0."
    page = pages(made, look("en"), Around())[f"{DAY}.md"]
    assert "summarised: 1\n" in page
    assert "> 3 new papers: 1 summarised, 0 listed" in page
    assert f"](daily/{DAY}.md) | 3 | 1 |" in readme_region(made, [Brief.of(made)], look("en"), Places())
    period = Period(tag="x", name="x", dates=(DAY,))
    assert " | 3 | 1 |" in text(period, [made], look("en"), "someone/daily-papers", Places())


def test_the_summary_of_a_run_shows_keys_as_the_page_does() -> None:
    """What stands in backticks in a label is code on the run's page in GitHub, too, and not escaped a second time."""
    outcome = Outcome(incomplete=(report(summarised(1), pending(2, "credentials"), pending(3, "no_model")),))
    said = step_summary(outcome, load_labels(ROOT / "labels", "en"))
    assert "> 2 summaries are pending" in said
    assert "check the secret `OPENAI_API_KEY`" in said
    assert "change `llm.model` in `config.yml`" in said


def test_stand_ins_are_labelled_and_late() -> None:
    """Sentences of the abstract that stand in for a summary say so, and are still to be replaced; bare ones are not."""
    entry = with_summary(summarised(1), status="extractive", why="credentials", model=None)
    page = pages(report(entry), look(), Around())[f"{DAY}.md"]
    assert "先以摘要原句代替" in page
    assert "摘要原句" in page[page.index("paper-2611-90001") :]
    assert missing.exit_code([report(entry)]) == 3
    assert missing.exit_code([report(with_summary(summarised(1), status="extractive", why="no_key"))]) == 0


def test_a_paper_that_the_model_declines_is_let_be() -> None:
    """A paper whose answers fail for three days, while those of others pass, is asked about and told of no more."""
    newest, soon, late = date(2026, 11, 20), date(2026, 11, 17), date(2026, 11, 16)
    declined, refused = pending(2, "bad_answer"), pending(3, "payment")
    assert missing.missing_entries(report(summarised(1), declined, day=soon), newest) == (declined,)
    assert missing.missing_entries(report(summarised(1), declined, refused, day=late), newest) == (refused,)
    assert missing.missing_entries(report(declined, day=late), newest) == (declined,)


def test_best_first() -> None:
    """Entries are ordered by score; of equal scores, the one that the ranker had first stays first."""
    entries = [summarised(3, total=50), summarised(1, total=50), summarised(2, total=60)]
    assert [entry.paper.id for entry in best_first(entries)] == ["2611.90002", "2611.90003", "2611.90001"]
    assert not missing.is_missing(entries[0].summary)
    assert report(*entries, also=(listing(9),)).ids == {"2611.90001", "2611.90002", "2611.90003", "2611.90009"}


def test_a_link_in_place_of_saved_summaries(tmp_path: Path) -> None:
    """Where a repository brings .cache/summaries along as a symbolic link, nothing of what it leads to is removed."""
    root, photos = tmp_path / "root", tmp_path / "home" / "2019 in photos"
    photos.mkdir(parents=True)
    (root / ".cache").mkdir(parents=True)
    for name in OF_A_FORK:
        (root / name).symlink_to(ROOT / name)
    (root / ".cache" / "summaries").symlink_to(photos.parent)
    with pytest.raises(DigestError, match="symbolic link"):
        saved.forget(root, before=DAY)
    assert photos.is_dir()

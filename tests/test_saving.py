"""The one way in which reports, ledgers and pages are written."""

import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from digest import saving
from digest.archive.reports import Archive
from digest.archive.seen import Seen
from digest.archive.unfinished import Unfinished
from digest.archive.waiting import Waiting
from digest.console.command import ROOT
from digest.core.defects import recorded
from digest.core.report import Report
from digest.core.run_record import ModelRecord
from digest.pages import report_page
from digest.pages.look import Look
from digest.pages.report_page import Around
from digest.settings import Settings
from digest.summarise.choose import Chosen
from digest.taste.whole import WholeTaste
from digest.tex import parser
from reports import DAY, listing, report, summarised

UNDREAMT = "An undreamt-of macro!"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Those of an archive without reports."""
    for name in ("labels", "prompts", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("config.yml", "README.md"):
        shutil.copy(ROOT / name, tmp_path)
    return Settings.load(tmp_path, None, {})


def saved(settings: Settings, *reports: Report) -> saving.Written:
    """What came of saving reports."""
    archive = Archive(settings.root)
    saving.keep(settings.root, archive, reports)
    return saving.finish(settings, archive)


def fail_at_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have our reading of TeX fail at the text that nobody thought of."""
    works = parser.parse

    def parse(text: str) -> object:
        if UNDREAMT in text:
            raise RecursionError("made up")
        return works(text)

    monkeypatch.setattr(parser, "parse", parse)


def test_a_report_its_ledgers_and_its_pages(settings: Settings) -> None:
    """A saved report is in data/, its papers are seen and wait no more, its pages are there, and no note is left."""
    made = report(summarised(1), also=(listing(2),))
    Waiting(settings.root).keep([made.papers[0].paper], DAY)
    written = saved(settings, made)
    assert Archive(settings.root).load(DAY) == made
    assert Seen(settings.root).among(made.ids) == made.ids
    assert Waiting(settings.root).papers() == ()
    assert settings.root / "daily" / f"{DAY}.md" in written.paths
    assert all(path.is_file() for path in written.paths)
    assert (Unfinished(settings.root).dates(), written.failing) == (frozenset(), frozenset())


def test_no_report_is_rendered_twice(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a paper cannot be rendered is known from the pages that are written; they are made once."""
    made, works = list[date](), report_page.pages

    def pages(report: Report, look: Look, around: Around) -> Mapping[str, str]:
        made.append(report.date)
        return works(report, look, around)

    monkeypatch.setattr(report_page, "pages", pages)
    saved(settings, report(summarised(1)))
    assert made == [DAY]


def test_what_a_killed_run_could_not_render_is_named(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that finishes another's report names the papers that cannot be rendered, once, in the report's record."""
    fail_at_it(monkeypatch)
    archive = Archive(settings.root)
    made = report(summarised(1), summarised(2, title=UNDREAMT))
    saving.keep(settings.root, archive, [made])  # the end of the killed run
    written = saving.finish(settings, archive)
    assert written.failing == {f"{made.papers[1].paper.id} (render)"}
    assert recorded(archive.load(DAY)) == written.failing
    assert saved(settings, archive.load(DAY)).failing == frozenset()


def test_a_rebuild_names_nobody(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a newer version cannot render of an old report is shown by its title, and data/ stays as it is."""
    saved(settings, report(summarised(1, title=UNDREAMT)))
    before = Archive(settings.root).path(DAY).read_bytes()
    fail_at_it(monkeypatch)
    archive = Archive(settings.root)
    assert saving.write_pages(settings, archive, [DAY]).failing == frozenset()
    assert archive.path(DAY).read_bytes() == before
    assert "An undreamt<span>&#45;</span>of macro" in (settings.root / "daily" / f"{DAY}.md").read_text("utf-8")


def test_the_note_keeps_what_is_not_written(tmp_path: Path) -> None:
    """Where pages of some reports are written, the note still names the others."""
    note = Unfinished(tmp_path)
    later = DAY.replace(day=DAY.day + 1)
    note.begin([DAY, later])
    note.done([DAY])
    assert note.dates() == {later}
    note.done([later])
    assert not list((tmp_path / ".cache").iterdir())


@pytest.mark.parametrize(
    ("feedback", "event", "links", "says"),
    [
        ("on", {"repository": {"has_issues": True}}, True, False),
        ("on", {"repository": {"has_issues": False}}, False, True),
        ("on", {}, True, False),  # GitHub does not say
        ("on", None, True, False),  # on a person's machine
        ("off", {"repository": {"has_issues": True}}, False, False),
    ],
)
def test_whether_there_are_issues_is_in_the_record(
    settings: Settings, feedback: str, event: Mapping[str, object] | None, links: bool, says: bool
) -> None:
    """A report keeps whether Issues were on when it was made, so that its page is the same whenever it is rendered."""
    root = settings.root
    config = (root / "config.yml").read_text("utf-8").replace("zh-CN", "en", 2)
    (root / "config.yml").write_text(f"{config}\nfeedback: {feedback}\n", "utf-8")
    environment = {"GITHUB_REPOSITORY": "octo/papers"}
    if event is not None:
        (root / "event.json").write_text(json.dumps(event), "utf-8")
        environment["GITHUB_EVENT_PATH"] = str(root / "event.json")
    now = Settings.load(root, None, environment)
    entries = Chosen(entries=(summarised(1),), others=(), record=ModelRecord(), notices=())
    made = saving.assembled(DAY, now.config, (), entries, {}, (), WholeTaste(), takes_issues=now.takes_issues)
    saved(now, made)
    page = (root / "daily" / f"{DAY}.md").read_text("utf-8")
    assert ("octo/papers/issues/new?" in page, "Issues are switched off" in page) == (links, says)
    later = Settings.load(root, None, {"GITHUB_REPOSITORY": "octo/papers"})
    assert saving.differing(later, Archive(root), [DAY], pytest.fail).paths == frozenset()


def test_a_report_of_the_past_has_no_links(settings: Settings) -> None:
    """A report that a backfill makes keeps nothing of issues: its page neither has links nor says why."""
    on = settings.config.model_copy(update={"feedback": True})
    entries = Chosen(entries=(summarised(1),), others=(), record=ModelRecord(), notices=())
    made = saving.assembled(DAY, on, (), entries, {}, (), WholeTaste())
    assert "issues" not in made.run.model_dump()

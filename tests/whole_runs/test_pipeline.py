"""What the stages of one run share."""

import io
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from digest import pipeline
from digest.archive.reports import Archive
from digest.archive.unfinished import Unfinished
from digest.console.command import ROOT
from digest.console.progress import Progress
from digest.core.calendar import EASTERN, announcements
from digest.core.errors import ArchiveError, ConfigurationError
from digest.outcome import Outcome
from digest.pages import rehearsal
from digest.pages.rehearsal import rehearse
from digest.periods import telling
from digest.run_report import console_lines
from digest.settings import Settings
from fake_arxiv import FaultyArxiv, paper
from fake_model import FakeModel, Question, Reply, error, good
from loopback_arxiv.server import AnnouncedPaper
from weeks import archive_of, filled

pytestmark = pytest.mark.whole_run
DAYS = announcements(after=date(2026, 11, 15), until=date(2026, 11, 18))
NEXT_WEEK = date(2026, 11, 23)


@pytest.fixture
def site() -> Iterator[FaultyArxiv]:
    """Two new papers on each of three days, and on the first of the next week."""
    announced = []
    for number, on in enumerate((*DAYS, NEXT_WEEK)):
        submitted = datetime.combine(on - timedelta(days=3 if on.weekday() == 0 else 1), time(15), UTC)
        announced += [AnnouncedPaper(announced=on, paper=paper(10 * number + n, submitted)) for n in range(2)]
    with FaultyArxiv(announced) as site:
        yield site


def run_on(day: date, root: Path, site: FaultyArxiv, model: FakeModel) -> Outcome:
    """The run of a morning, with a model that is told a temperature."""
    for name in ("labels", "prompts", "templates"):
        if not (root / name).exists():
            shutil.copytree(ROOT / name, root / name)
    if not (root / "README.md").exists():
        shutil.copy(ROOT / "README.md", root)
    (root / "config.yml").write_text(
        f"categories: [cs.AI]\nlanguage: en\nllm: {{base_url: {model.url}, model: a, temperature: 0.2}}\n", "utf-8"
    )
    site.now = datetime.combine(day, time(8), EASTERN)
    urls = {"ARXIV_API_URL": site.api_url, "ARXIV_RSS_URL": site.rss_url, "ARXIV_DELAY_SECONDS": "0"}
    settings = Settings.load(root, None, {**urls, "OPENAI_API_KEY": "a-key"})
    return pipeline.run(settings, site.now, Progress(environment={}, stream=io.StringIO()))


def test_what_one_report_finds_out_of_an_api_the_next_knows(tmp_path: Path, site: FaultyArxiv) -> None:
    """In a run that makes up for a day, a parameter is refused once, and both reports say that it was left out."""

    def picky(question: Question) -> Reply | str:
        refused = "temperature" in question.body
        return error(400, "Unsupported value: 'temperature'", param="temperature") if refused else good(question)

    with FakeModel(picky) as model:
        run_on(DAYS[0], tmp_path, site, model)
        before = len(model.questions)
        made = run_on(DAYS[2], tmp_path, site, model)
        asked = model.questions[before:]
    assert [report.date for report in made.reports] == list(DAYS[1:])
    assert ["temperature" in question.body for question in asked] == [True, False, False, False, False]
    assert made.cost.calls == len(asked)
    assert all("`temperature`" in report.run.notices[0] for report in made.reports)


def test_templates_are_rehearsed_once_and_before_anything_is_paid_for(
    tmp_path: Path, site: FaultyArxiv, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that heals and reports rehearses once; a broken template ends it before arXiv or the model is asked."""
    rehearsals = list[object]()

    def rehearsed(look: object) -> None:
        rehearsals.append(look)
        rehearse(look)  # type: ignore[arg-type]

    monkeypatch.setattr(rehearsal, "rehearse", rehearsed)
    with FakeModel(error(402, "no credit")) as model:
        run_on(DAYS[0], tmp_path, site, model)
        model.answer = good
        healed = run_on(DAYS[1], tmp_path, site, model)
        assert (len(healed.healed), len(healed.reports), len(rehearsals)) == (1, 1, 2)
        run_on(DAYS[1], tmp_path, site, model)  # nothing is due and nothing is missing
        assert len(rehearsals) == 2
        (tmp_path / "templates" / "paper.md.j2").write_text("{{ item.nothing }}", "utf-8")
        asked = len(model.questions), len(site.requests)
        with pytest.raises(ConfigurationError, match="nothing"):
            run_on(DAYS[2], tmp_path, site, model)
        assert (len(model.questions), len(site.requests)) == asked
    assert Archive(tmp_path).dates() == DAYS[:2]


def test_a_week_that_is_over_is_told_of_once(tmp_path: Path, site: FaultyArxiv) -> None:
    """The first run of the next week has the model tell of the one before, on its page; a run after it asks nothing.

    What it cost is in the cost of the run, and nobody is asked for votes whom the forker has not switched on.
    """
    with FakeModel(good) as model:
        for day in DAYS:
            run_on(day, tmp_path, site, model)
        before = len(model.questions)
        told = run_on(NEXT_WEEK, tmp_path, site, model)
        asked = len(model.questions) - before
        stories = [question for question in model.questions if '"sentences"' in question.fixed]
        run_on(NEXT_WEEK, tmp_path, site, model)
        assert len(model.questions) == before + asked
    assert [report.date for report in told.reports] == [NEXT_WEEK]
    assert len(stories) == 1
    assert told.cost.calls == asked == 2 + len(stories)
    kept = json.loads((tmp_path / "data" / "periods" / "2026-W47.json").read_bytes())
    page = (tmp_path / "daily" / "weeks" / "2026-W47.md").read_text("utf-8")
    assert kept["text"]
    assert all(sentence["text"] in page for sentence in kept["text"])
    assert Unfinished(tmp_path).dates() == frozenset()


def test_a_torn_report_of_weeks_ago_turns_the_run_red(tmp_path: Path, site: FaultyArxiv) -> None:
    """A report that only weeks and months are compared with is named with its remedy, and the new report is written."""
    archive = filled(tmp_path, archive_of(9))
    archive.path(date(2026, 9, 30)).write_text("{", "utf-8")
    with FakeModel(good) as model:
        made = run_on(NEXT_WEEK, tmp_path, site, model)
    assert [report.date for report in made.reports] == [NEXT_WEEK]
    assert made.exit_code == ArchiveError.exit_code
    said = console_lines(made)[-1]
    assert "data/2026-09-30.json cannot be read" in said
    assert "git checkout HEAD -- data/2026-09-30.json" in said
    page = (tmp_path / "daily" / "weeks" / "2026-W48.md").read_text("utf-8")
    assert "the comparison is without them: 30 September 2026." in page


def test_a_run_that_is_killed_behind_the_telling_is_finished(
    tmp_path: Path, site: FaultyArxiv, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a model told of a week stands on its page after the next run, though the one that asked wrote none."""
    page = tmp_path / "daily" / "weeks" / "2026-W47.md"
    tell = telling.tell

    def killed(*asked: object) -> None:
        tell(*asked)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    with FakeModel(good) as model:
        for day in DAYS:
            run_on(day, tmp_path, site, model)
        with monkeypatch.context() as patched:
            patched.setattr(telling, "tell", killed)
            with pytest.raises(KeyboardInterrupt):
                run_on(NEXT_WEEK, tmp_path, site, model)
        kept = json.loads((tmp_path / "data" / "periods" / "2026-W47.json").read_bytes())
        assert kept["text"][0]["text"] not in page.read_text("utf-8")
        run_on(NEXT_WEEK, tmp_path, site, model)
    assert kept["text"][0]["text"] in page.read_text("utf-8")

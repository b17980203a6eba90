"""What the stages of one run share."""

import io
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from digest import pipeline
from digest.archive.reports import Archive
from digest.console.command import ROOT
from digest.console.progress import Progress
from digest.core.calendar import EASTERN, announcements
from digest.core.errors import ConfigurationError
from digest.outcome import Outcome
from digest.pages.rehearsal import rehearse
from digest.settings import Settings
from fake_arxiv import FaultyArxiv, paper
from fake_model import FakeModel, Question, Reply, error, good
from loopback_arxiv.server import AnnouncedPaper

DAYS = announcements(after=date(2026, 11, 15), until=date(2026, 11, 18))


@pytest.fixture
def site() -> Iterator[FaultyArxiv]:
    """Two new papers on each of three days."""
    announced = []
    for number, on in enumerate(DAYS):
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

    monkeypatch.setattr(pipeline, "rehearse", rehearsed)
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

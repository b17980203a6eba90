"""Whole runs with `llm.provider: local`, on the bundled sample: without a model that starts, and with a real one."""

import io
import json
import time
from collections.abc import Iterator
from datetime import date, datetime
from datetime import time as hour
from typing import Any

import pytest

from digest import pipeline
from digest.console.command import ROOT
from digest.console.progress import Progress
from digest.core.calendar import EASTERN
from digest.language_model.api import Api
from digest.local_model import download
from digest.model_of_run import is_wanted, running
from digest.outcome import Outcome, RunRequest
from digest.run_report import console_lines
from digest.settings import Settings
from fake_hub import CONTENT, FakeHub, status
from fork import Fork, make_fork
from loopback_arxiv.papers import load
from loopback_arxiv.server import LoopbackArxiv
from real_model import real_model

pytestmark = pytest.mark.whole_run
DAY = date(2026, 11, 20)
MORNING = datetime.combine(DAY, hour(6), EASTERN)
LEFT_OVER = {"OPENAI_API_KEY": "sk-marker-5f1d0c", "OPENAI_BASE_URL": "http://127.0.0.1:1/never-asked"}


@pytest.fixture
def fork(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fork]:
    """A fork that wants four summaries by a local model, in English; what is downloaded is tried for once."""
    monkeypatch.setattr(download, "PAUSES", ())
    with LoopbackArxiv(load(ROOT / "sample" / "papers.json"), now=MORNING) as arxiv:
        made = make_fork(tmp_path, arxiv)
        made.configure("max_papers: 30", "max_papers: 4")
        made.configure("language: zh-CN", "language: en")
        yield made


def configure(fork: Fork, model: str, minutes: float = 45) -> None:
    """Choose the local provider, as a forker does."""
    section = f"  local: {{threads: 1, minutes: {minutes}, context: 4096, model: {model}}}\n  provider: local "
    fork.configure("  provider: api ", section)


def run(fork: Fork, request: RunRequest | None = None, **environment: str) -> tuple[Outcome, str]:
    """A daily run; what came of it, and what it said."""
    said = io.StringIO()
    progress = Progress(environment={}, stream=said)
    environment = {**fork.environment, **LEFT_OVER, **environment}
    settings = Settings.load(fork.root, None, environment)
    with running(settings, progress, environment, wanted=is_wanted(settings.config, fork.root, MORNING)) as ready:
        outcome = pipeline.run(ready, MORNING, progress, request or RunRequest())
    return outcome, said.getvalue()


def record(fork: Fork) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((fork.root / "data" / f"{DAY}.json").read_text("utf-8"))
    return made


def whys(fork: Fork) -> set[tuple[str, str | None]]:
    return {(paper["summary"]["status"], paper["summary"]["why"]) for paper in record(fork)["papers"]}


def test_a_hub_that_is_down_and_then_wrong(fork: Fork) -> None:
    """Without weights the report is made from the abstracts, exit 5; with wrong ones, exit 3; all is still pending."""
    configure(fork, "qwen3-4b")
    with FakeHub() as hub:
        hub.faults = [status(503)]
        outcome, said = run(fork, MODEL_HUB_URL=hub.url)
        assert outcome.exit_code == 5
        assert whys(fork) == {("extractive", "not_downloaded")}
        assert "HTTP 503" in said
        assert outcome.cost.calls == 0
        outcome, said = run(fork, MODEL_HUB_URL=hub.url)
        assert "it is another file" in said
        assert outcome.exit_code == 3
        assert whys(fork) == {("extractive", "not_started")}
        assert "could not be started" in console_lines(outcome)[-1]
        assert len(hub.asked) == 2
    page = (fork.root / "daily" / f"{DAY}.md").read_text("utf-8")
    assert "4 summaries are pending: the model could not be started on the run's machine" in page
    assert len(CONTENT) < 2_497_280_736


def test_nothing_is_fetched_where_nothing_is_due(fork: Fork) -> None:
    """A slot without a report to make and without pending summaries asks the hub for nothing and starts nothing."""
    fork.configure("max_papers: 4", "max_papers: 2")
    settings = Settings.load(fork.root, None, fork.environment)
    assert is_wanted(settings.config, fork.root, MORNING)
    pipeline.run(settings, MORNING, Progress(environment={}, stream=io.StringIO()))
    configure(fork, "qwen3-4b")
    with FakeHub() as hub:
        outcome, _ = run(fork, MODEL_HUB_URL=hub.url)
        assert outcome.exit_code == 0
        assert hub.asked == []


@pytest.mark.slow
def test_a_real_model_in_its_time(fork: Fork, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real model that writes badly: the run ends within its time, with 0, and publishes nothing unchecked.

    A run before it, which had no weights, left the summaries pending; this one settles them for good. A left-over key
    and address are not used.
    """
    configure(fork, "qwen3-4b", minutes=1)
    with FakeHub() as hub:
        hub.faults = [status(503)]
        assert run(fork, MODEL_HUB_URL=hub.url)[0].exit_code == 5
    fork.configure("qwen3-4b", str(real_model()))
    monkeypatch.setattr(Api, "_length", lambda *_: 25)  # its answers never end by themselves
    began = time.monotonic()
    outcome, said = run(fork)
    assert time.monotonic() - began < 60 + 30
    assert outcome.exit_code == 0, said
    assert outcome.incomplete == ()
    assert "the model on this machine will manage about" in said
    assert {why for _, why in whys(fork)} <= {None, "not_believed", "time_used"}
    assert {state for state, _ in whys(fork)} <= {"ok", "extractive"}
    assert outcome.cost.calls > 0
    again, said = run(fork)
    assert (again.says, again.cost.calls) == (console_lines(again)[0], 0)


@pytest.mark.slow
def test_the_numbers_of_a_real_model_add_up(fork: Fork, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each paper is believed, refused or out of time, and the record, the page and the end of the run say how many."""
    configure(fork, str(real_model()), minutes=1)
    monkeypatch.setattr(Api, "_length", lambda *_: 25)
    outcome, said = run(fork)
    assert outcome.exit_code == 0, said
    model = record(fork)["run"]["model"]
    assert (model["provider"], model["name"]) == ("local", real_model().stem)
    assert model["believed"] + model["refused"] + model["out_of_time"] == 4
    assert model["asked_again"] >= model["refused"]
    assert model["tokens_out"] > 0
    assert f"{model['refused']} refused, {model['out_of_time']} out of time." in console_lines(outcome)[-1]
    page = (fork.root / "daily" / f"{DAY}.md").read_text("utf-8")
    assert ("a small model that ran in this repository's own job" in page) == (model["believed"] > 0)
    assert "for good" in page
    assert "sk-marker" not in page + said

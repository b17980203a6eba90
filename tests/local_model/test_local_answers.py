"""Whole runs against a model whose answers we choose, in place of llama.cpp: what is believed, and what is not."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from digest import model_of_run, pipeline
from digest.backfill import making
from digest.backfill.making import Maker
from digest.backfill.planning import Planned
from digest.console.command import ROOT
from digest.console.progress import Progress
from digest.core.calendar import EASTERN
from digest.core.report import Reason
from digest.language_model import caller
from digest.language_model.caller import Caller
from digest.local_model import download
from digest.outcome import Outcome
from digest.run_report import console_lines, step_summary
from digest.settings import Settings
from fake_hub import FakeHub, status
from fake_model import EN, FakeModel, Question, Reply, completion, good, item, own, says
from fork import Fork, make_fork
from loopback_arxiv.papers import load
from loopback_arxiv.server import LoopbackArxiv
from simulated_clock import SimulatedClock

pytestmark = pytest.mark.whole_run
DAY = date(2026, 11, 20)
MORNING = datetime.combine(DAY, time(6), EASTERN)
SAMPLE = load(ROOT / "sample" / "papers.json")


@dataclass
class Server:
    """What stands for llama.cpp: it is where the model is, and may be started anew so often."""

    model: FakeModel
    lives: int = 1
    key: str = "made-up-key"
    at_once: int = 2
    revived: list[bool] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.model.url

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is left to end."""

    def revive(self) -> bool:
        """Each time, the model answers well from then on."""
        self.revived.append(self.lives > 0)
        if self.lives:
            self.model.answer = good
        self.lives -= 1
        return self.revived[-1]


@pytest.fixture
def fork(tmp_path: Path) -> Iterator[Fork]:
    """A fork that wants six summaries by a local model."""
    with LoopbackArxiv(SAMPLE, now=MORNING) as arxiv:
        made = make_fork(tmp_path, arxiv)
        made.configure("max_papers: 30", "max_papers: 6")
        made.configure("  provider: api ", "  local: {threads: 2, model: ./tiny.gguf}\n  provider: local ")
        yield made


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked again is asked without a pause."""
    monkeypatch.setattr(caller, "Caller", partial(Caller, clock=SimulatedClock().clock))


def run(fork: Fork, server: Server, monkeypatch: pytest.MonkeyPatch) -> tuple[Outcome, str]:
    """A daily run whose server is ours; what came of it, and what it said."""
    monkeypatch.setattr(model_of_run, "start", lambda *_: server)
    said = io.StringIO()
    settings = Settings.load(fork.root, None, fork.environment)
    with model_of_run.running(settings, Progress(environment={}, stream=said), fork.environment) as ready:
        return pipeline.run(ready, MORNING, Progress(environment={}, stream=said)), said.getvalue()


def record(fork: Fork) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((fork.root / "data" / f"{DAY}.json").read_text("utf-8"))
    return made


def whys(fork: Fork) -> set[Reason | None]:
    return {paper["summary"]["why"] for paper in record(fork)["papers"]}


def in_english(question: Question) -> str:
    """A good answer in the wrong language."""
    pairs = zip(question.ids, question.titles, strict=True)
    return says(*(item(paper_id, title, **own(paper_id, EN)) for paper_id, title in pairs))


def in_our_words(question: Question) -> str:
    """An answer that repeats what the prompt says of each field."""
    told = {
        "one_sentence": "what is new and what comes of it, one sentence in your own words",
        "motivation": "the problem, 1-2 sentences",
        "method": "how it is solved, 2-3 sentences",
        "conclusion": "what was found, 1-2 sentences",
    }
    return says(*(item(i, title, **told) for i, title in zip(question.ids, question.titles, strict=True)))


def endless(_: Question) -> Reply:
    """An answer that was cut off at the limit of its length."""
    return Reply(body=completion('{"papers": [{"id": "2611.90001", "one_sentence": "' + "and " * 300, "length"))


def test_a_good_model_writes_the_page(fork: Fork, monkeypatch: pytest.MonkeyPatch) -> None:
    """All papers are summarised in the page's language, one a call; record, page and the run's end say by what."""
    with FakeModel() as model:
        outcome, _ = run(fork, Server(model), monkeypatch)
        assert outcome.exit_code == 0
        assert whys(fork) == {None}
        assert all(len(question.ids) == 1 for question in model.questions)
        assert all("max_tokens" in question.body for question in model.questions)
        assert {question.headers["authorization"] for question in model.questions} == {"Bearer made-up-key"}
    made = record(fork)["run"]["model"]
    assert (made["name"], made["provider"]) == ("tiny", "local")
    assert (made["believed"], made["refused"], made["out_of_time"]) == (6, 0, 0)
    page = (fork.root / "daily" / f"{DAY}.md").read_text("utf-8")
    assert "总结由 tiny 生成：这是在本仓库自己的任务中运行的小模型" in page
    labels = Settings.load(fork.root, None, {}).look.labels
    assert "tiny on 2026-11-20: 6 of 6 papers believed" in step_summary(outcome, labels)


@pytest.mark.parametrize(("answer", "language"), [(in_english, "zh-CN"), (in_our_words, "en"), (endless, "zh-CN")])
def test_what_is_not_believed_is_not_published(
    fork: Fork, monkeypatch: pytest.MonkeyPatch, answer: Any, language: str
) -> None:
    """Answers in a wrong language, in the prompt's words or without an end leave the abstracts, for good, with 0."""
    fork.configure("language: zh-CN", f"language: {language}")
    with FakeModel(answer) as model:
        outcome, _ = run(fork, Server(model), monkeypatch)
        assert outcome.exit_code == 0
        assert whys(fork) == {"not_believed"}
        asked = len(model.questions)
        assert asked == 12, "each paper twice"
        assert run(fork, Server(model), monkeypatch)[0].cost.calls == 0
    made = record(fork)["run"]["model"]
    assert (made["believed"], made["asked_again"], made["refused"]) == (0, 6, 6)
    page = (fork.root / "daily" / f"{DAY}.md").read_text("utf-8")
    assert {"zh-CN": "模型的回答均未通过检查", "en": "no answer of the model passed the checks"}[language] in page
    assert "in your own words" not in page
    assert "and and and" not in page


def test_a_server_that_dies_in_mid_run(fork: Fork, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was lost with the server is asked for again once it is back; where it does not come back, for good not."""

    def dies(question: Question) -> Reply | str:
        return good(question) if len(model.questions) < 4 else Reply(drop=True)

    with FakeModel(dies) as model:
        server = Server(model)
        outcome, said = run(fork, server, monkeypatch)
    assert (outcome.exit_code, whys(fork), server.revived) == (0, {None}, [True])
    assert "started once more" in said


def test_a_server_that_stays_dead(fork: Fork, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run whose server cannot be brought back keeps what it has, and the other papers their abstracts; exit 0."""

    def dies(question: Question) -> Reply | str:
        return good(question) if len(model.questions) < 4 else Reply(drop=True)

    with FakeModel(dies) as model:
        outcome, _ = run(fork, Server(model, lives=0), monkeypatch)
    assert (outcome.exit_code, whys(fork)) == (0, {None, "server_ended"})
    assert "pending" not in " ".join(console_lines(outcome))


def test_a_model_that_chooses(fork: Fork, monkeypatch: pytest.MonkeyPatch) -> None:
    """With interests, and time enough, the model chooses among the titles; the answers that were timed are kept."""
    fork.configure("interests: []", "interests: [language models]")
    with FakeModel() as model:
        outcome, _ = run(fork, Server(model), monkeypatch)
        chosen = [question for question in model.questions if '"score": 0' in question.fixed]
        asked = [question.ids[0] for question in model.questions if question not in chosen]
    assert chosen
    assert outcome.exit_code == 0
    assert len(asked) == len(set(asked)), "no paper was asked about twice"
    assert record(fork)["run"]["model"]["believed"] == 6


def test_a_backfill_without_its_model_stops(fork: Fork, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shard whose weights do not come writes no report, so that the next try makes all of them; exit 5."""
    monkeypatch.setattr(download, "PAUSES", ())
    fork.configure("model: ./tiny.gguf", "model: qwen3-4b")
    progress = Progress(environment={}, stream=io.StringIO())
    with FakeHub() as hub:
        hub.faults = [status(503)]
        environment = {**fork.environment, "MODEL_HUB_URL": hub.url}
        settings = Settings.load(fork.root, None, environment)
        with model_of_run.running(settings, progress, environment) as ready:
            maker = Maker(settings=ready, progress=progress)
            days = [Planned(date=DAY, papers=tuple(sample.paper for sample in SAMPLE[:3]))]
            assert list(making.reports(maker, days, 0, 1)) == []
    assert (maker.stopped, maker.why) == (5, "the model's weights could not be downloaded")


def test_a_backfill_whose_server_ends_stops(fork: Fork, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backfill does not leave a year to its abstracts because its server ended on the first day."""
    with FakeModel(lambda _: Reply(drop=True)) as model:
        monkeypatch.setattr(model_of_run, "start", lambda *_: Server(model, lives=0))
        progress = Progress(environment={}, stream=io.StringIO())
        settings = Settings.load(fork.root, None, fork.environment)
        with model_of_run.running(settings, progress, fork.environment) as ready:
            maker = Maker(settings=ready, progress=progress)
            days = [Planned(date=DAY, papers=tuple(sample.paper for sample in SAMPLE[:3]))]
            assert list(making.reports(maker, days, 0, 1)) == []
    assert maker.stopped == 5


def test_the_plan_tells_the_shards(fork: Fork, tmp_path: Path) -> None:
    """The plan of a backfill tells the jobs of its shards to fetch the model, and none to fetch one for an API."""
    output = tmp_path / "output"
    asked = ("--from", "2026-11-20", "--to", "2026-11-20", "--yes", "--plan", str(tmp_path / "plan.json"))
    now = ("--now", MORNING.isoformat())
    fork.configure("model: ./tiny.gguf", "model: qwen3-4b")
    ran = fork.run("backfill.py", *asked, *now, GITHUB_OUTPUT=str(output))
    assert ran.code == 0, ran.err
    assert "about 6 calls of a local model, at most 1 hour in all" in ran.out
    told = output.read_text("utf-8")
    assert "local_model<<" in told
    assert "2fde00ce69dd4899c70d020845e2638353015bba0fdf161b3eb965f2bca4464e" in told
    output.unlink()
    fork.configure("provider: local", "provider: api")
    assert fork.run("backfill.py", *asked, *now, GITHUB_OUTPUT=str(output)).code == 0
    assert "local_model" not in output.read_text("utf-8")

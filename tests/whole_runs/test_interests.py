"""A run of a forker whose interests are in Chinese, with a model and without."""

import json
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path

import pytest

from digest.console.command import ROOT
from digest.core.calendar import EASTERN
from fake_model import FakeModel, Question, Reply, good
from fork import Fork, git, make_fork
from loopback_arxiv.server import LoopbackArxiv, load

pytestmark = pytest.mark.whole_run
SAMPLE = load(ROOT / "sample" / "papers.json")
LAST = max(one.announced for one in SAMPLE)
NOW = ("--now", datetime.combine(LAST, time(6), EASTERN).isoformat())
TEXT, ENGLISH = "大语言模型推理", "large language model inference"


@pytest.fixture
def fork(tmp_path: Path) -> Iterator[Fork]:
    """A fork on the morning of the sample's last announcement."""
    with LoopbackArxiv(SAMPLE, now=datetime.combine(LAST, time(6), EASTERN)) as site:
        made = make_fork(tmp_path, site)
        made.configure("interests: []", f"interests: [{TEXT}]")
        made.configure("max_papers: 30", "max_papers: 5")
        made.git("commit", "--quiet", "--all", "--message", "Configure")
        made.git("push", "--quiet", "origin", "main")
        yield made


def answer(question: Question) -> Reply | str:
    """Translate what is to be translated, and do all else well."""
    if "You translate" in question.fixed:
        return json.dumps({"interests": [{"number": 1, "english": ENGLISH}]})
    return good(question)


def test_interests_are_translated_once_shown_and_kept(fork: Fork) -> None:
    """The model translates before the report is ranked; page, check and data/ show it, and nobody pays for it again."""
    with FakeModel(answer) as model:
        environment = {"OPENAI_API_KEY": "sk-of-a-test", "OPENAI_BASE_URL": model.url}
        assert f"The next report has the model translate {TEXT}" in fork.run("check_setup.py", **environment).out
        assert fork.run("run_daily.py", *NOW, **environment).code == 0
        assert sum("You translate" in question.fixed for question in model.questions) == 1
        assert fork.run("run_daily.py", *NOW, "--date", str(LAST), "--force", **environment).code == 0
        assert sum("You translate" in question.fixed for question in model.questions) == 1
    record = json.loads((fork.root / "data" / f"{LAST}.json").read_bytes())
    assert record["run"]["english"] == {TEXT: ENGLISH}
    assert "foreign" not in record["run"]
    assert not record["run"]["notices"]
    assert any(part["name"] == TEXT for paper in record["papers"] for part in paper["score"]["lexical"]["parts"])
    assert f"{TEXT} = {ENGLISH}" in (fork.root / "daily" / f"{LAST}.md").read_text("utf-8")
    assert f"{TEXT} = {ENGLISH}" in fork.run("check_setup.py").out
    assert fork.run("publish.py").code == 0
    assert "data/interests.json" in git(fork.remote, "ls-tree", "-r", "--name-only", "main")
    fork.configure(f"[{TEXT}]", f"[{{text: {TEXT}, english: language agents}}]")
    assert "(Agents, language)" in fork.run("explain.py", str(LAST)).out


def test_a_defect_in_asking_holds_no_report(fork: Fork, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where our own code fails at asking, the report is made; its record says what helps, and the run ends with 1."""

    def failing(*_: object) -> str:
        raise RecursionError("made up")

    monkeypatch.setattr("digest.taste.translation.question", failing)
    with FakeModel(answer) as model:
        done = fork.run("run_daily.py", *NOW, OPENAI_API_KEY="sk-of-a-test", OPENAI_BASE_URL=model.url)
    assert (done.code, "interests: RecursionError (translate)" in done.out) == (1, True), done.err
    record = json.loads((fork.root / "data" / f"{LAST}.json").read_bytes())["run"]
    assert record["defects"] == {"translate": ["interests: RecursionError"]}
    assert any("by a defect of the digest itself (RecursionError). Write it beside" in one for one in record["notices"])


def test_without_a_model_the_remedy_is_said(fork: Fork) -> None:
    """Without a key, page, record and check name the interest that is not in English, and say what to write."""
    assert fork.run("run_daily.py", *NOW).code == 0
    record = json.loads((fork.root / "data" / f"{LAST}.json").read_bytes())["run"]
    (notice,) = record["notices"]
    assert record["foreign"] == [TEXT]
    assert f"以下兴趣不是英文，无法与摘要中的词匹配：{TEXT}。" in (fork.root / "daily" / f"{LAST}.md").read_text(
        "utf-8"
    )
    assert "Write the English beside it, as {text: …, english: …}" in notice
    assert notice in fork.run("check_setup.py").out


def test_two_runs_that_translate_are_put_together(fork: Fork, tmp_path: Path) -> None:
    """Where another run has pushed its data/interests.json first, ours is made again on top, without a conflict."""
    git(tmp_path, "clone", "--quiet", str(fork.remote), "other")
    other = tmp_path / "other"
    (other / "data").mkdir()
    kept = {"schema": 1, "english": {"0123456789abcdef": {"text": "别的", "english": "something else", "model": "m"}}}
    (other / "data" / "interests.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")
    git(other, "add", "--all")
    git(other, "commit", "--quiet", "--message", "Other")
    git(other, "push", "--quiet", "origin", "main")
    with FakeModel(answer) as model:
        environment = {"OPENAI_API_KEY": "sk-of-a-test", "OPENAI_BASE_URL": model.url}
        assert fork.run("run_daily.py", *NOW, **environment).code == 0
        published = fork.run("publish.py", *NOW, **environment)
    assert published.code == 0, published.err
    there = json.loads(git(fork.remote, "show", "main:data/interests.json"))["english"]
    assert sorted(one["english"] for one in there.values()) == [ENGLISH, "something else"]
    assert f"data/{LAST}.json" in git(fork.remote, "ls-tree", "-r", "--name-only", "main")

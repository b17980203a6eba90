"""The model's look at titles, over real HTTP: it reorders, and no fault of it loses a paper."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from digest.config.prompts import load_prompt
from digest.config.schema import Llm
from digest.console.command import ROOT
from digest.core.report import Paper, Score
from digest.language_model.caller import Caller
from digest.rank.ranking import Ranked
from digest.summarise.triage import Triaged, triage
from fake_model import Answer, FakeModel, Question, Reply, completion, error, says

PROMPT = load_prompt(ROOT / "prompts" / "triage.md")


def ranked(count: int) -> list[Ranked]:
    """Made-up papers, best first."""
    return [
        Ranked(
            Paper(id=f"2611.{90001 + n}", title=f"Title {n}", abstract="word " * 400, categories=("cs.CL",)),
            Score(total=max(0, 100 - n), by="interests"),
        )
        for n in range(count)
    ]


def caller(model: FakeModel, **llm: Any) -> Caller:
    """What a model on loopback is called through."""
    return Caller(Llm(**{"base_url": model.url, "concurrency": 1, **llm}), "made-up")


def run(model: FakeModel, papers: Sequence[Ranked], wanted: int, asking: Caller | None = None, **llm: Any) -> Triaged:
    """Triage with a model on loopback."""
    return triage(
        papers,
        wanted=wanted,
        caller=asking or caller(model, **llm),
        interests=["fast inference"],
        prompt=PROMPT,
        progress=lambda *_: None,
    )


def by_last_digit(question: Question) -> str:
    """Points by the last digit of the id."""
    return says(*({"id": paper_id, "score": 10 * int(paper_id[-1])} for paper_id in question.ids))


def test_the_model_s_points_decide_and_ties_stay() -> None:
    """The best 3 x wanted are reordered by points, ties in the ranker's order; all others follow as they were."""
    papers = ranked(40)
    with FakeModel(by_last_digit) as model:
        result = run(model, papers, 10)
    judged, rest = papers[:30], papers[30:]
    assert list(result.ranked) == [*sorted(judged, key=lambda each: -int(each.paper.id[-1])), *rest]
    assert (result.cost.calls, result.notices) == (2, ())


def test_calls_are_full_and_openings_short() -> None:
    """15 papers or more go into a call, each with its title and the opening of its abstract only."""
    with FakeModel(by_last_digit) as model:
        run(model, ranked(90), 30)
        assert [len(question.ids) for question in model.questions] == [18] * 5
        assert all(len(question.asked) < 18 * 450 for question in model.questions)
        assert "Title 0" in model.questions[0].asked


def test_result_does_not_depend_on_concurrency() -> None:
    """Answers that come in another order give the same order of papers."""

    def uneven(question: Question) -> Reply:
        return Reply(body=completion(by_last_digit(question)), delay=0.05 * (int(question.ids[0][-2]) % 2))

    with FakeModel(uneven) as model:
        assert run(model, ranked(60), 20, concurrency=3).ranked == run(model, ranked(60), 20).ranked


FAULTS: dict[str, Answer] = {
    "401": error(401),
    "402": error(402),
    "503": error(503),
    "400": Reply(status=400),
    "page": Reply(body="<html>"),
    "no choices": Reply(body='{"choices": null}'),
    "prose": "I like them all.",
    "missing ids": says({"id": "2611.90001", "score": 5}),
    "unknown ids": says(*({"id": f"2611.8{n:04}", "score": 5} for n in range(20))),
    "every id twice": says(*({"id": f"2611.{90001 + n}", "score": 5} for n in [*range(15), *range(15)])),
    "out of range": says(*({"id": f"2611.{90001 + n}", "score": 500} for n in range(15))),
    "points as words": says(*({"id": f"2611.{90001 + n}", "score": "high"} for n in range(15))),
}


@pytest.mark.parametrize("name", FAULTS)
def test_any_fault_leaves_the_order(name: str) -> None:
    """Whatever goes wrong, every paper is there in the ranker's order, and a notice says so."""
    papers = ranked(20)
    with FakeModel(FAULTS[name]) as model:
        asking = caller(model)
        result = run(model, papers, 5, asking)
        assert list(result.ranked) == papers
        assert "could not choose" in result.notices[-1]
        assert asking.refusal == {"401": "credentials", "402": "payment"}.get(name)
        model.answer = by_last_digit
        assert run(model, papers, 5).notices == ()


def test_missing_ids_are_asked_for_once_more() -> None:
    """An answer that forgot some papers is completed by a second call about those."""
    papers = ranked(15)
    some = says(*({"id": each.paper.id, "score": 10} for each in papers[:10]))
    with FakeModel(by_last_digit) as model:
        model.queue(some)
        result = run(model, papers, 5)
        assert (result.cost.calls, result.notices) == (2, ())
        assert model.questions[1].ids == [each.paper.id for each in papers[10:]]


def test_unknown_ids_are_ignored() -> None:
    """A paper that nobody asked about does not get into the order."""
    papers = ranked(15)

    def more(question: Question) -> str:
        answer = json.loads(by_last_digit(question))
        return says({"id": "2611.99999", "score": 100}, *answer["papers"])

    with FakeModel(more) as model:
        result = run(model, papers, 5)
    assert sorted(each.paper.id for each in result.ranked) == [each.paper.id for each in papers]
    assert result.notices == ()


def test_a_paper_that_cannot_be_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where our code fails at one title, the ranker's order stands, which is said, and no paper is lost."""

    def quoted(paper: Paper, _: int) -> str:
        raise RecursionError(paper.id)

    monkeypatch.setattr("digest.summarise.triage.quoted", quoted)
    papers = ranked(12)
    with FakeModel(by_last_digit) as model:
        result = run(model, papers, 4)
    assert list(result.ranked) == papers
    assert result.notices == (
        "The model could not choose among the papers (a defect of the digest); they are in the ranker's own order.",
    )

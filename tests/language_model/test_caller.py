"""One caller serves all stages of a run: what it has learned of an API, no stage finds out again."""

from typing import Any

import pytest

from digest.config.schema import Llm
from digest.language_model.caller import Caller
from digest.summarise.by_model import Summarised
from fake_model import FakeModel, Question, Reply, completion, error, good
from model_runs import KEY, ranked, run, states
from simulated_clock import SimulatedClock


def caller(url: str, time: SimulatedClock | None = None, **llm: Any) -> Caller:
    """That of a run, whose waits take no time."""
    configured = Llm(**{"base_url": url, "model": "made-up", "concurrency": 1, **llm})
    return Caller(configured, KEY, (time or SimulatedClock()).clock)


def two_stages(model: FakeModel, asking: Caller) -> tuple[Summarised, Summarised]:
    """Three papers in each."""
    return run(model, ranked(6)[:3], caller=asking), run(model, ranked(6)[3:], caller=asking)


def test_what_an_api_does_not_understand_is_found_out_once() -> None:
    """A parameter, a format and an address that were wrong cost the first stage a call each, and the second none."""

    def picky(question: Question) -> Reply | str:
        if "temperature" in question.body:
            return error(400, "Unsupported value: 'temperature' does not support 0.2", param="temperature")
        kind = question.body.get("response_format", {}).get("type")
        return Reply(status=400, body="{}") if kind == "json_schema" else good(question)

    with FakeModel(picky) as model:
        first, second = two_stages(model, caller(model.root, temperature=0.2))
    assert states(first) + states(second) == ["ok"] * 6
    assert first.cost.calls > second.cost.calls == 3
    assert len(first.notices) == 2


def test_what_the_owner_should_know_is_told_of_each_report() -> None:
    """Found out once, it is in the record of all reports that were made so, and once in each."""
    with FakeModel() as model:
        first, second = two_stages(model, caller(model.root))
    assert first.notices == second.notices
    assert len(first.notices) == 1


def test_room_for_thoughts_is_kept() -> None:
    """A model that was found to think first is given the room for it in the next stage, too."""
    with FakeModel() as model:
        asking = caller(model.url)
        model.queue(Reply(body=_cut_while_thinking()))
        two_stages(model, asking)
        limits = [question.body["max_tokens"] for question in model.questions]
    assert limits[0] < limits[1]
    assert set(limits[1:]) == {limits[1]}


def _cut_while_thinking() -> str:
    return completion("", finish_reason="length", reasoning_content="Let me see")


@pytest.mark.parametrize(("fault", "why"), [(error(402, "no credit"), "payment"), (error(503, "down"), "unreachable")])
def test_only_what_the_owner_has_to_change_ends_calling_for_good(fault: Reply, why: str) -> None:
    """A refusal holds for the run; an API that was down is asked again by the next stage."""
    with FakeModel(fault) as model:
        asking = caller(model.url)
        assert states(run(model, ranked(3), caller=asking)) == [why] * 3
        model.answer = good
        again = states(run(model, ranked(3), caller=asking))
    assert again == (["payment"] * 3 if why == "payment" else ["ok"] * 3)


def test_the_tokens_of_a_run_are_those_of_its_stages_together() -> None:
    """What the first stage has spent of llm.max_tokens_per_run, the second does not have."""
    with FakeModel() as model:
        asking = caller(model.url, max_tokens_per_run=4000)
        first, second = two_stages(model, asking)
        alone = run(model, ranked(6)[3:], max_tokens_per_run=4000)
    assert (states(first), states(alone)) == (["ok"] * 3, ["ok"] * 3)
    assert "token_limit" in states(second)
    assert asking.cost == first.cost + second.cost
    assert asking.cost.tokens_in + asking.cost.tokens_out <= 4000


def test_patience_takes_no_time_here() -> None:
    """An API that asks to wait for ten minutes is asked again ten minutes later, on the clock of the caller."""
    time = SimulatedClock()
    began = time.time
    with FakeModel() as model:
        model.queue(error(429, "slow down", {"retry-after": "600"}))
        result = run(model, ranked(2), caller=caller(model.url, time, deadline_seconds=3600))
    assert (states(result), result.cost.calls) == (["ok"] * 2, 3)
    assert 600 <= time.time - began < 660


def test_a_wait_beyond_the_deadline_is_not_begun() -> None:
    """A quota that opens after the time of the run leaves the papers pending at once."""
    time = SimulatedClock()
    began = time.time
    with FakeModel(error(429, "slow down", {"retry-after": "600"})) as model:
        result = run(model, ranked(2), caller=caller(model.url, time, deadline_seconds=500))
    assert (states(result), result.cost.calls, time.time) == (["rate_limited"] * 2, 1, began)

"""Limits on what a model's API may send and a model may say, over real HTTP on loopback."""

import asyncio
import json
import time
from collections.abc import Sequence
from typing import Any

import pytest

from digest.backfill.batch_lines import read_batch
from digest.config.schema import Llm
from digest.language_model import http_client
from digest.language_model.api import ROOM_FOR_THOUGHTS, Api, Question
from digest.language_model.caller import Caller
from digest.language_model.faults import Fault, Unanswered
from digest.language_model.reply import Reply, read_reply
from digest.setup.online import check_model
from digest.summarise.by_model import Summarised
from digest.summarise.question import ANSWER_TOKENS
from fake_model import FakeModel, completion, error
from fake_model import Question as Asked
from fake_model import Reply as Sent
from hostile_servers import PACKED, endless, head_that_drips, in_little_memory, redirect
from model_runs import one, ranked, run, states
from raw_server import Play, Wire, answer, bomb, raw_server

SAID = completion("ok").encode()
QUESTION = Question(fixed="fixed", own="own", schema={}, answer_tokens=10, most_tokens=100)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK asks again without the half second that it waits at first, twice as long each time."""
    monkeypatch.setattr("openai._base_client.INITIAL_RETRY_DELAY", 0.001)


def caller(url: str, **settings: Any) -> Caller:
    """One that gives up soon."""
    made = Caller(Llm(base_url=f"{url}/v1", model="made-up", deadline_seconds=5, **settings), "sk-made-up")
    made.pause = 0.001
    return made


async def ask(asking: Caller, question: Question = QUESTION) -> Reply | str:
    """The answer, or why there is none."""
    async with asking:
        try:
            return await asking.ask(question)
        except Unanswered as unanswered:
            return unanswered.reason


ASK = """
import asyncio
from digest.config.schema import Llm
from digest.language_model.api import Api, Question
api = Api(Llm(base_url=sys.argv[1] + "/v1", model="made-up"), "sk-made-up")
question = Question(fixed="fixed", own="own", schema={}, answer_tokens=10, most_tokens=100)
async def ask():
    api.open()
    print((await api.send(question, 0, 0, 0)).reason, (await api.batches(0).retrieve("batch_1")).reason)
    await api.close()
asyncio.run(ask())
"""


@pytest.mark.parametrize("play", [endless, answer(bomb(1000), PACKED)])
def test_an_endless_or_packed_answer_of_a_model_costs_little_memory(play: Play) -> None:
    """Of an answer without an end, and of one that unpacks to a gigabyte, no more than the limit is read."""
    with raw_server(play) as (url, asked):
        assert in_little_memory("digest.language_model.http_client, openai", ASK, url) == "bad_answer bad_answer"
        assert len(asked) == 2


CHECK = """
from digest.config.schema import Llm
from digest.setup.online import check_model
for finding in check_model(Llm(base_url=sys.argv[1] + "/v1", model="made-up"), "sk-made-up"):
    print(finding.says)
"""


@pytest.mark.parametrize("play", [endless, answer(bomb(1000), PACKED)])
def test_the_check_of_a_model_is_limited_too(play: Play) -> None:
    """check_setup --online reads no more of an answer, or of a list of models, than the limit."""
    with raw_server(play) as (url, _):
        assert "cannot be reached" in in_little_memory("digest.setup.online", CHECK, url)
    with raw_server(answer(SAID), play) as (url, asked):
        assert "answered after" in in_little_memory("digest.setup.online", CHECK, url)
        assert b"GET /v1/models " in asked[1]


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"])
def test_no_redirect_of_a_model_is_followed(status: str) -> None:
    """The key and the question go to the configured address alone, whatever an answer points to."""
    with raw_server(answer(SAID)) as (other, asked_there):
        play = answer(b"", f"Location: {other}/v1/chat/completions", status=status)
        with raw_server(play) as (url, _):
            assert asyncio.run(ask(caller(url))) == "unreachable"
            assert check_model(Llm(base_url=f"{url}/v1"), "sk-made-up")[0].level == "error"
        assert asked_there == []


def test_the_body_of_a_models_redirect_is_not_read() -> None:
    """A packed body behind a redirect costs no memory, and the redirect is a wrong address."""
    with raw_server(redirect("/v1/there", bomb(1000), PACKED)) as (url, asked):
        assert in_little_memory("digest.language_model.http_client, openai", ASK, url) == "unreachable unreachable"
        assert "does not answer like a model" in in_little_memory("digest.setup.online", CHECK, url)
        assert not any(b"there" in line for line in asked)


def body_that_drips(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\n\r\n")
    wire.drip(b"\n")


@pytest.mark.parametrize("play", [head_that_drips, body_that_drips])
def test_a_call_that_drips_ends_in_time(play: Play) -> None:
    """A byte now and then, in the head or in the body, does not keep a call waiting; nor one about a batch."""

    async def both() -> Sequence[object]:
        api = Api(Llm(base_url=f"{url}/v1", connect_timeout_seconds=0.1, read_timeout_seconds=0.1), "sk-made-up")
        api.open()
        try:
            return await asyncio.gather(api.send(QUESTION, 0, 0, 0), api.batches(0).retrieve("batch_1"))
        finally:
            await api.close()

    began = time.monotonic()
    with raw_server(play) as (url, _):
        unreachable = Fault(reason="unreachable", remedy="retry")
        assert asyncio.run(both()) == [unreachable, unreachable]
    assert time.monotonic() - began < 10


def test_the_file_of_a_batch_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file may be larger and take longer than an answer, and has its own limits."""

    async def content(url: str) -> bytes | Fault:
        api = Api(Llm(base_url=f"{url}/v1", connect_timeout_seconds=0.2, read_timeout_seconds=0.2), "sk-made-up")
        api.open()
        try:
            return await api.batches(0).content("file-1")
        finally:
            await api.close()

    monkeypatch.setattr(http_client, "LARGEST_ANSWER", 10)
    monkeypatch.setattr(http_client, "LARGEST_FILE", 1000)
    with raw_server(answer(bytes(1000)), answer(bytes(1001))) as (url, _):
        assert asyncio.run(content(url)) == bytes(1000)
        assert asyncio.run(content(url)) == Fault(reason="bad_answer", remedy="give_up")
    monkeypatch.setattr(http_client, "FILE_SECONDS", 0.1)
    with raw_server(body_that_drips) as (url, _):
        assert asyncio.run(content(url)) == Fault(reason="unreachable", remedy="retry")


@pytest.mark.parametrize("charset", ["zlib", "punycode", "utf-7", "no-such"])
def test_an_answer_is_read_as_utf_8(charset: str) -> None:
    """An encoding that costs hours to read, or that gives no text, is not believed."""
    said = json.dumps(json.loads(completion("推测解码")), ensure_ascii=False).encode()
    with raw_server(answer(said, f"Content-Type: application/json; charset={charset}")) as (url, _):
        reply = asyncio.run(ask(caller(url)))
    assert isinstance(reply, Reply)
    assert reply.text == "推测解码"


@pytest.mark.parametrize("count", [int("9" * 4300), -1, True, 1.5, "12", None, [], {}, 10**9])
def test_a_count_that_cannot_be_is_unknown(count: Any) -> None:
    """Nonsense in `usage` is as if nothing were said, and its sums can be written."""
    body = json.loads(completion("four"))
    body["usage"] = {"prompt_tokens": count, "completion_tokens": count}
    reply = read_reply(json.dumps(body), {}, (), 7)
    assert isinstance(reply, Reply)
    assert (reply.tokens_in, reply.tokens_out) == (7, 1)


def test_a_run_with_endless_counts_is_written() -> None:
    """Token counts of 4,300 digits, whose sums Python refuses to write, do not end a run."""

    def endless_counts(asked: Asked) -> Sent:
        body = json.loads(completion(one()))
        body["usage"] = {"prompt_tokens": int("9" * 4300), "completion_tokens": int("9" * 4300)}
        return Sent(body=json.dumps(body))

    with FakeModel(endless_counts) as model:
        result = run(model)
    assert states(result) == ["ok"]
    assert 0 < result.cost.tokens_in + result.cost.tokens_out < 10_000


def test_a_batchs_counts_can_be_written() -> None:
    """A batch of as many questions as no file can have has none."""
    count = int("9" * 4300)
    said = {"id": "batch_1", "status": "in_progress", "request_counts": {"completed": count, "failed": 1, "total": -1}}
    batch = read_batch(json.dumps(said).encode())
    assert batch is not None
    assert (batch.completed, batch.failed, batch.total) == (0, 1, 0)


def lengths(model: FakeModel) -> list[int | None]:
    """The limit that each question was sent with."""
    return [question.body.get("max_tokens") for question in model.questions]


def test_the_limit_fits_the_answer() -> None:
    """It grows with the papers of a call and with what a script costs, and is far above the usual answer."""

    def limit(papers: int, language: str) -> int:
        with FakeModel() as model:
            run(model, ranked(papers), language=language, papers_per_call=papers)
            (first, *_) = lengths(model)
            assert first is not None
            return first

    assert 3 * ANSWER_TOKENS < limit(1, "en") < 4 * ANSWER_TOKENS
    assert limit(1, "zh-CN") == limit(1, "en")
    assert limit(1, "hi") > 6 * ANSWER_TOKENS
    assert limit(4, "en") > 12 * ANSWER_TOKENS


def test_there_is_room_for_thoughts_where_a_model_may_have_them() -> None:
    """An API elsewhere gets more room from the start, unless reasoning is off; so does each question of a batch."""
    elsewhere = "https://api.deepseek.com"
    sent = {
        (url, reasoning): Api(Llm(base_url=url, reasoning=reasoning), "key").room
        for url in (elsewhere, "http://127.0.0.1:1/v1")
        for reasoning in ("default", "off")
    }
    assert [level for level, room in sent.items() if room] == [(elsewhere, "default")]
    batch = Api(Llm(base_url=elsewhere, reasoning="off"), "key").body(QUESTION, 0)
    assert batch["max_tokens"] == 100 + ROOM_FOR_THOUGHTS[1]


def test_openais_own_name_for_the_limit() -> None:
    """OpenAI's reasoning models refuse max_tokens, so its API is asked with the newer name first."""
    assert "max_completion_tokens" in Api(Llm(), "key").body(QUESTION, 0)


def test_the_limit_leaves_room_in_a_minutes_tokens() -> None:
    """Where tokens are limited by the minute, no more are asked for than that, yet room for the usual answer."""
    with FakeModel() as model:
        asyncio.run(ask(caller(model.root, tokens_per_minute=60)))
        asyncio.run(ask(caller(model.root, tokens_per_minute=1)))
        assert lengths(model) == [58, 10]


REFUSED = error(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.", param="max_tokens")


def test_the_limit_has_another_name() -> None:
    """An API that refuses max_tokens is asked with max_completion_tokens, then and in all later calls."""
    with FakeModel() as model:
        model.queue(REFUSED)
        result = run(model, ranked(3))
        assert [set(q.body) & {"max_tokens", "max_completion_tokens"} for q in model.questions] == [
            {"max_tokens"},
            *[{"max_completion_tokens"}] * 3,
        ]
    assert (states(result), result.notices) == (["ok"] * 3, ())


def test_the_limit_is_dropped_where_it_is_refused() -> None:
    """An API that knows neither name is asked without; the run says so, and the format stays the strictest."""

    def strict(asked: Asked) -> Sent | str:
        for name in ("max_tokens", "max_completion_tokens"):
            if name in asked.body:
                return error(400, f"{name} is not permitted")
        return one()

    with FakeModel(strict) as model:
        result = run(model)
        assert model.questions[-1].body["response_format"]["type"] == "json_schema"
    assert (states(result), result.cost.calls) == (["ok"], 3)
    assert result.notices == ("The model's API takes no limit for the length of an answer; none was sent.",)


def test_the_limit_is_dropped_where_a_refusal_names_nothing() -> None:
    """An API that refuses without a word is asked without the limit, after the simpler formats."""

    def mute(asked: Asked) -> Sent | str:
        return Sent(status=400) if "max_tokens" in asked.body else one()

    with FakeModel(mute) as model:
        result = run(model)
        assert model.questions[-1].body["response_format"]["type"] == "json_schema"
    assert (states(result), result.cost.calls) == (["ok"], 4)


def test_tokens_that_an_api_counts_ahead() -> None:
    """Where an API counts the limit against its tokens per minute and finds it too much, it is asked without."""
    too_much = error(413, "Request too large on tokens per minute (TPM): Limit 6000, Requested 9000")
    with FakeModel() as model:
        model.queue(too_much, too_much)
        assert states(run(model)) == ["ok"]
        assert "max_tokens" not in model.questions[-1].body


CUT = one()[:-80]


@pytest.mark.parametrize(
    ("said", "message"),
    [("", {}), ("<think>Let me see", {}), (CUT, {"reasoning_content": "Let me see"}), (None, {"reasoning": "Well"})],
)
def test_thoughts_that_were_cut_off_get_more_room(said: str | None, message: dict[str, Any]) -> None:
    """An answer that was cut while or after the model thought is asked for with more room, as are all later ones."""
    cut = Sent(body=completion(said, finish_reason="length", **message))
    with FakeModel() as model:
        model.queue(cut, cut)
        result = run(model, ranked(3))
        first, *others = (length or 0 for length in lengths(model))
        assert [length - first for length in others] == [ROOM_FOR_THOUGHTS[1], *[ROOM_FOR_THOUGHTS[2]] * 3]
    assert states(result) == ["ok"] * 3


def test_an_answer_that_was_cut_off_is_asked_for_with_a_larger_limit() -> None:
    """It is told to be brief, and may be twice as long; nothing of the first answer is published."""
    with FakeModel() as model:
        model.queue(Sent(body=completion(CUT, finish_reason="length")))
        result = run(model)
        first, second = (length or 0 for length in lengths(model))
        assert second > 1.8 * first
        assert "too long and cut off" in model.questions[1].asked
    assert states(result) == ["ok"]


def without_end(asked: Asked) -> Sent:
    """A small model that loops: it runs to whatever limit there is."""
    most = int(asked.body["max_tokens"])
    return Sent(body=completion(CUT + "again " * most, finish_reason="length"))


def test_a_model_that_loops_is_stopped() -> None:
    """Both answers end at their limits, and the paper is pending with its reason, without a part of them."""
    with FakeModel(without_end) as model:
        result: Summarised = run(model)
    (entry,) = result.entries
    assert (entry.summary.status, entry.summary.why, entry.summary.one_sentence) == ("pending", "bad_answer", None)
    assert result.cost.calls == 2


def test_a_model_that_thinks_without_end_is_stopped() -> None:
    """With all the room there is, thoughts without an answer are a bad answer, after a bounded number of calls."""
    with FakeModel(Sent(body=completion("", finish_reason="length"))) as model:
        result = run(model)
    assert (states(result), result.cost.calls) == (["bad_answer"], 4)

"""A backfill in batches, against a made-up arXiv and a made-up Batch API."""

import asyncio
import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from digest.backfill.batch_lines import Batch, read_answers, read_batch, read_batches
from digest.config.schema import Llm
from digest.core.calendar import EASTERN
from digest.language_model.api import Api
from digest.language_model.faults import Fault
from digest.language_model.reply import Reply as Answered
from fake_batches import FakeBatches
from fake_model import Question, Reply, error, good, item, own, says
from fork import Fork, Ran, make_fork
from loopback_arxiv.server import LoopbackArxiv
from past_announcements import announced, new_on
from secret_forms import forms, traces

pytestmark = pytest.mark.whole_run
DAYS = (date(2026, 11, 10), date(2026, 11, 11), date(2026, 11, 12))
NOW = datetime.combine(date(2026, 11, 20), time(9), EASTERN)
RANGE = ("--from", str(DAYS[0]), "--to", str(DAYS[-1]), "--now", NOW.isoformat(), "--yes")
PAPERS = 4 * len(DAYS)
KEY = "sk-marker-5f1d0c"


@pytest.fixture(scope="module")
def arxiv() -> Iterator[LoopbackArxiv]:
    """An arXiv with four new papers in each announcement."""
    with LoopbackArxiv(announced(), now=NOW) as site:
        yield site


@pytest.fixture
def batches(httpserver: HTTPServer) -> FakeBatches:
    """A Batch API that answers everything well."""
    return FakeBatches(httpserver)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK asks again without the half second that it waits at first, twice as long each time."""
    monkeypatch.setattr("openai._base_client.INITIAL_RETRY_DELAY", 0.001)


def fork(folder: Path, arxiv: LoopbackArxiv, batches: FakeBatches) -> Fork:
    made = make_fork(folder, arxiv)
    environment = {**made.environment, "OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": batches.url}
    return Fork(root=made.root, remote=made.remote, environment=environment)


def run(fork: Fork, *more: str) -> Ran:
    return fork.run("backfill.py", "make", *RANGE, "--batch", *more)


def statuses(fork: Fork) -> list[str]:
    """The states of all summaries, day by day."""
    paths = sorted((fork.root / "data").glob("????-??-??.json"))
    return [paper["summary"]["status"] for path in paths for paper in json.loads(path.read_bytes())["papers"]]


def test_the_same_reports(tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches) -> None:
    """One batch answers all questions, in any order; the reports are byte for byte those of single calls."""
    ours, theirs = fork(tmp_path / "ours", arxiv, batches), fork(tmp_path / "theirs", arxiv, batches)
    theirs.configure("llm:", "rank:\n  triage: false\nllm:")
    done = run(ours)
    assert (done.code, batches.asked_alone) == (0, []), done.err
    assert "in batches" in done.out
    assert [len(batches.created), len(batches.questions())] == [1, PAPERS]
    assert theirs.run("backfill.py", "make", *RANGE).code == 0
    assert len(batches.asked_alone) == PAPERS
    assert {name: text for name, text in ours.files().items() if "data/" in name or "daily/" in name} == {
        name: text for name, text in theirs.files().items() if "data/" in name or "daily/" in name
    }
    assert batches.deleted == ["file-0"]
    assert not (ours.root / ".cache" / "batch.json").exists()


def test_expired_questions_are_sent_again(tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches) -> None:
    """What a batch has not answered in its day goes into the next one, as long as each answers something."""
    batches.expires_after = 5
    ours = fork(tmp_path, arxiv, batches)
    assert run(ours).code == 0
    assert [len(batches.questions(number)) for number in range(3)] == [12, 7, 2]
    assert len(batches.created) == 3
    assert (batches.asked_alone, set(statuses(ours))) == ([], {"ok"})


def test_a_batch_that_answers_nothing(tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches) -> None:
    """Where a batch expires without any answer, single calls take its place and the run says so."""
    batches.expires_after = 0
    ours = fork(tmp_path, arxiv, batches)
    done = run(ours)
    assert (done.code, len(batches.created), len(batches.asked_alone)) == (0, 1, PAPERS)
    assert "single calls" in done.err


def test_answers_to_what_was_not_asked(tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches) -> None:
    """A batch whose answers name no question of it answers nothing: single calls take its place."""
    batches.named = str.upper
    ours = fork(tmp_path, arxiv, batches)
    done = run(ours)
    assert (done.code, len(batches.created), len(batches.asked_alone)) == (0, 1, PAPERS)
    assert "answers: 0 of 12" in done.err


def test_answers_that_fail_are_asked_for_alone(tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches) -> None:
    """A line with an error, and an answer that does not pass the checks, are never published, but asked for alone."""
    ours = fork(tmp_path, arxiv, batches)
    bad, failing = {min(new_on(DAYS[0])), min(new_on(DAYS[1]))}, min(new_on(DAYS[2]))
    seen: set[str] = set()

    def answer(question: Question) -> Reply | str:
        (paper,) = question.ids
        first = paper not in seen
        seen.add(paper)
        if first and paper == failing:
            return error(500)
        if first and paper in bad:
            return says(item(paper, one_sentence="Too short."))
        return good(question)

    batches.answer = answer
    assert run(ours).code == 0
    assert sorted(question.ids[0] for question in batches.asked_alone) == sorted({*bad, failing})
    assert set(statuses(ours)) == {"ok"}


def test_a_format_that_is_not_understood(tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches) -> None:
    """Where all lines are refused for their format, one single call finds the right one and the next batch has it."""

    def answer(question: Question) -> Reply | str:
        if question.body.get("response_format", {}).get("type") == "json_schema":
            return error(400, "response_format json_schema is not supported")
        return good(question)

    batches.answer = answer
    ours = fork(tmp_path, arxiv, batches)
    assert run(ours).code == 0
    assert [len(batches.questions(0)), len(batches.questions(1)), len(batches.created)] == [12, 11, 2]
    assert {line["body"]["response_format"]["type"] for line in batches.questions(1)} == {"json_object"}
    assert (len(batches.asked_alone), set(statuses(ours))) == (2, {"ok"})


def test_more_than_an_account_may_have_waiting(tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches) -> None:
    """A batch that is too large for the account is sent in halves, one after the other."""
    batches.most_lines = 6
    ours = fork(tmp_path, arxiv, batches)
    assert run(ours).code == 0
    assert [len(batches.questions(number)) for number in range(len(batches.created))] == [12, 6, 6]
    assert (batches.asked_alone, set(statuses(ours))) == ([], {"ok"})


def test_a_batch_that_never_ends(tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches) -> None:
    """The run waits as long as it is told, writes nothing, ends with 5; the same command waits for the same batch."""
    batches.never_ends = True
    ours = fork(tmp_path, arxiv, batches)
    before = ours.files()
    done = run(ours, "--batch-wait", "0.01")
    assert (done.code, ours.files()) == (5, before)
    assert "Run the same command again" in done.err
    batches.never_ends = False
    done = run(ours)
    assert (done.code, len(batches.created), batches.asked_alone) == (0, 1, []), done.err
    assert statuses(ours) == ["ok"] * PAPERS


def test_killed_before_it_knew_the_batch(tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches) -> None:
    """A run that was killed after a batch was made and before it was noted finds it again, on any machine."""
    batches.never_ends = True
    assert run(fork(tmp_path / "one", arxiv, batches), "--batch-wait", "0.01").code == 5
    batches.never_ends = False
    other = fork(tmp_path / "other", arxiv, batches)
    assert run(other).code == 0
    assert (len(batches.created), batches.asked_alone, set(statuses(other))) == (1, [], {"ok"})


def test_a_batch_among_hundreds(tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches) -> None:
    """A batch is found again behind those of hundreds of other shards, also where the list fails at first."""
    batches.never_ends = True
    assert run(fork(tmp_path / "one", arxiv, batches), "--batch-wait", "0.01").code == 5
    batches.created += [{**batches.created[0], "id": f"batch-{n}", "metadata": {}} for n in range(1, 250)]
    batches.never_ends = False
    failures = iter([Response("{}", 503)] * 3)
    batches.refuses = lambda request: next(failures, None) if request.args.get("limit") else None
    other = fork(tmp_path / "other", arxiv, batches)
    assert run(other).code == 0
    assert (len(batches.created), batches.asked_alone, set(statuses(other))) == (250, [], {"ok"})


def test_a_batch_that_was_made_without_an_answer(tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches) -> None:
    """A batch that was made although the call failed is found in the list, and not paid for twice."""
    batches.loses = [503, 503]
    ours = fork(tmp_path, arxiv, batches)
    assert run(ours).code == 0
    assert (len(batches.created), batches.asked_alone, set(statuses(ours))) == (1, [], {"ok"})


def test_nobody_tells_whether_a_batch_was_made(tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches) -> None:
    """Where neither call nor list says it, nothing else is bought anywhere until the list does: runs end with 5."""
    batches.loses = [503]
    batches.refuses = lambda request: (
        Response("{}", 503) if request.args.get("limit") and batches.created and not batches.loses else None
    )
    ours = fork(tmp_path / "ours", arxiv, batches)
    done = run(ours)
    assert (done.code, batches.asked_alone, statuses(ours)) == (5, [], []), done.err
    assert "does not say whether it has taken the batch. Run the same command again" in done.err
    elsewhere = fork(tmp_path / "elsewhere", arxiv, batches)
    assert [run(ours).code, run(elsewhere).code, len(batches.created)] == [5, 5, 1]
    batches.refuses = lambda _: None
    assert run(ours).code == 0
    assert (len(batches.created), batches.asked_alone, set(statuses(ours))) == (1, [], {"ok"})


def test_calls_about_batches_are_made_again(tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches) -> None:
    """Each call that the API cannot answer now is made again, after as long as the API asks to wait."""
    failed = set[tuple[str, str]]()

    def refuses(request: Request) -> Response | None:
        call = (request.method, request.path)
        if call in failed:
            return None
        failed.add(call)
        return Response("{}", 429, {"retry-after-ms": "1"})

    batches.refuses = refuses
    ours = fork(tmp_path, arxiv, batches)
    assert run(ours).code == 0
    assert {method for method, _ in failed} == {"GET", "POST", "DELETE"}
    assert (len(batches.created), batches.asked_alone, set(statuses(ours))) == (1, [], {"ok"})


def test_an_empty_account_is_asked_once(tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches) -> None:
    """An account without money answers 429, as one that is in too much of a hurry; the run ends with 3 at once."""
    asked = list[str]()

    def refuses(request: Request) -> Response:
        asked.append(request.path)
        return Response(json.dumps({"error": {"code": "insufficient_quota", "message": "You exceeded"}}), 429)

    batches.refuses = refuses
    done = run(fork(tmp_path, arxiv, batches))
    assert (done.code, asked) == (3, ["/v1/batches", "/v1/files"]), done.err
    assert "account" in done.err


def test_a_redirect_is_asked_once(tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches) -> None:
    """What asks for the same again of another address is not asked again at this one, even where it says so."""
    asked = list[str]()

    def refuses(request: Request) -> Response | None:
        if request.path.endswith("/chat/completions"):
            return None
        asked.append(request.path)
        return Response("", 307, {"location": f"{batches.url}/elsewhere", "x-should-retry": "true"})

    batches.refuses = refuses
    done = run(fork(tmp_path, arxiv, batches))
    assert (done.code, asked) == (0, ["/v1/batches", "/v1/files"]), done.err


def test_a_batch_about_something_else(tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches) -> None:
    """A batch of another range is not waited for, and is found again when its range is asked for."""
    batches.never_ends = True
    ours = fork(tmp_path, arxiv, batches)
    assert run(ours, "--batch-wait", "0.01").code == 5
    batches.never_ends = False
    other = ("--from", "2026-11-09", "--to", "2026-11-09", "--now", NOW.isoformat(), "--yes", "--batch")
    assert ours.run("backfill.py", "make", *other).code == 0
    assert (batches.created[0]["status"], statuses(ours)) == ("in_progress", ["ok"] * 4)
    assert run(ours).code == 0
    assert (len(batches.created), batches.asked_alone, len(statuses(ours))) == (2, [], 4 + PAPERS)


def test_a_note_of_a_batch_that_is_gone(tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches) -> None:
    """A batch that the provider does not know any more is sent again."""
    batches.never_ends = True
    ours = fork(tmp_path, arxiv, batches)
    assert run(ours, "--batch-wait", "0.01").code == 5
    batches.created.clear()
    batches.never_ends = False
    assert run(ours).code == 0
    assert (len(batches.created), set(statuses(ours))) == (1, {"ok"})


def test_a_batch_that_is_never_known(tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches) -> None:
    """Where a provider takes a batch and then does not know it, no other is sent: single calls take its place."""
    batches.refuses = lambda request: Response("{}", 404) if "/batches/batch-" in request.path else None
    ours = fork(tmp_path, arxiv, batches)
    done = run(ours)
    assert (done.code, len(batches.created), len(batches.asked_alone)) == (0, 1, PAPERS)
    assert "does not know batch batch-0" in done.err


def test_a_torn_note(tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches) -> None:
    """A note that a crash has torn is as good as none."""
    ours = fork(tmp_path, arxiv, batches)
    (ours.root / ".cache").mkdir()
    (ours.root / ".cache" / "batch.json").write_text('{"mark": ', "utf-8")
    assert run(ours).code == 0


def test_cancelled_by_its_owner(tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches) -> None:
    """A batch that somebody cancelled at the provider ends the run with 5; nothing is bought in its place."""
    batches.never_ends = True
    ours = fork(tmp_path, arxiv, batches)
    assert run(ours, "--batch-wait", "0.01").code == 5
    batches.created[0]["status"] = "cancelled"
    done = run(ours)
    assert (done.code, batches.asked_alone, statuses(ours)) == (5, [], [])
    assert "was cancelled" in done.err


@pytest.mark.parametrize("status", [400, 404, 405, 501])
def test_a_provider_without_batches(tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches, status: int) -> None:
    """A provider that knows no files gets ordinary calls, with a notice."""

    def refuses(request: Request) -> Response | None:
        return None if request.path.endswith("/chat/completions") else Response("<html>no such page</html>", status)

    batches.refuses = refuses
    ours = fork(tmp_path, arxiv, batches)
    done = run(ours)
    assert (done.code, len(batches.asked_alone), set(statuses(ours))) == (0, PAPERS, {"ok"}), done.err
    assert "takes no batches" in done.err


def test_the_key_in_what_a_batch_says(tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches) -> None:
    """A key that an API quotes in why a batch failed, or in its answers, is in no line, note, report or page.

    The failed batch is asked for again in the next run; what holds the key is asked for alone.
    """
    ours, left = fork(tmp_path, arxiv, batches), [*forms(KEY).values()][:PAPERS]
    message = " or ".join([KEY, quote(KEY, safe=""), b64encode(KEY.encode()).decode()])
    batches.refuses = lambda request: (
        _failed(message) if request.path == "/v1/batches/batch-0" and request.method == "GET" else None
    )

    def answer(question: Question) -> str:
        (paper,) = question.ids
        if not left:
            return good(question)
        return says(item(paper, question.titles[0], **own(paper) | {"method": f"{own(paper)['method']} {left.pop()}"}))

    first = run(ours)
    assert "without an answer. invalid" in first.err
    (ours.root / ".cache" / "batch.json").unlink(missing_ok=True)
    batches.refuses, batches.answer = lambda _: None, answer
    second = run(ours, "--force")
    assert (second.code, left, set(statuses(ours))) == (0, [], {"ok"}), second.err
    assert len(batches.asked_alone) > PAPERS
    assert traces(first.out + first.err + second.out + second.err, KEY) == []
    written = [path for path in tmp_path.rglob("*") if path.is_file() and "pip" not in path.parts]
    assert {str(path): found for path in written if (found := traces(path.read_bytes(), KEY))} == {}


@pytest.mark.parametrize(
    "message", [*forms(KEY).values(), f"{'x' * (299 - len(KEY))} {KEY}"], ids=[*forms(KEY), "where it is cut off"]
)
def test_the_key_in_why_a_batch_failed(httpserver: HTTPServer, message: str) -> None:
    """What an API says of a failed batch is heard without the key, also where it is cut off in the middle of one."""
    httpserver.expect_request("/v1/batches/batch-0").respond_with_response(_failed(message))
    api = Api(Llm(base_url=httpserver.url_for("/v1")), KEY)

    async def heard() -> Batch | None:
        assert api.open()
        said = await api.batches(0).retrieve("batch-0")
        await api.close()
        return read_batch(said) if isinstance(said, bytes) else None

    batch = asyncio.run(heard())
    assert batch
    assert batch.error.startswith("invalid ")
    assert traces(batch.error, KEY, KEY[:-2]) == []


@pytest.mark.parametrize("name", ["..", ".", "../files", "-x", "a/b"])
def test_a_batch_by_the_name_of_an_address(name: str) -> None:
    """An id that would lead the next request to another address is none."""
    assert read_batch(json.dumps({"id": name, "status": "completed"}).encode()) is None


ODD: list[Any] = [None, True, 1.5, -1, "", "x", [], [None], {}, {"data": [[]]}, {"code": 5}, "\ud800", int("9" * 4300)]


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_odd_values_are_as_good_as_none(odd: Any) -> None:
    """A value of another kind than is documented is as if it were not there, wherever it stands; all else is read."""
    sound: dict[str, Any] = {"id": "b", "status": "failed", "metadata": {"digest": "m"}, "input_file_id": "f"}
    sound |= {"request_counts": {"completed": 1, "failed": 2, "total": 3}, "errors": {"data": [{"code": "c"}]}}
    for name in set(sound) - {"id", "status"}:
        batch = read_batch(json.dumps({**sound, name: odd, "more": odd}).encode())
        assert batch
        assert [batch.id, batch.status, batch.total] == ["b", "failed", 0 if name == "request_counts" else 3]
    line = {"custom_id": "a", "response": {"status_code": 500, "body": odd}, "error": odd, "id": odd}
    contents = [json.dumps(one).encode() for one in (odd, {**line, "custom_id": odd}, {**line, "response": odd}, line)]
    assert list(read_answers(contents[:2], {"a"})) == []
    assert read_answers(contents[2:3], {"a"}) == {"a": None}
    assert isinstance(read_answers(contents[3:], {"a"})["a"], Fault)


def _failed(message: str) -> Response:
    """What is said of a batch that failed."""
    errors = {"object": "list", "data": [{"code": "invalid", "message": message}]}
    return Response(json.dumps({"id": "batch-0", "status": "failed", "errors": errors}))


def test_a_key_that_is_refused(tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches) -> None:
    """A wrong key ends the run with 3 and no report is written."""
    batches.refuses = lambda _: Response(json.dumps({"error": {"message": "Incorrect API key"}}), 401)
    ours = fork(tmp_path, arxiv, batches)
    done = run(ours)
    assert (done.code, statuses(ours)) == (3, []), done.err


def test_without_a_key(tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches) -> None:
    """A batch without a key is a mistake that is named."""
    ours = fork(tmp_path, arxiv, batches)
    done = ours.run("backfill.py", "make", *RANGE, "--batch", OPENAI_API_KEY="")
    assert (done.code, "OPENAI_API_KEY" in done.err) == (2, True)


def test_a_limit_of_tokens(tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches) -> None:
    """A batch holds no more than llm.max_tokens_per_run has room for; then the run ends with 5, as it does without."""
    ours = fork(tmp_path, arxiv, batches)
    ours.configure("llm:", "llm:\n  max_tokens_per_run: 5000")
    assert run(ours).code == 5
    assert 0 < len(batches.questions()) < PAPERS


def test_a_limit_that_is_set_while_a_batch_is_worked_on(
    tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches
) -> None:
    """Answers that an earlier run has paid for are saved, however little the limit of tokens has room for now."""
    batches.never_ends = True
    ours = fork(tmp_path, arxiv, batches)
    assert run(ours, "--batch-wait", "0.01").code == 5
    batches.never_ends = False
    ours.configure("llm:", "llm:\n  max_tokens_per_run: 1000")
    assert run(ours).code == 0
    assert (len(batches.created), batches.asked_alone, set(statuses(ours))) == (1, [], {"ok"})


def test_shards_send_batches_of_their_own(tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches) -> None:
    """A shard asks for its reports' summaries in a batch; merged, the reports are those of one machine."""
    ours, alone = fork(tmp_path / "ours", arxiv, batches), fork(tmp_path / "alone", arxiv, batches)
    plan, parts = tmp_path / "plan.json", tmp_path / "parts"
    assert ours.run("backfill.py", "plan", str(plan), *RANGE, "--shards", "2").code == 0
    for number in (1, 2):
        shard = ("--planned", str(plan), "--shard", f"{number}/2", "--into", str(parts / str(number)))
        assert ours.run("backfill.py", "make", *shard, "--batch").code == 0
    assert ours.run("backfill.py", "merge", str(parts)).code == 0
    assert [len(batches.questions(0)), len(batches.questions(1)), batches.asked_alone] == [8, 4, []]
    assert run(alone).code == 0
    for name, text in alone.files().items():
        if name.startswith(("data/", "daily/")):
            assert ours.files()[name] == text, name


def test_lines_of_any_kind() -> None:
    """A line that is no JSON, has no name, or repeats one says nothing; one with an error says there is no answer."""
    body = json.loads('{"choices": [{"message": {"content": "hello"}, "finish_reason": "stop"}]}')
    good_line = json.dumps({"custom_id": "a", "response": {"status_code": 200, "body": body}}).encode()
    second = json.dumps({"custom_id": "a", "response": None}).encode()
    failed = json.dumps({"custom_id": "b", "response": None, "error": {"code": "internal"}}).encode()
    expired = json.dumps({"custom_id": "c", "response": None, "error": {"code": "batch_expired"}}).encode()
    other = json.dumps({"custom_id": "d", "response": None}).encode()
    contents = [b"\xff{\n" + good_line + b"\n\n[1]\n" + second, failed + b"\n" + expired + b'\n{"x": 1}\n' + other]
    found = read_answers(contents, {"a", "b", "c"})
    first = found["a"]
    assert isinstance(first, Answered)
    assert first.text == "hello"
    assert (list(found), found["b"]) == (["a", "b"], None)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b'{"id": 5}',
        b'{"id": "b"}',
        b'{"data": [1, {}]}',
        b"9" * 9,
        b'{"id": "b\\n::error::x", "status": "completed"}',
        b'{"id": "../files", "status": "completed", "data": [{"id": "/", "status": "completed"}]}',
    ],
)
def test_what_is_no_batch(body: bytes) -> None:
    """An answer that describes no batch is none."""
    assert read_batch(body) is None
    assert read_batches(body) == ()


def test_force_goes_on_as_well(tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches) -> None:
    """With --force, too, the same command goes on after a batch that was not done: no question is sent twice."""
    ours = fork(tmp_path, arxiv, batches)
    assert run(ours).code == 0
    made = len(batches.created)
    batches.created.clear()
    batches.expires_after, batches.polls = 5, 1

    def stalls(request: Request) -> Response | None:
        batches.never_ends = len(batches.created) == 2
        return None

    batches.refuses = stalls
    assert (made, run(ours, "--force", "--batch-wait", "0").code) == (1, 5)
    assert [len(batches.questions(number)) for number in range(len(batches.created))] == [12, 7]
    batches.refuses = lambda _: None
    batches.never_ends, batches.expires_after = False, None
    assert run(ours, "--force").code == 0
    assert [len(batches.questions(number)) for number in range(len(batches.created))] == [12, 7]
    assert (batches.asked_alone, set(statuses(ours))) == ([], {"ok"})


def test_a_misunderstanding_about_what_nobody_wants_now(
    tmp_path: Path, arxiv: LoopbackArxiv, batches: FakeBatches
) -> None:
    """Where all that is wanted of an earlier batch was answered, what it misunderstood of the rest stops nothing."""
    batches.never_ends = True
    ours = fork(tmp_path, arxiv, batches)
    assert run(ours, "--batch-wait", "0.01").code == 5
    first = {line["custom_id"] for line in batches.questions() if line["custom_id"].startswith(str(DAYS[0]))}
    of_first = {name.split("_")[1].split("v")[0] for name in first}

    def answer(question: Question) -> Reply | str:
        if of_first.issuperset(question.ids):
            return good(question)
        return error(400, "response_format json_schema is not supported")

    batches.never_ends, batches.answer = False, answer
    one = ("--from", str(DAYS[0]), "--to", str(DAYS[0]), "--now", NOW.isoformat(), "--yes", "--batch")
    done = ours.run("backfill.py", "make", *one)
    assert (done.code, statuses(ours), batches.asked_alone) == (0, ["ok"] * 4, []), done.err

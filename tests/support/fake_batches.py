"""A Batch API on loopback beside a model: it takes files of questions and answers them a few polls later, out of order.

batches = FakeBatches(httpserver)
batches.expires_after = 3                # of each batch, so many answers come in time
...                                      # llm.base_url = batches.url
assert len(batches.created) == 2
"""

import json
import re
from collections.abc import Callable
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from fake_model import Answer, Question, Reply, completion, good


class FakeBatches:
    """The API, and what tests change of it."""

    def __init__(self, server: HTTPServer) -> None:
        """Answer everything that the server is asked."""
        self.url = server.url_for("/v1")
        self.answer: Answer = good
        """To each question, in a batch and alone."""
        self.polls = 2
        """How often a batch is looked at before it is done."""
        self.never_ends = False
        self.expires_after: int | None = None
        """How many questions of a batch are answered before it expires."""
        self.named: Callable[[str], str] = lambda name: name
        """What a question is called in the answer to it."""
        self.most_lines: int | None = None
        """How many questions may wait at once."""
        self.refuses: Callable[[Request], Response | None] = lambda _: None
        """What a test has to say to a request before all else."""
        self.loses: list[int] = []
        """The statuses with which the next batches are made all the same."""
        self.asked_alone: list[Question] = []
        self.files: dict[str, bytes] = {}
        self.created: list[dict[str, Any]] = []
        self.deleted: list[str] = []
        server.expect_request(re.compile(".*")).respond_with_handler(self._respond)

    def questions(self, batch: int = 0) -> list[dict[str, Any]]:
        """The lines of a batch, by the order in which batches were created."""
        return [json.loads(line) for line in self.files[self.created[batch]["input_file_id"]].splitlines()]

    def _respond(self, request: Request) -> Response:
        path = request.path.removeprefix("/v1")
        refusal = self.refuses(request)
        if refusal is not None:
            return refusal
        if path == "/chat/completions":
            question = Question(path=path, headers={}, body=json.loads(request.data), began=0)
            self.asked_alone.append(question)
            reply = self._reply(question)
            return Response(reply.body, reply.status, content_type="application/json")
        if path == "/files":
            assert request.form["purpose"] == "batch"
            name = f"file-{len(self.files)}"
            self.files[name] = request.files["file"].read()
            return _json({"id": name, "object": "file"})
        if path == "/batches" and request.method == "POST":
            made = self._create(json.loads(request.data))
            return _json({}, self.loses.pop(0)) if self.loses else _json(made)
        if path == "/batches":
            return _json({"object": "list", "data": self._listed(request)})
        if found := re.fullmatch(r"/batches/batch-(\d+)", path):
            number = int(found[1])
            if number >= len(self.created):
                return _json({"error": {"message": "No batch found"}}, 404)
            return _json(self._worked_on(self.created[number]))
        name = path.split("/")[2]
        if request.method == "DELETE":
            self.deleted.append(name)
            return _json({"id": name, "deleted": True})
        return Response(self.files[name], content_type="application/octet-stream")

    def _listed(self, request: Request) -> list[dict[str, Any]]:
        newest = list(reversed(self.created))
        after, most = request.args.get("after"), int(request.args["limit"])
        assert most <= 100
        start = next((at for at, batch in enumerate(newest, 1) if batch["id"] == after), 0)
        return newest[start : start + most]

    def _create(self, asked: dict[str, Any]) -> dict[str, Any]:
        assert asked["completion_window"] == "24h"
        batch = {"id": f"batch-{len(self.created)}", "object": "batch", "status": "validating", "polls": 0, **asked}
        self.created.append(batch)
        return batch

    def _worked_on(self, batch: dict[str, Any]) -> dict[str, Any]:
        """The batch at the next look at it."""
        lines = self.files[batch["input_file_id"]].splitlines()
        batch["polls"] += 1
        if batch["status"] in ("completed", "expired", "failed", "cancelled"):
            return batch
        batch["status"] = "in_progress"
        batch["request_counts"] = {"total": len(lines), "completed": 0, "failed": 0}
        if self.most_lines is not None and len(lines) > self.most_lines:
            said = {"code": "token_limit_exceeded", "message": "Enqueued token limit reached"}
            return _changed(batch, status="failed", errors={"object": "list", "data": [said]})
        if self.never_ends or batch["polls"] < self.polls:
            return batch
        answered = len(lines) if self.expires_after is None else self.expires_after
        good_ones: list[dict[str, Any]] = []
        bad_ones: list[dict[str, Any]] = []
        for line in map(json.loads, lines[:answered]):
            reply = self._reply(Question(path=line["url"], headers={}, body=line["body"], began=0))
            record: dict[str, Any] = {"custom_id": self.named(line["custom_id"]), "error": None}
            record["response"] = {"status_code": reply.status, "body": json.loads(reply.body)}
            (good_ones if reply.status == 200 else bad_ones).append(record)
        for line in map(json.loads, lines[answered:]):
            error = {"code": "batch_expired", "message": "This request could not be executed in time."}
            bad_ones.append({"custom_id": line["custom_id"], "response": None, "error": error})
        for key, records in (("output_file_id", good_ones), ("error_file_id", bad_ones)):
            if records:
                batch[key] = f"file-{len(self.files)}"
                self.files[batch[key]] = b"".join(json.dumps(record).encode() + b"\n" for record in reversed(records))
        return _changed(batch, status="completed" if self.expires_after is None else "expired")

    def _reply(self, question: Question) -> Reply:
        said = self.answer(question) if callable(self.answer) else self.answer
        return Reply(body=completion(said)) if isinstance(said, str) else said


def _changed(batch: dict[str, Any], **changes: Any) -> dict[str, Any]:
    batch.update(changes)
    return batch


def _json(record: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(record), status, content_type="application/json")

"""An OpenAI-compatible API on loopback: it answers what a test queues, else well, and remembers what it was asked.

    with FakeModel() as model:
        model.queue(status(401))                 # the next answers, in order
        ...                                      # llm.base_url = model.url
        assert len(model.questions) == 1

`python tests/support/fake_model.py --delay 0.5` serves one in a process of its own, for benchmarks.
"""

import argparse
import json
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast


@dataclass(frozen=True, kw_only=True)
class Question:
    """One request."""

    path: str
    headers: dict[str, str]
    """Names in lower case."""
    body: dict[str, Any]
    began: float
    """On the monotonic clock."""

    @property
    def asked(self) -> str:
        """The papers' part of the question."""
        return str(self.body["messages"][-1]["content"])

    @property
    def fixed(self) -> str:
        """The part that is the same for all questions."""
        return str(self.body["messages"][0]["content"])

    @property
    def ids(self) -> list[str]:
        """The ids of the papers that are asked about."""
        return re.findall(r"^<paper>\nid: (.+)$", self.asked, re.MULTILINE)

    @property
    def titles(self) -> list[str]:
        """Their titles."""
        return re.findall(r"^<paper>\nid: .+\ntitle: (.+)$", self.asked, re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer over HTTP."""

    status: int = 200
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drop: bool = False
    """Close the connection without a word."""


Answer = Reply | str | Callable[[Question], "Reply | str"]
"""A whole reply, what the model says (packed into a completion), or a function that gives either."""


def completion(content: Any, finish_reason: str = "stop", **message: Any) -> str:
    """The body of a chat completion."""
    return json.dumps(
        {
            "id": "made-up",
            "object": "chat.completion",
            "model": "made-up",
            "choices": [
                {
                    "index": 0,
                    "finish_reason": finish_reason,
                    "message": {"role": "assistant", "content": content, **message},
                }
            ],
            "usage": {"prompt_tokens": 500, "completion_tokens": 200, "total_tokens": 700},
        }
    )


def error(status: int, message: str = "made up", headers: dict[str, str] | None = None, **fields: Any) -> Reply:
    """An error in OpenAI's form."""
    body = {"error": {"message": message, "type": None, "param": None, "code": None, **fields}}
    return Reply(status=status, body=json.dumps(body), headers=headers or {})


ZH: dict[str, Any] = {
    "one_sentence": "本文提出一种新的推理方法，在不损失质量的前提下明显降低了解码延迟。",
    "motivation": "大模型逐词解码速度慢，现有加速手段往往牺牲输出质量。",
    "method": "作者让小模型先起草候选词，再由大模型并行验证，从而减少串行步骤。",
    "conclusion": "实验表明该方法在多个任务上兼顾速度与质量，并且易于部署。",
    "keywords": ["推测解码", "推理加速", "大语言模型"],
}
EN: dict[str, Any] = {
    "one_sentence": "A drafting scheme makes language models answer sooner while their output stays what it was.",
    "motivation": "Decoding word by word is slow, and known remedies cost quality.",
    "method": "A small model drafts candidate words that the large one verifies side by side in a single pass.",
    "conclusion": "The approach is both faster and as good as the original on the tasks that were tried.",
    "keywords": ["speculative decoding", "inference", "language models"],
}


def item(paper_id: str, title: str = "", **changes: Any) -> dict[str, Any]:
    """A good answer for one paper, in Chinese, with changes."""
    scores = {"relevance": 40, "novelty": 15, "evidence": 17}
    said = {"id": paper_id, "title": " ".join(title.split()[:5]), **own(paper_id), "scores": scores}
    return said | changes


def own(paper_id: str, fields: Mapping[str, Any] = ZH) -> dict[str, Any]:
    """The fields of a good answer with a name in each sentence that only this paper has; digits would be numbers."""
    name = "".join(chr(ord("a") + int(digit)) for digit in paper_id if digit.isdigit())
    return {key: f"{text[:-1]} ({name}){text[-1]}" if isinstance(text, str) else text for key, text in fields.items()}


def says(*items: dict[str, Any]) -> str:
    """What a model says that answers with these items."""
    return json.dumps({"papers": list(items)}, ensure_ascii=False)


def good(question: Question) -> str:
    """A good answer to whatever is asked: a summary in the page's language, points for a triage, a period's story."""
    if '"score": 0' in question.fixed:
        return says(*({"id": paper_id, "score": 50} for paper_id in question.ids))
    fields = ZH if "Chinese" in question.fixed else EN
    if '"sentences"' in question.fixed:
        said = [{"text": fields[name], "ids": question.ids[:2]} for name in ("motivation", "conclusion")]
        return json.dumps({"sentences": said}, ensure_ascii=False)
    return says(*(item(i, t, **own(i, fields)) for i, t in zip(question.ids, question.titles, strict=True)))


class FakeModel:
    """The server; use it in a `with` statement."""

    def __init__(self, answer: Answer = good, *, delay: float = 0.0, path: str = "/v1") -> None:
        """`answer` is given where nothing is queued; `path` is where the API is, all else is 404."""
        self.answer = answer
        self.questions: list[Question] = []
        self._queue: list[Answer] = []
        self.delay = delay
        """Seconds that an answer takes, where it does not say itself."""
        self._path = path
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.model = self
        self.root = f"http://127.0.0.1:{self._server.server_port}"
        self.url = self.root + path

    def queue(self, *answers: Answer) -> None:
        """Give these answers first, in order."""
        self._queue += answers

    def __enter__(self) -> "FakeModel":
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def reply(self, question: Question) -> Reply:
        """The answer to a request."""
        if question.path.split("?")[0] != f"{self._path}/chat/completions":
            return Reply(status=404, body="<html>404 page not found</html>", headers={"content-type": "text/html"})
        with self._lock:
            self.questions.append(question)
            answer = self._queue.pop(0) if self._queue else self.answer
        if callable(answer):
            answer = answer(question)
        if isinstance(answer, str):
            answer = Reply(body=completion(answer))
        self._closing.wait(answer.delay or self.delay)
        return answer


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    model: FakeModel


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 1 << 16  # head and body in one packet

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length", 0))
        raw = self.rfile.read(length)
        headers = {name.lower(): value for name, value in self.headers.items()}
        question = Question(path=self.path, headers=headers, body=json.loads(raw), began=time.monotonic())
        reply = cast("_Server", self.server).model.reply(question)
        if reply.drop:
            self.close_connection = True
            return
        body = reply.body.encode("utf-8")
        head = {"content-type": "application/json", "content-length": str(len(body)), **reply.headers}
        try:
            self.send_response(reply.status)
            for name, value in head.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()
        except (BrokenPipeError, ConnectionResetError):
            # The caller gave up waiting, which is what some tests are about.
            self.close_connection = True

    def do_GET(self) -> None:
        self.send_error(404)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing."""


def main() -> None:
    """Serve until the process is ended; the first line of output is the base URL."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--delay", type=float, default=0.5, help="seconds an answer takes")
    with FakeModel(delay=parser.parse_args().delay) as model:
        print(model.url, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()

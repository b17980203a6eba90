"""A model on 127.0.0.1 that says what was written for the sample's papers, over real HTTP: for docs/example/ alone.

It answers as an OpenAI-compatible API does (https://platform.openai.com/docs/api-reference/chat); what it says passes
the same checks as a real model's answers. Of a paper that nothing was written for it knows no summary.
"""

import json
import re
from pathlib import Path
from typing import Any

from loopback_arxiv.serving import Handler, Serving, send

NAME = "made-up-model"
"""What the pages call it."""
_ASKED = re.compile(r"^<paper>\nid: (.+)\ntitle: (.+)$", re.MULTILINE)
_TOKENS = {"prompt_tokens": 500, "completion_tokens": 250, "total_tokens": 750}
"""For each question, whatever it is."""


class LoopbackModel(Serving):
    """A model that answers while the `with` block runs."""

    def __init__(self, path: Path) -> None:
        """Read {"papers": [{"id": ..., "one_sentence": ..., "scores": {...}, ...}]}: what a model is asked for."""
        self._written = {item["id"]: item for item in json.loads(path.read_text("utf-8"))["papers"]}
        model = self

        class Answering(Handler):
            def do_POST(self) -> None:  # noqa: N802 (the base class names it so)
                asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                body = json.dumps(model.answer(asked["messages"][-1]["content"])).encode()
                send(self, body, 200, {"Content-Type": "application/json"})

        super().__init__(Answering)

    @property
    def url(self) -> str:
        """What OPENAI_BASE_URL is set to."""
        return f"{self.address}/v1"

    def answer(self, question: str) -> dict[str, Any]:
        """The completion for a question about papers: of each its summary, and a score by which it is chosen."""
        papers = [self._paper(paper_id, title) for paper_id, title in _ASKED.findall(question)]
        message = {"role": "assistant", "content": json.dumps({"papers": papers}, ensure_ascii=False)}
        return {
            "id": "made-up",
            "object": "chat.completion",
            "created": 0,
            "model": NAME,
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": _TOKENS,
        }

    def _paper(self, paper_id: str, title: str) -> dict[str, Any]:
        written = self._written.get(paper_id)
        if written is None:
            return {"id": paper_id, "score": 0}
        return {**written, "title": " ".join(title.split()[:5]), "score": sum(written["scores"].values())}

"""The lines of a batch: questions as they are uploaded, answers as they come back, in any order. Pure.

Their form: https://platform.openai.com/docs/api-reference/batch/request-input and .../request-output.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from digest.language_model import faults
from digest.language_model.faults import PARAMETERS, Fault
from digest.language_model.reply import Reply, read_reply

MOST_LINES = 50_000
MOST_BYTES = 100_000_000
"""Half of what a file may have."""
_WORD = re.compile(r"\w[\w.:-]{0,199}", re.ASCII)
"""It begins with a letter or a digit: `..` as an id would lead a request to another address."""
_FINAL = frozenset({"completed", "failed", "expired", "cancelled"})


@dataclass(frozen=True, kw_only=True)
class Batch:
    """What the API says of a batch."""

    id: str
    status: str
    done: int
    total: int
    files: tuple[str, ...]
    """Where answers are, and what is said of questions without one; none yet while it works."""
    input: str
    """The file of its questions."""
    mark: str
    """What we had it marked with."""
    error: str
    """The code of what was wrong with the whole batch, and what was said of it."""

    @property
    def is_final(self) -> bool:
        """Whether nothing more will come of it."""
        return self.status in _FINAL


def lines(bodies: Mapping[str, dict[str, Any]]) -> bytes:
    """A file of questions, by name."""
    return b"".join(
        json.dumps(
            {"custom_id": name, "method": "POST", "url": "/v1/chat/completions", "body": body}, ensure_ascii=False
        ).encode()
        + b"\n"
        for name, body in bodies.items()
    )


def mark(content: bytes) -> str:
    """What a batch of this file is marked with: the same questions have the same mark."""
    return hashlib.sha256(content).hexdigest()[:32]


def read_batch(body: bytes) -> Batch | None:
    """What an answer about a batch says; nothing where it is none."""
    return _batch(_json(body))


def read_batches(body: bytes) -> tuple[Batch, ...]:
    """The batches of a list, newest first; what is none is left out."""
    listed = _json(body).get("data")
    batches = (_batch(record) for record in listed if isinstance(record, dict)) if isinstance(listed, list) else ()
    return tuple(batch for batch in batches if batch)


def read_file_id(body: bytes) -> str:
    """The id of an uploaded file; empty where the answer has none."""
    return _name(_json(body).get("id"))


def read_answers(contents: Iterable[bytes], asked: Collection[str]) -> dict[str, Reply | Fault | None]:
    """What came of each question, by name: an answer, what was wrong, or nothing; what expired is left out.

    The first line about a question counts. A line that cannot be read, or is about none that was `asked`, says nothing:
    taken for progress, it would have the same questions sent for ever.
    """
    answers: dict[str, Reply | Fault | None] = {}
    for line in (line for content in contents for line in content.split(b"\n")):
        record = _json(line)
        name = _text(record.get("custom_id"))
        error = record.get("error")
        expired = isinstance(error, dict) and error.get("code") == "batch_expired"
        if name in asked and name not in answers and not expired:
            answers[name] = _answer(record.get("response"))
    return answers


def _answer(response: Any) -> Reply | Fault | None:
    status = response.get("status_code") if isinstance(response, dict) else None
    if not isinstance(status, int):
        return None
    body = json.dumps(response.get("body"))
    return read_reply(body, {}, PARAMETERS, 0) if status == 200 else faults.read(status, {}, body, PARAMETERS)


def _batch(record: dict[str, Any]) -> Batch | None:
    id_, status = _name(record.get("id")), _name(record.get("status"))
    if not id_ or not status:
        return None
    counts, metadata = _dict(record.get("request_counts")), _dict(record.get("metadata"))
    errors = _dict(record.get("errors")).get("data")
    first = _dict(errors[0]) if isinstance(errors, list) and errors else {}
    return Batch(
        id=id_,
        status=status,
        done=_number(counts.get("completed")) + _number(counts.get("failed")),
        total=_number(counts.get("total")),
        files=tuple(filter(None, (_name(record.get(key)) for key in ("output_file_id", "error_file_id")))),
        input=_name(record.get("input_file_id")),
        mark=_text(metadata.get("digest")),
        error=" ".join(filter(None, (_text(first.get("code")), " ".join(_text(first.get("message")).split())[:300]))),
    )


def _json(body: bytes) -> dict[str, Any]:
    try:
        return _dict(json.loads(body))
    except (ValueError, RecursionError):
        return {}


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _name(value: Any) -> str:
    """An id or a status; they stand in lines of a log, so what could be more than a word is none."""
    return value if isinstance(value, str) and _WORD.fullmatch(value) else ""


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _number(value: Any) -> int:
    """A count of questions; what cannot be one is none."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and 0 <= value <= MOST_LINES else 0

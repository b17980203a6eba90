"""The lines of a batch: questions as they are uploaded, answers as they come back, in any order. Pure.

Their form: https://platform.openai.com/docs/api-reference/batch/request-input and .../request-output.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Annotated, Any

from pydantic import AliasPath, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import PydanticUseDefault

from digest.language_model import faults
from digest.language_model.faults import PARAMETERS, Fault
from digest.language_model.reply import Reply, read_reply

MOST_LINES = 50_000
MOST_BYTES = 100_000_000
"""Half of what a file may have."""
_FINAL = frozenset({"completed", "failed", "expired", "cancelled"})
_Word = Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,199}$")]
"""An id or a status; they stand in lines of a log, and `..` as an id would lead a request to another address."""
_Count = Annotated[int, Field(ge=0, le=MOST_LINES, strict=True)]


class _Said(BaseModel):
    """What an API says, in whatever form: what is unknown is left out, what is of another kind as good as not there."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    @model_validator(mode="before")
    @classmethod
    def _named_values(cls, value: Any) -> Any:
        return value if isinstance(value, dict) else {}

    @field_validator("*", mode="wrap")
    @classmethod
    def _or_nothing(cls, value: Any, check: Callable[[Any], Any]) -> Any:
        try:
            return check(value)
        except ValidationError as error:
            raise PydanticUseDefault from error


class Batch(_Said):
    """What the API says of a batch."""

    id: _Word = ""
    status: _Word = ""
    completed: _Count = Field(0, validation_alias=AliasPath("request_counts", "completed"))
    failed: _Count = Field(0, validation_alias=AliasPath("request_counts", "failed"))
    total: _Count = Field(0, validation_alias=AliasPath("request_counts", "total"))
    input_file_id: _Word = ""
    """The file of its questions."""
    output_file_id: _Word = ""
    """Where answers are; in the other file is what is said of questions without one. None yet while it works."""
    error_file_id: _Word = ""
    mark: str = Field("", validation_alias=AliasPath("metadata", "digest"))
    """What we had it marked with."""
    code: str = Field("", validation_alias=AliasPath("errors", "data", 0, "code"))
    """Of what was wrong with the whole batch."""
    message: str = Field("", validation_alias=AliasPath("errors", "data", 0, "message"))

    @property
    def is_final(self) -> bool:
        """Whether nothing more will come of it."""
        return self.status in _FINAL

    @property
    def error(self) -> str:
        """The code of what was wrong with the whole batch, and what was said of it."""
        return f"{self.code} {' '.join(self.message.split())[:300]}".strip()


class _Batches(_Said):
    data: tuple[Batch, ...] = ()


class _Line(_Said):
    custom_id: str = ""
    error: str = Field("", validation_alias=AliasPath("error", "code"))
    status: int = Field(0, validation_alias=AliasPath("response", "status_code"))
    body: Any = Field(None, validation_alias=AliasPath("response", "body"))


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
    batch = Batch.model_validate(_json(body))
    return batch if batch.id and batch.status else None


def read_batches(body: bytes) -> tuple[Batch, ...]:
    """The batches of a list, newest first; what is none is left out."""
    return tuple(batch for batch in _Batches.model_validate(_json(body)).data if batch.id and batch.status)


def read_file_id(body: bytes) -> str:
    """The id of an uploaded file; empty where the answer has none."""
    return Batch.model_validate(_json(body)).id


def read_answers(contents: Iterable[bytes], asked: Collection[str]) -> dict[str, Reply | Fault | None]:
    """What came of each question, by name: an answer, what was wrong, or nothing; what expired is left out.

    The first line about a question counts. A line that cannot be read, or is about none that was `asked`, says nothing:
    taken for progress, it would have the same questions sent for ever.
    """
    answers: dict[str, Reply | Fault | None] = {}
    for text in (text for content in contents for text in content.split(b"\n")):
        line = _Line.model_validate(_json(text))
        if line.custom_id in asked and line.custom_id not in answers and line.error != "batch_expired":
            answers[line.custom_id] = _answer(line)
    return answers


def _answer(line: _Line) -> Reply | Fault | None:
    body = json.dumps(line.body)
    if line.status == 200:
        return read_reply(body, {}, PARAMETERS, 0)
    return faults.read(line.status, {}, body, PARAMETERS) if line.status else None


def _json(text: bytes) -> Any:
    """What a text holds. Not by pydantic, which refuses half of a pair of characters, as a model's answer may have."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None

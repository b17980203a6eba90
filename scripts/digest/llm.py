"""One request to an OpenAI-compatible API: the only module that imports `openai`, and only when it calls."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest import faults, providers
from digest.config import Llm
from digest.faults import Fault
from digest.reply import Reply, failed_generation, read_reply
from digest.spending import estimate_tokens

if TYPE_CHECKING:
    from openai import AsyncOpenAI
    from openai.types.chat import ChatCompletionMessageParam


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked."""

    fixed: str
    """The same for all questions of a stage and sent first, so that providers can cache it."""
    own: str
    schema: dict[str, Any]
    """The JSON schema of the answer, for APIs that can hold a model to it."""
    answer_tokens: int
    """About how long the answer will be."""


class Api:
    """A connection to an API. What it is sent: model, messages, format, and only what config asks for besides."""

    def __init__(self, llm: Llm, api_key: str) -> None:
        """The key is sent to the API and goes nowhere else. Raises ConfigurationError for an unusable `base_url`."""
        self.addresses = providers.addresses(llm.base_url)
        """The base URLs that may be right, the most likely first."""
        self.extra: dict[str, Any] = {} if llm.temperature is None else {"temperature": llm.temperature}
        """Parameters beside model, messages and format; one that the API refuses is to be taken out."""
        if llm.reasoning == "off":
            self.extra |= providers.reasoning_off(self.addresses[0])
        self._llm = llm
        self._key = api_key.strip()
        self._clients: list[AsyncOpenAI] = []

    def open(self) -> bool:
        """Make the client; False where the key cannot be sent."""
        if not providers.can_be_key(self._key):
            return False
        import openai  # 0.4 s, and not needed by whoever only asks for --help

        client = openai.AsyncOpenAI(
            api_key=self._key,
            base_url=self.addresses[0],
            max_retries=0,  # its own know neither the other calls nor an empty account
            timeout=openai.Timeout(self._llm.read_timeout_seconds, connect=self._llm.connect_timeout_seconds),
        )
        # They share their connections.
        self._clients = [client, *(client.with_options(base_url=address) for address in self.addresses[1:])]
        return True

    async def close(self) -> None:
        """End the connection."""
        for client in self._clients[:1]:
            await client.close()

    async def send(self, question: Question, rung: int, address: int) -> Reply | Fault:
        """Make one request, in the format of a rung of the ladder, to one of the addresses; what came of it."""
        import openai

        body = self._beside(question, rung)
        try:
            # A server that sends an empty line now and then keeps the read timeout from passing; this one passes.
            async with asyncio.timeout(self._llm.connect_timeout_seconds + self._llm.read_timeout_seconds):
                # The raw answer: what is no JSON, or has no choices, must not pass for one.
                raw = await self._clients[address].chat.completions.with_raw_response.create(
                    model=self._llm.model, messages=_messages(question), extra_body=body
                )
        except openai.APIStatusError as error:
            said = error.response.text
            return failed_generation(said) or faults.read(error.status_code, error.response.headers, said, list(body))
        except (openai.APIError, TimeoutError):
            return Fault(reason="unreachable", remedy="retry")
        if raw.status_code != 200:
            return faults.read(raw.status_code, raw.headers, raw.text, list(body))
        return read_reply(raw.text, raw.headers, list(body), estimate_tokens(question.fixed + question.own))

    def body(self, question: Question, rung: int) -> dict[str, Any]:
        """The body of such a request, for a batch."""
        return {"model": self._llm.model, "messages": _messages(question), **self._beside(question, rung)}

    def _beside(self, question: Question, rung: int) -> dict[str, Any]:
        return self.extra | providers.response_format(providers.FORMATS[rung], question.schema)

    def batches(self, address: int) -> "BatchApi":
        """The same connection's way to ask many questions at once; only where `open` made it."""
        return BatchApi(self._clients[address])


BATCHES_A_PAGE = 100
"""As many as the list may give at once."""


class BatchApi:
    """Questions by the file, answered within a day: https://platform.openai.com/docs/api-reference/batch"""

    def __init__(self, client: "AsyncOpenAI") -> None:
        """Take a connection; whoever made it closes it."""
        self._files = client.files.with_raw_response
        self._batches = client.batches.with_raw_response

    async def upload(self, content: bytes) -> bytes | Fault:
        """Send a file of questions; the answer describes it."""
        return await _heard(self._files.create(file=("questions.jsonl", content), purpose="batch"))

    async def create(self, file: str, mark: str) -> bytes | Fault:
        """Have a file's questions answered; `mark` is what the batch is found by again."""
        made = self._batches.create(
            input_file_id=file,
            endpoint="/v1/chat/completions",
            completion_window="24h",
            metadata={"digest": mark},
        )
        return await _heard(made)

    async def recent(self, after: str) -> bytes | Fault:
        """The newest batches of the account, or those that follow on one by its id."""
        if after:
            return await _heard(self._batches.list(limit=BATCHES_A_PAGE, after=after))
        return await _heard(self._batches.list(limit=BATCHES_A_PAGE))

    async def retrieve(self, batch: str) -> bytes | Fault:
        """How far a batch is."""
        return await _heard(self._batches.retrieve(batch))

    async def content(self, file: str) -> bytes | Fault:
        """What a file holds."""
        return await _heard(self._files.content(file))

    async def delete(self, file: str) -> bytes | Fault:
        """Remove a file."""
        return await _heard(self._files.delete(file))


def _messages(question: Question) -> "list[ChatCompletionMessageParam]":
    return [{"role": "system", "content": question.fixed}, {"role": "user", "content": question.own}]


async def _heard(call: Awaitable[Any]) -> bytes | Fault:
    """The body of an answer that is a success, or what went wrong."""
    import openai

    try:
        raw = await call
    except openai.APIStatusError as error:
        return faults.read(error.status_code, error.response.headers, error.response.text, ())
    except (openai.APIError, TimeoutError):
        return Fault(reason="unreachable", remedy="retry")
    if raw.status_code != 200:
        return faults.read(raw.status_code, raw.headers, raw.text, ())
    body: bytes = raw.content
    return body

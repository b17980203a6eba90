"""One request to an OpenAI-compatible API: the only module that imports `openai`, and only when it calls."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING, Any

from digest.config.schema import Llm
from digest.core.masking import masked
from digest.language_model import faults, providers
from digest.language_model.budget import estimate_tokens
from digest.language_model.faults import Fault
from digest.language_model.reply import Reply, failed_generation, kept_secret, read_reply

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
    most_tokens: int
    """How long it may be: a model that runs on and on is stopped there."""


MARGIN = 200
"""Tokens of what may stand around an answer: fences, a sentence that it begins with."""
ROOM_FOR_THOUGHTS = (0, 4_000, 16_000)
"""Tokens beside those of the answer, for a model that reasons first; where they do not suffice, the next is tried."""
RETRIES = 4
"""Of a call about batches, by the SDK, which waits as long as the API asks, up to two minutes."""


def get_ready() -> None:
    """Begin to import what calls a model, in a thread: it takes most of a second, and a run waits for arXiv first."""
    Thread(target=import_module, args=("openai",)).start()


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
        self.lengths = list(providers.length_parameters(self.addresses[0]))
        """What the API may call the limit of an answer's length; the first is sent, one that is refused taken out."""
        # A model on this machine is small most likely, and the first to run on and on.
        self.room = 0 if llm.reasoning == "off" or providers.is_local(self.addresses[0]) else 1
        """Which of ROOM_FOR_THOUGHTS is given."""
        self._llm = llm
        self._key = api_key.strip()
        self._clients: list[AsyncOpenAI] = []

    def open(self) -> bool:
        """Make the client; False where the key cannot be sent."""
        if not providers.can_be_key(self._key):
            return False
        import openai  # 0.4 s, and not needed by whoever only asks for --help

        from digest.language_model.http_client import LimitedClient

        client = openai.AsyncOpenAI(
            api_key=self._key,
            base_url=self.addresses[0],
            max_retries=0,  # its own know nothing of the other calls
            timeout=openai.Timeout(self._llm.read_timeout_seconds, connect=self._llm.connect_timeout_seconds),
            http_client=LimitedClient(limits=openai.DEFAULT_CONNECTION_LIMITS),
        )
        # They share their connections.
        self._clients = [client, *(client.with_options(base_url=address) for address in self.addresses[1:])]
        return True

    async def close(self) -> None:
        """End the connection."""
        for client in self._clients[:1]:
            await client.close()

    async def send(self, question: Question, rung: int, address: int, room: int) -> Reply | Fault:
        """Make one request, in the format of a rung of the ladder, to one of the addresses; what came of it."""
        return self.checked(await self._sent(question, rung, address, room))

    def checked(self, outcome: Reply | Fault) -> Reply | Fault:
        """What came of a request, also of one in a batch; an answer that holds the key is taken for none."""
        return kept_secret(outcome, self._key) if isinstance(outcome, Reply) else outcome

    async def _sent(self, question: Question, rung: int, address: int, room: int) -> Reply | Fault:
        body = self._beside(question, rung, room)
        answer = await _answer(self._completion(address, _messages(question), body))
        if isinstance(answer, Fault):
            return answer
        status, headers, text = answer.status_code, answer.headers, answer.text
        if status == 200:
            return read_reply(text, headers, list(body), estimate_tokens(question.fixed + question.own))
        return failed_generation(text) or faults.read(status, headers, text, list(body))

    async def plain(self, text: str, address: int) -> tuple[Reply | Fault, Mapping[str, str]]:
        """Make one request with nothing but a question, to one of the addresses; what came of it, and its headers."""
        answer = await _answer(self._completion(address, [{"role": "user", "content": text}], {}))
        if isinstance(answer, Fault):
            # Also where one came without an end: no model answers so small a question like that.
            return Fault(reason="unreachable", remedy="retry"), {}
        # Before anything of them is cut: a half of the key would not be found again.
        headers = {name.lower(): masked(value, [self._key]) for name, value in answer.headers.items()}
        if answer.status_code == 200:
            return read_reply(answer.text, answer.headers, (), estimate_tokens(text)), headers
        return faults.read(answer.status_code, answer.headers, answer.text, ()), headers

    def _completion(
        self, address: int, messages: "list[ChatCompletionMessageParam]", body: Mapping[str, Any]
    ) -> Awaitable[Any]:
        """Ask for a completion; the answer is the raw one: what is no JSON, or has no choices, must not pass for one.

        The package's own way for requests that it has no types for: with types a call takes twice the time.
        """
        import httpx2

        asked = {"messages": messages, "model": self._llm.model, **body}
        return self._clients[address].post("/chat/completions", body=asked, cast_to=httpx2.Response)

    async def models(self, address: int) -> str:
        """The API's list of models, without the key; empty where it gives none, as many do."""
        listing = await _body(self._clients[address].models.with_raw_response.list())
        return "" if isinstance(listing, Fault) else masked(listing.decode("utf-8", "replace"), [self._key])

    def body(self, question: Question, rung: int) -> dict[str, Any]:
        """The body of such a request, for a batch, whose answers cannot show in time that they need more room."""
        beside = self._beside(question, rung, max(1, self.room))
        return {"model": self._llm.model, "messages": _messages(question), **beside}

    def _beside(self, question: Question, rung: int, room: int) -> dict[str, Any]:
        length = {name: self._length(question, room) for name in self.lengths[:1]}
        return self.extra | length | providers.response_format(providers.FORMATS[rung], question.schema)

    def _length(self, question: Question, room: int) -> int:
        most = question.most_tokens + ROOM_FOR_THOUGHTS[room]
        if self._llm.tokens_per_minute is None:
            return most
        # Some APIs count what an answer may have as if it had it.
        left = self._llm.tokens_per_minute - estimate_tokens(question.fixed + question.own)
        return min(most, max(left, question.answer_tokens))

    def batches(self, address: int) -> "BatchApi":
        """The same connection's way to ask many questions at once; only where `open` made it."""
        return BatchApi(self._clients[address], self._key)


BATCHES_A_PAGE = 100
"""As many as the list may give at once."""


class BatchApi:
    """Questions by the file, answered within a day: https://platform.openai.com/docs/api-reference/batch"""

    def __init__(self, client: "AsyncOpenAI", key: str) -> None:
        """Take a connection, which whoever made it closes; what the API says is given without the `key`."""
        patient = client.with_options(max_retries=RETRIES)
        self._key = key
        self._once = client.batches.with_raw_response
        self._batches = patient.batches.with_raw_response
        self._files = patient.files.with_raw_response

    async def upload(self, content: bytes) -> bytes | Fault:
        """Send a file of questions; the answer describes it."""
        return await self._told(self._files.create(file=("questions.jsonl", content), purpose="batch"))

    async def create(self, file: str, mark: str) -> bytes | Fault:
        """Have a file's questions answered, in one call: it may have arrived and fail, and would be paid for twice.

        `mark` is what the batch is found by again.
        """
        made = self._once.create(
            input_file_id=file,
            endpoint="/v1/chat/completions",
            completion_window="24h",
            metadata={"digest": mark},
        )
        return await self._told(made)

    async def recent(self, after: str) -> bytes | Fault:
        """The newest batches of the account, or those that follow on one by its id."""
        import openai

        return await self._told(self._batches.list(limit=BATCHES_A_PAGE, after=after or openai.omit))

    async def retrieve(self, batch: str) -> bytes | Fault:
        """How far a batch is."""
        return await self._told(self._batches.retrieve(batch))

    async def content(self, file: str) -> bytes | Fault:
        """What a file holds; its answers are checked for the key one by one, as those of single calls are."""
        return await _body(self._files.content(file))

    async def delete(self, file: str) -> bytes | Fault:
        """Remove a file."""
        return await self._told(self._files.delete(file))

    async def _told(self, call: Awaitable[Any]) -> bytes | Fault:
        """The body of an answer about a batch or a file, without the key: it is told in a log, and in notes."""
        body = await _body(call)
        return body if isinstance(body, Fault) else masked(body.decode("utf-8", "replace"), [self._key]).encode()


def _messages(question: Question) -> "list[ChatCompletionMessageParam]":
    return [{"role": "system", "content": question.fixed}, {"role": "user", "content": question.own}]


async def _body(call: Awaitable[Any]) -> bytes | Fault:
    """The body of an answer that is a success, or what went wrong."""
    answer = await _answer(call)
    if isinstance(answer, Fault):
        return answer
    if answer.status_code != 200:
        return faults.read(answer.status_code, answer.headers, answer.text, ())
    body: bytes = answer.content
    return body


async def _answer(call: Awaitable[Any]) -> Any:
    """The response of a call, whatever its status; a Fault where none came in time."""
    import openai

    from digest.language_model.http_client import TooLarge

    try:
        return await call
    except openai.APIStatusError as error:
        return error.response
    except TooLarge:
        return Fault(reason="bad_answer", remedy="give_up")
    except openai.APIError:
        return Fault(reason="unreachable", remedy="retry")

"""Calling a model over an OpenAI-compatible API: the only module that imports `openai`, and only when it calls.

One caller serves a stage of a run. It remembers what the API understands, slows all calls where one is refused, and
stops calling where no call can succeed.
"""

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest import faults, providers
from digest.config import Llm
from digest.faults import Fault
from digest.models import Reason
from digest.reply import Reply, read_reply
from digest.spending import Spending, estimate_tokens
from digest.throttle import Throttle

if TYPE_CHECKING:
    from openai import AsyncOpenAI

TRIES = 4
"""Requests for one question that the network or the API let fail."""
TRIES_WHEN_LIMITED = 7
"""Requests for one question that the API asks to send later."""
GIVE_UP_AFTER = 3
"""Questions in a row without any answer, after which an API is taken to be down."""
HEAD_START_SECONDS = 0.3
"""An error comes faster than an answer: what the first call learns, the others need not find out each for itself."""


class Unanswered(Exception):
    """A question has no answer, for this reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked."""

    fixed: str
    """The same for all questions of a stage and sent first, so that providers can cache it."""
    own: str
    schema: dict[str, Any]
    answer_tokens: int
    """About how long the answer will be."""


class Caller:
    """Asks questions, up to `llm.concurrency` at once; used inside one event loop."""

    def __init__(self, llm: Llm, api_key: str) -> None:
        """The key is sent to the API and goes nowhere else."""
        self._llm = llm
        self._key = api_key.strip()
        self._addresses = providers.addresses(llm.base_url)
        self._address = 0
        self._format = 0
        self._proven = False
        self._extra: dict[str, Any] = {} if llm.temperature is None else {"temperature": llm.temperature}
        if llm.reasoning == "off":
            self._extra |= providers.reasoning_off(self._addresses[0])
        self._throttle = Throttle(
            at_once=llm.concurrency,
            requests_per_minute=llm.requests_per_minute,
            tokens_per_minute=llm.tokens_per_minute,
        )
        self._pause = 0.05 if providers.is_local(self._addresses[0]) else 2.0
        self._unanswered = 0
        self._ends = time.monotonic() + llm.deadline_seconds
        self._client: AsyncOpenAI | None = None
        self._first = asyncio.Event()
        self._started = False
        self.spending = Spending(llm.max_tokens_per_run)
        self.calls = 0
        self.stopped: Reason | None = None
        """Why no more calls are made; every further question is answered with it."""
        self.notices: list[str] = []

    async def __aenter__(self) -> "Caller":
        import openai  # 0.4 s, and not needed by whoever only asks for --help

        if not (self._key.isascii() and self._key.isprintable()):
            # Sent in a header it would raise an error that quotes it.
            self.stopped = "credentials"
            self.notices.append("The secret OPENAI_API_KEY holds characters that no key has; paste it again.")
            self._key = "unusable"
        self._client = openai.AsyncOpenAI(
            api_key=self._key,
            base_url=self._addresses[0],
            max_retries=0,
            timeout=openai.Timeout(self._llm.read_timeout_seconds, connect=self._llm.connect_timeout_seconds),
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._client:
            await self._client.close()

    async def ask(self, question: Question) -> Reply:
        """The model's answer, whatever it says. Raises Unanswered."""
        await self._head_start()
        try:
            reply = await self._ask(question)
        except Unanswered as error:
            if error.reason in ("unreachable", "rate_limited"):
                self._unanswered += 1
                if self._unanswered >= GIVE_UP_AFTER:
                    self.stopped = self.stopped or error.reason
            raise
        finally:
            self._first.set()
        self._unanswered = 0
        return reply

    async def _head_start(self) -> None:
        if not self._started:
            self._started = True
            return
        try:
            await asyncio.wait_for(self._first.wait(), HEAD_START_SECONDS)
        except TimeoutError:
            self._first.set()

    async def _ask(self, question: Question) -> Reply:
        rung, address = self._format, self._address
        tries = 0
        pause = self._pause
        while True:
            rung = max(rung, self._format)
            outcome, began = await self._call(question, rung, address)
            if isinstance(outcome, Reply):
                await self._remember(rung, address)
                return outcome
            if outcome.remedy == "drop":
                self._drop(outcome.parameter, rung)
                continue
            if outcome.remedy == "lower" and rung + 1 < len(providers.FORMATS):
                rung += 1
                continue
            if outcome.remedy in ("retry", "address"):
                tries += 1
                if tries < (TRIES_WHEN_LIMITED if outcome.reason == "rate_limited" else TRIES):
                    if outcome.remedy == "address" and not self._proven:
                        address = (address + 1) % len(self._addresses)
                    await self._be_quiet(outcome, pause, began)
                    pause *= 2
                    continue
            if outcome.remedy == "stop":
                self.stopped = self.stopped or outcome.reason
            raise Unanswered(outcome.reason)

    async def _remember(self, rung: int, address: int) -> None:
        """What an answer came through is right for all further questions."""
        self._format = max(self._format, rung)
        if not self._proven:
            self._proven = True
            self._address = address
            if address:
                self.notices.append(
                    f"llm.base_url {self._addresses[0]} is not the address of the API; {self._addresses[address]} was "
                    "called in its place. Write that into config.yml. See docs/providers.md."
                )
        await self._throttle.went_well()

    async def _be_quiet(self, fault: Fault, pause: float, began: float) -> None:
        wait = pause if fault.wait_seconds is None else fault.wait_seconds
        if time.monotonic() + wait > self._ends:
            # A quota by the day, most likely: it will not open again in this run.
            self.stopped = self.stopped or fault.reason
            raise Unanswered(fault.reason)
        if fault.reason == "rate_limited" or fault.wait_seconds is not None:
            await self._throttle.slow(wait, began)
        else:
            await asyncio.sleep(wait)

    def _drop(self, parameter: str, rung: int) -> None:
        """Do without a parameter from now on."""
        if parameter == "response_format":
            self._format = max(self._format, rung + 1)
        elif self._extra.pop(parameter, None) is not None:
            self.notices.append(f"The model's API does not know `{parameter}`; the run went on without it.")

    async def _call(self, question: Question, rung: int, address: int) -> tuple[Reply | Fault, float]:
        """One request, and the moment it began."""
        guess = estimate_tokens(question.fixed + question.own) + question.answer_tokens
        async with self._throttle.turn(guess) as began:
            if self.stopped is None and not self.spending.reserve(guess):
                self.stopped = "token_limit"
            if self.stopped is not None:
                raise Unanswered(self.stopped)
            self.calls += 1
            reply: Reply | Fault | None = None
            try:
                reply = await self._send(question, rung, address)
            finally:
                answered = reply if isinstance(reply, Reply) else Reply()
                self.spending.settle(guess, answered.tokens_in, answered.tokens_out)
            return reply, began

    async def _send(self, question: Question, rung: int, address: int) -> Reply | Fault:
        import openai

        assert self._client is not None
        body = self._extra | providers.response_format(providers.FORMATS[rung], question.schema)
        client = self._client.with_options(base_url=self._addresses[address])
        limit = self._llm.connect_timeout_seconds + self._llm.read_timeout_seconds
        try:
            async with asyncio.timeout(limit):
                # The raw answer: what is no JSON, or has no choices, must not pass for one.
                raw = await client.chat.completions.with_raw_response.create(
                    model=self._llm.model,
                    messages=[{"role": "system", "content": question.fixed}, {"role": "user", "content": question.own}],
                    extra_body=body,
                )
                status, headers, text = raw.status_code, raw.headers, raw.text
        except openai.APIStatusError as error:
            status, headers, text = error.status_code, error.response.headers, error.response.text
        except (openai.APIConnectionError, TimeoutError):
            return Fault(reason="unreachable", remedy="retry")
        if status != 200:
            return faults.read(status, headers, text, list(body))
        return read_reply(text, headers, list(body), estimate_tokens(question.fixed + question.own))

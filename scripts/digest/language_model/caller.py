"""Asking a model with manners: one caller serves all stages of a run.

It remembers what the API understands, slows all calls where one is refused, tries again a bounded number of times, and
stops calling where no call can succeed: for the stage, or for the run where the owner has to change something first.
"""

from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Any

from digest.config.schema import Llm
from digest.core.http import public_address
from digest.core.reasons import REFUSALS
from digest.core.report import Reason
from digest.language_model import providers
from digest.language_model.api import ROOM_FOR_THOUGHTS, Api, BatchApi, Question
from digest.language_model.budget import Budget, estimate_tokens
from digest.language_model.clock import REAL, Clock
from digest.language_model.cost import Cost
from digest.language_model.faults import Fault, Unanswered
from digest.language_model.pace import Pace
from digest.language_model.reply import Reply
from digest.language_model.throttle import Throttle

TRIES = 5
"""Requests for one question that the network or the API let fail."""
TRIES_WHEN_LIMITED = 7
"""Requests for one question that the API asks to send later."""
GIVE_UP_AFTER = 3
"""Questions in a row without any answer, after which an API is taken to be down."""
LONGEST_PAUSE_SECONDS = 60.0


@dataclass(kw_only=True)
class _Attempt:
    """What is tried for one question."""

    rung: int
    address: int
    room: int
    pause: float
    tries: int = 0
    without_api: set[int] = field(default_factory=set)
    """The addresses that answered 404."""


class Caller:
    """Asks questions, up to `llm.concurrency` at once; a stage enters it as a context, in an event loop of its own."""

    def __init__(self, llm: Llm, api_key: str, clock: Clock = REAL) -> None:
        """The key is sent to the API and goes nowhere else. Raises ConfigurationError for an unusable `base_url`."""
        self.llm = llm
        self.budget = Budget.of(llm, clock)
        """What the run may spend; its time begins now."""
        self._clock = clock
        self._api = Api(llm, api_key)
        self._throttle = Throttle(
            at_once=llm.concurrency,
            requests_per_minute=llm.requests_per_minute,
            tokens_per_minute=llm.tokens_per_minute,
            clock=clock,
        )
        self.pause = 0.05 if providers.is_local(self._api.addresses[0]) else 2.0
        """Seconds before a call is made again at first; a model on this machine need not be spared."""
        self._rung = 0
        self._address = 0
        self._proven = False
        self._unanswered = 0
        self.pace: Pace | None = None
        """The time of a model on this machine, which its stages share; nothing for an API."""
        self._refused: Reason | None = None
        self.stopped: Reason | None = None
        """Why no more calls are made in this stage; every further question is answered with it."""
        self.notices: list[str] = []
        """What the owner should know of the API, found out in this stage or before."""

    async def __aenter__(self) -> "Caller":
        self.stopped = self.refusal
        self._unanswered = 0
        self._throttle.open()
        if not self._api.open():
            self.stopped = "credentials"
            self._notice(providers.NO_KEY)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._api.close()

    @property
    def refusal(self) -> Reason | None:
        """Why calling stopped, where the owner has to change something before it can go on."""
        return self._refused or (self.stopped if self.stopped in REFUSALS else None)

    def refuse(self, reason: Reason) -> None:
        """Make no more calls in this run."""
        self._refused = reason

    def begin(self) -> None:
        """Let the time begin anew, that of a local model too; what was spent stays spent."""
        self.budget.begin(self.llm.deadline_seconds)
        self.pace = replace(self.pace) if self.pace else None

    def share(self, parts: int) -> None:
        """What comes next is one of so many parts; of a local model's time it gets no more than its own."""
        if self.pace:
            self.pace.share(parts)

    @property
    def cost(self) -> Cost:
        """What all stages have asked so far."""
        return self.budget.cost

    def body(self, question: Question) -> dict[str, Any]:
        """The body of a request about a question, as the calls so far have shown it to be understood."""
        return self._api.body(question, self._rung)

    def checked(self, outcome: Reply | Fault) -> Reply | Fault:
        """What a batch has for an answer; one that holds the key is taken for none."""
        return self._api.checked(outcome)

    @property
    def address(self) -> str:
        """The API that is called, as a message may show it."""
        return public_address(self._api.addresses[0])

    @property
    def places(self) -> range:
        """The addresses that may be meant by it; the one that has answered, where one has."""
        return range(self._address, self._address + 1) if self._proven else range(len(self._api.addresses))

    def batches(self, at: int) -> BatchApi:
        """The way to ask many questions at once, at one of those addresses."""
        return self._api.batches(at)

    async def ask(self, question: Question) -> Reply:
        """The model's answer, whatever it says. Raises Unanswered."""
        async with self._throttle.head_start():
            try:
                reply = await self._ask(question)
            except Unanswered as error:
                if error.reason in ("unreachable", "rate_limited"):
                    self._unanswered += 1
                    if self._unanswered >= GIVE_UP_AFTER:
                        self.stopped = self.stopped or error.reason
                raise
        self._unanswered = 0
        return reply

    async def _ask(self, question: Question) -> Reply:
        attempt = _Attempt(rung=self._rung, address=self._address, room=self._api.room, pause=self.pause)
        while True:
            attempt.rung = max(attempt.rung, self._rung)
            attempt.room = max(attempt.room, self._api.room)
            outcome, began = await self._call(question, attempt)
            if isinstance(outcome, Reply):
                await self._remember(attempt)
                if self._has_more_room(outcome, attempt):
                    continue
                return outcome
            if not await self._can_try_again(outcome, attempt, began):
                raise Unanswered(outcome.reason)

    def _has_more_room(self, reply: Reply, attempt: "_Attempt") -> bool:
        """Whether to ask again with more room: an answer was cut off at our limit because the model thinks first."""
        was_limited = bool(self._api.lengths) and attempt.room + 1 < len(ROOM_FOR_THOUGHTS)
        if reply.complete or not reply.thought or not was_limited:
            return False
        self._api.room = max(self._api.room, attempt.room + 1)
        return True

    async def _can_try_again(self, fault: Fault, attempt: "_Attempt", began: float) -> bool:
        """Make ready for another request about the same question; False where it would not help."""
        if fault.remedy == "stop":
            self.stopped = self.stopped or fault.reason
        elif fault.remedy == "drop":
            self._drop(fault.parameter, attempt.rung)
            return True
        elif fault.remedy == "lower" and attempt.rung + 1 < len(providers.FORMATS):
            attempt.rung += 1
            return True
        elif fault.remedy == "lower" and self._api.lengths and not self._proven:
            # It says nothing of what it does not understand: perhaps it was the limit of length.
            self._api.lengths.clear()
            attempt.rung = self._rung
            return True
        elif fault.remedy in ("retry", "address"):
            attempt.tries += 1
            if attempt.tries < (TRIES_WHEN_LIMITED if fault.reason == "rate_limited" else TRIES):
                await self._next_time(fault, attempt, began)
                return True
        return False

    async def _remember(self, attempt: "_Attempt") -> None:
        """What an answer came through is right for all further questions."""
        self._rung = max(self._rung, attempt.rung)
        if not self._proven:
            self._proven = True
            self._address = attempt.address
            if attempt.address:
                written, called = (public_address(self._api.addresses[at]) for at in (0, attempt.address))
                self._notice(
                    f"llm.base_url {written} is not the address of the API; {called} was called instead. Write "
                    "that into config.yml. See docs/providers.md."
                )
        await self._throttle.went_well()

    async def _next_time(self, fault: Fault, attempt: "_Attempt", began: float) -> None:
        """Wait as long as the API asks, or longer each time; at another address where this one may be wrong.

        Raises Unanswered where waiting would not help.
        """
        if fault.is_404 and not self._proven:
            attempt.without_api.add(attempt.address)
            if len(attempt.without_api) == len(self._api.addresses):
                self.stopped = self.stopped or "not_found"
                raise Unanswered("not_found")
        wait = attempt.pause if fault.wait_seconds is None else fault.wait_seconds
        attempt.pause = min(2 * attempt.pause, LONGEST_PAUSE_SECONDS)
        if fault.remedy == "address" and not self._proven and len(self._api.addresses) > 1:
            attempt.address = (attempt.address + 1) % len(self._api.addresses)
            if attempt.tries == 1:
                return
        if self._clock.now() + wait > self.budget.ends:
            # A quota by the day, most likely: it will not open again in this run.
            self.stopped = self.stopped or fault.reason
            raise Unanswered(fault.reason)
        if fault.reason == "rate_limited" or fault.wait_seconds is not None:
            self._throttle.slow(wait, began)
        else:
            await self._clock.sleep(wait)

    def _drop(self, parameter: str, rung: int) -> None:
        """Do without a parameter from now on."""
        if parameter == "response_format":
            self._rung = max(self._rung, rung + 1)
        elif parameter in self._api.lengths:
            self._api.lengths.remove(parameter)
            if not self._api.lengths:
                self._notice("The model's API takes no limit for the length of an answer; none was sent.")
        elif self._api.extra.pop(parameter, None) is not None:
            self._notice(f"The model's API does not know `{parameter}`; the run went on without it.")

    def _notice(self, notice: str) -> None:
        if notice not in self.notices:
            self.notices.append(notice)

    async def _call(self, question: Question, attempt: "_Attempt") -> tuple[Reply | Fault, float]:
        """One request, and the moment it began."""
        guess = estimate_tokens(question.fixed + question.own) + question.answer_tokens
        async with self._throttle.turn(guess) as began:
            if self.stopped is None and not self.budget.reserve(guess):
                self.stopped = "token_limit"
            if self.stopped is not None:
                raise Unanswered(self.stopped)
            reply: Reply | Fault | None = None
            try:
                reply = await self._api.send(question, attempt.rung, attempt.address, attempt.room)
            finally:
                answered = reply if isinstance(reply, Reply) else Reply()
                self.budget.settle(guess, answered.tokens_in, answered.tokens_out)
            return reply, began

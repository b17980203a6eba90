"""Many summaries in batches, which cost half where a provider has them: https://platform.openai.com/docs/guides/batch

What comes back is checked as any answer and saved where those of single calls are; the stage that follows finds it
there, and asks in single calls for what a batch has not answered.
"""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from digest.backfill.batch_lines import MOST_BYTES, MOST_LINES, lines, mark, read_answers
from digest.backfill.batch_note import Flight, InFlight
from digest.backfill.batch_post import NoBatch, Post, StillWorking, Unknown
from digest.console.progress import Progress
from digest.core.report import Paper, Reason
from digest.language_model.budget import estimate_tokens
from digest.language_model.caller import Caller
from digest.language_model.cost import Cost
from digest.language_model.faults import Fault, Unanswered
from digest.language_model.reply import Reply
from digest.summarise.question import Asking
from digest.summarise.saved import Saved

_CURABLE = ("drop", "lower")
"""What another format, or fewer parameters, help against."""
_TOO_MANY = "token_limit"
"""What is said where an account may have fewer questions waiting: https://platform.openai.com/docs/guides/rate-limits"""


@dataclass(frozen=True, kw_only=True)
class SummaryToAsk:
    """A summary that is wanted: of a paper, in the report of a day."""

    day: date
    paper: Paper

    def name(self, asking: Asking) -> str:
        """What its question is called in a batch."""
        return f"{self.day}_{self.paper.id}v{self.paper.version or 0}_{asking.name}"


@dataclass(kw_only=True)
class Answered:
    """What came of the batches."""

    calls: Counter[date] = field(default_factory=Counter)
    """How many questions were answered, by report."""
    tokens_in: Counter[date] = field(default_factory=Counter)
    tokens_out: Counter[date] = field(default_factory=Counter)
    refusal: Reason | None = None
    """Why the model cannot be called at all."""
    unfinished: str = ""
    """What to say where a batch is still being worked on, so that nothing more is to be done now."""

    def cost(self, day: date) -> Cost:
        """What was asked for a report."""
        return Cost(calls=self.calls[day], tokens_in=self.tokens_in[day], tokens_out=self.tokens_out[day])

    @property
    def total(self) -> Cost:
        """What was asked for all of them."""
        return Cost(calls=self.calls.total(), tokens_in=self.tokens_in.total(), tokens_out=self.tokens_out.total())


class Batches:
    """Asks for summaries in batches, one batch after the other."""

    def __init__(
        self, caller: Caller, asking: Asking, saved: Callable[[date], Saved], note: InFlight, progress: Progress
    ) -> None:
        """`saved` is where the summaries of a report go; `note` outlives a killed run."""
        self._caller = caller
        self._asking = asking
        self._saved = saved
        self._note = note
        self._progress = progress
        self._answered = Answered()
        self._most = MOST_LINES
        self._understood = False

    async def run(self, wanted: Sequence[SummaryToAsk], tokens: int | None, wait_seconds: float) -> Answered:
        """Ask for what is wanted and not saved yet, within so many tokens; wait for the answers so long."""
        ends = time.monotonic() + wait_seconds
        left = {w.name(self._asking): w for w in wanted if not self._saved(w.day).get(w.paper, self._asking.name)}
        try:
            async with self._caller:
                if self._caller.refusal is None:
                    await self._work_through(left, tokens, ends)
        except StillWorking as error:
            self._answered.unfinished = str(error)
        except NoBatch as error:
            self._answered.refusal = error.reason
            if not error.reason:
                self._progress.warn(f"{error} The summaries are asked for in single calls. See docs/backfill.md.")
        self._answered.refusal = self._answered.refusal or self._caller.refusal
        return self._answered

    async def _work_through(self, left: dict[str, SummaryToAsk], tokens: int | None, ends: float) -> None:
        earlier = await self._of_a_killed_run(left)
        if earlier:  # it is paid for, whatever this run has room for
            try:
                if not await self._take(earlier, left, ends):
                    return
            except Unknown as error:
                self._note.done()
                self._progress.warn(f"{error} Its questions are sent again.")
        self._within(left, tokens)
        while left:
            flight = await self._send(left)
            try:
                if not await self._take(flight, left, ends):
                    return
            except Unknown as error:  # sent a moment ago: the next one would be as unknown
                self._note.done()
                raise NoBatch(str(error)) from error

    def _within(self, left: dict[str, SummaryToAsk], tokens: int | None) -> None:
        """Leave out what the limit of the run has no room for."""
        for name, wanted in list(left.items()) if tokens is not None else ():
            question = self._asking.question([wanted.paper])
            tokens = (tokens or 0) - estimate_tokens(question.fixed + question.own) - question.answer_tokens
            if tokens < 0:
                del left[name]

    async def _of_a_killed_run(self, left: Mapping[str, SummaryToAsk]) -> Flight | None:
        """The batch that the note names, where it is about what is wanted and the API knows it."""
        flight = self._note.read(self._caller.address)
        if flight and left.keys().isdisjoint(flight.questions):
            return None
        if flight and not flight.batch:
            there = await self._post(flight.at).find(flight.mark)
            flight = flight.model_copy(update={"batch": there.id}) if there else None
        if flight:
            self._progress.say(f"Batch {flight.batch} was sent by an earlier run.")
        return flight

    async def _send(self, left: dict[str, SummaryToAsk]) -> Flight:
        """Send the next batch. Raises NoBatch where the API does not take it."""
        chosen, size = dict[str, dict[str, Any]](), 0
        for name in list(left)[: self._most]:
            chosen[name] = self._caller.body(self._asking.question([left[name].paper]))
            size += len(lines({name: chosen[name]}))
            if size > MOST_BYTES:
                break
        content = lines(chosen)
        flight = Flight(mark=mark(content), questions=tuple(chosen), address=self._caller.address)
        for at in self._caller.places:
            flight = flight.model_copy(update={"at": at})
            self._note.write(flight)
            try:
                batch = await self._post(at).send(content, flight.mark)
            except NoBatch:
                self._note.done()
                if at == self._caller.places[-1]:
                    raise
            else:
                break
        self._progress.say(f"Batch {batch.id} is sent; questions: {len(chosen)}.")
        flight = flight.model_copy(update={"batch": batch.id})
        self._note.write(flight)
        return flight

    async def _take(self, flight: Flight, left: dict[str, SummaryToAsk], ends: float) -> bool:
        """Wait for a batch and save its answers; whether to go on with what is left.

        What expired stays in `left`; what got no answer to believe leaves it, for a single call.
        """
        post = self._post(flight.at)
        batch = await post.final(flight.batch, ends)
        answers = read_answers(await post.contents(batch), frozenset(flight.questions))
        faults = {name: answer for name, answer in answers.items() if isinstance(answer, Fault)}
        misunderstood = [name for name, fault in faults.items() if fault.remedy in _CURABLE and name in left]
        again = () if self._understood else misunderstood
        for name, answer in answers.items():
            if name in left and name not in again:
                self._keep(left.pop(name), answer and self._caller.checked(answer))
        self._note.done()
        await post.clear(batch)
        self._progress.say(f"Batch {batch.id} is {batch.status}; answers: {len(answers)} of {len(flight.questions)}.")
        if batch.status == "cancelled":
            raise StillWorking(f"Batch {batch.id} was cancelled.")
        if batch.status == "failed" and _TOO_MANY in batch.error and len(flight.questions) > 1:
            self._most = len(flight.questions) // 2
            return True
        if not answers:
            raise NoBatch(f"Batch {batch.id} is {batch.status} without an answer. {batch.error}".strip())
        return not again or await self._is_understood(left)

    async def _is_understood(self, left: dict[str, SummaryToAsk]) -> bool:
        """Ask about one paper in a single call, which finds out what format and parameters the API understands."""
        first = left.pop(next(iter(left)))
        self._understood = True
        try:
            self._keep(first, await self._caller.ask(self._asking.question([first.paper])))
        except Unanswered:
            return False
        return True

    def _keep(self, wanted: SummaryToAsk, answer: Reply | Fault | None) -> None:
        """Save an answer where it passes every check."""
        if not isinstance(answer, Reply):
            return
        verdict = self._asking.verdicts([wanted.paper], answer)[wanted.paper.id]
        self._answered.calls[wanted.day] += 1
        self._answered.tokens_in[wanted.day] += verdict.tokens_in
        self._answered.tokens_out[wanted.day] += verdict.tokens_out
        finished = None if verdict.problems else self._asking.finished(wanted.paper, verdict)
        if finished:
            self._saved(wanted.day).put(finished, self._asking.name)

    def _post(self, at: int) -> Post:
        return Post(self._caller.batches(at), self._caller.pause, self._progress)

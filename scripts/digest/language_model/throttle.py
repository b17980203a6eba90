"""Manners towards an API: all calls pass one throttle, so that a refusal slows every one of them, after a head start.

What the first call learns of an API, the others of its stage need not find out each for itself.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from digest.language_model.clock import REAL, Clock

_MINUTE = 60.0
_CALLS_TO_WIDEN = 10
HEAD_START_SECONDS = 0.2
"""An error comes faster than an answer."""


class Throttle:
    """Lets calls through: so many at once and a minute, and none while the API asks for quiet.

    It serves all stages of a run, each in an event loop of its own, which is begun with `open`.
    """

    def __init__(
        self, *, at_once: int, requests_per_minute: int | None, tokens_per_minute: int | None, clock: Clock = REAL
    ) -> None:
        """`at_once` is the most; a 429 halves it, ten good answers in a row widen it by one."""
        self._most = at_once
        self._width = at_once
        self._good = 0
        self._requests = requests_per_minute
        self._tokens = tokens_per_minute
        self._started: deque[tuple[float, int]] = deque()
        self._quiet_until = 0.0
        self._clock = clock
        self.open()

    def open(self) -> None:
        """Begin a stage: none of its calls is under way yet; what was learned of the API stays."""
        self._running = 0
        self._changed = asyncio.Condition()
        self._started_first = False
        self._first_over = asyncio.Event()

    @asynccontextmanager
    async def head_start(self) -> AsyncIterator[None]:
        """Let a question in: the first at once, the others when it has its answer or its head start is over."""
        if self._started_first:
            try:
                await asyncio.wait_for(self._first_over.wait(), HEAD_START_SECONDS)
            except TimeoutError:
                self._first_over.set()
        self._started_first = True
        try:
            yield
        finally:
            self._first_over.set()

    @asynccontextmanager
    async def turn(self, tokens: int) -> AsyncIterator[float]:
        """Wait for a turn to make a call of about `tokens`; gives the moment it began."""
        await self._wait(tokens)
        try:
            yield self._clock.now()
        finally:
            async with self._changed:
                self._running -= 1
                self._changed.notify()

    async def _wait(self, tokens: int) -> None:
        while True:
            now = self._clock.now()
            pause = max(self._quiet_until - now, self._until_minute_allows(now, tokens))
            if pause > 0:
                await self._clock.sleep(pause)  # nothing that other calls come to could make it shorter
            elif self._running < self._width:
                self._running += 1
                self._started.append((now, tokens))
                return
            else:
                async with self._changed:
                    if self._running >= self._width:
                        await self._changed.wait()

    def _until_minute_allows(self, now: float, tokens: int) -> float:
        while self._started and self._started[0][0] <= now - _MINUTE:
            self._started.popleft()
        if self._requests is not None and len(self._started) >= self._requests:
            return self._started[-self._requests][0] + _MINUTE - now
        if self._tokens is not None and self._started:
            # A call that is larger than the whole allowance still gets a minute of its own.
            room = self._tokens - tokens
            for start, used in reversed(self._started):
                room -= used
                if room < 0:
                    return start + _MINUTE - now
        return 0.0

    def slow(self, seconds: float, began: float) -> None:
        """Keep all calls back for `seconds`; `began` is the start of the call that was refused."""
        if began >= self._quiet_until:
            # Refusals of calls that were under way together are one refusal.
            self._width = max(1, self._width // 2)
        self._good = 0
        self._quiet_until = max(self._quiet_until, self._clock.now() + seconds)

    async def went_well(self) -> None:
        """Count a good answer."""
        self._good += 1
        if self._good >= _CALLS_TO_WIDEN and self._width < self._most:
            async with self._changed:
                self._good = 0
                self._width += 1
                self._changed.notify()

"""Manners towards an API: one throttle that all calls pass, so that a refusal slows every one of them."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_MINUTE = 60.0
_CALLS_TO_WIDEN = 10


class Throttle:
    """Lets calls through: so many at once and a minute, and none while the API asks for quiet."""

    def __init__(self, *, at_once: int, requests_per_minute: int | None, tokens_per_minute: int | None) -> None:
        """`at_once` is the most; a 429 halves it, ten good answers in a row widen it by one."""
        self._most = at_once
        self._width = at_once
        self._running = 0
        self._good = 0
        self._requests = requests_per_minute
        self._tokens = tokens_per_minute
        self._started: deque[tuple[float, int]] = deque()
        self._quiet_until = 0.0
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def turn(self, tokens: int) -> AsyncIterator[float]:
        """Wait for a turn to make a call of about `tokens`; gives the moment it began."""
        await self._wait(tokens)
        try:
            yield time.monotonic()
        finally:
            async with self._changed:
                self._running -= 1
                self._changed.notify()

    async def _wait(self, tokens: int) -> None:
        async with self._changed:
            while True:
                now = time.monotonic()
                pause = max(self._quiet_until - now, self._until_minute_allows(now, tokens))
                if pause <= 0 and self._running < self._width:
                    self._running += 1
                    self._started.append((now, tokens))
                    return
                try:
                    # Woken where a call ends or the quiet changes; otherwise the clock decides.
                    await asyncio.wait_for(self._changed.wait(), pause if pause > 0 else None)
                except TimeoutError:
                    continue

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

    async def slow(self, seconds: float, began: float) -> None:
        """Keep all calls back for `seconds`; `began` is the start of the call that was refused."""
        async with self._changed:
            if began >= self._quiet_until:
                # Refusals of calls that were under way together are one refusal.
                self._width = max(1, self._width // 2)
            self._good = 0
            self._quiet_until = max(self._quiet_until, time.monotonic() + seconds)

    async def went_well(self) -> None:
        """Count a good answer."""
        self._good += 1
        if self._good >= _CALLS_TO_WIDEN and self._width < self._most:
            async with self._changed:
                self._good = 0
                self._width += 1
                self._changed.notify()

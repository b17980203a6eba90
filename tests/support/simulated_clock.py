"""A clock that runs only where everybody waits for it: what would take minutes takes none."""

import asyncio
from bisect import insort

from digest.language_model.clock import Clock

_ROUNDS = 20
"""So often everybody else who can go on is let go on before time passes."""


class SimulatedClock:
    """Time that passes where all who sleep on it have nothing else to wait for; `clock` is to be handed on."""

    def __init__(self) -> None:
        self.time = 1000.0
        self._wakes: list[float] = []
        self.clock = Clock(now=lambda: self.time, sleep=self.sleep)

    async def sleep(self, seconds: float) -> None:
        """Return so many seconds later."""
        wakes = self.time + seconds
        insort(self._wakes, wakes)
        try:
            while self.time < wakes:
                for _ in range(_ROUNDS):
                    await asyncio.sleep(0)
                self.time = max(self.time, min(self._wakes))
        finally:
            self._wakes.remove(wakes)

"""The first call goes ahead of the others: what it learns of an API, the others need not find out each for itself."""

import asyncio

HEAD_START_SECONDS = 0.2
"""An error comes faster than an answer."""


class HeadStart:
    """One stage's; used inside one event loop."""

    def __init__(self) -> None:
        self._started = False
        self._over = asyncio.Event()

    async def wait(self) -> None:
        """Return at once to the first caller, to the others when it has its answer or the head start is over."""
        if not self._started:
            self._started = True
            return
        try:
            await asyncio.wait_for(self._over.wait(), HEAD_START_SECONDS)
        except TimeoutError:
            self._over.set()

    def over(self) -> None:
        """The first call has an answer."""
        self._over.set()

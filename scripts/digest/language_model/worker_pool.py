"""Doing many things, some at a time, within a time."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


async def work_through(things: Sequence[T], do: Callable[[T], Awaitable[None]], at_once: int, seconds: float) -> bool:
    """Do each thing, begun in the given order; whether that was finished in time. What was not is cancelled.

    Raises what `do` raises, after the others were cancelled.
    """
    queue = deque(things)

    async def worker() -> None:
        while queue:
            await do(queue.popleft())

    try:
        async with asyncio.timeout(seconds) as limit, asyncio.TaskGroup() as group:
            for _ in range(min(at_once, len(things))):
                group.create_task(worker())
    except TimeoutError:
        if not limit.expired():
            raise
        return False
    except BaseExceptionGroup as group:
        raise group.exceptions[0] from None
    return True

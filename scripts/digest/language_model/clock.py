"""The time that calls are made in: passed to whatever waits, so that a test need not."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Clock:
    """How late it is, and how to wait."""

    now: Callable[[], float] = time.monotonic
    """In seconds, from whatever moment."""
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


REAL = Clock()

"""Work on many reports, on all cores where they are many."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

FEW = 60
"""Reports that are made in one process: starting others would take longer."""

T = TypeVar("T")
R = TypeVar("R")


@contextmanager
def workers(reports: int) -> Iterator[Callable[[Callable[[T], R], Sequence[T]], list[R]]]:
    """What calls a function with each of some things, and returns the results in their order."""
    if reports <= FEW or (os.cpu_count() or 1) < 2:
        yield lambda function, things: list(map(function, things))
        return
    with ProcessPoolExecutor() as pool:
        yield lambda function, things: list(pool.map(function, things, chunksize=max(1, min(16, len(things) // 8))))

"""Doing many things, some at a time."""

import asyncio

import pytest

from digest.language_model.worker_pool import work_through


def test_all_in_order_and_some_at_a_time() -> None:
    """Things are begun in order, never more at once than allowed, and all are done."""
    begun: list[int] = []
    running = most = 0

    async def do(thing: int) -> None:
        nonlocal running, most
        begun.append(thing)
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.01)
        running -= 1

    assert asyncio.run(work_through(range(10), do, 3, 5))
    assert (begun, most) == (list(range(10)), 3)


def test_out_of_time() -> None:
    """What is not finished in time is cancelled, and the caller learns of it."""
    done: list[int] = []

    async def do(thing: int) -> None:
        await asyncio.sleep(thing)
        done.append(thing)

    assert not asyncio.run(work_through([0, 5, 0], do, 2, 0.2))
    assert done == [0, 0]


def test_an_error_is_the_caller_s() -> None:
    """The first error ends the work and comes out as itself."""

    async def do(thing: int) -> None:
        raise TimeoutError(str(thing))

    with pytest.raises(TimeoutError, match="1"):
        asyncio.run(work_through([1, 2], do, 1, 5))


def test_nothing_to_do() -> None:
    """Nothing is finished at once."""

    async def do(thing: int) -> None:
        raise AssertionError

    assert asyncio.run(work_through([], do, 4, 1))

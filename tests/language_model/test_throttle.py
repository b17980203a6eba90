"""The throttle that all calls pass."""

import asyncio
import time

import pytest

from digest.language_model import throttle
from digest.language_model.throttle import Throttle


def starts(gate: Throttle, calls: int, seconds: float = 0.0, tokens: int = 10) -> list[float]:
    """When each of some calls began, in seconds from the first."""
    began: list[float] = []

    async def call() -> None:
        async with gate.turn(tokens) as moment:
            began.append(moment)
            await asyncio.sleep(seconds)

    async def run() -> None:
        await asyncio.gather(*(call() for _ in range(calls)))

    asyncio.run(run())
    return [moment - min(began) for moment in began]


def gate(at_once: int = 100, requests: int | None = None, tokens: int | None = None) -> Throttle:
    """A throttle."""
    return Throttle(at_once=at_once, requests_per_minute=requests, tokens_per_minute=tokens)


def test_so_many_at_once() -> None:
    """With two at once, six calls of a moment each take three moments."""
    began = sorted(starts(gate(at_once=2), 6, seconds=0.1))
    assert [round(moment, 1) for moment in began] == [0.0, 0.0, 0.1, 0.1, 0.2, 0.2]


def test_requests_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """No minute sees more calls begin than config allows."""
    monkeypatch.setattr(throttle, "_MINUTE", 0.2)
    began = sorted(starts(gate(requests=3), 8))
    assert all(later - earlier >= 0.19 for earlier, later in zip(began, began[3:], strict=False))
    assert began[2] < 0.1


def test_tokens_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """No minute sees more tokens than config allows; a call above the whole allowance still gets through."""
    monkeypatch.setattr(throttle, "_MINUTE", 0.2)
    began = sorted(starts(gate(tokens=25), 5, tokens=10))
    assert all(later - earlier >= 0.19 for earlier, later in zip(began, began[2:], strict=False))
    assert len(starts(gate(tokens=25), 2, tokens=100)) == 2


def test_quiet_holds_all_calls_back() -> None:
    """While the API asks for quiet no call begins."""

    async def run() -> float:
        shared = gate()
        asked = time.monotonic()
        await shared.slow(0.2, began=asked)
        async with shared.turn(1) as moment:
            return moment - asked

    assert asyncio.run(run()) >= 0.2


def test_refusals_halve_and_answers_widen() -> None:
    """A 429 halves the calls at once, one time for those under way together; good answers bring them back."""

    async def run() -> list[int]:
        shared = gate(at_once=8)
        widths = []
        now = time.monotonic()
        for _ in range(3):
            await shared.slow(0.05, began=now)
        widths.append(await _width(shared))
        for _ in range(20):
            await shared.went_well()
        widths.append(await _width(shared))
        for _ in range(500):
            await shared.went_well()
        widths.append(await _width(shared))
        return widths

    assert asyncio.run(run()) == [4, 6, 8]


async def _width(shared: Throttle) -> int:
    """How many calls run at once."""
    running = most = 0

    async def call() -> None:
        nonlocal running, most
        async with shared.turn(0):
            running += 1
            most = max(most, running)
            await asyncio.sleep(0.02)
            running -= 1

    await asyncio.gather(*(call() for _ in range(20)))
    return most

"""The throttle that all calls pass."""

import asyncio

from digest.language_model.throttle import Throttle
from simulated_clock import SimulatedClock


def starts(gate: Throttle, time: SimulatedClock, calls: int, seconds: float = 0.0, tokens: int = 10) -> list[float]:
    """When each of some calls began, in seconds from the first."""
    began: list[float] = []

    async def call() -> None:
        async with gate.turn(tokens) as moment:
            began.append(moment)
            await time.sleep(seconds)

    async def run() -> None:
        gate.open()
        await asyncio.gather(*(call() for _ in range(calls)))

    asyncio.run(run())
    return sorted(moment - min(began) for moment in began)


def gate(time: SimulatedClock, at_once: int = 100, requests: int | None = None, tokens: int | None = None) -> Throttle:
    """A throttle."""
    return Throttle(at_once=at_once, requests_per_minute=requests, tokens_per_minute=tokens, clock=time.clock)


def test_so_many_at_once() -> None:
    """With two at once, six calls of a second each take three seconds."""
    time = SimulatedClock()
    assert starts(gate(time, at_once=2), time, 6, seconds=1) == [0, 0, 1, 1, 2, 2]


def test_requests_a_minute() -> None:
    """No minute sees more calls begin than config allows."""
    time = SimulatedClock()
    assert starts(gate(time, requests=3), time, 8) == [0, 0, 0, 60, 60, 60, 120, 120]


def test_tokens_a_minute() -> None:
    """No minute sees more tokens than config allows; a call above the whole allowance still gets through."""
    time = SimulatedClock()
    assert starts(gate(time, tokens=25), time, 5, tokens=10) == [0, 0, 60, 60, 120]
    assert starts(gate(time, tokens=25), time, 2, tokens=100) == [0, 60]


def test_quiet_holds_all_calls_back() -> None:
    """While the API asks for quiet no call begins, also not one of the next stage."""
    time = SimulatedClock()
    shared, asked = gate(time), time.time
    shared.slow(30, began=asked)
    starts(shared, time, 5)
    assert time.time == asked + 30


def test_refusals_halve_and_answers_widen() -> None:
    """A 429 halves the calls at once, one time for those under way together; good answers bring them back."""

    async def went_well(times: int) -> None:
        for _ in range(times):
            await shared.went_well()

    time = SimulatedClock()
    shared, widths = gate(time, at_once=8), []
    now = time.time
    for _ in range(3):
        shared.slow(5, began=now)
    for good_answers in (0, 20, 500):
        asyncio.run(went_well(good_answers))
        widths.append(starts(shared, time, 20, seconds=1).count(0))
    assert widths == [4, 6, 8]


def test_the_first_question_goes_ahead() -> None:
    """The others of a stage wait until the first has its answer; each stage has a first one."""

    async def stage() -> list[str]:
        said: list[str] = []

        async def ask(number: int) -> None:
            async with shared.head_start():
                said.append(f"{number} asks")
                await asyncio.sleep(0)
                said.append(f"{number} knows")

        shared.open()
        await asyncio.gather(*map(ask, range(3)))
        return said[:2]

    shared = gate(SimulatedClock())
    assert [asyncio.run(stage()) for _ in range(2)] == [["0 asks", "0 knows"]] * 2

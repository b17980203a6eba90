"""What a person sees while a run goes on."""

import contextlib
import io
import os
from collections.abc import Callable, Iterator

from digest.console.progress import BAR, Progress


def on_terminal(work: Callable[[Progress], None]) -> str:
    """What a run writes to a terminal."""
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as stream:
        work(Progress(environment={}, stream=stream))
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        return b"".join(_pieces(terminal)).decode("utf-8")


def _pieces(terminal: io.FileIO) -> Iterator[bytes]:
    """What was written to a terminal; it comes in pieces, and Linux ends it with an error."""
    with contextlib.suppress(OSError):
        while piece := terminal.read(10_000):
            yield piece


def test_a_bar_grows_on_a_terminal() -> None:
    """On a terminal a count is a bar in one line, as long for the whole as for nothing, that a message replaces."""

    def work(progress: Progress) -> None:
        progress.count(0, 4)
        progress.count(1, 4)
        progress.say("something")
        progress.count(4, 4)

    empty, quarter, rest = on_terminal(work).split("\r", 2)
    assert empty == f"  {'─' * BAR} 0 of 4"
    assert len(quarter) == len(empty)
    assert 0 < quarter.count("━") < BAR / 2
    assert rest.startswith("\x1b[2K")
    assert f"  {'━' * BAR} 4 of 4" in rest


def test_lines_elsewhere() -> None:
    """In a log a count is about ten lines, the last one with the total, and no control character."""
    log = io.StringIO()
    progress = Progress(environment={}, stream=log)
    for done in range(1, 201):
        progress.count(done, 200)
    lines = log.getvalue().splitlines()
    assert 10 <= len(lines) <= 11
    assert lines[-1].strip() == "200 of 200"
    assert "\x1b" not in log.getvalue()

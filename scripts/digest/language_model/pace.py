"""What a model on this machine manages in its time: the first answers are timed, and the rest is arithmetic."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol


class Server(Protocol):
    """The server of the model, which belongs to this run."""

    def revive(self) -> bool:
        """Whether it can be asked (again), if need be after it was started once more."""


@dataclass(kw_only=True)
class Pace:
    """The time of one run's model, and how fast it answers."""

    seconds: float
    """All the time there is."""
    at_once: int
    """How many questions are answered at the same time."""
    server: Server
    clock: Callable[[], float] = time.monotonic
    each: float | None = None
    """Seconds a paper took, most lately; nothing before the first answers."""
    _began: float = field(init=False)
    _until: float = field(init=False)

    def __post_init__(self) -> None:
        """The time runs from now on."""
        self._began = self.clock()
        self._until = self._began + self.seconds

    def share(self, parts: int) -> None:
        """Leave what comes next its equal part of what is left, so that the newest report is not left without."""
        now = self.clock()
        self._until = now + max(self._began + self.seconds - now, 0) / max(parts, 1)

    def left(self) -> float:
        """Seconds until the time of the present part is over."""
        return max(self._until - self.clock(), 0)

    def fits(self, papers: int, besides: float = 0) -> int:
        """How many of so many papers the rest of the time is enough for, less `besides` seconds for something else."""
        if not self.each:
            return papers
        return max(0, min(papers, int((self.left() - besides) / self.each)))

    def timed(self, papers: int, seconds: float) -> None:
        """Note that so many papers took so long."""
        if papers:
            self.each = seconds / papers

"""What a person sees of a run: stages and counts, with rich on a terminal, plain lines elsewhere, groups in Actions."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TextIO

from digest.console import actions
from digest.core.masking import masked, secrets_of

if TYPE_CHECKING:
    from rich.console import Console

BAR = 30
"""The width of a bar in characters."""


@dataclass(kw_only=True)
class Progress:
    """One run's report of itself, on standard error; standard output is left to results."""

    environment: Mapping[str, str]
    verbose: bool = False
    stream: TextIO = field(default_factory=lambda: sys.stderr)

    @cached_property
    def _console(self) -> "Console":
        """Where the run is looked at; found out with the first line, which most runs do not have."""
        from rich.console import Console

        return Console(file=self.stream, highlight=False, soft_wrap=True)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Name what is being done; in Actions its lines fold into a group."""
        in_actions = actions.running(self.environment)
        self._line(f"::group::{actions.escape(name)}" if in_actions else actions.inert(f"» {name}"))
        try:
            yield
        finally:
            if in_actions:
                self._line("::endgroup::")

    def say(self, text: str) -> None:
        """A line that everybody wants to see."""
        self._line(actions.inert(f"  {text}"))

    def detail(self, text: str) -> None:
        """A line for `-v`."""
        if self.verbose:
            self._line(actions.inert(f"  {text}"))

    def count(self, done: int, total: int) -> None:
        """How far a stage is: a bar that grows in place on a terminal, a line at each tenth elsewhere."""
        if self._console.is_terminal:
            bar = ("━" * (BAR * done // total)).ljust(BAR, "─")
            self._console.print(f"  {bar} {done} of {total}", end="\r" if done < total else "\n", markup=False)
        elif done == total or done * 10 // total != (done - 1) * 10 // total:
            self._line(f"  {done} of {total}")

    def warn(self, text: str) -> None:
        """Something that the owner should know; an annotation in Actions."""
        if actions.running(self.environment):
            self._line(f"::warning::{actions.escape(text)}")
        else:
            self._line(actions.inert(f"  ! {text}"))

    def _line(self, text: str) -> None:
        if self._console.is_terminal:
            from rich.control import Control
            from rich.segment import ControlType

            self._console.control(Control((ControlType.ERASE_IN_LINE, 2)))  # a bar that is not full yet
        self._console.print(masked(text, secrets_of(self.environment)), markup=False)

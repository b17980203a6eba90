"""What one run may still spend on the model: tokens and time are limited for the run, not for each stage or report."""

import time
from dataclasses import dataclass, field

from digest.config.schema import Llm
from digest.core.report import Reason
from digest.language_model.pace import Pace


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What was asked of the model."""

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0


@dataclass(kw_only=True)
class Allowance:
    """The allowance of one run; it shrinks as the stages call the model."""

    llm: Llm
    cost: Cost = field(default_factory=Cost)
    """What was used so far."""
    refusal: Reason | None = None
    """Why the model may not be called any more in this run."""
    pace: Pace | None = None
    """The time of a model on this machine; nothing for an API."""
    _began: float = field(default_factory=time.monotonic)

    def left(self) -> Llm:
        """The settings with what is left of `max_tokens_per_run` and `deadline_seconds`; at least a trace of each."""
        most = self.llm.max_tokens_per_run
        ours = self.llm.deadline_seconds - (time.monotonic() - self._began)
        seconds = self.pace.left() if self.pace else ours
        return self.llm.model_copy(
            update={
                "max_tokens_per_run": None
                if most is None
                else max(most - self.cost.tokens_in - self.cost.tokens_out, 1),
                "deadline_seconds": max(seconds, 0.001),
            }
        )

    def share(self, parts: int) -> None:
        """What comes next is one of so many parts; of a local model's time it gets no more than its own."""
        if self.pace:
            self.pace.share(parts)

    def spend(self, calls: int, tokens_in: int, tokens_out: int, refusal: Reason | None) -> None:
        """Write down what a stage has used, and whether the model refused to be called."""
        self.cost = Cost(
            calls=self.cost.calls + calls,
            tokens_in=self.cost.tokens_in + tokens_in,
            tokens_out=self.cost.tokens_out + tokens_out,
        )
        self.refusal = self.refusal or refusal

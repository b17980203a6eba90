"""What one run may still spend on the model: tokens and time are limited for the run, not for each stage or report."""

import time
from dataclasses import dataclass, field

from digest.config import Llm
from digest.models import Reason


@dataclass(kw_only=True)
class Allowance:
    """The allowance of one run; it shrinks as the stages call the model."""

    llm: Llm
    spent: int = 0
    """Tokens so far, in and out."""
    refusal: Reason | None = None
    """Why the model may not be called any more in this run."""
    _began: float = field(default_factory=time.monotonic)

    def left(self) -> Llm:
        """The settings with what is left of `max_tokens_per_run` and `deadline_seconds`; at least a trace of each."""
        most = self.llm.max_tokens_per_run
        seconds = self.llm.deadline_seconds - (time.monotonic() - self._began)
        return self.llm.model_copy(
            update={
                "max_tokens_per_run": None if most is None else max(most - self.spent, 1),
                "deadline_seconds": max(seconds, 0.001),
            }
        )

    def spend(self, tokens_in: int, tokens_out: int, refusal: Reason | None) -> None:
        """Write down what a stage has used, and whether the model refused to be called."""
        self.spent += tokens_in + tokens_out
        self.refusal = self.refusal or refusal

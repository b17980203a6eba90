"""What one run may spend on a model: tokens and time are limited for the run, not for each stage or report."""

import math

from digest.config.schema import Llm
from digest.language_model.clock import REAL, Clock
from digest.language_model.cost import Cost


def estimate_tokens(text: str) -> int:
    """About how many tokens a text has: four letters of Latin script each, one of most others. No tokenizer needed."""
    latin = len(text.encode("latin-1", "ignore"))
    return math.ceil(latin / 4 + (len(text) - latin) * 0.8)


class Budget:
    """The tokens and the time of one run; they shrink as its stages call the model."""

    def __init__(self, *, tokens: int | None, seconds: float, clock: Clock = REAL) -> None:
        """`tokens` is for both directions together; None is no limit. The time runs from now on."""
        self._tokens = tokens
        self._promised = 0
        self._clock = clock
        self.cost = Cost()
        """What was spent so far."""
        self.ends = 0.0
        """When the time is over, on the clock."""
        self.begin(seconds)

    @classmethod
    def of(cls, llm: Llm, clock: Clock = REAL) -> "Budget":
        """That of `max_tokens_per_run` and `deadline_seconds`."""
        return cls(tokens=llm.max_tokens_per_run, seconds=llm.deadline_seconds, clock=clock)

    def begin(self, seconds: float) -> None:
        """Let the time begin anew; what was spent stays spent."""
        self.ends = self._clock.now() + seconds

    @property
    def seconds_left(self) -> float:
        """At least a trace."""
        return max(self.ends - self._clock.now(), 0.001)

    def reserve(self, tokens: int) -> bool:
        """Set tokens aside for a call; whether the limit leaves room for them."""
        spent = self.cost.tokens_in + self.cost.tokens_out + self._promised
        if self._tokens is not None and spent + tokens > self._tokens:
            return False
        self._promised += tokens
        return True

    def settle(self, reserved: int, tokens_in: int, tokens_out: int) -> None:
        """Count a call, with what it really used in place of what was set aside."""
        self._promised -= reserved
        self.cost += Cost(calls=1, tokens_in=tokens_in, tokens_out=tokens_out)

"""Counting tokens, and stopping before `llm.max_tokens_per_run` is passed."""

import math


def estimate_tokens(text: str) -> int:
    """About how many tokens a text has: four letters of Latin script each, one of most others. No tokenizer needed."""
    latin = len(text.encode("latin-1", "ignore"))
    return math.ceil(latin / 4 + (len(text) - latin) * 0.8)


class Spending:
    """Tokens spent and promised."""

    def __init__(self, limit: int | None) -> None:
        """`limit` is for both directions together; None is no limit."""
        self._limit = limit
        self._promised = 0
        self.tokens_in = 0
        self.tokens_out = 0

    def reserve(self, tokens: int) -> bool:
        """Set tokens aside for a call; whether the limit leaves room for them."""
        spent = self.tokens_in + self.tokens_out + self._promised
        if self._limit is not None and spent + tokens > self._limit:
            return False
        self._promised += tokens
        return True

    def settle(self, reserved: int, tokens_in: int, tokens_out: int) -> None:
        """Put what a call really used in place of what was set aside."""
        self._promised -= reserved
        self.tokens_in += tokens_in
        self.tokens_out += tokens_out

"""How likely a count is by chance alone. Pure, and the same on every machine: rounded where it is compared."""

import math
from collections.abc import Sequence


def binomial_tail(count: int, trials: int, share: float) -> float:
    """The probability of `count` or more successes in so many trials, each with that chance."""
    if count <= 0 or share >= 1.0:
        return 1.0
    if share <= 0.0 or count > trials:
        return 0.0
    log_odds = math.log(share) - math.log1p(-share)
    # The largest term first: the logarithm of that of `count`, then each from the one before.
    log_term = (
        math.lgamma(trials + 1)
        - math.lgamma(count + 1)
        - math.lgamma(trials - count + 1)
        + count * math.log(share)
        + (trials - count) * math.log1p(-share)
    )
    total = 0.0
    for successes in range(count, trials + 1):
        part = math.exp(log_term)
        total += part
        if part < total * 1e-12 and successes > trials * share:
            break
        log_term += math.log((trials - successes) / (successes + 1)) + log_odds if successes < trials else 0.0
    return float(f"{min(total, 1.0):.6g}")


def discoveries(chances: Sequence[float], rate: float) -> int:
    """How many of the smallest chances may be believed, so that at most that share of them is wrong.

    Benjamini and Hochberg's step-up procedure (1995): many terms are tried, and some are odd by chance.
    """
    ordered = sorted(chances)
    return max(
        (place for place, chance in enumerate(ordered, start=1) if chance <= rate * place / len(ordered)), default=0
    )

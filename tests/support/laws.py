"""On how many examples a law is tried: one place for all of them, HYPOTHESIS_PROFILE chooses.

`fast` is what `make test` runs. `full` is for CI on one Python. Both take the same examples each time, so that a change
is judged by what it does. `search` (`make search`) looks for new ones at random; what it finds becomes an `@example`.
"""

import os

from hypothesis import settings

SHARE = {"fast": 0.25, "full": 1.0, "search": 10.0}
LEAST = 15
"""No law that has so many examples in full is tried on fewer."""
PROFILE = os.environ.get("HYPOTHESIS_PROFILE") or "fast"


def budget(full: int) -> int:
    """How many examples a law gets now that is tried on `full` of them in full."""
    return max(min(full, LEAST), round(full * SHARE[PROFILE]))


def tried(full: int) -> settings:
    """Decorates a law that is tried on so many examples in full."""
    return settings(max_examples=budget(full))


def choose() -> None:
    """Make the profile hold for every law."""
    settings.register_profile(
        PROFILE, max_examples=budget(100), deadline=None, derandomize=PROFILE != "search", print_blob=True
    )
    settings.load_profile(PROFILE)

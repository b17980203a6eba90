"""No paper takes the others with it: what cannot be made of all papers is made of those that it can be made of.

Anybody can submit to arXiv, so a text that our code does not survive will come, and stay new on every later day. The
stages that read texts (rank, summarise, render) are called through this module or catch what one paper does to them
themselves; core/defects.py names those papers in the run's record.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from digest.core.errors import DigestError

T = TypeVar("T")
R = TypeVar("R")


def spared(things: Sequence[T], make: Callable[[Sequence[T]], R]) -> tuple[R, tuple[T, ...]]:
    """What `make` makes of all things, or of those alone that it does not fail at; and those that it fails at.

    Of those that it fails at only together, and at none of them alone, nothing is made. Raises DigestError, whose
    remedy is not a paper's, and what `make` raises where there is nothing to make.
    """
    try:
        return make(things), ()
    except DigestError:
        raise
    except Exception:  # whatever our code does not survive: a defect of ours in reading one text must not hold a day
        failing = tuple(thing for thing in things if fails(make, [thing])) or tuple(things)
        rest = [thing for thing in things if thing not in failing]
        made, together = spared(rest, make) if rest else (make(rest), ())
        return made, (*failing, *together)


def fails(make: Callable[[T], object], thing: T) -> bool:
    """Whether nothing can be made of a thing."""
    try:
        make(thing)
    except Exception:  # as above; what it was is found again with the paper, whose text is in data/
        return True
    return False

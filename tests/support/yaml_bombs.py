"""YAML of a few lines that stands for more than a memory holds."""

from itertools import pairwise

BOMB = "a: &a [x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 8)}]\n" for before, name in pairwise("abcdefghi")
)
"""Nine lines that stand for a hundred million values."""


BOMB_AS_KEY = f"? [{', '.join(line.partition(': ')[2] for line in BOMB.splitlines())}]\n: x\n"


def merged() -> str:
    """Thirty lines of YAML, each of which merges the mapping of the line above into itself twice."""
    lines = [f"k{number}: &k{number} {{<<: [*k{number - 1}, *k{number - 1}]}}" for number in range(1, 30)]
    return "\n".join(["k0: &k0 {a: b}", *lines]) + "\n"

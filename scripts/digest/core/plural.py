"""English for numbers of things: 1 call, 2 calls, 1,234 summaries. What pages say is in labels/. Pure."""


def counted(number: int, thing: str) -> str:
    """A number with what it counts, which is given in the singular: "new paper", "summary"."""
    return f"{number:,} {thing if number == 1 else _several(thing)}"


def _several(thing: str) -> str:
    return f"{thing[:-1]}ies" if thing.endswith("ry") else f"{thing}s"

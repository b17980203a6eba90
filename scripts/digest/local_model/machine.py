"""What this machine has for a model: cores, memory, llama.cpp; what cannot run on it is said before it is tried."""

import importlib.util
import os
from pathlib import Path

from digest.config.schema import Local
from digest.core.errors import ModelNotStarted
from digest.local_model.weights import READ_MORE

GGUF = b"GGUF"
"""The first bytes of each file of weights, as the specification of ggml-org/ggml (gguf.md) has it."""
AT_ONCE = 4
"""Answers that are written at the same time, where cores and memory allow: docs/local-model.md has the measurement."""
CONTEXT_BYTES = 150_000
"""Of memory for each token of context, in the most demanding model of models.yml: 147,456 (36 layers, keys and values
of 8 heads, 128 numbers of 2 bytes each)."""
OF_MEMORY = 0.75
"""The part of it that weights and contexts may take."""


def threads(local: Local) -> int:
    """How many threads compute: as configured, or one for each core."""
    return local.threads or os.cpu_count() or 1


def at_once(local: Local, size: int, there: int | None) -> int:
    """How many questions are answered at the same time by weights of that size, where so much memory is there."""
    most = min(AT_ONCE, threads(local))
    if there is None:
        return most
    room = OF_MEMORY * there - size
    return max(1, min(most, int(room / (local.context * CONTEXT_BYTES))))


def memory() -> int | None:
    """How many bytes of memory this machine has; nothing where it does not tell."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None


def check(path: Path) -> None:
    """Raise ModelNotStarted for what can be seen to fail before it takes minutes, or the whole machine."""
    with path.open("rb") as file:
        begins = file.read(len(GGUF))
    if begins != GGUF:
        raise ModelNotStarted(
            f"{path.name} is no GGUF file, which is what llama.cpp reads. Choose another llm.local.model. {READ_MORE}"
        )
    size, there = path.stat().st_size, memory()
    if there is not None and size > there:
        raise ModelNotStarted(
            f"{path.name} has {size / 1e9:.1f} GB, and this machine {there / 1e9:.1f} GB of memory: choose a smaller "
            f"llm.local.model. {READ_MORE}"
        )
    if importlib.util.find_spec("xllamacpp") is None:
        raise ModelNotStarted(
            "The package `xllamacpp` (llama.cpp) is not installed. Run `python -m pip install --require-hashes -r "
            "requirements-local.lock`; on GitHub, take over the newer .github/workflows/daily.yml. " + READ_MORE
        )

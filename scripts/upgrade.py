#!/usr/bin/env python3
"""Merge the original's newer version into this fork; reports stay as they are, whatever the original has reported."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence

from digest.console import command


def parser() -> argparse.ArgumentParser:
    """What the command line may say."""
    made = command.parser(
        "Merge the original's newer version into this fork; reports and README's index stay this fork's own.",
        "python scripts/upgrade.py https://github.com/OWNER/REPOSITORY.git",
    )
    made.add_argument("address", help="the original, as `git clone` takes it")
    return made


def run(asked: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Merge, and say what is left to do."""
    from digest.github.git import Git
    from digest.github.upgrade import Upgrade

    git = Git(root=asked.root.resolve(), environment=environment)
    if not Upgrade(git=git).merge(asked.address):
        print("This fork has the newest version already; nothing was changed.")
        return 0
    print("Merged, not committed yet. Review it: `git diff --cached --stat`; keep it: `git commit`.")
    print("Undo it: `git merge --abort`. CHANGELOG.md says what you will notice.")
    return 0


def main(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Take the words after the program's name; returns the exit code."""
    return command.main(parser(), run, argv, environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))

#!/usr/bin/env python3
"""Set inherited reports aside where this repository is a copy of another one; the workflow calls it first."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence

from digest.console import command


def parser() -> argparse.ArgumentParser:
    """What the command line may say."""
    return command.parser(
        "Set inherited reports aside where this repository is a copy of another one (by GITHUB_REPOSITORY_ID).",
        "GITHUB_REPOSITORY_ID=1234 python scripts/start_fresh.py",
    )


def run(asked: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Compare the recorded repository with this one."""
    from digest.github.inherited_reports import start_fresh

    repository_id = environment.get("GITHUB_REPOSITORY_ID", "").strip()
    if not repository_id:
        print("GITHUB_REPOSITORY_ID is not set: nothing to compare with.")
    elif start_fresh(asked.root.resolve(), repository_id):
        print("The reports that came with this copy are another repository's; they were set aside.")
    else:
        print("These are this repository's own reports.")
    return 0


def main(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Take the words after the program's name; returns the exit code."""
    return command.main(parser(), run, argv, environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))

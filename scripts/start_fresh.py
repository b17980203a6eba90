#!/usr/bin/env python3
"""Set inherited reports aside where this repository is a copy of another one; the workflow calls it first."""

import argparse
import os
import sys

from digest import command


def arguments() -> argparse.Namespace:
    """What the command line says."""
    return command.parser(
        "Set inherited reports aside where this repository is a copy of another one (by GITHUB_REPOSITORY_ID).",
        "GITHUB_REPOSITORY_ID=1234 python scripts/start_fresh.py",
    ).parse_args()


def run(asked: argparse.Namespace) -> int:
    """Compare the recorded repository with this one."""
    from digest.fresh import start_fresh

    repository_id = os.environ.get("GITHUB_REPOSITORY_ID", "").strip()
    if not repository_id:
        print("GITHUB_REPOSITORY_ID is not set: nothing to compare with.")
    elif start_fresh(asked.root.resolve(), repository_id):
        print("The reports that came with this copy are another repository's; they were set aside.")
    else:
        print("These are this repository's own reports.")
    return 0


if __name__ == "__main__":
    asked = arguments()
    sys.exit(command.main(lambda: run(asked)))

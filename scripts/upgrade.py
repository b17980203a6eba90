#!/usr/bin/env python3
"""Merge the original's newer version into this fork; reports stay as they are, whatever the original has reported."""

import os
import sys

from digest import command


def run() -> int:
    """Merge, and say what is left to do."""
    parser = command.parser(
        "Merge the original's newer version into this fork; reports and README's index stay this fork's own.",
        "python scripts/upgrade.py https://github.com/OWNER/REPOSITORY.git",
    )
    parser.add_argument("address", help="the original, as `git clone` takes it")
    asked = parser.parse_args()

    from digest.git import Git
    from digest.upgrade import Upgrade

    if not Upgrade(git=Git(root=asked.root.resolve()), environment=os.environ).merge(asked.address):
        print("This fork has the newest version already; nothing was changed.")
        return 0
    print("Merged, not committed yet. Review it: `git diff --cached --stat`; keep it: `git commit`.")
    print("Undo it: `git merge --abort`. CHANGELOG.md says what you will notice.")
    return 0


if __name__ == "__main__":
    sys.exit(command.main(run))

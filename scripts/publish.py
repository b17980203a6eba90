#!/usr/bin/env python3
"""Commit what the daily job generated and push it, with retries; safe beside other runs."""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from digest import actions, command
from digest.errors import OK
from digest.git import Git
from digest.publication import Publication


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = command.parser(
        "Commit what the daily job generated and push it, with retries; safe beside other runs.",
        "python scripts/publish.py --root .",
    )
    parser.add_argument("--now", metavar="ISO-8601", help="the clock of a daily job that has to be made again")
    parser.add_argument("--merged", type=Path, metavar="DIR", help="the reports are a backfill's, merged from DIR")
    return parser.parse_args()


def run(asked: argparse.Namespace) -> int:
    """Publish what is there."""
    root = asked.root.resolve()

    def make_again() -> int:
        if asked.merged:
            # Another run was first: the shards' reports go on top of what it has published.
            script, given = "backfill.py", ["--merge", str(asked.merged.resolve())]
        else:
            script, given = "run_daily.py", ["--now", asked.now] if asked.now else []
        # What makes reports does not need the token that may write to the repository.
        environment = {name: value for name, value in os.environ.items() if name not in ("GITHUB_TOKEN", "GH_TOKEN")}
        command_line = [sys.executable, str(Path(__file__).with_name(script)), "--root", str(root), *given]
        with tempfile.TemporaryDirectory() as folder:
            # Its exit code alone does not tell a defect in one paper, after which all is written, from one in the run.
            said = Path(folder) / "output"
            environment["GITHUB_OUTPUT"] = str(said)
            code = subprocess.run(command_line, env=environment, check=False).returncode  # noqa: S603
            return OK if actions.outputs(said).get("complete") == "true" else code

    published = Publication(git=Git(root=root), make_again=make_again, say=command.tell).publish()
    print("Published." if published else "Nothing to publish.")
    return 0


if __name__ == "__main__":
    asked = arguments()
    sys.exit(command.main(lambda: run(asked)))

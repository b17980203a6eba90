#!/usr/bin/env python3
"""Commit what the daily job generated and push it, with retries; safe beside other runs."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from digest.console import actions, command
from digest.core.errors import OK, ConfigurationError
from digest.github.git import Git
from digest.github.publication import OwnChange, Publication, publish_change


def parser() -> argparse.ArgumentParser:
    """What the command line may say."""
    made = command.parser(
        "Commit what the daily job generated and push it, with retries; safe beside other runs.",
        "python scripts/publish.py --root .",
    )
    made.add_argument(
        "--now", type=command.moment, metavar="ISO-8601", help="the clock of a daily job that has to be made again"
    )
    made.add_argument("--sent", action="store_true", help="push only what was remembered of sent messages")
    made.add_argument("--merged", type=Path, metavar="DIR", help="the reports are a backfill's, merged from DIR")
    return made


def run(asked: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Publish what is there.

    Where another run was first and ours, made again, has done all but something, what it says is handed on as the
    outputs `made_again` (its exit code) and `problem`: it is published all the same, and its owner has to hear of it.
    """
    root = asked.root.resolve()
    left: dict[str, str] = {}

    def make_again() -> int:
        if asked.merged:
            # Another run was first: the shards' reports go on top of what it has published.
            script, given = "backfill.py", ["merge", str(asked.merged.resolve())]
        else:
            script, given = "run_daily.py", ["--now", asked.now.isoformat()] if asked.now else []
        # What makes reports does not need the token that may write to the repository.
        without = {name: value for name, value in environment.items() if name not in ("GITHUB_TOKEN", "GH_TOKEN")}
        command_line = [sys.executable, str(Path(__file__).with_name(script)), "--root", str(root), *given]
        with tempfile.TemporaryDirectory() as folder:
            # Its exit code alone does not tell a defect in one paper, after which all is written, from one in the run.
            output = Path(folder) / "output"
            without["GITHUB_OUTPUT"] = str(output)
            code = subprocess.run(command_line, env=without, check=False).returncode  # noqa: S603
            outputs = actions.outputs(output)
        left.clear()
        if code:
            left.update(made_again=str(code), problem=outputs.get("problem", ""))
        return OK if outputs.get("complete") == "true" else code

    git = Git(root=root, environment=environment)

    def tell(line: str) -> None:
        command.tell(line, environment)  # what git says may be a server's words

    if asked.sent:
        print("Remembered what was sent." if publish_change(git, sent(root), tell) else "Nothing was sent.")
        return 0
    published = Publication(git=git, make_again=make_again, say=tell).publish()
    print("Published." if published else "Nothing to publish.")
    actions.output(environment, "published", "true" if published else "false")
    actions.output(environment, "reader", "on" if has_reader(root) else "off")
    for name, value in left.items():
        actions.output(environment, name, value)
    return 0


def sent(root: Path) -> OwnChange:
    """What send_messages.py has written down, on top of what others have."""
    from digest.messages import ledger

    ours = ledger.read(root)

    def apply(theirs: str | None) -> str:
        return ledger.to_json(ledger.merged(ours, ledger.from_json(theirs)) if theirs else ours)

    return OwnChange(path=ledger.NAME, message="Remember what was sent", apply=apply)


def has_reader(root: Path) -> bool:
    """Whether config.yml switches the reader on the web on, whose job follows then; the run itself checked the file."""
    from digest.config.file import load_config

    try:
        return load_config(root / "config.yml", {}).reader
    except ConfigurationError:
        return False


def main(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Take the words after the program's name; returns the exit code."""
    return command.main(parser(), run, argv, environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))

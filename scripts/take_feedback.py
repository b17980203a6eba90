#!/usr/bin/env python3
"""Take the feedback that came as issues into data/feedback.json, once each; answer and close them."""

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from digest.console import command
from digest.core.errors import ConfigurationError

EXITS = """
exit codes: 0 done, or nothing to do; 1 data/feedback.json cannot be read; 2 configuration, or no event;
            6 git or GitHub refused
"""


def parser() -> argparse.ArgumentParser:
    """What the command line may say."""
    made = command.parser(
        "Take the feedback that came as issues into data/feedback.json, once each; answer and close them.",
        f'python scripts/take_feedback.py --event "$GITHUB_EVENT_PATH"\n{EXITS}',
    )
    made.add_argument("--event", type=Path, required=True, metavar="FILE", help="the event that started the run")
    made.add_argument("--now", type=command.moment, metavar="ISO-8601", help="the clock of the run")
    return made


def run(asked: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Take all that is open, if the event is about feedback or about no issue at all."""
    from digest.feedback.body import is_feedback
    from digest.github.api import GitHub

    issue = issue_of(asked.event)
    if issue is not None and not is_feedback(str(issue.get("title") or ""), str(issue.get("body") or "")):
        print("The issue is no feedback on papers: nothing to do.")
        return 0
    github = GitHub.from_environment(environment)
    if github is None:
        print("This is no workflow of GitHub (GITHUB_REPOSITORY and GITHUB_TOKEN are not set): there are no issues.")
        return 0

    from digest.archive.reports import Archive
    from digest.config.file import load_config
    from digest.feedback.taking import Taking
    from digest.github.git import Git

    root = asked.root.resolve()

    def tell(line: str) -> None:
        command.tell(line, environment)  # what git says may be a server's words

    taking = Taking(
        archive=Archive(root),
        config=load_config(root / "config.yml", environment),
        github=github,
        git=Git(root=root, environment=environment),
        now=asked.now or datetime.now(UTC),
        say=tell,
    )
    number = issue.get("number") if issue else None
    tell(taking.all(number if isinstance(number, int) else None))
    return 0


def issue_of(path: Path) -> Mapping[str, Any] | None:
    """The issue that an event is about, if it is about one. Raises ConfigurationError where the file is no event.

    https://docs.github.com/en/webhooks/webhook-events-and-payloads#issues
    """
    try:
        event = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise ConfigurationError(
            f"{path} cannot be read as an event of GitHub ({type(error).__name__}); a workflow passes the file that "
            "GITHUB_EVENT_PATH names. See docs/feedback.md."
        ) from error
    issue = event.get("issue") if isinstance(event, dict) else None
    return issue if isinstance(issue, dict) else None


def main(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Take the words after the program's name; returns the exit code."""
    return command.main(parser(), run, argv, environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))

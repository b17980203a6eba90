#!/usr/bin/env python3
"""Keep the one issue that says whether the daily report needs its owner, and keep the schedule alive."""

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime

from digest.console import actions, command
from digest.core.masking import masked, secrets_of

RECENT_DAYS = 60
"""The reports of so many days tell how many papers are usual."""
EXITS = """
exit codes: 0 told, or nobody to tell; 1 a defect of the digest; 4 no report was written for several announcements
"""


def parser() -> argparse.ArgumentParser:
    """What the command line may say."""
    made = command.parser(
        "Open, update or close the one issue that says whether the daily report needs its owner.",
        f"GITHUB_REPOSITORY=you/papers GITHUB_TOKEN=... STEPS='{{}}' python scripts/report_health.py\n{EXITS}",
    )
    made.add_argument("--now", type=command.moment, metavar="ISO-8601", help="the clock of the run")
    return made


def run(asked: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Look at what the steps before have left in the environment, and tell the owner."""
    from digest.archive.brief import Brief
    from digest.archive.reports import Archive
    from digest.core.calendar import days_before
    from digest.core.errors import OK, ArchiveError, ArxivUnreadable
    from digest.github import health, keepalive
    from digest.github.api import GitHub
    from digest.github.git import Git

    now = asked.now or datetime.now(UTC)
    root = asked.root.resolve()
    archive = Archive(root)
    reported, recent = archive.dates(), list[Brief]()
    with suppress(ArchiveError):  # of what cannot be read, the run itself tells
        recent = list(archive.since(days_before(reported[-1], RECENT_DAYS))) if reported else []
    silent = health.silence(reported, now, recent)
    steps = masked(environment.get("STEPS") or "{}", secrets_of(environment))
    outcome = health.of_steps(json.loads(steps), silent)
    exit_code = ArxivUnreadable.exit_code if silent else OK
    if silent:
        print(silent)
        actions.step_summary(environment, f"> [!CAUTION]\n> {silent}\n")
    github = GitHub.from_environment(environment)
    if github is None:
        print("GITHUB_REPOSITORY or GITHUB_TOKEN is not set: nobody to tell.")
        return exit_code
    server = environment.get("GITHUB_SERVER_URL") or "https://github.com"
    run_id = environment.get("GITHUB_RUN_ID", "")
    run_url = f"{server}/{github.repository}/actions/runs/{run_id}"
    command.tell(health.report(outcome, github, run_url, now.date()), environment)
    command.tell(keepalive.keep_alive(Git(root=root, environment=environment), github, now), environment)
    return exit_code


def main(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Take the words after the program's name; returns the exit code."""
    return command.main(parser(), run, argv, environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))

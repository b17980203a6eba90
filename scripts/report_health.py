#!/usr/bin/env python3
"""Keep the one issue that says whether the daily report needs its owner, and keep the schedule alive."""

import argparse
import os
import sys
from datetime import UTC, datetime

from digest import actions, command


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = command.parser(
        "Open, update or close the one issue that says whether the daily report needs its owner.",
        "DAILY_CODE=3 DAILY_PROBLEM='401' GITHUB_TOKEN=... python scripts/report_health.py",
    )
    parser.add_argument("--now", type=datetime.fromisoformat, metavar="ISO-8601", help="the clock of the run")
    return parser.parse_args()


def run(asked: argparse.Namespace) -> int:
    """Look at what the steps before have left in the environment, and tell the owner."""
    from digest import health, keepalive
    from digest.archive import Archive
    from digest.git import Git
    from digest.github_api import GitHub

    now = asked.now or datetime.now(UTC)
    root = asked.root.resolve()
    daily, publishing = os.environ.get("DAILY_PROBLEM", "").strip(), os.environ.get("PUBLISH_PROBLEM", "").strip()
    silence = health.silence(Archive(root).dates(), now)
    code = int(os.environ.get("DAILY_CODE") or 0) or (6 if publishing else 0) or (4 if silence else 0)
    found = health.Health(exit_code=code, problem="\n".join(filter(None, (daily, publishing, silence))))
    if silence:
        actions.step_summary(os.environ, f"> [!CAUTION]\n> {silence}\n")
    github = GitHub.from_environment(os.environ)
    if github is None:
        print("GITHUB_REPOSITORY or GITHUB_TOKEN is not set: nobody to tell.")
        return 0
    server = os.environ.get("GITHUB_SERVER_URL") or "https://github.com"
    run_id = os.environ.get("GITHUB_RUN_ID", "")
    run_url = f"{server}/{github.repository}/actions/runs/{run_id}"
    print(health.report(found, github, run_url))
    print(keepalive.keep_alive(Git(root=root), github, now))
    return 0


if __name__ == "__main__":
    asked = arguments()
    sys.exit(command.main(lambda: run(asked)))

#!/usr/bin/env python3
"""Bring the digest up to date: every announcement of arXiv that has no report yet gets one."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import UTC, date, datetime
from pathlib import Path

from digest.console import actions, command
from digest.core.calendar import newest_due
from digest.core.errors import ConfigurationError

EXITS = """
exit codes: 0 done, or nothing new; 1 a defect of the digest or unreadable data/; 2 configuration;
            3 key, model or library refused; 4 arXiv could not be read; 5 some summaries are pending
"""


def parser() -> argparse.ArgumentParser:
    """What the command line may say."""
    made = command.parser(
        "Bring the digest up to date: every announcement of arXiv that has no report yet gets one.",
        f"python scripts/run_daily.py --date 2026-11-20 -v\n{EXITS}",
    )
    made.add_argument("--config", type=Path, metavar="FILE", help="instead of config.yml of the repository")
    made.add_argument("--now", type=command.moment, metavar="ISO-8601", help="the clock of the run")
    made.add_argument("--date", metavar="YYYY-MM-DD", help="make this report only, even if it exists (or REPORT_DATE)")
    made.add_argument("--force", action="store_true", help="with --date: ask the model again (or REPORT_FORCE=true)")
    made.add_argument("--dry-run", action="store_true", help="fetch and rank, show the best, write nothing")
    made.add_argument("-v", "--verbose", action="store_true", help="say more")
    return made


def run(asked: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Load everything, run the pipeline, say what came of it."""
    from digest import model_of_run, pipeline
    from digest.archive.lock import turn
    from digest.console.progress import Progress
    from digest.outcome import RunRequest
    from digest.run_report import console_lines, problems, step_summary
    from digest.settings import Settings

    now = asked.now or datetime.now(UTC)
    day = report_date(asked.date or environment.get("REPORT_DATE", ""), now)
    force = asked.force or environment.get("REPORT_FORCE") == "true"
    if force and not day:
        raise ConfigurationError(
            "--force (or its box under “Run workflow”) needs a date: which report should be summarised again? Add "
            "--date 2026-11-20, or fill the field of the date."
        )
    progress = Progress(environment=environment, verbose=asked.verbose or actions.debugging(environment))
    settings = Settings.load(asked.root.resolve(), asked.config, environment)
    for notice in settings.look.labels.notices:
        progress.warn(notice)
    request = RunRequest(day=day, force=force, dry=asked.dry_run)
    with nullcontext() if request.dry else turn(settings.root, progress.say):
        asks = settings.is_local and (bool(day) or model_of_run.is_wanted(settings.config, settings.root, now))
        with model_of_run.running(settings, progress, environment, wanted=asks and not request.dry) as ready:
            outcome = pipeline.run(ready, now, progress, request)
    for line in console_lines(outcome):
        command.tell(line, environment)
    actions.step_summary(environment, step_summary(outcome, settings.look.labels))
    actions.output(environment, "complete", "true")
    if wrong := problems(outcome):
        actions.output(environment, "problem", "\n".join(wrong))
    return outcome.exit_code


def report_date(text: str, now: datetime) -> date | None:
    """The date that was asked for, if any. Raises ConfigurationError where it is no date of an announcement yet."""
    if not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip())
    except ValueError as error:
        raise ConfigurationError(f'"{text}" is not a date; write it like 2026-11-20.') from error
    if day > newest_due(now):
        raise ConfigurationError(f"{day} is in the future: the newest announcement is that of {newest_due(now)}.")
    return day


def main(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Take the words after the program's name; returns the exit code."""
    return command.main(parser(), run, argv, environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))

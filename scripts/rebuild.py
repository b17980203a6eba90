#!/usr/bin/env python3
"""Make pages, indexes, the feed and the list of announced papers anew from the reports in data/, offline.

With --summaries, the model of today is asked for those anew as well.
"""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import date
from typing import TYPE_CHECKING

from digest.console import command
from digest.core.errors import OK, ArchiveError, ConfigurationError, ModelRefused
from digest.core.plural import counted

if TYPE_CHECKING:
    from digest.archive.reports import Archive
    from digest.console.progress import Progress
    from digest.core.report import Report
    from digest.settings import Settings


def parser() -> argparse.ArgumentParser:
    """What the command line may say."""
    made = command.parser(
        "Make pages, indexes and the feed anew from data/: no network, no model (except with --summaries).",
        "python scripts/rebuild.py 2026-11-19 2026-11-20",
    )
    made.add_argument("dates", nargs="*", type=command.day, metavar="DATE", help="reports (default: all)")
    made.add_argument("--check", action="store_true", help="write nothing, name the files that differ, exit 1 if any")
    made.add_argument("--summaries", action="store_true", help="for the DATEs given: ask today's model again")
    return made


def run(asked: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Render every wanted file and write those that differ."""
    from digest.archive.lock import turn
    from digest.console.progress import Progress
    from digest.settings import UNKNOWN_REPOSITORY, Settings

    root, progress = asked.root.resolve(), Progress(environment=environment)
    settings = Settings.load(root, None, environment)
    if settings.repository == UNKNOWN_REPOSITORY:
        progress.warn(
            f"Nothing names this repository at GitHub: links of the feed lead to {UNKNOWN_REPOSITORY}. "
            "Write `page.repository: you/papers` into config.yml (docs/configuration.md)."
        )
    with nullcontext() if asked.check else turn(root, progress.say):
        return render(settings, progress, asked, environment)


def render(
    settings: "Settings", progress: "Progress", asked: argparse.Namespace, environment: Mapping[str, str]
) -> int:
    """Write the files of the wanted reports, or compare them; returns the exit code."""
    from digest.archive.reports import Archive
    from digest.archive.unreadable import Damage, pages_without_report
    from digest.rebuilding import rebuild

    root, archive = settings.root, Archive(settings.root)
    if unknown := set(asked.dates) - set(archive.dates()):
        raise ConfigurationError(f"data/ has no report of {', '.join(map(str, sorted(unknown)))}.")
    if asked.summaries and asked.check:
        raise ConfigurationError("--check writes nothing, and --summaries does: leave one of them out.")
    code = redo(settings, archive, asked.dates, progress, environment) if asked.summaries else OK
    damage = Damage(warn=progress.warn)
    written = rebuild(settings, archive, asked.dates or archive.dates(), damage.tell, check=asked.check)
    for path in sorted(written.paths):
        print(path.relative_to(root))
    gone = pages_without_report(root, written.archive)
    for problem in gone:
        progress.warn(problem)
    if asked.check:
        progress.say(f"{counted(len(written.paths), 'file')} would change.")
    else:
        print(f"{counted(len(written.paths), 'file')} written.")
    if damage.named or gone or (asked.check and written.paths):
        return ArchiveError.exit_code
    return code


def redo(
    settings: "Settings",
    archive: "Archive",
    dates: Sequence[date],
    progress: "Progress",
    environment: Mapping[str, str],
) -> int:
    """Have the model of today summarise the papers of some reports anew; returns the exit code."""
    from digest import model_of_run
    from digest.saving import keep
    from digest.summarise import healing, missing

    redone: list[Report] = []
    with model_of_run.running(settings, progress, environment, wanted=bool(dates)) as ready:
        summariser = model_of_run.summariser_of(ready, progress)
        caller = summariser.caller
        if not dates or caller is None:
            raise ConfigurationError(
                "--summaries needs the DATEs to redo, and a model: the secret OPENAI_API_KEY, or llm.provider: local. "
                "docs/providers.md"
            )
        for done, day in enumerate(dates):
            caller.share(len(dates) - done)
            redone.append(healing.redo(summariser, caller, archive.load(day)))
            keep(settings.root, archive, redone[-1:])
    return ModelRefused.exit_code if caller.refusal else missing.exit_code(redone)


def main(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Take the words after the program's name; returns the exit code."""
    return command.main(parser(), run, argv, environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))

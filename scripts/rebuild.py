#!/usr/bin/env python3
"""Make pages, indexes, the feed and the list of announced papers anew from the reports in data/, offline.

With --summaries, the model of today is asked for those anew as well.
"""

import argparse
import os
import sys
from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from digest.console import command
from digest.core.errors import OK, ArchiveError, ConfigurationError, ModelRefused
from digest.core.plural import counted

if TYPE_CHECKING:
    from digest.archive.reports import Archive
    from digest.console.progress import Progress
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
    from digest.settings import Settings

    root, progress = asked.root.resolve(), Progress(environment=environment)
    settings = Settings.load(root, None, environment)
    with nullcontext() if asked.check else turn(root, progress.say):
        return render(settings, progress, asked)


def render(settings: "Settings", progress: "Progress", asked: argparse.Namespace) -> int:
    """Write the files of the wanted reports, or compare them; returns the exit code."""
    from digest.archive.reports import Archive
    from digest.archive.seen import Seen
    from digest.archive.unreadable import going_on, pages_without_report
    from digest.pages import update
    from digest.periods import update as periods

    root, archive = settings.root, Archive(settings.root)
    look = (root, settings.look, settings.config.authors)
    if unknown := set(asked.dates) - set(archive.dates()):
        raise ConfigurationError(f"data/ has no report of {', '.join(map(str, sorted(unknown)))}.")
    if asked.summaries and asked.check:
        raise ConfigurationError("--check writes nothing, and --summaries does: leave one of them out.")
    code = redo(settings, archive, asked.dates, progress) if asked.summaries else OK

    def write(archive: Archive, month: Collection[date]) -> Collection[Path]:
        Seen(root).add(paper_id for day in month for paper_id in archive.brief(day).ids)
        return (*update.update(settings, archive, month), *periods.update(*look, archive, month, later(month)))

    def later(month: Collection[date]) -> Collection[date]:
        """The reports whose turn comes after that of a month."""
        return {day for day in asked.dates or archive.dates() if month and day > max(month)}

    def compare(archive: Archive, month: Collection[date]) -> Collection[Path]:
        wanted = {
            **update.wanted(settings, archive, month),
            **periods.wanted(*look, archive, month, later(month)),
        }
        return [path for path, text in wanted.items() if not path.is_file() or path.read_bytes() != text.encode()]

    make, differing = compare if asked.check else write, set[Path]()
    # A month at a time: the memory of a rebuild does not grow with the archive.
    for month in update.by_month(asked.dates or archive.dates()) or ((),):
        archive, found = going_on(root, archive, month, make, progress.warn)
        differing.update(found)
    for path in sorted(differing):
        print(path.relative_to(root))
    gone = pages_without_report(root, archive)
    for problem in gone:
        progress.warn(problem)
    if not asked.check:
        print(f"{counted(len(differing), 'file')} written.")
    return ArchiveError.exit_code if archive.hidden or gone or (asked.check and differing) else code


def redo(settings: "Settings", archive: "Archive", dates: Sequence[date], progress: "Progress") -> int:
    """Have the model of today summarise the papers of some reports anew; returns the exit code."""
    from digest.language_model.allowance import Allowance
    from digest.summarise import choose, healing

    if not dates or not settings.api_key:
        raise ConfigurationError(
            "--summaries needs the DATEs to redo, and the secret OPENAI_API_KEY. docs/providers.md"
        )
    allowance = Allowance(llm=settings.config.llm)
    redone = []
    for day in dates:
        redone.append(healing.redo(settings, archive.load(day), allowance, progress))
        archive.save(redone[-1])
    return ModelRefused.exit_code if allowance.refusal else choose.exit_code(redone)


def main(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Take the words after the program's name; returns the exit code."""
    return command.main(parser(), run, argv, environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))

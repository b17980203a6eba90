#!/usr/bin/env python3
"""Make pages, indexes, the feed and the list of announced papers anew from the reports in data/, offline.

With --summaries, the model of today is asked for those anew as well.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from digest import command
from digest.errors import ArchiveError, ConfigurationError

if TYPE_CHECKING:
    from digest.archive import Archive
    from digest.settings import Settings


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = command.parser(
        "Make pages, indexes and the feed anew from data/: no network, no model (but with --summaries).",
        "python scripts/rebuild.py 2026-11-19 2026-11-20",
    )
    parser.add_argument("dates", nargs="*", type=command.day, metavar="DATE", help="reports (default: all)")
    parser.add_argument("--check", action="store_true", help="write nothing, name the files that differ, exit 1 if any")
    parser.add_argument("--summaries", action="store_true", help="of the DATEs given: ask the model of today anew")
    return parser.parse_args()


def run(asked: argparse.Namespace) -> int:
    """Render every wanted file and write those that differ."""
    from digest import pages
    from digest.archive import Archive
    from digest.seen import Seen
    from digest.settings import Settings

    root = asked.root.resolve()
    settings, archive = Settings.load(root, None, os.environ), Archive(root)
    if unknown := set(asked.dates) - set(archive.dates()):
        raise ArchiveError(f"data/ has no report of {', '.join(map(str, sorted(unknown)))}.")
    if asked.summaries:
        redo(settings, archive, asked.dates)
    dates = asked.dates or archive.dates()
    if asked.check:
        differing = {
            path
            for month in pages.by_month(dates)
            for path, text in pages.wanted(settings, archive, month).items()
            if not path.is_file() or path.read_bytes() != text.encode()
        }
        for path in sorted(differing):
            print(path.relative_to(root))
        return 1 if differing else 0
    # A month at a time: the memory of a rebuild does not grow with the archive.
    written: set[Path] = set()
    for month in pages.by_month(dates) or ((),):
        Seen(root).add(paper_id for day in month for paper_id in archive.brief(day).ids)
        written.update(pages.update(settings, archive, month))
    for path in sorted(written):
        print(path.relative_to(root))
    print(f"{len(written)} files written.")
    return 0


def redo(settings: "Settings", archive: "Archive", dates: Sequence[date]) -> None:
    """Have the model of today summarise the papers of some reports anew."""
    from digest import healing
    from digest.allowance import Allowance
    from digest.progress import Progress

    if not dates or not settings.api_key:
        raise ConfigurationError(
            "--summaries wants the DATEs to redo, and the secret OPENAI_API_KEY. docs/providers.md"
        )
    progress, allowance = Progress(environment=os.environ), Allowance(llm=settings.config.llm)
    for day in dates:
        archive.save(healing.redo(settings, archive.load(day), allowance, progress))


if __name__ == "__main__":
    asked = arguments()
    sys.exit(command.main(lambda: run(asked)))

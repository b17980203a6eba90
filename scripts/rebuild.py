#!/usr/bin/env python3
"""Make pages, indexes and the feed anew from data/: no network, no model."""

import argparse
import os
import sys
from datetime import date

from digest import command
from digest.errors import ArchiveError


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = command.parser(
        "Make pages, indexes and the feed anew from data/: no network, no model.",
        "python scripts/rebuild.py 2026-11-19 2026-11-20",
    )
    parser.add_argument("dates", nargs="*", type=date.fromisoformat, metavar="DATE", help="reports (default: all)")
    parser.add_argument("--check", action="store_true", help="write nothing, name the files that differ, exit 1 if any")
    return parser.parse_args()


def run(asked: argparse.Namespace) -> int:
    """Render every wanted file and write those that differ."""
    from digest import pages
    from digest.archive import Archive
    from digest.settings import Settings

    root = asked.root.resolve()
    settings, archive = Settings.load(root, None, os.environ), Archive(root)
    if unknown := set(asked.dates) - set(archive.dates()):
        raise ArchiveError(f"data/ has no report of {', '.join(map(str, sorted(unknown)))}.")
    dates = asked.dates or archive.dates()
    if asked.check:
        wanted = pages.wanted(settings, archive, dates)
        differing = [p for p, text in wanted.items() if not p.is_file() or p.read_bytes() != text.encode()]
        for path in differing:
            print(path.relative_to(root))
        return 1 if differing else 0
    written = pages.update(settings, archive, dates)
    for path in written:
        print(path.relative_to(root))
    print(f"{len(written)} files written.")
    return 0


if __name__ == "__main__":
    asked = arguments()
    sys.exit(command.main(lambda: run(asked)))

"""Show pages as GitHub does: an HTML file under preview/, light and dark, and screenshots where Chromium is there.

Reads nothing from the network. Needs requirements-dev.txt and `npm ci`; without Chromium there are no screenshots.
"""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from digest.console import command


def parser() -> argparse.ArgumentParser:
    """What the command line may say."""
    made = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="example: python scripts/preview.py daily/2026-11-20.md",
    )
    made.add_argument("file", nargs="*", type=Path, help="Markdown files; default: the newest report in demo/daily/")
    out = command.ROOT / "preview"
    made.add_argument("--out", type=Path, default=out, help="folder to write to (default: preview/)")
    made.add_argument("--no-pictures", action="store_true", help="write HTML only")
    return made


def run(asked: argparse.Namespace, _: Mapping[str, str]) -> int:
    """Preview the files that are named; returns the exit code: 0, or 1 where a page has a fault."""
    from preview_page.preview import preview

    return int(preview(asked.file, asked.out, no_pictures=asked.no_pictures) > 0)


def main(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Take the words after the program's name; returns the exit code."""
    return command.main(parser(), run, argv, environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))

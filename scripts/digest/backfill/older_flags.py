"""The flags of `scripts/backfill.py` before it had verbs: the workflows of forks call it by them, and still may.

They come to the same names and values as the words of today, so that nothing else knows of them.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from digest.console import command

VERBS = ("plan", "make", "merge")


def are_used(argv: Sequence[str]) -> bool:
    """Whether no verb is said, which only --root may precede, but flags are."""
    words = list(argv)
    while words and words[0].partition("=")[0] == "--root":
        del words[: 1 if "=" in words[0] else 2]
    return bool(words) and words[0] not in (*VERBS, "-h", "--help")


def parser() -> argparse.ArgumentParser:
    """What the command line could say."""
    made = command.parser(
        "Make a report for each announcement of the past. Its verbs of today: backfill.py --help",
        "python scripts/backfill.py --from 2026-09-01 --to 2026-10-30 --yes",
    )
    made.add_argument("--from", dest="first", type=command.day, metavar="YYYY-MM-DD")
    made.add_argument("--to", dest="last", type=command.day, metavar="YYYY-MM-DD")
    made.add_argument("--yes", action="store_true")
    made.add_argument("--force", action="store_true")
    made.add_argument("--source", choices=("api", "oai"), default="api")
    made.add_argument("--batch", action="store_true")
    made.add_argument("--batch-wait", type=float, default=1500, metavar="MINUTES")
    made.add_argument("--now", type=command.moment, metavar="ISO-8601")
    made.add_argument("--plan", type=Path, metavar="FILE")
    made.add_argument("--shards", type=int, default=1, metavar="N")
    made.add_argument("--planned", type=Path, metavar="FILE")
    made.add_argument("--shard", metavar="I/N")
    made.add_argument("--into", type=Path, metavar="DIR")
    made.add_argument("--merge", dest="folder", type=Path, metavar="DIR")
    made.set_defaults(verb=None)
    return made


def verb(asked: argparse.Namespace) -> str:
    """Which verb the flags mean; where they mean several, the first of merge, make a plan's reports, plan."""
    if asked.folder:
        return "merge"
    return "plan" if asked.plan and not asked.planned else "make"

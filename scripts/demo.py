#!/usr/bin/env python3
"""The whole pipeline on the bundled sample, offline and without a key: a small arXiv answers on this machine."""

import argparse
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from digest.console import command
from digest.core.calendar import EASTERN
from digest.core.errors import ConfigurationError

if TYPE_CHECKING:
    from digest.console.progress import Progress
    from digest.settings import Settings
    from loopback_arxiv.papers import AnnouncedPaper

SAMPLE = command.ROOT / "sample" / "papers.json"
CATEGORIES = ("cs.AI", "cs.CL", "cs.CV", "cs.LG")
"""What the sample has papers of on each of its days."""
COPIED = ("config.yml", "README.md", "labels", "prompts", "templates")
"""What a fork has of its own; data/ and daily/ are made by the runs."""
INTERESTS = """interests:
  - efficient inference of large language models
  - {text: retrieval-augmented generation, weight: 1.5}
  - robustness and evaluation of vision-language models
"""


def parser() -> argparse.ArgumentParser:
    """What the command line may say."""
    made = command.parser(
        "The whole pipeline on the bundled sample, offline and without a key.", "python scripts/demo.py --out demo"
    )
    made.add_argument("--out", type=Path, default=Path("demo"), metavar="DIR", help="where to (default: demo)")
    return made


def run(asked: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Make a repository in `--out` and run the daily job in it, on each morning that the sample announces papers."""
    from rich.console import Console

    from digest import pipeline
    from digest.archive.reports import Archive
    from digest.config.file import load_config
    from digest.console.progress import Progress
    from digest.run_report import best_table, console_lines
    from digest.settings import Settings
    from loopback_arxiv.server import LoopbackArxiv, load

    out: Path = asked.out.resolve()
    load_config(asked.root / "config.yml", {})  # a mistake has the line of the forker's file, not of the demo's copy
    start_fresh(asked.root, out)
    papers = load(SAMPLE)
    days = sorted({paper.announced for paper in papers})
    with LoopbackArxiv(papers, now=morning(days[0])) as arxiv:
        environment = {"ARXIV_API_URL": arxiv.api_url, "ARXIV_RSS_URL": arxiv.rss_url, "ARXIV_DELAY_SECONDS": "0"}
        progress = Progress(environment=environment)
        settings = of_the_sample(Settings.load(out, None, environment).without_model(), papers, progress)
        for day in days:
            arxiv.now = morning(day)
            outcome = pipeline.run(settings, arxiv.now, progress)
    for line in console_lines(outcome):
        print(line)
    Console().print(best_table(Archive(out).load(days[-1])))
    print(f"The page: {out / 'daily' / f'{days[-1]}.md'}")
    return outcome.exit_code


def start_fresh(root: Path, out: Path) -> None:
    """Lay a fork at `out`, with a few interests; only what an earlier demo left there is replaced."""
    mark = out / ".demo"
    if out.exists() and any(out.iterdir()) and not mark.exists():
        raise ConfigurationError(f"{out} exists and was not made by the demo; name another folder with --out.")
    shutil.rmtree(out, ignore_errors=True)
    try:
        out.mkdir(parents=True)
        mark.touch()
    except OSError as error:
        raise ConfigurationError(
            f"{out} cannot be made: {error.strerror or error}; name another with --out."
        ) from error
    for name in COPIED:
        source = root / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, out / name)
    config = out / "config.yml"
    config.write_text(config.read_text("utf-8").replace("interests: []\n", INTERESTS, 1), "utf-8")


def of_the_sample(settings: "Settings", papers: "Sequence[AnnouncedPaper]", progress: "Progress") -> "Settings":
    """The settings without all that asks others than the sample, and with categories that it has on each day."""
    from digest.config.schema import Library, Signals

    config, days = settings.config, {paper.announced for paper in papers}
    if {paper.announced for paper in papers if paper.paper.primary_category in config.categories} != days:
        config = config.model_copy(update={"categories": CATEGORIES})
        progress.say(f"The sample has too few papers of your `categories`; shown are those of {', '.join(CATEGORIES)}.")
    alone = {"library": Library(), "signals": Signals(), "liked": (), "disliked": ()}
    return replace(settings, config=config.model_copy(update=alone))


def morning(day: date) -> datetime:
    """Six o'clock at arXiv on the date of an announcement."""
    return datetime.combine(day, time(6), EASTERN)


def main(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Take the words after the program's name; returns the exit code."""
    return command.main(parser(), run, argv, environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))

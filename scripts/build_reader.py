#!/usr/bin/env python3
"""Build the reader on the web: the archive as a static site with a search, made from data/ alone."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from digest.console import actions, command
from digest.core.errors import OK, ArchiveError
from digest.core.plural import counted


def parser() -> argparse.ArgumentParser:
    """What the command line may say."""
    made = command.parser(
        "Build the reader on the web: the archive as a static site with a search, made from data/ alone.",
        "python scripts/build_reader.py --out site\n\nneeds the packages of requirements-reader.txt: docs/reader.md",
    )
    made.add_argument("--out", type=Path, required=True, metavar="DIR", help="where to; an older site is replaced")
    made.add_argument(
        "--base-url", metavar="URL", help="where the site will be (default: the repository's own GitHub Pages)"
    )
    made.add_argument(
        "--for-pages",
        action="store_true",
        help="in the workflow: build only where the reader and GitHub Pages are switched on, and say so otherwise",
    )
    return made


def run(asked: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Build it, and say what came of it."""
    from digest.config.file import load_config
    from digest.github import pages_site
    from digest.pages.labels import load_labels
    from digest.reader import addresses
    from digest.reader.building import build
    from digest.reader.site import Site
    from digest.settings import UNKNOWN_REPOSITORY, repository_of

    root, out = asked.root.resolve(), asked.out.resolve()
    config = load_config(root / "config.yml", environment)
    base_url = asked.base_url
    if asked.for_pages:
        pages = pages_site.pages(config, environment)
        if pages.problem:
            print(pages.problem)
            actions.step_summary(environment, pages.problem)
            if actions.running(environment):
                print(f"::notice::{actions.escape(pages.problem)}")
            return OK
        base_url = base_url or pages.url
    repository = repository_of(root, config, environment)
    known = None if repository == UNKNOWN_REPOSITORY else repository
    site = Site(
        root=root,
        config=config,
        labels=load_labels(root / "labels", config.language),
        repository=repository,
        base_url=addresses.with_slash(base_url) if base_url else addresses.default(known),
        assets="",
    )
    built = build(site, out, lambda counts: print(f"» {counts}", file=sys.stderr))
    for problem in built.problems:
        print(actions.inert(f"warning: {problem}"), file=sys.stderr)
    counts = f"{counted(built.reports, 'report')}, {counted(built.papers, 'summarised paper')}"
    print(f"{counts}: {counted(built.files, 'file')}, {built.size / 1e6:.1f} MB in {asked.out}")
    actions.output(environment, "built", "true")
    return ArchiveError.exit_code if built.problems else OK


def main(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Take the words after the program's name; returns the exit code."""
    return command.main(parser(), run, argv, environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))

#!/usr/bin/env python3
"""Show how a paper or a day was scored, what config.yml as it is now would make of it, and what a taste is made of."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from digest.console import command
from digest.core.errors import ConfigurationError
from digest.core.plural import counted

if TYPE_CHECKING:
    from rich.console import Console

    from digest.archive.reports import Archive
    from digest.core.report import Part, Report, Score
    from digest.library.reading import Library
    from digest.rank.explanation import Explained
    from digest.rank.profile import Profile


def parser() -> argparse.ArgumentParser:
    """What the command line may say."""
    made = command.parser(
        "Show how a paper or a day was scored, and what config.yml as it is now would make of it. Nothing is written.",
        "python scripts/explain.py 2026-11-20",
    )
    made.add_argument(
        "what",
        nargs="?",
        metavar="ID|DATE",
        help="an arXiv id such as 2611.01230, or a report's date; not with --taste",
    )
    made.add_argument(
        "--taste", action="store_true", help="each thing that papers are ranked by, and the newest report without it"
    )
    made.add_argument("--config", type=Path, metavar="FILE", help="a config.yml to try (default: that of DIR)")
    made.add_argument("--online", action="store_true", help="ask Zotero for your library, too (`ZOTERO_KEY`)")
    made.add_argument("--now", type=command.moment, metavar="ISO-8601", help="the clock, for how old feedback is")
    return made


def run(asked: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Print the tables; nothing is written."""
    from rich.console import Console

    from digest.archive.reports import Archive
    from digest.config.file import load_config
    from digest.core import paper_ids
    from digest.rank.explanation import explain, shown
    from digest.taste.kept import kept_profile

    if asked.taste == bool(asked.what):
        raise ConfigurationError("Give an arXiv id or a report's date, or --taste without either. See docs/ranking.md.")
    root = asked.root.resolve()
    config = load_config(asked.config or root / "config.yml", environment)
    archive = Archive(root)
    now, asks_zotero = asked.now or datetime.now(UTC), asked.online and config.library.has_zotero
    library = of_zotero(root, asked.config, now, environment) if asks_zotero else None
    profile, of_taste = kept_profile(archive, config, now, library)
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 160)
    for notice in of_taste:
        console.print(notice, markup=False)
    if config.library.has_zotero and not asked.online:
        console.print(
            "Zotero is not asked here, so what your library there says of a paper is missing in new points: `--online` "
            "asks it. See docs/library.md."
        )
    if asked.taste:
        has_examples = bool(profile.every_example) or config.library.has_zotero
        _print_taste(console, profile, _newest(archive), has_examples=has_examples)
        return 0
    day = _date(asked.what)
    paper_id = None if day else paper_ids.stored(asked.what)
    report = _report(archive, day, paper_id)
    explained = explain(report, profile)
    if paper_id:
        rows = [next(one for one in explained if one.paper.id == paper_id)]
        _print_paper(console, report, rows[0], len(explained))
    else:
        rows = [*shown(explained, config.max_papers)]
        _print_day(console, report, rows, len(explained))
        if len(rows) < len(explained):
            console.print(
                f"Shown are {len(rows)} of {counted(len(explained), 'paper')}: those that are, or were, among the best "
                f"{config.max_papers} (`max_papers`)."
            )
    if any(one.title_only for one in rows):
        console.print(
            "* data/ keeps only the title of papers that were not summarised: their new score is of the title alone, "
            "and could be higher with the abstract."
        )
    if any(one.old and one.old.by == "model" for one in explained):
        console.print(
            "The report was judged by a model; new ranks are the embedded ranker's, before a model sees them."
        )
    return 0


def of_zotero(root: Path, config: Path | None, now: datetime, environment: Mapping[str, str]) -> "Library":
    """The library at Zotero with the rest of it. Raises ConfigurationError."""
    from digest.console.progress import Progress
    from digest.settings import Settings
    from digest.taste import library
    from digest.taste.profile import kept_texts

    settings = Settings.load(root, config, environment)
    bibtex = library.read_bibtex(settings)
    return library.read(settings, bibtex, kept_texts(root), now, Progress(environment=environment))


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _report(archive: "Archive", day: date | None, paper_id: str | None) -> "Report":
    """The report of a day, or the newest that has a paper. Raises ConfigurationError where there is none."""
    days = archive.dates()
    if day:
        if day not in days:
            newest = f"the newest is of {days[-1]}" if days else "there is none yet: run scripts/run_daily.py first"
            raise ConfigurationError(f"data/ has no report of {day}; {newest}. See docs/ranking.md.")
        return archive.load(day)
    for one in reversed(days):
        report = archive.load(one)
        if paper_id in report.ids:
            return report
    raise ConfigurationError(
        f"No report in data/ has a paper {paper_id}; give an id such as 2611.01230 that a page shows, or a date such "
        "as 2026-11-20. See docs/ranking.md."
    )


def _newest(archive: "Archive") -> "Report":
    """The newest report. Raises ConfigurationError where there is none."""
    days = archive.dates()
    if not days:
        raise ConfigurationError("data/ has no report yet: run scripts/run_daily.py first. See docs/ranking.md.")
    return archive.load(days[-1])


def _print_taste(console: "Console", profile: "Profile", report: "Report", *, has_examples: bool) -> None:
    from rich.table import Table
    from rich.text import Text

    from digest.rank.explanation import papers_of
    from digest.taste.parts import moves, parts

    papers = papers_of(report)
    table = Table(title=f"What papers are ranked by, and the report of {report.date} without it", title_justify="left")
    for column in ("what", "known from", "best five without it"):
        table.add_column(column)
    for part in parts(profile):
        moved = [f"{move.paper.id} {move.rank} -> {move.rank_without}" for move in moves(papers, profile, part.rest)]
        table.add_row(Text(part.text), part.comes_from, ", ".join(moved) or "the same")
    if not table.row_count:
        console.print(
            "What is known of your taste has no name to show: papers with nothing in common, that you do not like, or "
            "of a library that is not asked here or shows nothing (`library.show`)."
            if has_examples
            else "Nothing is known of your taste: papers are compared with the others of their day. "
            "Write `interests` or `liked` into config.yml; see docs/ranking.md."
        )
        return
    console.print(table)
    console.print("Papers that data/ keeps by title only are ranked by it.")


def _print_day(console: "Console", report: "Report", rows: "Sequence[Explained]", count: int) -> None:
    from rich.table import Table
    from rich.text import Text

    from digest.markdown.writer import plain

    table = Table(title=f"{report.date}: {counted(count, 'paper')}, by config.yml as it is now", title_justify="left")
    for column in ("new", "old", "change", "points", "was", "id", "title", "because of"):
        in_words = column in ("id", "title", "because of")
        table.add_column(column, justify="left" if in_words else "right", no_wrap=column == "id")
    for one in rows:
        moved = one.old_rank - one.new_rank
        change = f"+{moved}" if moved > 0 else str(moved) if moved else "="
        points = f"{one.new.total}{'*' if one.title_only else ''}"
        cells = (str(one.new_rank), str(one.old_rank), change, points, str(one.old_total), one.paper.id)
        table.add_row(*cells, Text(plain(one.paper.title)), Text(_because(one.new)))
    console.print(table)


def _print_paper(console: "Console", report: "Report", one: "Explained", count: int) -> None:
    from rich.table import Table
    from rich.text import Text

    from digest.markdown.writer import plain

    console.print(Text(f"{one.paper.id}  {plain(one.paper.title)}"))
    console.print(Text(f"report of {report.date}, rank {one.old_rank} of {count}; it would be rank {one.new_rank}"))
    for title, total, score in (
        ("as it was", one.old_total, one.old),
        ("as config.yml is now", one.new.total, one.new),
    ):
        mark = "*" if one.title_only and score is one.new else ""
        console.print(f"{title}: {total}{mark} points")
        if score is not None and not score.parts:
            continue
        table = Table()
        for column in ("points", "for", "because of"):
            table.add_column(column, justify="right" if column == "points" else "left")
        for part in score.parts if score else ():
            table.add_row(f"{part.points:+d}", Text(_name(part)), Text(_words(part)))
        if score is None:
            table.add_row("", Text("data/ keeps the total only"), Text(""))
        console.print(table)


def _because(score: "Score") -> str:
    return "; ".join(
        f"{_name(part)} {part.points:+d}" + (f" ({_words(part)})" if part.because else "") for part in score.parts
    )


def _name(part: "Part") -> str:
    """What a part is called on the page in English."""
    return "number of authors" if part.kind == "many_authors" else part.name


def _words(part: "Part") -> str:
    from digest.markdown.writer import plain

    return ", ".join(map(plain, part.because))


def main(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Take the words after the program's name; returns the exit code."""
    return command.main(parser(), run, argv, environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))

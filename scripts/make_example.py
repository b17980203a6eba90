#!/usr/bin/env python3
"""docs/example/ anew: what a run makes of the bundled sample, in Chinese with summaries and in English without.

A visitor sees there what a fork will look like. Papers and summaries are made up, and every page says so.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from demo import CATEGORIES, INTERESTS, SAMPLE, morning, start_fresh
from digest.console import command
from digest.core.errors import ConfigurationError, DigestError

EXAMPLE = Path("docs") / "example"
WRITTEN = SAMPLE.with_name("summaries.zh-CN.json")
"""What the stand-in for a model says of the papers."""
CONFIG = f"categories: [{', '.join(CATEGORIES)}]\n{INTERESTS}max_papers: 12\n"
"""Few papers have a summary, so that the folder stays small."""
DAYS = 2
"""Reports: the newest of the sample."""
_UNDER_TITLE = {
    "all.md.j2": "{% for (year, number), days in months.items() %}",
    "period.md.j2": '> {{ label("period_counts"',
    "report.md.j2": '> {{ label("report_counts"',
}
"""Where in a template the note stands: before this."""


@dataclass(frozen=True, kw_only=True)
class _Example:
    language: str
    note: str
    """What every page says first."""
    by_model: bool
    """Whether the stand-in for a model is asked for summaries."""


EXAMPLES = (
    _Example(language="zh-CN", note="*示例页面：论文、作者和总结均为虚构。*", by_model=True),
    _Example(language="en", note="*An example: papers and authors are made up.*", by_model=False),
)


def parser() -> argparse.ArgumentParser:
    """What the command line may say."""
    return command.parser(
        "Make docs/example/ anew: the demo's pages as a visitor sees them.", "python scripts/make_example.py"
    )


def run(asked: argparse.Namespace, _: Mapping[str, str]) -> int:
    """Write the pages of each language below docs/example/ of `--root`; nothing where one cannot be made."""
    root: Path = asked.root.resolve()
    with tempfile.TemporaryDirectory() as folder:
        for example in EXAMPLES:
            _make(root, Path(folder) / example.language, example)
        for example in EXAMPLES:
            target = root / EXAMPLE / example.language
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(Path(folder) / example.language / "daily", target, ignore=_links_elsewhere)
    print(f"The pages: {root / EXAMPLE}")
    return 0


def _links_elsewhere(_: str, names: Sequence[str]) -> list[str]:
    """The feed and the badge, which are for a repository at GitHub."""
    return [name for name in names if name in ("feed.xml", "badge.svg")]


def _make(root: Path, out: Path, example: _Example) -> None:
    """A fork at `out`, and the daily job in it on the last mornings. Raises DigestError where a summary is missing."""
    from digest import pipeline
    from digest.console.progress import Progress
    from digest.settings import Settings
    from loopback_arxiv.model import NAME, LoopbackModel
    from loopback_arxiv.server import LoopbackArxiv, load

    start_fresh(root, out)
    _configure(out, example)
    papers = load(SAMPLE)
    days = sorted({paper.announced for paper in papers})[-DAYS:]
    with (
        LoopbackArxiv(papers, now=morning(days[0])) as arxiv,
        LoopbackModel(WRITTEN) as model,
    ):
        settings = Settings.load(
            out,
            None,
            {
                "ARXIV_API_URL": arxiv.api_url,
                "ARXIV_RSS_URL": arxiv.rss_url,
                "ARXIV_DELAY_SECONDS": "0",
                "OPENAI_API_KEY": "made-up" if example.by_model else "",
                "OPENAI_BASE_URL": model.url,
                "OPENAI_MODEL": NAME,
            },
        )
        for day in days:
            arxiv.now = morning(day)
            outcome = pipeline.run(settings, arxiv.now, Progress(environment={}))
            if outcome.exit_code:
                raise DigestError(f"The example's report of {day} is not complete; see what was said above.")


def _configure(out: Path, example: _Example) -> None:
    """What the example's owner has of its own: a configuration, and a line below the title of each page."""
    (out / "config.yml").write_text(f"{CONFIG}language: {example.language}\n", "utf-8")
    for name, line in _UNDER_TITLE.items():
        template = out / "templates" / name
        text = template.read_text("utf-8")
        if text.count(line) != 1:
            raise ConfigurationError(
                f"templates/{name} has not one {line!r}, before which the example says what it is."
            )
        template.write_text(text.replace(line, f"{example.note}\n\n{line}"), "utf-8")


def main(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Take the words after the program's name; returns the exit code."""
    return command.main(parser(), run, argv, environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))

#!/usr/bin/env python3
"""Propose interests from the papers that are liked, with what each would put on top of the newest report."""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from digest.console import command
from digest.core.errors import ConfigurationError

if TYPE_CHECKING:
    from digest.core.report import Paper
    from digest.library.reading import Library
    from digest.settings import Settings
    from digest.taste.suggestions import Suggestion

_NOTHING_LIKED = "Nothing is known of papers that you like."
_NOTHING_NEW = "The papers that you like have nothing in common that may be shown and that your interests do not say."


def parser() -> argparse.ArgumentParser:
    """What the command line may say."""
    made = command.parser(
        "Propose interests, ready to paste into config.yml: what the papers that you like have in common. Nothing is "
        "written. With a model set up, it words them.",
        "python scripts/suggest_interests.py",
    )
    made.add_argument("--now", type=command.moment, metavar="ISO-8601", help="the clock, for how old feedback is")
    return made


def run(asked: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Print lines for config.yml; nothing is written."""
    from digest.archive.reports import Archive
    from digest.rank.explanation import papers_of
    from digest.settings import Settings
    from digest.taste.kept import kept_profile
    from digest.taste.suggestions import suggestions

    root = asked.root.resolve()
    settings = Settings.load(root, None, environment)
    archive = Archive(root)
    days = archive.dates()
    if not days:
        raise ConfigurationError("data/ has no report yet: run scripts/run_daily.py first. See docs/ranking.md.")
    papers = papers_of(archive.load(days[-1]))
    now = asked.now or datetime.now(UTC)
    profile, of_taste = kept_profile(archive, settings.config, now, _library(settings, now, environment))
    for notice in of_taste:
        print(notice, file=sys.stderr)
    proposed = suggestions(profile, papers)
    if not proposed:
        is_liked = profile.every_example or settings.config.library.is_used
        raise ConfigurationError(
            f"{_NOTHING_NEW if is_liked else _NOTHING_LIKED} Add ids of papers to `liked` in config.yml, "
            "at least two on one topic; a run fetches their texts. See docs/ranking.md."
        )
    print("interests:")
    for one in _in_words(settings, proposed, papers):
        print("\n".join(f"  # {line}" for line in _reasons(one, days[-1].isoformat())))
        print(f"  - {json.dumps(one.text, ensure_ascii=False)}")
    return 0


def _library(settings: "Settings", now: datetime, environment: Mapping[str, str]) -> "Library | None":
    """The library at Zotero with the rest of it; nothing where there is none, or it is to show nothing."""
    library = settings.config.library
    if library.is_used and library.show == "nothing":
        print(
            "Nothing of your library is suggested: `library.show` is `nothing`. With `words`, suggestions name what "
            "several of its papers are about, and so do pages. See docs/library.md.",
            file=sys.stderr,
        )
        return None
    if not library.has_zotero:
        return None
    from digest.console.progress import Progress
    from digest.taste import library as of_library
    from digest.taste.profile import kept_texts

    return of_library.read(
        settings, of_library.read_bibtex(settings), kept_texts(settings.root), now, Progress(environment=environment)
    )


def _in_words(
    settings: "Settings", proposed: "Sequence[Suggestion]", papers: "Sequence[Paper]"
) -> "Sequence[Suggestion]":
    """The suggestions as a model words them, where one is set up and answers."""
    caller = settings.caller()
    if caller is None:
        return proposed
    from digest.config.prompts import load_prompt
    from digest.taste.suggestions import suggested
    from digest.taste.worded import wordings

    prompt = load_prompt(settings.root / "prompts" / "suggest.md")
    texts = wordings(caller, prompt.fill(), [one.topic for one in proposed])
    for notice in caller.notices:
        print(notice, file=sys.stderr)
    return [suggested(one.topic, texts.get(one.text, one.text), papers) for one in proposed]


def _reasons(one: "Suggestion", day: str) -> Iterator[str]:
    """Where an interest comes from, and what it would do."""
    from digest.core.plural import counted
    from digest.markdown.writer import plain
    from digest.taste.parts import sources

    yield f"{one.topic.text}: in {counted(len(one.topic.examples), 'paper')} ({sources(one.topic.examples)})"
    for ranked in one.best:
        yield f"{day}: {ranked.score.total} points for {ranked.paper.id} {plain(ranked.paper.title)}"


def main(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Take the words after the program's name; returns the exit code."""
    return command.main(parser(), run, argv, environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))

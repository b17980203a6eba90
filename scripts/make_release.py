#!/usr/bin/env python3
"""Make the release that tells those who watch the repository of the newest day or week (`notify.release`)."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence

from digest.console import command


def parser() -> argparse.ArgumentParser:
    """What the command line may say."""
    return command.parser(
        "Make, or bring up to date, the release of the newest day or week (`notify.release` in config.yml).",
        "GITHUB_REPOSITORY=you/papers GITHUB_TOKEN=... python scripts/make_release.py",
    )


def run(asked: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Publish the newest period that is over."""
    from digest.archive.reports import Archive
    from digest.archive.unreadable import Damage, going_on
    from digest.console.progress import Progress
    from digest.core.errors import PublicationRefused
    from digest.github import releases
    from digest.github.api import GitHub, GitHubSaidNo
    from digest.pages import release_text
    from digest.pages.plain_papers import Show, showing
    from digest.periods.news import news_of
    from digest.settings import Settings

    root = asked.root.resolve()
    settings, archive = Settings.load(root, None, environment), Archive(root)
    kind = settings.config.notify.release
    github = GitHub.from_environment(environment)
    period = None if kind == "off" else release_text.newest_period(archive.dates()[-10:], kind)
    if github is None:
        print("There is nobody to tell: GITHUB_REPOSITORY or GITHUB_TOKEN is not set.")
        return 0
    if period is None:
        off = "`notify.release` in config.yml is off"
        print(f"There is nothing to tell: {off}." if kind == "off" else "There is nothing to tell yet.")
        return 0
    damage = Damage(warn=Progress(environment=environment).warn)
    archive, reports = going_on(
        root, archive, period.dates, lambda there, days: [there.load(day) for day in sorted(days)], damage.tell
    )
    if not reports:
        return damage.exit_code(0)
    look, repository, places = settings.look, github.repository, archive.places()
    news = news_of(root, archive, period.dates) if kind == "weekly" else None

    def text(show: Show) -> str:
        return release_text.text(period, [show(report) for report in reports], look, repository, places, news)

    made = showing(reports, look, text)
    try:
        command.tell(releases.publish(period, made, settings.look, github), environment)
    except GitHubSaidNo as error:
        remedy = "The next run makes it" if error.is_passing else "The job needs `contents: write`"
        raise PublicationRefused(
            f"The release {period.tag} could not be made: {error}. {remedy}; or set `notify.release: off` in "
            "config.yml. docs/troubleshooting.md"
        ) from error
    return damage.exit_code(0)


def main(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Take the words after the program's name; returns the exit code."""
    return command.main(parser(), run, argv, environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))

#!/usr/bin/env python3
"""Send what was published to the services of NOTIFY_URLS: mail, Slack, Telegram and many more, each report once."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from digest.console import command
from digest.core.errors import ConfigurationError

if TYPE_CHECKING:
    from digest.messages.outgoing import Outgoing
    from digest.messages.services import Service
    from digest.messages.urls import Line
    from digest.settings import Settings

EXITS = """
exit codes: 0 sent, or nothing to send; 1 something in data/ cannot be read, and all else was sent;
2 configuration; 7 a message could not be sent
"""


def parser() -> argparse.ArgumentParser:
    """What the command line may say."""
    made = command.parser(
        "Send what was published to the services of NOTIFY_URLS, each report once (`notify` in config.yml).",
        f"NOTIFY_URLS='mailtos://...' python scripts/send_messages.py --test\n{EXITS}",
    )
    made.add_argument("--now", type=command.moment, metavar="ISO-8601", help="the clock of the run")
    only = made.add_mutually_exclusive_group()
    only.add_argument("--test", action="store_true", help="send a greeting, and say of each service if it arrived")
    only.add_argument("--dry-run", action="store_true", help="print what would be sent, and send nothing")
    return made


def run(asked: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Send what is due. Raises MessagesNotSent, after everything else was sent."""
    from digest.archive.unreadable import Damage
    from digest.console.progress import Progress
    from digest.core.errors import MessagesNotSent
    from digest.messages import urls
    from digest.settings import Settings

    def tell(line: str) -> None:
        command.tell(line, environment)  # it may quote a paper

    lines = urls.lines(environment)
    if not lines and not asked.dry_run:
        print(f"{urls.VARIABLE} is not set: there is nobody to send to. See docs/messages.md.")
        return 0
    damage = Damage(warn=Progress(environment=environment).warn)
    settings, now = Settings.load(asked.root.resolve(), None, environment), asked.now or datetime.now(UTC)
    if settings.config.notify.messages == "off" and not asked.test:
        print("`notify.messages` is off: nothing is sent.")
        return 0
    if asked.dry_run and not lines:
        show_plain(outgoing(settings, environment, now, damage.tell), settings, tell)
        return damage.exit_code(0)
    services, problems = loaded(lines, settings.repository)
    if asked.test:
        problems += greet(services, settings, tell)
    elif asked.dry_run:
        show(outgoing(settings, environment, now, damage.tell), services, settings, tell)
    else:
        from digest.messages.sending import send

        going = outgoing(settings, environment, now, damage.tell)
        problems += send(going, services, settings.root, settings.look, now, tell)
        if not going.names:
            print("There is no report of late to send.")
    if problems:  # a dry run sends nothing: all that can be wrong is what stands in NOTIFY_URLS
        raise (ConfigurationError if asked.dry_run else MessagesNotSent)("\n".join(problems))
    return damage.exit_code(0)


def loaded(lines: "Sequence[Line]", repository: str) -> "tuple[tuple[Service, ...], list[str]]":
    """The services, and what is wrong with lines that are none. Raises ConfigurationError where apprise is missing."""
    try:
        from digest.messages import sending, services
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            f"The package `{error.name}` is not installed, which messages need. Run `python -m pip install "
            "--require-hashes -r requirements-messages.lock`. See docs/messages.md."
        ) from error
    usable, unusable = services.load(lines, repository)
    return usable, [sending.unusable(line) for line in unusable]


def outgoing(
    settings: "Settings", environment: Mapping[str, str], now: datetime, damaged: Callable[[str], None]
) -> "Outgoing":
    """What could be sent: only what lies at origin, where the links of a message lead to."""
    from digest.archive.reports import Archive
    from digest.dedupe.catch_up import of_daily_run
    from digest.github.git import Git
    from digest.github.publication import published
    from digest.messages.outgoing import outgoing
    from digest.periods.news import news_of

    archive = Archive(settings.root)
    at_origin = published(Git(root=settings.root, environment=environment))
    return outgoing(
        archive,
        settings.config,
        settings.look.labels,
        settings.repository,
        now,
        is_published=lambda path: at_origin is None or path in at_origin,
        of_daily_run=of_daily_run,
        news=lambda days: news_of(settings.root, archive, days),
        tell=damaged,
    )


def greet(services: "Sequence[Service]", settings: "Settings", tell: Callable[[str], None]) -> list[str]:
    """Send a greeting to every service, and say of each whether it arrived; returns what failed."""
    from digest.messages.delivery import hand_over
    from digest.messages.sending import greeting, problem

    failed = []
    for service in services:
        made = greeting(service, settings.repository, settings.look.labels)
        outcome, code = hand_over(service, made.title, made.body, made.text)
        tell(f"{service.key} (line {service.line}): {'arrived' if outcome == 'sent' else outcome}.")
        if outcome != "sent":
            failed.append(problem(service, outcome, code))
    return failed


def show(going: "Outgoing", services: "Sequence[Service]", settings: "Settings", tell: Callable[[str], None]) -> None:
    """Print the newest message as each service would get it."""
    from digest.messages.sending import written

    message = going.message(going.names[-1:]) if going.names else None
    for service in services:
        made = written(service, message, settings.look) if message else None
        tell(f"--- {service.key} (line {service.line}) as {service.dialect.name if service.dialect else 'mail'}")
        tell(f"{made.title}\n{made.text or made.body}\n" if made else nothing(going))


def nothing(going: "Outgoing") -> str:
    """Why there is no message."""
    if going.names:
        return f"Nothing to send: no paper of {going.names[-1]} has the points that notify.least_score asks for."
    return (
        "Nothing to send: no report that a daily run made of late is at origin (`python scripts/publish.py` pushes "
        "it), or, with `notify.messages: weekly`, no week that is over. See docs/messages.md."
    )


def show_plain(going: "Outgoing", settings: "Settings", tell: Callable[[str], None]) -> None:
    """Print the newest message as plain text."""
    from digest.messages.dialects import PLAIN, write

    message = going.message(going.names[-1:]) if going.names else None
    if message is None:
        print(nothing(going))
        return
    tell(write(message, PLAIN, settings.look.labels, len(message.papers), with_heading=True))


def main(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Take the words after the program's name; returns the exit code."""
    return command.main(parser(), run, argv, environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))

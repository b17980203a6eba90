"""Sending what is due: each report to each service once, and what failed as one message for the owner."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from digest.markdown.writer import plain
from digest.messages import ledger as ledgers
from digest.messages.delivery import Outcome, hand_over
from digest.messages.dialects import PLAIN, fitted, write
from digest.messages.due import due, opened
from digest.messages.mail import mail
from digest.messages.message import Message, Week
from digest.messages.outgoing import Outgoing
from digest.messages.services import Service, Unusable
from digest.messages.wording import inert, visible
from digest.pages.labels import Labels
from digest.pages.look import Look

WHAT_TO_DO: dict[Outcome, str] = {
    "partly": "some of its recipients have the message, and others do not. Look at the addresses in that line; it is "
    "not sent again, so that nobody hears of it twice",
    "refused": "it refuses the message. Renew the password, token or address in that line",
    "limited": "it allows no more messages for now. Nothing to do for a day: the next runs try again",
    "unreachable": "it could not be reached, or did not answer in time. Nothing to do for a day: the next runs try "
    "again; if it lasts, look at host and port in that line",
    "rejected": "it did not take the message, and gave no code. Look at that line",
}
"""What became of a message, and the remedy."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """A message as one service takes it."""

    title: str
    body: str
    text: str
    """The plain part of a mail."""


def written(service: Service, message: Message, look: Look) -> Written:
    """The message in the service's own dialect, cut to its limit. Raises ConfigurationError of a broken template."""
    labels, dialect, most = look.labels, service.dialect, len(message.papers)
    if message.week and service.limit and service.size(_body(service, message, look, 0)) > service.limit:
        # What cannot hold the week has its page and its best papers.
        message = replace(message, week=Week(page=message.week.page))
    title = message.subject if len(message.subject) <= service.plugin.title_maxlen else message.heading
    body = fitted(lambda shown: _body(service, message, look, shown), most, service.limit or sys.maxsize, service.size)
    if dialect is None:
        return Written(title=title, body=body, text=write(message, PLAIN, labels, most, with_heading=False))
    return Written(title=inert(title) if service.has_title else "", body=body, text="")


def _body(service: Service, message: Message, look: Look, shown: int) -> str:
    if service.dialect is None:
        return mail(message, look, shown)
    return write(message, service.dialect, look.labels, shown, with_heading=not service.has_title)


def greeting(service: Service, repository: str, labels: Labels) -> Written:
    """What a test sends."""
    says = visible(plain(labels("message_greeting", repository=repository)))
    escape = (service.dialect or PLAIN).text
    title = "arXiv" if service.has_title else ""
    return Written(title=title, body=escape(says), text=escape(says))


def send(
    outgoing: Outgoing,
    services: Sequence[Service],
    root: Path,
    look: Look,
    now: datetime,
    say: Callable[[str], None],
    deliver: Callable[[Service, str, str, str], tuple[Outcome, int]] = hand_over,
) -> tuple[str, ...]:
    """Send everything that is due, and write down at once what was sent; returns what failed, a line each.

    Raises ArchiveError where data/sent.json cannot be read, ConfigurationError of a broken template.
    """
    keys = [service.key for service in services]
    ledger = opened(ledgers.read(root), outgoing.names, keys, now)
    failed: list[str] = []
    for service in services:
        for each in due(ledger, outgoing.names, service.key, now):
            message = outgoing.message(each.names)
            if message is not None:
                made = written(service, message, look)
                outcome, code = deliver(service, made.title, made.body, made.text)
                say(f"{service.key}: {', '.join(each.names)}: {outcome}.")
                if outcome != "sent":
                    failed.append(problem(service, outcome, code))
                if outcome not in ("sent", "partly"):
                    break  # what comes after it would fare no better, and has its turn in the next run
            ledger = ledger.with_done(service.key, each.names)
            ledgers.write(root, ledger)
    if outgoing.names:
        ledgers.write(root, ledger)
    return tuple(failed)


def problem(service: Service, outcome: Outcome, code: int) -> str:
    """What failed, for the owner: the kind of service and its line, never its address."""
    given = f" ({code})" if code else ""
    return f"{service.key} (line {service.line} of NOTIFY_URLS){given}: {WHAT_TO_DO[outcome]}."


def unusable(line: Unusable) -> str:
    """What is wrong with a line that is no URL of a service."""
    stop = "" if line.says.endswith("?") else "."
    return (
        f"Line {line.line} of NOTIFY_URLS is not used: {line.says}{stop} docs/messages.md has an example for each "
        "service."
    )

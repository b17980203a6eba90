"""Which reports are to be sent to whom: each once, none in a flood. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.messages.ledger import Ledger, Sending, merged

DAY = timedelta(days=1)
"""How long a report is tried again with a service that failed."""
SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class Due:
    """One message to one service."""

    service: str
    names: tuple[str, ...]
    """The reports it is about, oldest first."""


def opened(ledger: Ledger, names: Sequence[str], services: Sequence[str], now: datetime) -> Ledger:
    """The ledger with the reports that are new at `now`, and with the services that are.

    `names` are the reports that daily runs have published of late, ascending (or the newest week alone). Where nothing
    was sent before, the newest one is new and no other; what is older than any that was sent came by a backfill.
    """
    if not names:
        return ledger
    kind = len(names[-1])  # a week is no later or earlier than a day
    known = [sending.name for sending in ledger.sendings if len(sending.name) == kind]
    fresh = [name for name in names if name > known[-1]] if known else [names[-1]]
    ledger = merged(ledger, Ledger(sendings=tuple(Sending(name=name, since=now) for name in fresh)))
    for service in services:
        if service not in ledger.services:
            older = [sending.name for sending in ledger.sendings if is_open(sending, now) and sending.name != names[-1]]
            ledger = ledger.with_done(service, older)
    return ledger


def due(ledger: Ledger, names: Sequence[str], service: str, now: datetime) -> tuple[Due, ...]:
    """The messages for a service, in the order in which they are sent.

    The newest report has a message of its own; what a run has caught up with besides comes in one before it.
    """
    open_ones = [
        sending.name
        for sending in ledger.sendings
        if sending.name in names and service not in sending.done and is_open(sending, now)
    ]
    older, newest = open_ones[:-1], open_ones[-1:]
    return tuple(Due(service=service, names=tuple(part)) for part in (older, newest) if part)


def is_open(sending: Sending, now: datetime) -> bool:
    """Whether a report is still sent to whoever lacks it: for a day, and over a weekend, on which no run starts."""
    end = sending.since + DAY
    while end.weekday() >= SATURDAY:
        end += DAY
    return now < end

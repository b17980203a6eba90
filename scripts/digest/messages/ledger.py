"""data/sent.json: which service has which report, so that each hears of a report once. No address is in it.

A service is known by its kind and the first hex digits of a SHA-256 of its URL (`urls.Line.key`). All that happens to
the file adds to it, so that what two runs have written is put together by `merged`, whichever was first.
"""

from collections.abc import Iterable
from pathlib import Path

from pydantic import AwareDatetime, Field, ValidationError

from digest.core import files
from digest.core.errors import ArchiveError
from digest.core.git_conflicts import remedy, what
from digest.core.report import Model

NAME = "data/sent.json"
SCHEMA = 1
KEPT = 400
"""Reports whose sending is remembered; no run looks further back than two months."""


class Sending(Model):
    """One report, or one week, and who is done with it."""

    name: str
    """ "2026-11-20", or "2026-W47"."""
    since: AwareDatetime
    """When it was first to be sent; for a day from then on, it is tried again where a service failed."""
    done: tuple[str, ...] = ()
    """The services that have it, or were never meant to."""


class Ledger(Model):
    """Everything that was sent, by report."""

    version: int = Field(SCHEMA, alias="schema", le=SCHEMA)
    services: tuple[str, ...] = ()
    """Every service that was ever sent to; one that is not among them is new, and gets the newest report only."""
    sendings: tuple[Sending, ...] = ()
    """Ascending by name."""

    def find(self, name: str) -> Sending | None:
        """What is known of a report, if anything."""
        return next((sending for sending in self.sendings if sending.name == name), None)

    def with_done(self, service: str, names: Iterable[str]) -> "Ledger":
        """The same where a service is done with some reports."""
        had = frozenset(names)
        sendings = (
            Sending(name=sending.name, since=sending.since, done=_union(sending.done, [service]))
            if sending.name in had
            else sending
            for sending in self.sendings
        )
        return Ledger(services=_union(self.services, [service]), sendings=tuple(sendings))


def _union(some: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({*some, *more}))


def merged(ours: Ledger, theirs: Ledger) -> Ledger:
    """What either of two ledgers knows."""
    by_name: dict[str, Sending] = {}
    for sending in (*ours.sendings, *theirs.sendings):
        other = by_name.get(sending.name, sending)
        since, done = min(sending.since, other.since), _union(sending.done, other.done)
        by_name[sending.name] = Sending(name=sending.name, since=since, done=done)
    newest = sorted(by_name.values(), key=lambda sending: (sending.since, sending.name))[-KEPT:]
    return Ledger(
        services=_union(ours.services, theirs.services),
        sendings=tuple(sorted(newest, key=lambda sending: sending.name)),
    )


def to_json(ledger: Ledger) -> str:
    """The file's text: one line a report, one final newline."""
    return ledger.model_dump_json(by_alias=True, indent=1) + "\n"


def from_json(text: str | bytes) -> Ledger:
    """Read the file's text. Raises ArchiveError where it is none, which is never taken for an empty one."""
    try:
        return Ledger.model_validate_json(text)
    except ValidationError as error:
        raise ArchiveError(
            f"{NAME} cannot be read ({what(text, error)}), so nothing was sent: a message might come twice. "
            f"{remedy(NAME)}"
        ) from error


def read(root: Path) -> Ledger:
    """The ledger of a repository; an empty one where nothing was ever sent. Raises ArchiveError."""
    try:
        text = (root / NAME).read_bytes()
    except FileNotFoundError:
        return Ledger()
    except OSError as error:
        raise ArchiveError(f"{NAME} cannot be read: {error.strerror or error}. See docs/troubleshooting.md.") from error
    return from_json(text)


def write(root: Path, ledger: Ledger) -> None:
    """Write the ledger whole. Raises DigestError where the disk refuses."""
    files.write(root / NAME, to_json(ledger))

"""A note, outside of git, of the batch that a provider works on: a killed run is gone on with, and none paid twice."""

from pathlib import Path

from pydantic import ValidationError

from digest.core import files
from digest.core.report import Model


class Flight(Model):
    """One batch, from the moment at which it is sent."""

    mark: str
    """What it is found by where the run was killed before it knew its id."""
    questions: tuple[str, ...]
    """The names of its questions."""
    address: str
    """The API it was sent to."""
    at: int = 0
    """Which of the addresses that this may mean."""
    batch: str = ""
    """Its id; empty until the API has given one."""


class InFlight:
    """The note of one repository."""

    def __init__(self, root: Path) -> None:
        """Take the root of the repository."""
        self._path = root / ".cache" / "batch.json"

    def read(self, address: str) -> Flight | None:
        """The batch that an API works on; none where the note is of another API, or torn."""
        try:
            flight = Flight.model_validate_json(self._path.read_bytes())
        except (OSError, ValidationError):
            return None
        return flight if flight.address == address else None

    def write(self, flight: Flight) -> None:
        """Note a batch. Raises DigestError where the disk refuses."""
        files.write(self._path, flight.model_dump_json(indent=1) + "\n")

    def done(self) -> None:
        """All its answers are saved."""
        self._path.unlink(missing_ok=True)

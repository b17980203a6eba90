"""A note, outside of git, of the reports whose pages are still to be written; a killed run leaves it to the next."""

from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path

from digest.core import files


class Unfinished:
    """The note of one repository."""

    def __init__(self, root: Path) -> None:
        """Take the root of the repository."""
        self._path = root / ".cache" / "unfinished.txt"

    def dates(self) -> frozenset[date]:
        """The reports that the note names."""
        try:
            return frozenset(date.fromisoformat(line) for line in self._path.read_text("utf-8").split())
        except FileNotFoundError:
            return frozenset()
        except ValueError:
            return frozenset()  # a torn note says less than the missing pages do, which are looked for as well

    def begin(self, days: Iterable[date]) -> None:
        """Name reports that are about to be saved."""
        files.write(self._path, _lines({*days, *self.dates()}))

    def done(self, days: Collection[date]) -> None:
        """Everything is written of some reports."""
        left = self.dates().difference(days)
        if left:
            files.write(self._path, _lines(left))
        else:
            self._path.unlink(missing_ok=True)


def _lines(days: Iterable[date]) -> str:
    return "".join(f"{day}\n" for day in sorted(days))

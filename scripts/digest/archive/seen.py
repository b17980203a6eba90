"""data/seen/: which papers have been announced, by the month of their id.

A cross-list can bring a paper back years after its report. Looking it up in every report would grow with the archive,
so its id stands in one small file a month, e.g. data/seen/2611.txt, one id a line. `before.txt` has the papers that
arXiv had announced before the first report; they are not new to anybody.
"""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from digest.core import files
from digest.core.errors import ArchiveError
from digest.core.git_conflicts import has_conflict, remedy

BEFORE = "before"


def month(paper_id: str) -> str:
    """The month an id was given in: "2611" of "2611.01230", "9901" of "hep-th/9901001"; "other" where none shows."""
    digits = paper_id.rpartition("/")[2][:4]
    return digits if len(digits) == 4 and digits.isascii() and digits.isdecimal() else "other"


class Seen:
    """The ids of announced papers in one repository."""

    def __init__(self, root: Path) -> None:
        """Take the root of the repository."""
        self.folder = root / "data" / "seen"

    def among(self, paper_ids: Iterable[str]) -> frozenset[str]:
        """Those of `paper_ids` that a report has announced; reads the files of their months only."""
        wanted = frozenset(paper_ids)
        return wanted.intersection(set().union(*map(self._read, set(map(month, wanted)))))

    def before(self) -> frozenset[str]:
        """The papers that were announced before the first report."""
        return frozenset(self._read(BEFORE))

    def add(self, paper_ids: Iterable[str]) -> None:
        """Write down that papers have been announced; writing them again changes nothing."""
        by_month: dict[str, set[str]] = defaultdict(set)
        for paper_id in paper_ids:
            by_month[month(paper_id)].add(paper_id)
        for name, ids in sorted(by_month.items()):
            self._write(name, ids | self._read(name))

    def has_begun(self) -> bool:
        """Whether it is known which papers were announced before the first report."""
        return self._path(BEFORE).is_file()

    def begin(self, paper_ids: Iterable[str]) -> None:
        """Write down the papers that were announced before the first report."""
        self._write(BEFORE, set(paper_ids))

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.txt"

    def _write(self, name: str, ids: set[str]) -> None:
        files.write(self._path(name), "".join(f"{paper_id}\n" for paper_id in sorted(ids)))

    def _read(self, name: str) -> set[str]:
        path = f"data/seen/{name}.txt"
        try:
            text = self._path(name).read_text("utf-8")
        except FileNotFoundError:
            return set()
        except (OSError, UnicodeDecodeError) as error:
            raise ArchiveError(f"{path} cannot be read ({error}). Nothing was changed. {remedy(path)}") from error
        if has_conflict(text):
            raise ArchiveError(f"{path} cannot be read: git left a conflict in it. Nothing was changed. {remedy(path)}")
        return {line.strip() for line in text.splitlines() if line.strip()}

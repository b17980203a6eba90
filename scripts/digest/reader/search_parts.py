"""The search's index in parts, so that building it takes a bounded memory however old the archive is."""

import gzip
from collections.abc import Sequence
from pathlib import Path

from digest.reader.pagefind import SearchIndex
from digest.reader.search_records import APART, Record

FOLDER = "pagefind"
MEMORY = 450_000_000
"""Bytes that Pagefind may need for one part of the index, about: it holds all of an index that it builds."""
_BYTES_A_WORD, _BYTES_A_WORD_IN_GROUPS = 360, 240
"""What a word of a record takes while its index is written, measured: benchmarks/web_reader.py."""
_CJK_WORD = 2
"""Characters of a Chinese or Japanese word, about."""
_PROGRAM = ("pagefind.js", "pagefind-worker.js", "wasm.*.pagefind")
_NO_PROGRAM = gzip.compress(b"pagefind_dcd-", mtime=0)


class SearchParts:
    """The index of an archive that is added from its newest report on, in parts that bound the memory.

    Each part is an index of its own, in a folder that is named by its oldest day; the page asks the newest first, and
    the older ones where it finds too little.
    """

    def __init__(self, language: str, site: Path) -> None:
        self._language, self._site = language, site
        self._bytes = 0
        self._index: SearchIndex | None = None
        self._days: list[str] = []
        self.parts: list[tuple[str, str]] = []
        """The oldest and the newest day of each part, newest first."""

    def add(self, day: str, records: Sequence[Record]) -> None:
        """Add the records of a report that is older than those before."""
        if self._index is None:
            self._index = SearchIndex(self._language)
        self._index.add(records)
        self._days.append(day)
        self._bytes += sum(_memory(record) for record in records)
        if self._bytes >= MEMORY:
            self.finish()

    def finish(self) -> None:
        """Write what has been added since the last part."""
        if self._index is None:
            return
        folder = self._site / FOLDER / self._days[-1]
        with self._index as index:
            index.write(folder)
        if self.parts:
            _without_program(folder)
        self.parts.append((self._days[-1], self._days[0]))
        self._index, self._bytes, self._days = None, 0, []

    def __enter__(self) -> "SearchParts":
        return self

    def __exit__(self, *_: object) -> None:
        if self._index is not None:
            self._index.__exit__()


def _memory(record: Record) -> int:
    """Bytes that Pagefind needs for a record, about."""
    words = record.content.count(" ") + sum("\u3040" <= c <= "\u9fff" for c in record.content) // _CJK_WORD
    return words * (_BYTES_A_WORD_IN_GROUPS if APART in record.content else _BYTES_A_WORD)


def _without_program(folder: Path) -> None:
    """Leave Pagefind's program out of a part, as the newest has it.

    A part asks for its program's bytes before it finds that the program runs already: they have to be there, and may be
    any.
    """
    for pattern in _PROGRAM:
        for path in folder.glob(pattern):
            path.unlink() if path.suffix == ".js" else path.write_bytes(_NO_PROGRAM)

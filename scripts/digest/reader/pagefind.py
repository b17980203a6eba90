"""Building the search's index with Pagefind (https://pagefind.app), whose program comes as a wheel.

Its own Python interface waits a tenth of a second for each record; this speaks the same protocol of its service
(`pagefind --service`: JSON in base64, each message ended by a comma) and is two hundred times as fast.
"""

import base64
import json
import subprocess
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from digest.core.errors import ConfigurationError, DigestError
from digest.reader.search_records import Record

_SECONDS_TO_END = 20
_LOOKS, _SECONDS_BETWEEN_LOOKS = 300, 0.1
_IN_FLIGHT = 256
"""Records that may wait for their answer; the pipes between the two programs hold little."""
_UNUSED = ("pagefind-ui.*", "pagefind-modular-ui.*", "pagefind-component-ui.*", "pagefind-highlight.*")
"""Pagefind's own boxes and buttons: the reader has its own."""


class SearchIndex:
    """An index that is being built. As a context, it ends the program whatever happens."""

    def __init__(self, language: str) -> None:
        """Start Pagefind. Raises ConfigurationError where it is not installed."""
        try:
            from pagefind_bin_extended import get_executable
        except ModuleNotFoundError as error:
            raise ConfigurationError(
                f"The package `{error.name}` is not installed, so there can be no search. Run `python -m pip install "
                "-r requirements-reader.txt`. See docs/reader.md."
            ) from error
        self._language = language
        self._process = subprocess.Popen(  # noqa: S603 - the program of the pinned wheel, data goes over its pipe
            [str(get_executable()), "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._sent = 0
        self._answered = threading.Condition()
        self._answers: dict[int, Any] = {}
        self._received = 0
        self._ended = False
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self._index: int = self._ask(type="NewIndex", config={})["index_id"]

    def __enter__(self) -> "SearchIndex":
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # what was left to be sent has nobody to read it
            self._pipe(self._process.stdin).close()
        try:
            self._process.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listener.join()
        self._pipe(self._process.stdout).close()

    def add(self, records: Iterable[Record]) -> None:
        """Add records. Raises DigestError where Pagefind refuses one or has ended."""
        for record in records:
            self._send(
                type="AddRecord",
                index_id=self._index,
                url=record.url,
                content=record.content,
                language=self._language,
                meta={},
                filters=record.filters,
                sort=record.sort,
            )

    def write(self, folder: Path) -> None:
        """Write the index into a folder. Raises DigestError as `add` does."""
        self._ask(type="WriteFiles", index_id=self._index, output_path=str(folder))
        # It answers before the last of its files have reached the disk; ended then, it would leave some of them empty.
        for _ in range(_LOOKS):
            if _is_written(folder):
                break
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        else:
            raise self._broken(f"did not write all of {folder}")
        for pattern in _UNUSED:
            for path in folder.glob(pattern):
                path.unlink()

    def _ask(self, **payload: object) -> Any:
        number = self._send(**payload)
        self._wait(number)
        return self._answers.pop(number)

    def _send(self, **payload: object) -> int:
        self._sent += 1
        message = json.dumps({"message_id": self._sent, "payload": payload}).encode()
        pipe = self._pipe(self._process.stdin)
        try:
            pipe.write(base64.b64encode(message) + b",")
            if payload["type"] != "AddRecord":
                pipe.flush()
        except OSError as error:
            raise self._broken("has ended") from error
        if self._sent > _IN_FLIGHT:
            self._wait(self._sent - _IN_FLIGHT)
        return self._sent

    def _wait(self, number: int) -> None:
        """Wait until so many messages have been answered."""
        with self._answered:
            if self._received < number:
                self._pipe(self._process.stdin).flush()
            self._answered.wait_for(lambda: self._received >= number or self._ended)
            if self._received < number:
                raise self._broken("has ended")
            for answer in list(self._answers.values()):
                if answer["type"] == "Error":
                    raise self._broken(f"said: {answer.get('message', '')[:300]}")

    def _listen(self) -> None:
        pipe, rest = self._pipe(self._process.stdout), b""
        while block := pipe.read1(1 << 16):  # type: ignore[attr-defined]  # a pipe of Popen is buffered
            *messages, rest = (rest + block).split(b",")
            with self._answered:
                for message in messages:
                    answer = json.loads(base64.b64decode(message))
                    self._received += 1
                    if answer["payload"]["type"] != "IndexedFile":
                        self._answers[answer.get("message_id") or 0] = answer["payload"]
                self._answered.notify_all()
        with self._answered:
            self._ended = True
            self._answered.notify_all()

    def _pipe(self, pipe: IO[bytes] | None) -> IO[bytes]:
        assert pipe is not None  # noqa: S101 - both were asked for
        return pipe

    def _broken(self, what: str) -> DigestError:
        return DigestError(f"Pagefind, which builds the search, {what}. Run it again, or report it with this message.")


def _is_written(folder: Path) -> bool:
    """Whether the index in a folder is whole: no file is empty, and the one that names the others can be read."""
    try:
        json.loads((folder / "pagefind-entry.json").read_bytes())
    except (OSError, ValueError):
        return False
    return all(path.stat().st_size for path in folder.rglob("*") if path.is_file())

"""Weights from the Hugging Face hub: gigabytes over HTTPS, taken up again where they broke off, proved by a hash."""

import hashlib
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlsplit

import requests
import urllib3

from digest.config.schema import HubFile
from digest.core.errors import ConfigurationError, ModelNotStarted, WeightsNotDownloaded
from digest.core.http import public_address
from digest.core.plural import counted
from digest.language_model.providers import is_local
from digest.local_model.weights import KEPT, READ_MORE, Weights

HUB = "https://huggingface.co"
MEGABYTE = 1_000_000
AT_ONCE = MEGABYTE
"""Bytes; no more, or a megabyte might be stepped over when they are counted."""
CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
"""The longest silence within the file."""
PAUSES = (1.0, 4.0, 15.0, 60.0)
"""Seconds before the file is asked for again; where no further byte comes in all these tries, the hub is down."""
ROOM = 200 * MEGABYTE
"""What is to be left on the disk for everything else."""
_GONE = {401, 403, 404, 410}

Progress = Callable[[int, int], None]
"""Told how many megabytes are there, of how many."""


class _BrokenOff(Exception):
    """The file did not come, or not whole; the text says why."""


def hub_url(environment_value: str) -> str:
    """The hub's address: MODEL_HUB_URL, or the usual one. Raises ConfigurationError for what is not https://."""
    url = environment_value.strip().rstrip("/") or HUB
    if not (urlsplit(url).scheme == "https" or is_local(url)):
        raise ConfigurationError(
            f'MODEL_HUB_URL is "{public_address(url)}"; give an address with https://, or leave it unset.'
        )
    return url


def address(source: HubFile, hub: str) -> str:
    """Where the hub has a file: https://huggingface.co/docs/hub/models-downloading."""
    return f"{hub}/{source.repo}/resolve/{source.revision}/{quote(source.file)}"


def fetch(weights: Weights, hub: str, progress: Progress, say: Callable[[str], None]) -> Path:
    """The weights' file, downloaded unless it is there, and proved by its hash.

    Raises ModelNotStarted where it is not what was asked for, or the disk is too small; WeightsNotDownloaded where the
    hub does not give it.
    """
    if weights.source is None:
        return _of_a_person(weights.path)
    if not weights.path.is_file():
        # Another model's would be kept in the workflow's cache for ever.
        for other in (*weights.path.parent.glob("*.gguf"), *weights.path.parent.glob("*.part")):
            if other.stem != weights.path.stem:
                other.unlink()
        size = f" ({weights.bytes / 1e9:.1f} GB)" if weights.bytes else ""
        say(f"Download {weights.source.file}{size} from {public_address(hub)} into {KEPT}/")
        part = weights.path.with_suffix(".part")
        try:
            part.parent.mkdir(parents=True, exist_ok=True)
            _download(weights, part, hub, progress)
        except OSError as error:
            raise ModelNotStarted(_no_room(weights, error.strerror or str(error))) from error
        _prove(part, weights.source)
        part.rename(weights.path)
        return weights.path
    _prove(weights.path, weights.source)
    return weights.path


def _of_a_person(path: Path) -> Path:
    if not path.is_file():
        raise ConfigurationError(f"config.yml: `llm.local.model`: there is no file {path}. {READ_MORE}")
    return path


def _download(weights: Weights, part: Path, hub: str, progress: Progress) -> None:
    """Fill the file, in as many requests as it takes."""
    source = weights.source
    assert source is not None  # noqa: S101 - what a person has put there is not downloaded
    left = list(PAUSES)
    with requests.Session() as session:
        while True:
            before = part.stat().st_size if part.exists() else 0
            try:
                return _go_on(session, address(source, hub), weights, part, progress)
            except (requests.RequestException, urllib3.exceptions.HTTPError, _BrokenOff) as error:
                if part.exists() and part.stat().st_size > before:
                    left = list(PAUSES)
                if not left:
                    raise WeightsNotDownloaded(
                        f"{public_address(hub)} does not give {source.file} just now ({_plain(error)}), tried "
                        f"{counted(len(PAUSES) + 1, 'time')}. What is there is kept, and the next run goes on with it. "
                        f"Its state: https://status.huggingface.co. {READ_MORE}"
                    ) from error
            time.sleep(left.pop(0))


def _go_on(session: requests.Session, url: str, weights: Weights, part: Path, progress: Progress) -> None:
    """Ask for what is missing of a file, and write it."""
    there = part.stat().st_size if part.exists() else 0
    if weights.bytes and there >= weights.bytes:
        return
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={there}-"} if there else {})
    with session.get(url, headers=headers, timeout=(CONNECT_SECONDS, READ_SECONDS), stream=True) as answer:
        if urlsplit(answer.url).scheme != "https" and not is_local(answer.url):
            raise ModelNotStarted(
                f"{public_address(url)} leads to {public_address(answer.url)}, which is not https://. {READ_MORE}"
            )
        if answer.status_code == requests.codes.requested_range_not_satisfiable:
            part.unlink()
            raise _BrokenOff("what was there was no beginning of it")
        if answer.status_code in _GONE:
            raise ModelNotStarted(
                f"{public_address(url)} answers {answer.status_code}: there is no such file, or not for everybody. "
                f"Change llm.local.model in config.yml. {READ_MORE}"
            )
        if answer.status_code not in (requests.codes.ok, requests.codes.partial_content):
            raise _BrokenOff(f"HTTP {answer.status_code}")
        begins = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range", ""))
        if answer.status_code == requests.codes.partial_content and (not begins or int(begins[1]) != there):
            part.unlink(missing_ok=True)
            raise _BrokenOff("another part of it came than was asked for")
        if answer.status_code == requests.codes.ok:
            there = 0
        whole = there + int(answer.headers.get("Content-Length") or 0)
        if weights.bytes and whole not in (there, weights.bytes):
            raise ModelNotStarted(
                f"{public_address(url)} has {whole:,} bytes, not the {weights.bytes:,} that were expected: it is "
                f"another file. Correct models.yml, or choose another llm.local.model. {READ_MORE}"
            )
        _check_room(weights, part.parent, whole - there)
        _write(answer, part, there, whole, progress)


def _write(answer: requests.Response, part: Path, there: int, whole: int, progress: Progress) -> None:
    with part.open("r+b" if there else "wb") as file:
        file.seek(there)
        file.truncate()
        while piece := answer.raw.read1(AT_ONCE):  # what is there, so that no byte is lost where it breaks off
            file.write(piece)
            before, there = there, there + len(piece)
            if whole and there // MEGABYTE > before // MEGABYTE:
                progress(min(there, whole) // MEGABYTE, max(whole // MEGABYTE, 1))
    if whole > there:
        raise _BrokenOff("it broke off")


def _check_room(weights: Weights, folder: Path, wanted: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < wanted + ROOM:
        raise ModelNotStarted(
            _no_room(weights, f"{(wanted + ROOM) / 1e9:.1f} GB are needed and {free / 1e9:.1f} GB are free")
        )


def _no_room(weights: Weights, why: str) -> str:
    return (
        f"The weights of {weights.name} cannot be written into {KEPT}/: {why}. Make room, or choose a smaller "
        f"llm.local.model in config.yml. {READ_MORE}"
    )


def _prove(path: Path, source: HubFile) -> None:
    """Raise ModelNotStarted where a file's content is not the one that was pinned; it is removed."""
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    if sha256 != source.sha256:
        path.unlink()
        raise ModelNotStarted(
            f"{source.repo}/{source.file} has the sha256 {sha256}, not {source.sha256}: what came is not what was "
            "pinned, and was deleted. Run again; if it comes again, somebody has changed the file or the sha256 in "
            f"config.yml or models.yml is wrong. {READ_MORE}"
        )


def _plain(error: Exception) -> str:
    if isinstance(error, _BrokenOff):
        return str(error)
    if isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError):
        return "no answer in time"
    return "no connection, or it broke off"

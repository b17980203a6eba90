"""The forker's library, read once for each run that makes reports: by a daily run, and by a backfill."""

from datetime import UTC, date, datetime
from pathlib import Path

from digest.config.schema import Config, Zotero
from digest.console.progress import Progress
from digest.core.errors import LibraryUnread
from digest.library import reading
from digest.library.reading import Bibtex, Library
from digest.settings import Settings
from digest.taste.profile import Texts


def read_bibtex(settings: Settings) -> Bibtex:
    """The file of `library.bibtex`, before anything is asked for. Raises ConfigurationError where it cannot be read."""
    return reading.read_bibtex(settings.root, settings.config.library)


def of_bibtex(root: Path, config: Config, texts: Texts) -> Library:
    """What the file of `library.bibtex` teaches, without a request. Raises ConfigurationError."""
    alone = config.library.model_copy(update={"zotero": Zotero()})
    there = reading.read_bibtex(root, alone)
    return reading.read(alone, there, texts, date.max, zotero_url="", zotero_key="")


def read(settings: Settings, bibtex: Bibtex, texts: Texts, now: datetime, progress: Progress) -> Library:
    """All of it, in memory only; what is missing is in its notices. Nothing of it is told but how much it is."""
    library = settings.config.library
    if not library.is_used:
        return Library()
    with progress.stage("Read your library"):
        there = reading.read(
            library,
            bibtex,
            texts,
            now.astimezone(UTC).date(),
            zotero_url=settings.endpoints.zotero_url,
            zotero_key=settings.zotero_key,
        )
        progress.say(there.says)
    return there


def read_whole_bibtex(settings: Settings) -> Bibtex:
    """The same for reports that can wait until it can be read. Raises ConfigurationError and LibraryUnread."""
    there = read_bibtex(settings)
    if there.problem:
        raise LibraryUnread(there.problem)
    return there


def read_whole(settings: Settings, texts: Texts, now: datetime, progress: Progress) -> Library:
    """The same for reports that can wait until all of it can be read. Raises ConfigurationError and LibraryUnread."""
    there = read(settings, read_whole_bibtex(settings), texts, now, progress)
    if there.record and there.record.missing:
        raise LibraryUnread(
            f"No report was made: a backfill waits until your library can be read. {' '.join(there.notices)}"
        )
    for notice in there.notices:
        progress.warn(notice)
    return there

"""Whether a run has to end red since its forker's library is missing; light, since most runs make no report."""

from typing import TYPE_CHECKING

from digest.archive.reports import Archive
from digest.core.errors import OK, LibraryUnread
from digest.settings import Settings

if TYPE_CHECKING:
    from digest.library.reading import Library


def without_library(settings: Settings, archive: Archive, read_now: "Library | None") -> tuple[str, int]:
    """What the owner has to do where papers of their library are missing, and the exit code; nothing and 0 otherwise.

    `read_now` is what the reports of this run were made with, if there are any. Without, it is red as long as the
    newest report lacks the library: green would say that it is cured, though nothing was read.
    """
    if not settings.config.library.is_used:
        return "", OK
    if read_now:
        return read_now.problem, read_now.exit_code
    dates = archive.dates()
    reasons = archive.brief(dates[-1]).report.run.library.to_cure if dates else ()
    if not reasons:
        return "", OK
    says = (
        f"The newest report was made without your library ({', '.join(reasons)}; its page says why). Once that is "
        "cured, make the report again (“Run workflow” with its date), or wait for the next one. See docs/library.md."
    )
    return says, LibraryUnread.exit_code

"""What a run is asked for, and what came of it."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from digest.archive.layout import Places
from digest.core.errors import OK
from digest.core.report import Report
from digest.language_model.cost import Cost

if TYPE_CHECKING:
    from digest.rank.ranking import Ranked


@dataclass(frozen=True, kw_only=True)
class RunRequest:
    """What a run was asked for beyond its routine."""

    day: date | None = None
    """Make, or make anew, the report of this date and no other."""
    force: bool = False
    """Ask the model again for summaries that are there already."""
    dry: bool = False
    """Fetch and rank, and write nothing."""


ROUTINE = RunRequest()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a run did."""

    says: str = ""
    """One line, where no report was written."""
    reports: tuple[Report, ...] = ()
    """The reports that were written, oldest first."""
    healed: tuple[Report, ...] = ()
    """Earlier reports in which pending summaries were filled in."""
    incomplete: tuple[Report, ...] = ()
    """Reports with summaries that are still pending."""
    ranked: tuple["Ranked", ...] = ()
    """What a dry run would have reported, best first."""
    cost: Cost = field(default_factory=Cost)
    """All calls of the run: for its reports, and for what was pending in earlier ones."""
    places: Places = field(default_factory=Places)
    defects: tuple[str, ...] = ()
    """Papers that this run was the first to fail at, each with the stage that failed, in words."""
    unreadable: tuple[str, ...] = ()
    """What is wrong with reports that weeks and months are without, and what to do."""
    without_library: str = ""
    """What the owner has to do, where the reports were made without their library until then."""
    exit_code: int = OK

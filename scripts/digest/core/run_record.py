"""How a report was made: what its sources gave, what a model was asked, what went wrong.

Every run writes what it has to say, and no more: a key that is absent was unknown to the version that wrote the report,
or had nothing to say. So a record writes the keys that it was given, in the order of its fields, and keeps those that
it does not know, which a newer version wrote.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer


class _Record(BaseModel):
    """A record that is written as it was read."""

    model_config = ConfigDict(frozen=True, extra="allow")

    @model_serializer(mode="wrap")
    def _as_given(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {key: value for key, value in write(self).items() if key in self.model_fields_set}


class SourceRecord(_Record):
    """What one source of arXiv gave."""

    papers: int = 0
    listed: int = 0
    """How many entries it had, replacements included."""
    requests: int = 0
    only_here: int = 0
    """How many papers no other source had."""
    problem: str | None = None
    """Why it could not be read."""
    shows: date | None = None
    """The announcement that the feed is known to have shown; of the feed alone."""


class ModelRecord(_Record):
    """What a model was asked for a report. Empty where none was set up."""

    name: str = ""
    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    triage_calls: int = 0
    """Those of the calls that judged papers."""
    asked_again: int = 0
    """Papers whose first answer did not pass the checks."""
    unsupported: int = 0
    """Summaries with a number that the abstract does not have."""
    provider: str = ""
    """"local" where the model ran on the run's machine; then the three numbers say whether it is good enough."""
    believed: int = 0
    refused: int = 0
    out_of_time: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether no model was set up."""
        return not self.model_fields_set

    def plus(self, calls: int, tokens_in: int, tokens_out: int) -> "ModelRecord":
        """The same with more calls and tokens."""
        return self.model_copy(
            update={
                "calls": self.calls + calls,
                "tokens_in": self.tokens_in + tokens_in,
                "tokens_out": self.tokens_out + tokens_out,
            }
        )


class LearnedRecord(_Record):
    """What papers that are liked have taught the ranker; nothing of a library that shows nothing but their number."""

    liked: int = 0
    """How many papers of `liked` and `disliked` it was learned from."""
    library: int = 0
    taps: int = 0
    topics: Mapping[str, int] = {}
    """What most of those that are liked have in common, heaviest first, each with the number of papers that have it."""


PASSING = "unreachable"
"""Why a library is missing for now."""


class LibraryRecord(_Record):
    """How much of the forker's library the report was ranked by, and nothing of what is in it. Empty without one."""

    papers: int = 0
    missing: tuple[str, ...] = ()
    """Why papers of it are not among them, each a `why_library_...` of the labels without that beginning."""

    @property
    def to_cure(self) -> tuple[str, ...]:
        """Those for which somebody has to act; the others are over by themselves, and the next report asks again."""
        return tuple(reason for reason in self.missing if reason != PASSING)


class RunRecord(_Record):
    """How one report was made. No durations: the same input gives the same bytes."""

    sources: Mapping[str, SourceRecord] = {}
    """By name: "rss" and "api" of a daily run, "backfill" of one."""
    model: ModelRecord = ModelRecord()
    learned: LearnedRecord = LearnedRecord()
    library: LibraryRecord = LibraryRecord()
    english: Mapping[str, str] = {}
    """What a model made of interests that are not in English, by their text; absent where there are none."""
    foreign: tuple[str, ...] = ()
    """The interests that are not in English, and have none; absent where there are none."""
    notices: tuple[str, ...] = ()
    """What its owner was told."""
    issues: bool = False
    """Whether the repository took issues, so that feedback could be given; absent where `feedback` was off."""
    without_cross_lists: bool = False
    """Whether `fetch.cross_lists` was off; absent where it was on."""
    defects: Mapping[str, tuple[str, ...]] = {}
    """The ids of papers that our own code did not survive, by stage; absent where there are none."""

    def source(self, name: str) -> SourceRecord:
        """What a source gave; an empty record where it was not read."""
        return self.sources.get(name, SourceRecord())

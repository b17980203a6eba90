"""What is handed to the shards of a backfill: all that was fetched, so that arXiv is asked once.

A file of lines: a head, a line for each report, and an end that counts them. It is written and read a report at a time,
since the papers of ten years do not fit into memory.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from digest.backfill.planning import Planned
from digest.console import actions
from digest.core import files
from digest.core.errors import ArxivUnreadable, ConfigurationError
from digest.core.plural import counted
from digest.core.report import SCHEMA, Model, Paper

T = TypeVar("T")
_SHARD = re.compile(r"([1-9]\d{0,2})/([1-9]\d{0,2})")
MOST_SHARDS = 256
"""Jobs of a matrix in GitHub Actions."""


@dataclass(frozen=True, kw_only=True)
class Shard:
    """Every n-th report."""

    number: int = 1
    """From 1."""
    of: int = 1

    @classmethod
    def parse(cls, text: str) -> "Shard":
        """Read "3/8". Raises ConfigurationError where that is no shard."""
        match = _SHARD.fullmatch(text)
        number, of = (int(match[1]), int(match[2])) if match else (0, 0)
        if not 1 <= number <= of <= MOST_SHARDS:
            raise ConfigurationError(f'--shard "{text}" is not a shard; write it like 3/8 (at most 256 shards).')
        return cls(number=number, of=of)

    def among(self, days: Sequence[T]) -> tuple[T, ...]:
        """This shard's share."""
        return tuple(days[self.number - 1 :: self.of])

    def has(self, at: int) -> bool:
        """Whether what is at that place of all, from 0, is in this shard's share."""
        return at % self.of == self.number - 1


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The reports that one machine is to make."""

    days: tuple[Planned, ...]
    liked: tuple[Paper, ...]
    """The texts of `liked` and `disliked`."""


class _Head(Model):
    plan: int
    liked: tuple[Paper, ...]


class _End(Model):
    reports: int


def read_plan(path: Path, shard: Shard) -> Plan:
    """Read a shard's share of a plan. Raises ConfigurationError where the file is no plan, or not whole."""
    days, count, before = list[Planned](), 0, b""
    try:
        with path.open("rb") as lines:
            head = _Head.model_validate_json(next(lines, b""))
            for line in lines:
                if before:
                    days += [Planned.model_validate_json(before)] if shard.has(count) else []
                    count += 1
                before = line
        end = _End.model_validate_json(before)
    except (OSError, ValueError) as error:
        raise _no_plan(path, str(error).splitlines()[0]) from error
    if (head.plan, end.reports) != (SCHEMA, count):
        raise _no_plan(path, "from another version, or incomplete")
    return Plan(days=tuple(days), liked=head.liked)


def _no_plan(path: Path, why: str) -> ConfigurationError:
    return ConfigurationError(
        f"{path} cannot be read as a plan ({why}). Make it anew with `backfill.py plan`. See docs/backfill.md."
    )


def hand_out(
    liked: Sequence[Paper], months: Iterable[Sequence[Planned]], path: Path, most: int, environment: Mapping[str, str]
) -> str:
    """Write the plan for the shards, `most` of them or as many as there are reports, and name them to the workflow.

    Returns a line that says what is planned. Raises ArxivUnreadable where arXiv refuses; the reports of the months
    before are planned then, if there are any.
    """
    sizes, refusals = list[int](), list[ArxivUnreadable]()
    files.write_parts(path, _lines(liked, months, sizes, refusals))
    count = min(most, len(sizes))
    actions.output(environment, "shards", json.dumps([f"{number}/{count}" for number in range(1, count + 1)]))
    planned = f"Planned: {counted(len(sizes), 'report')} of {counted(sum(sizes), 'paper')}."
    for refusal in refusals:
        raise ArxivUnreadable(f"{refusal} {planned}") from refusal
    return planned


def _lines(
    liked: Sequence[Paper], months: Iterable[Sequence[Planned]], sizes: list[int], refusals: list[ArxivUnreadable]
) -> Iterator[bytes]:
    yield _line(_Head(plan=SCHEMA, liked=tuple(liked)))
    try:
        for month in months:
            for day in month:
                sizes.append(len(day.papers))
                yield _line(day)
    except ArxivUnreadable as refusal:
        if not sizes:
            raise
        refusals.append(refusal)
    yield _line(_End(reports=len(sizes)))


def _line(model: Model) -> bytes:
    return json.dumps(model.model_dump(mode="json"), ensure_ascii=False).encode() + b"\n"

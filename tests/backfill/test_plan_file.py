"""What is handed to the shards of a backfill."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from digest.backfill.plan_file import Shard, hand_out, read_plan
from digest.backfill.planning import Planned
from digest.core.errors import ArxivUnreadable, ConfigurationError
from reports import paper

DAYS = tuple(Planned(date=date(2026, 11, day), papers=(paper(day),)) for day in (16, 17, 18, 19, 20))


@pytest.mark.parametrize("of", [1, 2, 3, 5, 7, 256])
def test_every_report_is_in_one_share(tmp_path: Path, of: int) -> None:
    """Any number of shards, more than there are reports as well, have every planned report once."""
    path = tmp_path / "plan.json"
    assert hand_out([paper(1)], [DAYS[:2], (), DAYS[2:]], path, of, {}) == "Planned: 5 reports of 5 papers."
    shares = [read_plan(path, Shard(number=number, of=of)) for number in range(1, of + 1)]
    assert sorted((day for share in shares for day in share.days), key=lambda day: day.date) == list(DAYS)
    assert {share.liked for share in shares} == {(paper(1),)}
    assert [share.days for share in shares] == [Shard(number=n, of=of).among(DAYS) for n in range(1, of + 1)]


def refused_after(months: int) -> Iterator[tuple[Planned, ...]]:
    yield from [DAYS[:2], DAYS[2:]][:months]
    raise ArxivUnreadable("arXiv has had enough.")


def test_what_was_read_before_a_refusal_is_planned(tmp_path: Path) -> None:
    """Where arXiv refuses half-way, the months before it are planned and named to the workflow; exit code 4 stays."""
    path, output = tmp_path / "plan.json", tmp_path / "output"
    with pytest.raises(ArxivUnreadable, match=r"had enough\. Planned: 2 reports"):
        hand_out([], refused_after(1), path, 4, {"GITHUB_OUTPUT": str(output)})
    assert read_plan(path, Shard()).days == DAYS[:2]
    assert json.dumps(["1/2", "2/2"]) in output.read_text("utf-8")


def test_nothing_is_planned_where_nothing_was_read(tmp_path: Path) -> None:
    """Where arXiv refuses the first month, no plan is written, and an older one stays as it was."""
    path = tmp_path / "plan.json"
    path.write_text("older", "utf-8")
    with pytest.raises(ArxivUnreadable, match=r"had enough\.$"):
        hand_out([], refused_after(0), path, 4, {})
    assert [found.name for found in tmp_path.iterdir()] == ["plan.json"]
    assert path.read_text("utf-8") == "older"


@pytest.mark.parametrize("lines", [0, 1, 2, 5, 6])
def test_a_plan_that_is_not_whole(tmp_path: Path, lines: int) -> None:
    """A plan that was cut off, between lines or within one, is refused by every shard."""
    path = tmp_path / "plan.json"
    hand_out([], [DAYS], path, 2, {})
    whole = path.read_bytes().splitlines(keepends=True)
    for left in (whole[:lines], [*whole[:lines], whole[lines][:-9]]):
        path.write_bytes(b"".join(left))
        for number in (1, 2):
            with pytest.raises(ConfigurationError, match="cannot be read as a plan"):
                read_plan(path, Shard(number=number, of=2))

#!/usr/bin/env python3
"""Make a report for each announcement of the past."""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from digest import actions, command
from digest.errors import SUMMARIES_PENDING, ArchiveError, ConfigurationError

if TYPE_CHECKING:
    from digest.archive import Archive
    from digest.backfill import Maker, Shard
    from digest.interests import Profile
    from digest.models import Paper, Report
    from digest.past import Planned, Range
    from digest.progress import Progress
    from digest.settings import Settings

EXITS = """
exit codes: 0 done; 1 a defect of ours, or a report in data/ that cannot be read (the rest is done); 2 configuration,
            or no --yes; 3 key or model refused; 4 arXiv could not be read; 5 summaries are pending. What is complete
            stays in every case, and the same command goes on where it ended.
"""


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = command.parser(
        "Make a report for each announcement of the past. A report that is there is kept.",
        f"python scripts/backfill.py --from 2026-09-01 --to 2026-10-30 --yes\n{EXITS}",
    )
    parser.add_argument("--from", dest="first", type=date.fromisoformat, metavar="YYYY-MM-DD")
    parser.add_argument("--to", dest="last", type=date.fromisoformat, metavar="YYYY-MM-DD")
    parser.add_argument("--yes", action="store_true", help="do not ask before it starts")
    parser.add_argument("--force", action="store_true", help="make reports that are there anew")
    parser.add_argument("--batch", action="store_true", help="ask for the summaries in batches: half the price, a day")
    parser.add_argument(
        "--batch-wait", type=float, default=1500, metavar="MINUTES", help="how long to wait for them (default: 1500)"
    )
    parser.add_argument("--now", type=datetime.fromisoformat, metavar="ISO-8601", help="the clock of the run")
    parser.add_argument("--plan", type=Path, metavar="FILE", help="read arXiv only, and write what it has into FILE")
    parser.add_argument("--shards", type=int, default=1, metavar="N", help="with --plan: how many there will be")
    parser.add_argument("--planned", type=Path, metavar="FILE", help="with --shard: what --plan has written")
    parser.add_argument("--shard", metavar="I/N", help="make every N-th report, from the I-th, --into a folder")
    parser.add_argument("--into", type=Path, metavar="DIR", help="with --shard: where its reports go")
    parser.add_argument("--merge", type=Path, metavar="DIR", help="take the reports of all shards into the archive")
    return parser.parse_args()


def run(asked: argparse.Namespace) -> int:
    """Do one of the four: plan, a shard, merge, or all of it in one go."""
    from digest.backfill import Shard
    from digest.progress import Progress
    from digest.settings import Settings

    root = asked.root.resolve()
    shard = Shard.parse(asked.shard) if asked.shard else None
    settings, progress = Settings.load(root, None, os.environ), Progress(environment=os.environ)
    if asked.batch:
        from digest.backfill_batches import without_triage

        settings = without_triage(settings)
    if asked.merge:
        return merge(settings, progress, asked.merge, force=asked.force)
    if asked.planned:
        if not (shard and asked.into):
            raise ConfigurationError("--planned wants --shard I/N and --into DIR. See docs/backfill.md.")
        return make_shard(settings, progress, shard, asked)
    if not 1 <= asked.shards <= 256:
        raise ConfigurationError(f"--shards {asked.shards} is not from 1 to 256, the most jobs of a matrix.")
    if asked.shard:
        raise ConfigurationError("--shard wants --planned FILE, which --plan FILE makes: arXiv is asked once only.")
    if not (asked.first and asked.last):
        raise ConfigurationError("Say which announcements: --from 2026-09-01 --to 2026-10-30.")
    return make_all(settings, progress, asked)


def make_all(settings: "Settings", progress: "Progress", asked: argparse.Namespace) -> int:
    """Plan the range; unless only the plan is wanted, make its reports month by month."""
    from digest import past, summaries
    from digest.archive import Archive
    from digest.backfill import Maker, Plan, keep, liked_texts, write_pages, write_plan

    now = asked.now or datetime.now(UTC)
    days = past.announced_between(asked.first, asked.last, now if now.tzinfo else now.replace(tzinfo=UTC))
    found = past.look_through(Archive(settings.root), days, force=asked.force)
    for problem in found.unreadable.values():
        progress.warn(problem)
    archive = Archive(settings.root, frozenset(found.unreadable))
    agree(settings, archive, found, asked)
    if not found.todo:
        print("Nothing to do: every announcement of the range has its report.")
        return ArchiveError.exit_code if found.unreadable else 0
    notices = complete_liked(settings)
    for notice in notices:
        progress.warn(notice)
    if asked.plan:
        planned = tuple(day for month in past.plan(settings, archive, found) for day in month)
        write_plan(asked.plan, Plan(days=planned, liked=liked_texts(settings)))
        shards = [
            f"{number}/{min(asked.shards, len(planned))}" for number in range(1, min(asked.shards, len(planned)) + 1)
        ]
        actions.output(os.environ, "shards", json.dumps(shards))
        print(f"{len(planned)} reports are planned, of {sum(len(day.papers) for day in planned)} papers.")
        return 0
    maker = Maker(
        settings=settings, profile=profile(settings, liked_texts(settings)), progress=progress, force=asked.force
    )
    made: list[Report] = []
    months: Iterable[tuple[Planned, ...]] = past.plan(settings, archive, found)
    if asked.batch:
        months = tuple(months)
        if waits(maker, [day for month in months for day in month], asked):
            return SUMMARIES_PENDING
    try:
        for month in months:
            for report in reports(maker, month):
                keep(settings, archive, [report])
                summaries.forget(settings, day=report.date)
                made.append(report)
            write_pages(settings, archive)
            progress.say(f"{len(made)} of about {len(found.todo)} reports are there.")
            if maker.stopped:
                break
    finally:
        print(f"{len(made)} reports written.")
    return ArchiveError.exit_code if found.unreadable else maker.stopped or summaries.exit_code(made)


def waits(maker: "Maker", days: "Sequence[Planned]", asked: argparse.Namespace) -> bool:
    """Ask for the summaries in batches; whether one is still being worked on, so that nothing is to be made yet."""
    from digest.backfill_batches import ask

    unfinished = ask(maker, days, 60 * asked.batch_wait).unfinished
    if unfinished:
        maker.progress.warn(
            f"{unfinished} Run the same command again: it goes on, and no answer is paid for twice. Without --batch, "
            "the summaries that are missing are asked for in single calls. See docs/backfill.md."
        )
    return bool(unfinished)


def agree(settings: "Settings", archive: "Archive", found: "Range", asked: argparse.Namespace) -> None:
    """Say what it will cost and have it agreed to. Raises ConfigurationError where it is not."""
    from digest.backfill_estimate import estimate

    recent = [archive.brief(day) for day in archive.dates()[-10:]]
    print(
        estimate(
            settings.config,
            settings.summary_prompt.text,
            found,
            recent,
            has_key=bool(settings.api_key),
            batch=asked.batch,
        )
    )
    if asked.yes or not found.todo:
        return
    if not sys.stdin.isatty():
        raise ConfigurationError("A backfill asks before it starts; without a terminal, agree with --yes.")
    if input("Go on? Type yes: ").strip().lower() != "yes":
        raise ConfigurationError("Nothing was done.")


def complete_liked(settings: "Settings") -> tuple[str, ...]:
    """Fetch the texts of liked and disliked papers that are not there yet."""
    from digest import liked

    config = settings.config
    ids = (*config.liked, *config.disliked)
    there = liked.load(settings.root)
    texts, said = liked.complete(there, ids, settings.endpoints, config.fetch.deadline_seconds)
    liked.save(settings.root, texts)
    return said


def profile(settings: "Settings", texts: "tuple[Paper, ...]") -> "Profile":
    """What the forker cares for."""
    from digest.interests import profile_from

    config, by_id = settings.config, {paper.id: paper for paper in texts}
    return profile_from(
        config,
        liked=[by_id[paper_id] for paper_id in config.liked if paper_id in by_id],
        disliked=[by_id[paper_id] for paper_id in config.disliked if paper_id in by_id],
    )


def reports(maker: "Maker", month: "Sequence[Planned]") -> "Iterator[Report]":
    """The reports of a month, one by one; none further where the model cannot be called any more."""
    for number, planned in enumerate(month, 1):
        with maker.progress.stage(f"Make the report of {planned.date}: {len(planned.papers)} papers"):
            report = maker.make(planned)
        if maker.stopped:
            maker.progress.warn(
                f"The model cannot be called any more ({maker.why}), so the report of {planned.date} and those after "
                "it are left to the next call of the same command. See docs/providers.md."
            )
            return
        yield report
        maker.progress.count(number, len(month))


def make_shard(settings: "Settings", progress: "Progress", shard: "Shard", asked: argparse.Namespace) -> int:
    """Make a shard's reports into a folder; those that are there already are kept."""
    from digest import summaries
    from digest.archive import Archive
    from digest.backfill import Maker, read_plan

    plan = read_plan(asked.planned)
    maker = Maker(settings=settings, profile=profile(settings, plan.liked), progress=progress)
    there = Archive(asked.into)
    mine = tuple(day for day in shard.among(plan.days) if day.date not in there.dates())
    made: list[Report] = []
    if asked.batch and waits(maker, mine, asked):
        return SUMMARIES_PENDING
    for report in reports(maker, mine):
        there.save(report)
        summaries.forget(settings, day=report.date)
        made.append(report)
    print(f"{len(made)} reports written.")
    return maker.stopped or summaries.exit_code(made)


def merge(settings: "Settings", progress: "Progress", folder: Path, *, force: bool) -> int:
    """Take the shards' reports into the archive, then make pages, indexes and feed."""
    from digest.archive import Archive
    from digest.backfill import keep, read_reports, write_pages
    from digest.past import look_through

    made = read_reports(folder)
    found = look_through(Archive(settings.root), [report.date for report in made], force=force)
    for problem in found.unreadable.values():
        progress.warn(problem)
    new = [report for report in made if report.date in found.todo]
    archive = Archive(settings.root, frozenset(found.unreadable))
    keep(settings, archive, new)
    write_pages(settings, archive)
    print(f"{len(new)} reports merged.")
    actions.output(os.environ, "complete", "true")
    return ArchiveError.exit_code if found.unreadable else 0


if __name__ == "__main__":
    asked = arguments()
    sys.exit(command.main(lambda: run(asked)))

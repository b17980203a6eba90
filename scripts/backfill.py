#!/usr/bin/env python3
"""Make a report for each announcement of the past."""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from digest.backfill import older_flags
from digest.console import actions, command
from digest.core.errors import ConfigurationError
from digest.core.plural import counted

if TYPE_CHECKING:
    from digest.archive.reports import Archive
    from digest.archive.unreadable import Damage
    from digest.backfill.making import Maker
    from digest.backfill.plan_file import Plan, Shard
    from digest.backfill.planning import Planned, Range
    from digest.console.progress import Progress
    from digest.core.report import Report
    from digest.settings import Settings

EXITS = """
exit codes: 0 done; 1 a defect of the digest, or a report in data/ that cannot be read (the rest is done);
            2 configuration, or no --yes; 3 key or model refused; 4 arXiv could not be read; 5 summaries are pending.
            What is complete stays in every case, and the same command goes on where it ended.
"""


def parser() -> argparse.ArgumentParser:
    """What the command line may say: one of three verbs, and its words."""
    made = command.parser(
        "Make a report for each announcement of the past. A report that is there is kept.",
        f"python scripts/backfill.py make --from 2026-09-01 --to 2026-10-30 --yes\n{EXITS}",
    )
    verbs = made.add_subparsers(dest="verb", required=True, metavar="VERB", help="`VERB --help` says more")
    plan = _verb(
        verbs,
        "plan",
        "only read arXiv, and write what it has into a file for many machines",
        "python scripts/backfill.py plan plan.json --from 2026-09-01 --to 2026-10-30 --shards 3 --yes",
    )
    plan.add_argument("plan", type=Path, metavar="FILE", help="where the plan goes")
    _say_which(plan)
    plan.add_argument("--shards", type=int, default=1, metavar="N", help="how many machines there will be")
    make = _verb(
        verbs,
        "make",
        "make the reports of a range, or one machine's share of them",
        "python scripts/backfill.py make --from 2026-09-01 --to 2026-10-30\n"
        "         python scripts/backfill.py make --planned plan.json --shard 1/3 --into parts/1",
    )
    _say_which(make)
    make.add_argument(
        "--batch", action="store_true", help="ask for the summaries in batches: half the price, within a day"
    )
    make.add_argument(
        "--batch-wait", type=float, default=1500, metavar="MINUTES", help="how long to wait for them (default: 1500)"
    )
    make.add_argument("--shard", metavar="I/N", help="only every N-th report, from the I-th")
    make.add_argument("--into", type=Path, metavar="DIR", help="with --shard: where its reports go, to be merged")
    make.add_argument("--planned", type=Path, metavar="FILE", help="with both: a plan, in place of --from and --to")
    merge = _verb(
        verbs,
        "merge",
        "take the reports of all machines into the archive",
        "python scripts/backfill.py merge parts",
    )
    merge.add_argument("folder", type=Path, metavar="DIR", help="where they lie, at any depth")
    merge.add_argument("--force", action="store_true", help="in place of existing reports")
    made.set_defaults(plan=None, batch=False, shard=None, into=None, planned=None, folder=None)
    return made


def _verb(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, says: str, example: str
) -> argparse.ArgumentParser:
    """One of the verbs, with its own example; --root may stand behind it, too."""
    made = verbs.add_parser(
        name,
        help=says,
        description=f"{says[0].upper()}{says[1:]}.",
        epilog=f"example: {example}\n{EXITS}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,  # --shard of one verb would be --shards of another
    )
    made.add_argument(
        "--root",
        type=command.folder,
        default=argparse.SUPPRESS,
        metavar="DIR",
        help="the repository (default: this checkout)",
    )
    return made


def _say_which(verb: argparse.ArgumentParser) -> None:
    """What says which reports are wanted."""
    verb.add_argument("--from", dest="first", type=command.day, metavar="YYYY-MM-DD", help="the first announcement")
    verb.add_argument("--to", dest="last", type=command.day, metavar="YYYY-MM-DD", help="the last one")
    verb.add_argument("--yes", action="store_true", help="do not ask before it starts")
    verb.add_argument("--force", action="store_true", help="make existing reports again")
    verb.add_argument("--source", choices=("api", "oai"), default="api", help="which of arXiv's interfaces to read")
    verb.add_argument("--now", type=command.moment, metavar="ISO-8601", help="the clock of the run")


def run(asked: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Plan, make a plan's share, merge, or make all of a range in one go."""
    from digest.archive.lock import turn
    from digest.backfill import plan_file, shards
    from digest.console.progress import Progress
    from digest.settings import Settings

    verb = asked.verb or older_flags.verb(asked)
    root = asked.root.resolve()
    shard = plan_file.Shard.parse(asked.shard) if asked.shard else None
    settings, progress = Settings.load(root, None, environment), Progress(environment=environment)
    if asked.batch:
        from digest.backfill.summaries_in_batches import without_triage

        settings = without_triage(settings)
    if verb == "merge":
        with turn(root, progress.say):
            said, code = shards.merge(settings, progress, asked.folder, force=asked.force)
        print(said)
        return code
    if asked.into and not shard:
        raise ConfigurationError("--into needs --shard I/N. See docs/backfill.md.")
    if asked.planned:
        if not (shard and asked.into):
            raise ConfigurationError("--planned needs --shard I/N and --into DIR. See docs/backfill.md.")
        return make_share(settings, progress, asked, plan_file.read_plan(asked.planned, shard), environment)
    if asked.plan and not 1 <= asked.shards <= plan_file.MOST_SHARDS:
        raise ConfigurationError(
            f"--shards {asked.shards} is not from 1 to {plan_file.MOST_SHARDS}, the most jobs of a matrix."
        )
    if asked.plan and shard:
        raise ConfigurationError("--plan is made for all shards at once: leave --shard out. See docs/backfill.md.")
    if not (asked.first and asked.last):
        raise ConfigurationError("Say which announcements: --from 2026-09-01 --to 2026-10-30.")
    with nullcontext() if asked.plan or asked.into else turn(root, progress.say):
        return make_range(settings, progress, asked, shard or plan_file.Shard(), environment)


def make_range(
    settings: "Settings",
    progress: "Progress",
    asked: argparse.Namespace,
    shard: "Shard",
    environment: Mapping[str, str],
) -> int:
    """Plan the range; unless only the plan is wanted, make its reports, or a shard's, month by month."""
    from digest import model_of_run
    from digest.archive.reports import Archive
    from digest.archive.unreadable import Damage
    from digest.backfill import plan_file, planning
    from digest.backfill.making import Maker
    from digest.taste import library as of_library
    from digest.taste import profile as taste

    now = asked.now or datetime.now(UTC)
    days = planning.announced_between(asked.first, asked.last, now)
    asked_range = planning.look_through(Archive(settings.root), days, force=asked.force)
    damage = Damage(warn=progress.warn)
    for problem in asked_range.unreadable.values():
        damage.tell(problem)
    archive = Archive(settings.root, frozenset(asked_range.unreadable))
    # By its place in the range, whatever is there already: the shards may be made one after the other in one archive.
    mine = frozenset(shard.among(days)).intersection(asked_range.todo)
    begin(settings, archive, asked_range, asked, now.date(), len(mine))
    if not mine:
        reason = "every announcement of the range has its report" if days else "arXiv announces nothing then"
        print(f"Nothing to do: {reason}.")
        return damage.exit_code(0)
    bibtex = of_library.read_whole_bibtex(settings)
    texts, notices = taste.complete_texts(settings.root, settings.config, settings.endpoints, bibtex.without_text)
    taste.keep_texts(settings.root, texts)
    for notice in notices:
        progress.warn(notice)
    say, today = progress.say, now.astimezone(UTC).date()
    read = planning.by_harvest(settings, today, say) if asked.source == "oai" else planning.by_query(settings, say)
    planned = planning.plan(settings, archive, asked_range, read, damage.tell)
    months = (tuple(day for day in month if day.date in mine) for month in planned)
    liked = tuple(paper for _, paper in sorted(texts.items()))
    if asked.plan:
        tell_later_jobs(settings, environment)
        print(plan_file.hand_out(liked, months, asked.plan.resolve(), asked.shards, environment))
        return damage.exit_code(0)
    if asked.into:
        plan = plan_file.Plan(days=tuple(day for month in months for day in month), liked=liked)
        return damage.exit_code(make_share(settings, progress, asked, plan, environment))
    library = of_library.read_whole(settings, texts, now, progress)
    with model_of_run.running(settings, progress, environment) as ready:
        maker = Maker(settings=ready, progress=progress, force=asked.force)
        maker.learn(texts, library)
        if asked.batch:
            from digest.backfill.summaries_in_batches import ask

            every = tuple(months)
            ask(maker, [day for month in every for day in month], 60 * asked.batch_wait)
            months = (month for month in every)
        return damage.exit_code(make_months(maker, archive, months, len(mine), damage))


def tell_later_jobs(settings: "Settings", environment: Mapping[str, str]) -> None:
    """What the jobs that make a plan's reports have to install, as outputs of the step."""
    if settings.config.library.bibtex is not None:
        actions.output(environment, "bibtex", "true")
    if settings.is_local:
        from digest.setup.local import for_workflow

        for name, value in for_workflow(settings.config, settings.root, wanted=True).items():
            actions.output(environment, name, value)


def make_share(
    settings: "Settings",
    progress: "Progress",
    asked: argparse.Namespace,
    plan: "Plan",
    environment: Mapping[str, str],
) -> int:
    """Make the reports of one shard into their folder; returns the exit code."""
    from digest import model_of_run
    from digest.backfill import shards

    now = asked.now or datetime.now(UTC)
    with model_of_run.running(settings, progress, environment) as ready:
        said, code = shards.make(
            ready, progress, plan, asked.into.resolve(), 60 * asked.batch_wait if asked.batch else None, now
        )
    print(said)
    return code


def make_months(
    maker: "Maker", archive: "Archive", months: "Iterator[tuple[Planned, ...]]", about: int, damage: "Damage"
) -> int:
    """Make the reports and pages of each month, as far as the model can be called; returns the exit code."""
    from digest.backfill.making import reports
    from digest.saving import finish, keep
    from digest.summarise import saved

    settings = maker.settings
    made: list[Report] = []
    try:
        for month in months:
            for report in reports(maker, month, len(made), about):
                keep(settings.root, archive, [report])
                saved.forget(settings.root, day=report.date)
                made.append(report)
            archive = finish(settings, archive, damage.tell).archive
            maker.progress.say(f"Reports that are there: {len(made)} of about {about}.")
            if maker.stopped:
                break
    finally:
        print(f"{counted(len(made), 'report')} written.")
    return maker.exit_code(made)


def begin(
    settings: "Settings", archive: "Archive", asked_range: "Range", asked: argparse.Namespace, today: date, mine: int
) -> None:
    """Say what it will cost and have it agreed to. Raises ConfigurationError where it is not."""
    from digest.backfill.estimate import estimate
    from digest.console.confirm import agree

    recent = [archive.brief(day) for day in archive.dates()[-10:]]
    print(
        estimate(
            settings.config,
            settings.summary_prompt.text,
            asked_range,
            recent,
            mine=mine,
            has_key=settings.has_model,
            only_plan=bool(asked.plan),
            batch=asked.batch,
            harvested_days=(today - asked_range.todo[0]).days if asked.source == "oai" and asked_range.todo else 0,
        )
    )
    if mine and not asked.yes:
        agree()


def main(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Take the words after the program's name; returns the exit code."""
    return command.main(older_flags.parser() if older_flags.are_used(argv) else parser(), run, argv, environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))

"""What a daily run costs in the archive's tenth year, against the same run on an empty and on a young archive.

    python benchmarks/scale.py [--reports 2600] [--listed 930] [--rebuild]

Each run is `python scripts/run_daily.py` in a process of its own, against a made-up arXiv that this process
serves; the CPU seconds and the peak memory are the run's alone. The archives take turns, and the least of five runs
counts.
"""

import argparse
import atexit
import json
import os
import resource
import runpy
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

import old_archive
from digest.archive.reports import Archive
from digest.settings import Settings
from loopback_arxiv.server import AnnouncedPaper, LoopbackArxiv

RUN_DAILY, REBUILD = (Path(__file__).parents[1] / "scripts" / name for name in ("run_daily.py", "rebuild.py"))
TODAY, NOW = date(2026, 11, 20), datetime(2026, 11, 20, 13, tzinfo=UTC)
DAILY = ("--now", NOW.isoformat())
PAPERS_A_DAY = 960
SUMMARISED = 30
YOUNG = 66
"""Reports of three months: as many weeks as a week or a month is compared with."""
LIMIT = 1.2
RUNS = 5


def announced() -> list[AnnouncedPaper]:
    """The papers of the newest announcement."""
    begin = datetime(2026, 11, 18, 20, tzinfo=UTC)
    return [
        AnnouncedPaper(
            announced=TODAY, paper=old_archive.paper(f"2611.{10001 + n}", begin + timedelta(seconds=30 * n), n)
        )
        for n in range(PAPERS_A_DAY)
    ]


def measured(script: str, *arguments: str) -> None:
    """Run a script in this process; its cost is the last line of standard error, as JSON."""

    def tell() -> None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        print(json.dumps({"cpu": used.ru_utime + used.ru_stime, "megabytes": _peak()}), file=sys.stderr)

    atexit.register(tell)
    sys.argv = [script, *arguments]
    sys.path[0] = str(Path(script).parent)
    runpy.run_path(script, run_name="__main__")


def _peak() -> float:
    """The most memory this process had. What getrusage says would count the parent's, which Linux hands down."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = next(line for line in status.read_text("utf-8").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def run(root: Path, environment: dict[str, str], script: Path, *more: str) -> dict[str, float]:
    """One run of a script in a repository; what it cost."""
    command = [sys.executable, __file__, "measured", str(script), "--root", str(root), *more]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"the run failed: {done.stderr}")
    cost: dict[str, float] = json.loads(done.stderr.splitlines()[-1])
    return cost


class Fork:
    """A repository with so many reports, in which the newest announcement is reported again and again."""

    def __init__(self, root: Path, reports: int, listed: int, environment: dict[str, str]) -> None:
        """Lay it out and write its reports."""
        self.root, self._environment = root, environment
        self.due: list[dict[str, float]] = []
        self.idle: list[dict[str, float]] = []
        old_archive.lay_out(root)
        if reports:
            settings = Settings.load(root, None, environment)
            until = TODAY - timedelta(days=1)
            old_archive.write(root, settings, until=until, reports=reports, summarised=SUMMARISED, listed=listed)
        self._ledger = root / "data" / "seen" / f"{TODAY:%y%m}.txt"
        self._before = self._ledger.read_bytes() if reports else None

    def measure(self) -> None:
        """One run that has a report to make and one that has nothing to do."""
        if self.due:
            _forget_today(self.root, self._ledger, self._before)
        self.due.append(run(self.root, self._environment, RUN_DAILY, *DAILY))
        assert TODAY in Archive(self.root).dates()
        self.idle.append(run(self.root, self._environment, RUN_DAILY, *DAILY))

    def rebuild(self) -> dict[str, float]:
        """What it costs to make every page anew."""
        return run(self.root, self._environment, REBUILD)

    def costs(self) -> dict[str, float]:
        """The least that the runs cost, and how large index and folders are."""
        return {
            "cpu": min(cost["cpu"] for cost in self.due),
            "megabytes": min(cost["megabytes"] for cost in self.due),
            "idle_cpu": min(cost["cpu"] for cost in self.idle),
            "idle_megabytes": min(cost["megabytes"] for cost in self.idle),
            "entries": max(len(names) + len(folders) for _, folders, names in os.walk(self.root)),
            "index": (self.root / "daily" / "README.md").stat().st_size,
        }


def _forget_today(root: Path, ledger: Path, before: bytes | None) -> None:
    """As if the day's run had not been."""
    if before is None:
        for name in ("data", "daily"):
            shutil.rmtree(root / name)
        return
    ledger.write_bytes(before)
    for path in [*(root / "data").rglob(f"{TODAY}.json"), *(root / "daily").rglob(f"{TODAY}*")]:
        path.unlink()


def main() -> None:
    """Print the table; exit 1 where the limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--reports", type=int, default=2600, help="reports of the old archive (default 2600: ten years)"
    )
    parser.add_argument("--listed", type=int, default=930, help="papers that each of them lists (default 930)")
    parser.add_argument("--rebuild", action="store_true", help="make all of its pages anew, too (minutes)")
    asked = parser.parse_args()
    with LoopbackArxiv(announced(), now=NOW) as site, tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "ARXIV_API_URL": site.api_url,
            "ARXIV_RSS_URL": site.rss_url,
            "ARXIV_DELAY_SECONDS": "0",
            "OPENAI_API_KEY": "",
        }
        counts = (0, YOUNG, asked.reports)
        forks = [Fork(Path(folder) / str(count), count, asked.listed, environment) for count in counts]
        for _ in range(RUNS):  # in turn, so that a machine that gets slower or faster does so for all of them
            for fork in forks:
                fork.measure()
        empty, young, old = (fork.costs() for fork in forks)
        rebuilt = forks[-1].rebuild() if asked.rebuild else None
    papers = f"{asked.reports * SUMMARISED:,} summarised and {asked.reports * asked.listed:,} listed papers"
    print(f"A daily run of {PAPERS_A_DAY} new papers in an archive of {asked.reports:,} reports ({papers})\n")
    print(f"| measure | empty | {YOUNG} reports | {asked.reports:,} reports | ratio to {YOUNG} | limit |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    rows = {
        "cpu": "CPU seconds, a report due",
        "megabytes": "peak MB, a report due",
        "idle_cpu": "CPU seconds, nothing due",
        "idle_megabytes": "peak MB, nothing due",
    }
    ratios = {key: old[key] / young[key] for key in rows}
    for key, name in rows.items():
        cells = (f"{cost[key]:.2f}" if key.endswith("cpu") else f"{cost[key]:.0f}" for cost in (empty, young, old))
        print(f"| {name} | {' | '.join(cells)} | {ratios[key]:.2f} | {LIMIT} |")
    print(f"| bytes of daily/README.md | {empty['index']} | {young['index']} | {old['index']} | | |")
    print(f"| most entries in a folder | {empty['entries']} | {young['entries']} | {old['entries']} | | |")
    if rebuilt:
        print(f"\nAll pages of it anew: {rebuilt['cpu']:.0f} CPU seconds, peak {rebuilt['megabytes']:.0f} MB")
    if max(ratios.values()) > LIMIT:
        sys.exit("A limit is passed.")


if __name__ == "__main__":
    if sys.argv[1:2] == ["measured"]:
        measured(*sys.argv[2:])
    else:
        main()

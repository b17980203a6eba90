"""What whole runs take, beside their ideal and beside the version before these were counted, in one run.

    python benchmarks/seconds.py [--before COMMIT] [--only NAME ...] [--reports 2600]

Each run is a process of its own against servers on this machine, both versions in turn; the least of each counts. CPU
seconds are the run's own and hold on a machine that others use, too. Papers are real ones of ../shared where they are,
else made up. Where the version before is not in this clone, there is nothing in its columns. Exits with 1 where a limit
is passed.
"""

import argparse
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "benchmarks")]

import old_archive  # noqa: E402 - the path comes first
from digest.core.report import Paper  # noqa: E402 - the same
from digest.settings import Settings  # noqa: E402 - the same
from loopback_arxiv.server import AnnouncedPaper, LoopbackArxiv  # noqa: E402 - the same

BEFORE = "0cf0b01"
"""The last version in which nobody had counted these."""
DAYS = ROOT.parent / "shared" / "papers" / "days"
TODAY, NOW = date(2026, 11, 20), datetime(2026, 11, 20, 13, tzinfo=UTC)
CANDIDATES, SUMMARISED, AT_ONCE, LATENCY = 1377, 300, 16, 0.5
MODEL = ROOT / "tests" / "support" / "fake_model.py"
RUNS = 3
_MEASURED = """
import atexit, json, resource, runpy, sys
def tell():
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    cpu = sum(each.ru_utime + each.ru_stime for each in used)
    print(json.dumps({"cpu": cpu, "megabytes": int(peak.split()[1]) / 1024}), file=sys.stderr)
atexit.register(tell)
sys.argv = sys.argv[1:]
sys.path[0] = sys.argv[0].rpartition("/")[0]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
"""Runs an entry point; what it cost is the last line of standard error. It imports nothing that a run would not."""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What a run took."""

    wall: float
    cpu: float
    megabytes: float


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of the table."""

    measure: str
    now: float
    before: float | None
    limit: float | None

    def __str__(self) -> str:
        """As Markdown."""
        before = ("", "") if self.before is None else (f"{self.before:.2f}", f"{self.now / self.before:.2f}")
        limit = "" if self.limit is None else f"{self.limit:.2f}"
        return f"| {self.measure} | {self.now:.2f} | {before[0]} | {before[1]} | {limit} |"


def papers(count: int) -> list[AnnouncedPaper]:
    """So many papers of today's announcement."""
    begin = datetime(2026, 11, 18, 20, tzinfo=UTC)
    moments = [begin + timedelta(seconds=30 * number) for number in range(count)]
    texts = [old_archive.paper("2611.00000", begin, number) for number in range(count)]
    if DAYS.is_dir():
        lines = [line for path in sorted(DAYS.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
        kept = ("title", "abstract", "authors", "categories", "primary_category", "comment")
        read = map(json.loads, lines[:count])
        texts = [Paper(id="2611.00000", **{name: record[name] for name in kept}) for record in read]
    return [
        AnnouncedPaper(
            announced=TODAY,
            paper=text.model_copy(
                update={"id": f"2611.{10001 + number}", "version": 1, "published": moment, "updated": moment}
            ),
        )
        for number, (text, moment) in enumerate(zip(texts, moments, strict=True))
    ]


def run(version: Path, script: str, root: Path, environment: Mapping[str, str], *more: str) -> Cost:
    """One run of an entry point of a version."""
    entry = str(version / "scripts" / script)
    command = [sys.executable, "-c", _MEASURED, entry]
    began = time.perf_counter()
    done = subprocess.run(
        [*command, "--root", str(root), *more],
        env=dict(environment),
        cwd=version,
        capture_output=True,
        text=True,
        check=False,
    )
    wall = time.perf_counter() - began
    if done.returncode:
        sys.exit(f"a run failed: {done.stdout}{done.stderr}")
    return Cost(wall=wall, **json.loads(done.stderr.splitlines()[-1]))


def least(
    versions: Sequence[Path], times: int, measure: Callable[[Path], Cost]
) -> tuple[Mapping[str, float], Mapping[str, float | None]]:
    """The least that each version takes, in turn: that of now, and that before."""
    costs: list[list[Cost]] = [[] for _ in versions]
    for _ in range(times):
        for version, taken in zip(versions, costs, strict=True):
            taken.append(measure(version))
    found = [{name: min(getattr(cost, name) for cost in taken) for name in Cost.__annotations__} for taken in costs]
    return found[0], found[1] if len(found) > 1 else dict.fromkeys(Cost.__annotations__)


def fork(version: Path, root: Path, config: str) -> Path:
    """A repository without reports, laid out anew with what a version has in its own."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    equip(version, root)
    shutil.copy(version / "README.md", root)
    (root / "config.yml").write_text(f"categories: [cs.AI, cs.CL, cs.CV, cs.LG]\nlanguage: en\n{config}", "utf-8")
    return root


def equip(version: Path, root: Path) -> None:
    """Give a repository the texts of a version: no other one's labels have the keys that it knows."""
    for name in ("labels", "prompts", "templates"):
        shutil.rmtree(root / name, ignore_errors=True)
        shutil.copytree(version / name, root / name)


def with_a_model(versions: Sequence[Path], folder: Path) -> list[Row]:
    """300 papers, a model of half a second, sixteen calls at once: the whole run, seen from outside."""
    served = subprocess.Popen([sys.executable, str(MODEL), "--delay", str(LATENCY)], stdout=subprocess.PIPE, text=True)
    assert served.stdout is not None
    try:
        llm = f"max_papers: {SUMMARISED}\nllm:\n  concurrency: {AT_ONCE}\n  base_url: {served.stdout.readline()}"
        with LoopbackArxiv(papers(SUMMARISED), now=NOW) as site:
            environment = reading(site) | {"OPENAI_API_KEY": "made-up-key-of-a-benchmark"}

            def measure(version: Path) -> Cost:
                root = fork(version, folder / "model", llm)
                return run(version, "run_daily.py", root, environment, "--now", NOW.isoformat())

            now, before = least(versions, RUNS, measure)
    finally:
        served.terminate()
        served.wait()
    ideal = SUMMARISED * LATENCY / AT_ONCE
    name = f"{SUMMARISED} papers, a model of {LATENCY} s, {AT_ONCE} at once (ideal {ideal:.2f} s)"
    return [
        Row(measure=f"{name}: seconds", now=now["wall"], before=before["wall"], limit=1.10 * ideal + 3),
        Row(measure=f"{name}: CPU seconds", now=now["cpu"], before=before["cpu"], limit=None),
    ]


def of_a_day(versions: Sequence[Path], folder: Path) -> list[Row]:
    """A day of 1,377 candidates without a key, 30 of them shown, and a run that then has nothing to do."""
    idle: dict[Path, list[Cost]] = {version: [] for version in versions}
    with LoopbackArxiv(papers(CANDIDATES), now=NOW) as site:
        environment = reading(site) | {"OPENAI_API_KEY": ""}

        def measure(version: Path) -> Cost:
            root = fork(version, folder / "day", "max_papers: 30\n")
            cost = run(version, "run_daily.py", root, environment, "--now", NOW.isoformat())
            idle[version].append(run(version, "run_daily.py", root, environment, "--now", NOW.isoformat()))
            return cost

        now, before = least(versions, RUNS, measure)
    nothing = [min(cost.wall for cost in costs) for costs in idle.values()]
    alone = [min(cost.cpu for cost in costs) for costs in idle.values()]
    name = f"{CANDIDATES:,} candidates, 30 shown, no key"
    return [
        Row(measure=f"{name}: CPU seconds", now=now["cpu"], before=before["cpu"], limit=3.5),
        Row(measure=f"{name}: peak MB", now=now["megabytes"], before=before["megabytes"], limit=130),
        Row(measure="nothing due: seconds", now=nothing[0], before=nothing[1] if nothing[1:] else None, limit=0.4),
        Row(measure="nothing due: CPU seconds", now=alone[0], before=alone[1] if alone[1:] else None, limit=None),
    ]


def of_years(versions: Sequence[Path], folder: Path, reports: int) -> list[Row]:
    """All pages of ten years anew, on all cores; once, since it takes minutes."""
    root = folder / "years"
    old_archive.lay_out(root)
    settings = Settings.load(root, None, {})
    old_archive.write(root, settings, until=TODAY, reports=reports, summarised=30, listed=930)

    def measure(version: Path) -> Cost:
        equip(version, root)
        shutil.rmtree(root / "daily")
        return run(version, "rebuild.py", root, os.environ)

    now, before = least(versions, 1, measure)
    limit, name = 90.0 * reports / 2600, f"rebuild of {reports:,} reports"
    each = 1000 / reports
    return [
        Row(measure=f"{name}: seconds", now=now["wall"], before=before["wall"], limit=limit),
        Row(
            measure=f"{name}: CPU ms a report, of all processes",
            now=now["cpu"] * each,
            before=before["cpu"] and before["cpu"] * each,
            limit=None,
        ),
    ]


def reading(site: LoopbackArxiv) -> dict[str, str]:
    """The environment of a run that reads an arXiv on this machine."""
    urls = {"ARXIV_API_URL": site.api_url, "ARXIV_RSS_URL": site.rss_url, "ARXIV_DELAY_SECONDS": "0"}
    return {**os.environ, **urls}


def checked_out(commit: str, folder: Path) -> list[Path]:
    """The files of a commit in a folder; nothing where this clone does not have it."""
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=False)  # noqa: S607  git is where it is
    if packed.returncode:
        return []
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as files:
        files.extractall(folder, filter="data")
    return [folder]


def main() -> None:
    """Print the table; exit 1 where a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--before", default=BEFORE, metavar="COMMIT", help=f"the version to compare with ({BEFORE})")
    parser.add_argument("--only", nargs="+", choices=("model", "day", "years"), default=("model", "day", "years"))
    parser.add_argument("--reports", type=int, default=2600, help="reports of the old archive (default: ten years)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        versions = [ROOT, *checked_out(asked.before, folder / "before")]
        rows: list[Row] = []
        if "model" in asked.only:
            rows += with_a_model(versions, folder)
        if "day" in asked.only:
            rows += of_a_day(versions, folder)
        if "years" in asked.only:
            rows += of_years(versions, folder, asked.reports)
    print("| measure | now | before | ratio | limit |\n| --- | ---: | ---: | ---: | ---: |")
    print("\n".join(map(str, rows)))
    if any(row.limit is not None and row.now > row.limit for row in rows):
        sys.exit("A limit is passed.")


if __name__ == "__main__":
    main()

"""How much a day adds to the repository: to the work tree, and to .git once git has packed it.

    python benchmarks/git_growth.py

Reports of real papers of ../shared where they are, else of the bundled sample, each rendered and committed as the daily
job does; without a model, so that the summaries are sentences of the abstracts. `git gc` packs before it is counted.
"""

import io
import json
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

import old_archive
from digest.archive.reports import Archive
from digest.backfill.making import Maker
from digest.backfill.planning import Planned
from digest.console.progress import Progress
from digest.core.calendar import announcements
from digest.core.report import Paper
from digest.saving import finish, keep
from digest.settings import Settings
from digest.taste.whole import Told, whole_taste
from loopback_arxiv.server import load

ROOT = Path(__file__).parents[1]
DAYS = ROOT.parent / "shared" / "papers" / "days"


def days() -> list[Planned]:
    """The papers of some announcements."""
    if not DAYS.is_dir():
        papers = load(ROOT / "sample" / "papers.json")
        every = sorted({item.announced for item in papers})
        return [Planned(date=d, papers=tuple(i.paper for i in papers if i.announced == d)) for d in every]
    dates = announcements(after=old_archive.MODEL_DAY, until=old_archive.MODEL_DAY + timedelta(days=60))
    return [
        Planned(date=day, papers=tuple(paper(json.loads(line)) for line in path.read_text("utf-8").splitlines()))
        for path, day in zip(sorted(DAYS.glob("*.jsonl")), dates, strict=False)
    ]


def paper(record: dict[str, Any]) -> Paper:
    """A line of such a file."""
    known = ("id", "title", "abstract", "categories", "primary_category", "authors", "published")
    return Paper.model_validate({key: record[key] for key in known if key in record})


def git(root: Path, *arguments: str) -> str:
    """Run git; it has to succeed."""
    command = ["git", "-c", "user.name=Bench", "-c", "user.email=bench@example.org", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout


def packed(root: Path) -> float:
    """Kilobytes of .git's objects after packing."""
    git(root, "gc", "--quiet", "--aggressive")
    said = dict(line.split(": ") for line in git(root, "count-objects", "-v").splitlines())
    return float(said["size-pack"])


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        old_archive.lay_out(root)
        git(root, "init", "--quiet")
        settings, archive = Settings.load(root, None, {}), Archive(root)
        maker = Maker(
            settings=settings,
            taste=whole_taste(settings.config, Told()),
            progress=Progress(environment={}, stream=io.StringIO()),
        )
        sizes, papers = [], 0
        for planned in days():
            report = maker.make(planned)
            keep(settings.root, archive, [report])
            finish(settings, archive, maker.progress.warn)
            git(root, "add", "--all")
            git(root, "commit", "--quiet", "--message", f"Report {planned.date}")
            sizes.append(packed(root))
            papers += len(report.ids)
        files = sum(path.stat().st_size for name in ("data", "daily") for path in (root / name).rglob("*.*"))
    count, grown = len(sizes), (sizes[-1] - sizes[0]) / (len(sizes) - 1)
    print(f"{count} reports of {papers // count} papers on average\n")
    print("| | a day | ten years (2,600 reports) |")
    print("| --- | ---: | ---: |")
    print(f"| .git, packed | {grown:.0f} kB | {grown * 2600 / 1e6:.2f} GB |")
    print(f"| data/ and daily/ | {files / count / 1000:.0f} kB | {files / count * 2600 / 1e9:.2f} GB |")


if __name__ == "__main__":
    main()

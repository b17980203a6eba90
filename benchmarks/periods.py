"""What the pages of a week and a month cost in the archive's tenth year, against an archive of three months.

    python benchmarks/periods.py [--reports 2600] [--listed 930]

Both have the same papers in the newest weeks; the pages that the newest report has a part in are made anew in turn,
and the least of five counts.
"""

import argparse
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

import old_archive
from digest.archive.reports import Archive
from digest.periods import update
from digest.settings import Settings

TODAY = date(2026, 11, 20)
YOUNG = 66
SUMMARISED = 30
LIMIT = 1.2
RUNS = 5


def laid_out(root: Path, reports: int, listed: int) -> Settings:
    """A repository with so many reports, and a page for each of their recent weeks and months."""
    old_archive.lay_out(root)
    settings = Settings.load(root, None, {})
    old_archive.write(root, settings, until=TODAY, reports=reports, summarised=SUMMARISED, listed=listed)
    for span in update.missing(root, Archive(root).dates()):
        page = root / "daily" / span.page
        page.parent.mkdir(parents=True, exist_ok=True)
        page.touch()
    return settings


def seconds(settings: Settings) -> float:
    """The time that the pages of the newest report's week and month take."""
    began = time.process_time()
    made = update.rendered(settings.root, settings.look, (), Archive(settings.root), [TODAY]).texts
    assert len(made) == 8, sorted(made)  # two weeks, two months, a chart each
    return time.process_time() - began


def main() -> None:
    """Print the table; exit 1 where the limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=2600, help="reports of the old archive (default: ten years)")
    parser.add_argument("--listed", type=int, default=930, help="papers that each of them lists (default 930)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archives = [laid_out(Path(folder) / str(reports), reports, asked.listed) for reports in (YOUNG, asked.reports)]
        costs = [[seconds(settings) for settings in archives] for _ in range(RUNS)]
    young, old = (min(cost) for cost in zip(*costs, strict=True))
    print("The pages of a week and a month that the newest report has a part in\n")
    print(f"| measure | {YOUNG} reports | {asked.reports:,} reports | ratio | limit |")
    print("| --- | ---: | ---: | ---: | ---: |")
    print(f"| CPU seconds | {young:.2f} | {old:.2f} | {old / young:.2f} | {LIMIT} |")
    if old / young > LIMIT:
        sys.exit("A limit is passed.")


if __name__ == "__main__":
    main()

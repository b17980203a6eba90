"""What the page of a large day costs: 30 summarised and 1,000 listed papers, as text and in bytes.

python benchmarks/rendering.py
"""

import sys
import time
from itertools import cycle, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

import reports
from digest.console.command import ROOT
from digest.pages.report_page import Around, pages
from loopback_arxiv.server import load

SUMMARISED, LISTED = 30, 1000
SECONDS, BYTES = 1.0, 400_000
"""The limits: CPU seconds to render the day, bytes of its page."""


def main() -> int:
    """Print the table; exit 1 where a limit is passed."""
    sample = [item.paper for item in load(ROOT / "sample" / "papers.json")]
    papers = list(islice(cycle(sample), SUMMARISED + LISTED))
    entries = [
        reports.summarised(n, total=90 - n, title=paper.title, abstract=paper.abstract * 3)
        for n, paper in enumerate(papers[:SUMMARISED])
    ]
    also = tuple(
        reports.listing(n, id=f"2611.{90100 + n}", title=paper.title, primary_category=paper.primary_category)
        for n, paper in enumerate(papers[SUMMARISED:])
    )
    report, look = reports.report(*entries, also=also), reports.look()
    began = time.process_time()
    made = pages(report, look, Around())
    seconds, size = time.process_time() - began, max(len(text.encode()) for text in made.values())
    print(f"A day of {SUMMARISED} summarised and {LISTED} listed papers\n")
    print("| measure | ours | limit | ratio |")
    print("| --- | ---: | ---: | ---: |")
    print(f"| CPU seconds | {seconds:.2f} | {SECONDS:.2f} | {seconds / SECONDS:.2f} |")
    print(f"| bytes of the largest page | {size:,} | {BYTES:,} | {size / BYTES:.2f} |")
    return int(seconds > SECONDS or size > BYTES)


if __name__ == "__main__":
    sys.exit(main())

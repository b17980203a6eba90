"""Count in how many abstracts each stem stands: scripts/digest/document_frequencies.txt, which makes scores comparable.

    python benchmarks/build_background.py PAPERS.jsonl ...

Takes files of one paper a line with the keys id, title and abstract; a paper that stands in several is counted once.
"""

import json
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from digest.terms import terms  # noqa: E402  # scripts/ is put on the path above

LEAST = 3
"""Stems of fewer papers are left out: they are as rare as a stem that was never seen."""


def main() -> None:
    """Read the papers that the arguments name and write the table."""
    papers = {}
    for name in sys.argv[1:]:
        for line in Path(name).read_text("utf-8").splitlines():
            paper = json.loads(line)
            papers[paper["id"]] = f"{paper['title']}\n{paper['abstract']}"
    frequencies = Counter(stem for text in papers.values() for stem in set(terms(text)) if stem.isascii())
    by_frequency: dict[int, list[str]] = {}
    for stem, frequency in sorted(frequencies.items()):
        if frequency >= LEAST:
            by_frequency.setdefault(frequency, []).append(stem)
    lines = [f"{frequency} {' '.join(stems)}" for frequency, stems in sorted(by_frequency.items(), reverse=True)]
    table = ROOT / "scripts" / "digest" / "document_frequencies.txt"
    table.write_text("\n".join([str(len(papers)), *lines]) + "\n", "utf-8")
    print(
        f"{table.name}: {sum(map(len, by_frequency.values()))} stems of {len(papers)} papers, "
        f"{table.stat().st_size} bytes"
    )


if __name__ == "__main__":
    main()

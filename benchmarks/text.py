"""What turning an abstract into GitHub Markdown costs, beside pylatexenc where that is installed (pylatexenc==2.11).

    python benchmarks/text.py [papers.jsonl]

The papers are those of the bundled sample, or of a file with one paper a line.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from digest.markdown import writer  # noqa: E402

LIMIT_MS = 2.0


def abstracts(path: Path | None) -> list[str]:
    """The abstracts of the file, or of the sample."""
    if path is not None:
        return [json.loads(line)["abstract"] for line in path.read_text("utf-8").splitlines()]
    sample = json.loads((ROOT / "sample" / "papers.json").read_text("utf-8"))
    papers = sample["papers"] if isinstance(sample, dict) else sample
    return [paper["abstract"] for paper in papers]


def milliseconds(convert: Callable[[str], object], texts: list[str]) -> list[float]:
    """How long each text takes, the best of three."""

    def once(text: str) -> float:
        started = time.perf_counter()
        convert(text)
        return (time.perf_counter() - started) * 1000

    return [min(once(text) for _ in range(3)) for text in texts]


def pylatexenc() -> Callable[[str], object] | None:
    """The baseline: TeX to plain Unicode, with what it would swallow escaped; nothing where it is not installed."""
    try:
        from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-not-found, import-untyped, unused-ignore]
    except ImportError:
        return None
    converter = LatexNodes2Text(math_mode="verbatim")

    def converted(text: str) -> str | None:
        try:
            return str(converter.latex_to_text(text.replace("%", "\\%").replace("&", "\\&")))
        except Exception:  # it ends in an IndexError on macros that lack an argument; that is part of what it costs
            return None

    return converted


def main() -> None:
    """Prints the median and the slowest of each, and the ratio to the baseline."""
    texts = abstracts(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    ours = milliseconds(writer.block, texts)
    late = quantiles(ours, n=100, method="inclusive")[98]
    print(
        f"{len(texts)} abstracts: median {median(ours):.2f} ms, 99th percentile {late:.2f} ms, "
        f"slowest {max(ours):.2f} ms (limit of the median: {LIMIT_MS} ms)"
    )
    if baseline := pylatexenc():
        theirs = milliseconds(baseline, texts)
        print(f"pylatexenc: median {median(theirs):.2f} ms, {median(theirs) / median(ours):.1f} times ours")
    else:
        print("pylatexenc is not installed: pip install pylatexenc==2.11 shows the baseline")
    assert median(ours) < LIMIT_MS


if __name__ == "__main__":
    main()

"""What the reader on the web costs after ten years: building it, its size, its files, and a search.

    python benchmarks/web_reader.py [--reports 2600] [--listed 930] [--keep DIR]

The site of an archive with words of its own in each text is built by `scripts/build_reader.py`; the memory is that of
all its processes together. Then Chromium opens the first page and searches, with an empty cache, over HTTP on loopback.
What goes over the wire is counted as GitHub Pages sends it: text compressed with gzip, the search's files as they are.
"""

import argparse
import gzip
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from reader.conftest import serving, visit

import old_archive
from digest.archive.reports import Archive
from digest.settings import Settings

HERE = Path(__file__).parent
UNTIL = date(2026, 11, 20)
BUILD = HERE.parent / "scripts" / "build_reader.py"
SECONDS, MEGABYTES, SITE, FIRST_PAGE, SEARCH_SECONDS, SEARCH = 600, 1000, 1000e6, 100e3, 0.5, 500e3
"""The limits: of the build, of the site in bytes, of the first page and of a search over the wire."""
TEXT = (".html", ".js", ".css", ".svg", ".json", ".xml")
LOADED = "performance.getEntriesByType('resource').map((each) => each.name)"


def memory(process: int) -> float:
    """Megabytes that a process and those it started have now, what they share counted once."""
    found, left = 0, [process]
    while left:
        number = left.pop()
        try:
            children = Path(f"/proc/{number}/task/{number}/children").read_text("utf-8").split()
            rollup = Path(f"/proc/{number}/smaps_rollup").read_text("utf-8")
        except OSError:
            continue
        left += map(int, children)
        found += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return found / 1024


def build(root: Path, out: Path) -> tuple[float, float, float]:
    """Build the site: seconds by the clock, those of the processors, and megabytes at most."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun, most = time.perf_counter(), 0.0
    command = [sys.executable, str(BUILD), "--root", str(root), "--out", str(out)]
    with subprocess.Popen(command, env={**os.environ, "GITHUB_REPOSITORY": "octo/papers"}) as process:
        while process.poll() is None:
            most = max(most, memory(process.pid))
            time.sleep(0.3)
    if process.returncode:
        sys.exit("the build failed")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - begun, processor, most


def over_the_wire(site: Path, addresses: list[str]) -> int:
    """Bytes of the files of these addresses as GitHub Pages sends them."""
    size = 0
    for address in addresses:
        data = (site / unquote(urlsplit(address).path).lstrip("/")).read_bytes()
        size += len(gzip.compress(data)) if Path(urlsplit(address).path).suffix in TEXT else len(data)
    return size


def a_search(url: str, site: Path, query: str) -> tuple[float, int]:
    """Seconds from the question to the first results, and the bytes for it, the page itself aside.

    The field has the focus before somebody writes, which loads the search; both are counted in the bytes.
    """
    steps: list[tuple[str, ...]] = [
        ("goto", "index.html"),
        ("press", "/"),
        ("wait", f"{LOADED}.some((name) => name.includes('pagefind-worker'))"),
        ("read", "new Promise((done) => setTimeout(done, 1500))"),
        ("read", ASK.replace("QUERY", query)),
        ("wait", "document.documentElement.dataset.found"),
    ]
    seen = visit(url, steps)
    return float(seen.read[-1]), over_the_wire(
        site, [name for name in dict.fromkeys(seen.requests) if "/pagefind/" in name]
    )


ASK = """new Promise((done) => {
  const begun = performance.now();
  new MutationObserver(() => done((performance.now() - begun) / 1000)).observe(
    document.getElementById("hits"), { childList: true });
  document.querySelector("#find [name=q]").value = "QUERY";
  document.getElementById("find").requestSubmit();
})"""


def main() -> None:
    """Measure, print, and exit with 1 where a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=2600)
    parser.add_argument("--listed", type=int, default=930)
    parser.add_argument("--keep", type=Path, help="where the archive is kept, or taken from")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root, out = asked.keep or Path(folder) / "repository", Path(folder) / "site"
        if not Archive(root).dates():
            root.mkdir(parents=True, exist_ok=True)
            old_archive.lay_out(root)
            settings = Settings.load(root, None, {"GITHUB_REPOSITORY": "octo/papers"})
            old_archive.write(
                root, settings, until=UNTIL, reports=asked.reports, summarised=30, listed=asked.listed, varied=True
            )
        shutil.rmtree(root / "templates", ignore_errors=True)
        shutil.copytree(HERE.parent / "templates", root / "templates")
        seconds, processor, megabytes = build(root, out)
        files = [path for path in out.rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files)
        parts = {
            name: sum(path.stat().st_size for path in files if is_part(path.relative_to(out))) / 1e6
            for name, is_part in (
                ("reports", lambda path: path.match("reports/*.html")),
                ("JSON", lambda path: path.match("reports/*.json")),
                ("search", lambda path: "pagefind" in path.parts),
            )
        }
        with serving(out) as url:
            first = over_the_wire(out, list(dict.fromkeys(visit(url, [("goto", "index.html")]).requests)))
            found = [a_search(url, out, query) for query in ("Made-up sentence", "attention network", "listed 700")]
    search_seconds, search = (max(values) for values in zip(*found, strict=True))
    limits = (
        (seconds, SECONDS), (megabytes, MEGABYTES), (size, SITE), (first, FIRST_PAGE),
        (search_seconds, SEARCH_SECONDS), (search, SEARCH),
    )  # fmt: skip
    print(
        f"{asked.reports} reports, {asked.reports * 30:,} summarised and {asked.reports * asked.listed:,} listed papers"
    )
    print()
    print("| | measured | limit |\n| :--- | ---: | ---: |")
    print(f"| build | {seconds / 60:.1f} min | {SECONDS / 60:.0f} min |")
    print(f"| of its processors, all together | {processor / 60:.1f} min | |")
    print(f"| memory, all processes | {megabytes:.0f} MB | {MEGABYTES} MB |")
    print(
        f"| size | {size / 1e6:.0f} MB ({', '.join(f'{n} {v:.0f}' for n, v in parts.items())}) | {SITE / 1e6:.0f} MB |"
    )
    print(f"| files | {len(files):,} | |")
    print(f"| first page, over the wire | {first / 1e3:.0f} kB | {FIRST_PAGE / 1e3:.0f} kB |")
    print(f"| first result of a search | {search_seconds * 1000:.0f} ms | {SEARCH_SECONDS * 1000:.0f} ms |")
    print(f"| what a page of results loads | {search / 1e3:.0f} kB | {SEARCH / 1e3:.0f} kB |")
    sys.exit(0 if all(value <= limit for value, limit in limits) else 1)


if __name__ == "__main__":
    main()

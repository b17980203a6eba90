"""What reading a day of arXiv costs us: requests, CPU seconds and memory, against the least it can cost.

    python benchmarks/fetching.py

The server runs in a process of its own, so that its share is not counted. The least is a reading without proofs: the
same pages fetched with `requests` and turned into the package's results, and nothing else.
"""

import json
import math
import multiprocessing
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

from digest.core.report import Paper
from loopback_arxiv.server import AnnouncedPaper, LoopbackArxiv

ENTRIES = 1500
PAGE = 1000
NOW = datetime(2026, 11, 17, 17, tzinfo=UTC)
MOST_CPU_SECONDS, MOST_MEGABYTES = 2.0, 150.0
WORDS = "we study how a model of language reads, plans and forgets when $n \\to \\infty$, and what follows from it. "


def papers() -> list[AnnouncedPaper]:
    """A day of made-up papers whose abstracts are as long as real ones (about 1,300 characters)."""
    start = datetime(2026, 11, 16, 8, tzinfo=UTC)
    return [
        AnnouncedPaper(
            announced=date(2026, 11, 17),
            paper=Paper(
                id=f"2611.{90001 + number}",
                version=1,
                title=f"Made-up paper {number} on what models forget",
                abstract=(WORDS * 13)[:1300],
                authors=tuple(f"Author {letter} Example" for letter in "ABCDE"),
                categories=("cs.LG", "cs.AI"),
                primary_category="cs.LG",
                published=start + timedelta(seconds=number),
                updated=start + timedelta(seconds=number),
            ),
        )
        for number in range(ENTRIES)
    ]


def serve(connection: Connection) -> None:
    """Answer until told to stop; first say where, last how often it was asked."""
    with LoopbackArxiv(papers(), now=NOW) as site:
        connection.send((site.api_url, site.rss_url))
        while connection.recv() == "count":
            connection.send(len(site.requests))


def ours(api_url: str, rss_url: str) -> int:
    """Read the day as a run does."""
    from digest.config.endpoints import Endpoints
    from digest.fetch.sources import fetch  # its import is part of the cost

    fetched = fetch(
        ["cs.AI", "cs.LG"],
        since=NOW - timedelta(days=14),
        until=NOW,
        cross_lists=True,
        endpoints=Endpoints(api_url=api_url, rss_url=rss_url, delay_seconds=0),
        deadline_seconds=60,
        page_size=PAGE,
    )
    assert not fetched.notices
    return len(fetched.papers)


def least(api_url: str, rss_url: str) -> int:
    """The same pages through the package alone, and the feed unread."""
    import arxiv
    import requests

    requests.get(f"{rss_url}/cs.AI+cs.LG", timeout=60)
    client = arxiv.Client(page_size=PAGE, delay_seconds=0, num_retries=0)
    client.query_url_format = api_url + "?{}"
    search = arxiv.Search(
        query="(cat:cs.AI OR cat:cs.LG) AND submittedDate:[202611030000 TO 202611180000]", max_results=None
    )
    return len(list(client.results(search)))


def measure(reader: Callable[[str, str], int], api_url: str, rss_url: str) -> None:
    """Print what one reading in this process costs, as JSON."""
    began = time.monotonic()
    count = reader(api_url, rss_url)
    used = resource.getrusage(resource.RUSAGE_SELF)
    cost = {
        "papers": count,
        "cpu": used.ru_utime + used.ru_stime,
        "wall": time.monotonic() - began,
        "megabytes": used.ru_maxrss / 1024,
    }
    print(json.dumps(cost))


def cost_of(reader: str, api_url: str, rss_url: str) -> dict[str, float]:
    """Measure a reading in a process of its own, the interpreter's start included."""
    command = [sys.executable, __file__, reader, api_url, rss_url]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, "PYTHONHASHSEED": "0"}
    )
    cost: dict[str, float] = json.loads(done.stdout)
    assert cost["papers"] == ENTRIES
    return cost


def main() -> None:
    """Print the table; exit 1 where a limit is passed."""
    here, there = multiprocessing.get_context("spawn").Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(there,), daemon=True)
    server.start()
    api_url, rss_url = here.recv()
    costs = {name: cost_of(name, api_url, rss_url) for name in ("ours", "least")}
    before = _count(here)
    again = [cost_of("ours", api_url, rss_url) for _ in range(2)]
    asked = (_count(here) - before) // len(again)
    here.send("stop")
    server.join()
    cpu = min(cost["cpu"] for cost in (costs["ours"], *again))
    ideal = math.ceil(ENTRIES / PAGE) + 1
    floor = costs["least"]
    peak = costs["ours"]["megabytes"]
    print(f"Reading a day of {ENTRIES} entries, pages of {PAGE}, from 127.0.0.1\n")
    print("| measure | ours | least | ratio | limit |")
    print("| --- | ---: | ---: | ---: | ---: |")
    print(f"| requests | {asked} | {ideal} | {asked / ideal:.2f} | {ideal} |")
    print(f"| CPU seconds | {cpu:.2f} | {floor['cpu']:.2f} | {cpu / floor['cpu']:.2f} | {MOST_CPU_SECONDS} |")
    print(
        f"| peak MB | {peak:.0f} | {floor['megabytes']:.0f} | {peak / floor['megabytes']:.2f} | {MOST_MEGABYTES:.0f} |"
    )
    if asked > ideal or cpu > MOST_CPU_SECONDS or peak > MOST_MEGABYTES:
        sys.exit("A limit is passed.")


def _count(connection: Connection) -> int:
    connection.send("count")
    count: int = connection.recv()
    return count


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure({"ours": ours, "least": least}[sys.argv[1]], *sys.argv[2:])
    else:
        main()

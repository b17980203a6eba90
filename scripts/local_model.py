#!/usr/bin/env python3
"""The model of `llm.provider: local` by itself: serve it, download its weights, or measure what it manages here."""

import argparse
import os
import sys
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from digest.console import command
from digest.core.errors import ConfigurationError

if TYPE_CHECKING:
    from digest.console.progress import Progress
    from digest.settings import Settings

SAMPLE = command.ROOT / "sample" / "papers.json"
EXITS = """
exit codes: 0 done; 2 configuration; 3 the model cannot run on this machine; 5 the hub does not give its weights
"""


def parser() -> argparse.ArgumentParser:
    """What the command line may say."""
    made = command.parser(
        "Serve the model of llm.local on this machine, as an OpenAI-compatible API, until Ctrl-C. A daily run does so "
        "by itself.",
        f"python scripts/local_model.py --port 8080\n{EXITS}",
    )
    made.add_argument("--port", type=int, default=8080, metavar="N", help="where to serve it (default: 8080)")
    only = made.add_mutually_exclusive_group()
    only.add_argument("--download", action="store_true", help="only see to it that its weights are here")
    only.add_argument(
        "--measure", type=int, metavar="N", help="ask about N papers of the bundled sample: how fast, how many believed"
    )
    return made


def run(asked: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Do one of the three."""
    from digest.console.progress import Progress
    from digest.settings import Settings

    if asked.measure is not None and asked.measure < 1:
        raise ConfigurationError(f"--measure {asked.measure} is no number of papers; give 1 or more.")
    root = asked.root.resolve()
    settings = Settings.load(root, None, environment).with_local_model()
    progress = Progress(environment=environment)
    if asked.measure:
        return measure(settings, progress, environment, asked.measure)
    if asked.download:
        from digest.model_of_run import fetch

        print(f"The weights are here: {fetch(settings, progress, environment)[1]}")
        return 0
    return serve(settings, progress, environment, asked.port)


def serve(settings: "Settings", progress: "Progress", environment: Mapping[str, str], port: int) -> int:
    """Serve the model until somebody presses Ctrl-C."""
    from digest.core.errors import ModelNotStarted
    from digest.model_of_run import start

    with start(settings, progress, environment, port, open_to_all=True) as server:
        print(f"Serving at {server.url}, to programs on this machine only. Ctrl-C ends it.", flush=True)
        try:
            while True:
                server.wait()
                if not server.revive():
                    break
        except KeyboardInterrupt:
            print("Ended.")
            return 0
    raise ModelNotStarted("llama.cpp has ended by itself, twice. See docs/local-model.md.")


def measure(settings: "Settings", progress: "Progress", environment: Mapping[str, str], papers: int) -> int:
    """Have the model summarise some papers of the bundled sample, and say what it manages."""
    from digest import model_of_run
    from digest.core.errors import ModelNotStarted
    from digest.core.report import Score
    from digest.rank.ranking import Ranked
    from digest.summarise.by_model import summarise
    from loopback_arxiv.papers import load

    some = [Ranked(sample.paper, Score(total=0, by="day")) for sample in load(SAMPLE)[:papers]]
    config = settings.config
    with model_of_run.running(settings, progress, environment) as ready:
        llm, summariser = ready.config.llm, model_of_run.summariser_of(ready, progress)
        if ready.server is None or summariser.caller is None:
            raise ModelNotStarted("There is no model to measure; see above.")
        began = time.monotonic()
        done = summarise(some, caller=summariser.caller, asking=summariser.asking, saved=None, progress=progress.count)
        seconds = time.monotonic() - began
    believed = sum(entry.summary.status == "ok" for entry in done.entries)
    each = seconds / len(some)
    print(f"{llm.model}, {config.language}, {llm.concurrency} at once, {os.cpu_count()} cores:")
    print(f"{each:.1f} s a paper, about {60 * llm.local.minutes / each:.0f} papers in {llm.local.minutes:g} minutes")
    print(f"{done.cost.tokens_out / seconds:.1f} tokens a second written, {done.cost.tokens_in / seconds:.1f} taken in")
    print(f"of {len(some)} papers {believed} believed, {done.asked_again} asked again, {len(some) - believed} refused")
    return 0


def main(argv: Sequence[str], environment: Mapping[str, str]) -> int:
    """Take the words after the program's name; returns the exit code."""
    return command.main(parser(), run, argv, environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))

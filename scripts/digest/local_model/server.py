"""The server of a local model, as a process of its own: started, watched, started once more, ended with the run."""

import json
import secrets
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

import requests

from digest.config.schema import Local
from digest.core.errors import ModelNotStarted
from digest.local_model.machine import at_once, check, memory, threads
from digest.local_model.weights import READ_MORE

PROGRAM = Path(__file__).with_name("llama_server.py")
START_SECONDS = 300.0
"""Weights of 5 GB come from a slow disk in a minute."""
LONGEST_ANSWER = 1200
"""Tokens, where a question names no limit: a small model that a schema holds may go on for ever."""
RESTARTS = 1
_FOR_THE_SYSTEM = ("PATH", "HOME", "LANG", "TMPDIR", "TEMP", "SYSTEMROOT", "LD_LIBRARY_PATH")
"""All that the server sees of the environment: it has no use for keys."""


class LocalServer:
    """llama.cpp's server with one model; use it in a `with` statement, which starts and ends it."""

    def __init__(
        self,
        path: Path,
        name: str,
        local: Local,
        environment: Mapping[str, str],
        port: int = 0,
        *,
        open_to_all: bool = False,
    ) -> None:
        """Take the weights' file and the model's name; 0 is any free port, `open_to_all` asks callers for no key.

        Of the `environment`, the server is given what the system needs.
        """
        self._environment = {name: environment[name] for name in _FOR_THE_SYSTEM if name in environment}
        self._path = path
        self._name = name
        self._local = local
        self._port = port or _free_port()
        self._process: subprocess.Popen[str] | None = None
        self._ending = ExitStack()
        self._restarts = 0
        self.at_once = at_once(local, path.stat().st_size, memory())
        """How many questions it answers at the same time."""
        self.key = "" if open_to_all else secrets.token_urlsafe(24)
        """What callers have to send: other programs on this machine have no business with it."""
        self.url = f"http://127.0.0.1:{self._port}/v1"

    def __enter__(self) -> "LocalServer":
        """Start it. Raises ModelNotStarted."""
        check(self._path)
        with ExitStack() as ending:  # what was begun is ended where the start fails
            ending.callback(self._stop)
            self._log = ending.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace"))
            self._start()
            self._ending = ending.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.close()

    @property
    def process(self) -> int | None:
        """The id of the server's process, while there is one."""
        return self._process.pid if self._process else None

    def wait(self) -> None:
        """Until the server's process ends."""
        if self._process:
            self._process.wait()

    def revive(self) -> bool:
        """Whether it can be asked (again): it answers, or was started once more. It is, once in a run."""
        if self._is_healthy():
            return True
        if self._restarts >= RESTARTS:
            return False
        self._restarts += 1
        self._stop()
        try:
            self._start()
        except ModelNotStarted:
            return False
        return True

    def _start(self) -> None:
        asked = {
            "path": str(self._path),
            "name": self._name,
            "port": self._port,
            "key": self.key,
            "context": self._local.context,
            "answer": LONGEST_ANSWER,
            "at_once": self.at_once,
            "threads": threads(self._local),
        }
        self._log.seek(0)
        self._log.truncate()
        self._process = subprocess.Popen(  # noqa: S603 - this Python, our own program
            [sys.executable, "-I", str(PROGRAM)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=self._environment,
            text=True,
            start_new_session=True,  # so that Ctrl-C reaches us alone, and the last answers are still saved
        )
        ended = threading.Timer(START_SECONDS, self._process.kill)
        ended.start()
        try:
            address = self._hand_over(self._process, json.dumps(asked))
        finally:
            ended.cancel()
        if not address.startswith("http://127.0.0.1:") or not self._is_healthy():
            why = self._why()
            self._stop()
            raise ModelNotStarted(f"llama.cpp could not start {self._name} on this machine: {why}. {READ_MORE}")

    @staticmethod
    def _hand_over(process: "subprocess.Popen[str]", asked: str) -> str:
        """Say what is wanted; the address comes back when the model is loaded, or nothing."""
        assert process.stdin is not None  # noqa: S101 - it is a pipe
        assert process.stdout is not None  # noqa: S101
        try:
            process.stdin.write(asked + "\n")
            process.stdin.flush()
        except OSError:
            return ""
        return process.stdout.readline().strip()

    def _why(self) -> str:
        assert self._process is not None  # noqa: S101 - it was started
        try:
            code = self._process.wait(5)
        except subprocess.TimeoutExpired:
            return "it does not answer"
        if code < 0:
            return "the system ended it, most likely for want of memory; choose a smaller llm.local.model or context"
        self._log.seek(0)
        lines = [line.strip() for line in self._log.read().splitlines() if line.strip()]
        # llama.cpp marks its errors with an E; the first is the cause, the others follow from it.
        errors = [line.split(" E ", 1)[1] for line in lines if " E " in line]
        return (errors or lines[-1:] or [f"it ended with {code}"])[0][:300].rstrip(".")

    def _is_healthy(self) -> bool:
        if self._process is None or self._process.poll() is not None:
            return False
        try:
            answer = requests.get(f"http://127.0.0.1:{self._port}/health", timeout=10, allow_redirects=False)
        except requests.RequestException:
            return False
        return answer.status_code == 200

    def _stop(self) -> None:
        if self._process is None:
            return
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

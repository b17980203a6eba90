"""Servers that never end or flood, and a process that has little memory for what they send."""

import subprocess
from pathlib import Path
from tempfile import NamedTemporaryFile

from digest.console.command import ROOT
from raw_server import Play, Wire, answer
from ready_python import ready_python

SCRIPTS = ROOT / "scripts"


TESTS = Path(__file__).parent


PACKED = "Content-Encoding: deflate"


def in_little_memory(imports: str, code: str, *arguments: str) -> str:
    """What a process prints that has 200 MB more than its imports take; one that wants more fails."""
    limited = (
        f"import resource, sys\nsys.path[:0] = [{str(SCRIPTS)!r}, {str(TESTS)!r}]\n"
        f"import {imports}\n"
        "size = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize() + 200 * 2**20\n"
        "resource.setrlimit(resource.RLIMIT_AS, (size, size))\n"
    )
    with NamedTemporaryFile("w", suffix=".py") as script:
        script.write(limited + code)
        script.flush()
        command = [*ready_python().command().split(), script.name, *arguments]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]
    return ran.stdout.strip()


def head_that_drips(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    wire.drip(b"a")


def endless(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\n\r\n")
    wire.flood(bytes(2**16))


def redirect(to: str, body: bytes = b"", *headers: str) -> Play:
    """A redirect, with a body that nobody needs."""
    return answer(body, f"Location: {to}", *headers, status="302 Found")

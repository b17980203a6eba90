"""A hub of weights on loopback: it redirects to its storage, serves parts of a file, and fails as it is told to."""

import threading
from collections.abc import Callable
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import cast

from digest.config.schema import HubFile
from digest.local_model.weights import KEPT, Weights

CONTENT = b"GGUF" + bytes(range(256)) * 12_000
"""About 3 MB."""


class FakeHub:
    """The server; use it in a `with` statement. `faults` are what the next answers do in place of being good."""

    def __init__(self, content: bytes = CONTENT) -> None:
        """Serve this file, whatever its name."""
        self.content = content
        self.faults: list[Callable[[_Handler], None]] = []
        self.asked: list[tuple[str, str]] = []
        """The path and the range of each request for content."""
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.hub = self
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "FakeHub":
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def weights(root: Path, content: bytes = CONTENT, **changes: str) -> Weights:
    """The weights whose file that content is."""
    fields = {"repo": "maker/model", "revision": "a" * 40, "file": "model.gguf", "sha256": sha256(content).hexdigest()}
    source = HubFile(**fields | changes)
    return Weights(name="Made-up", path=root / KEPT / f"{source.sha256}.gguf", source=source, bytes=len(content))


def status(code: int) -> "Callable[[_Handler], None]":
    """An answer that is an error."""
    return lambda handler: handler.send_error(code)


def breaks_off(after: int) -> "Callable[[_Handler], None]":
    """An answer that ends after so many bytes of what it promised."""
    return lambda handler: handler.serve(most=after)


def whole(handler: "_Handler") -> None:
    """An answer that does not know of ranges."""
    handler.serve(ranges=False)


def elsewhere(handler: "_Handler") -> None:
    """An answer that gives another part than was asked for."""
    handler.serve(shift=7)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    hub: FakeHub


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        hub = cast("_Server", self.server).hub
        if not self.path.startswith("/storage/"):
            self.send_response(302)
            self.send_header("Location", f"{hub.url}/storage{self.path}?signed=yes")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        hub.asked.append((self.path, self.headers.get("Range", "")))
        if hub.faults:
            hub.faults.pop(0)(self)
        else:
            self.serve()

    def do_HEAD(self) -> None:
        hub = cast("_Server", self.server).hub
        if not self.path.startswith("/storage/"):
            return self.do_GET()
        if hub.faults:
            return hub.faults.pop(0)(self)
        self.send_response(200)
        self.send_header("Content-Length", str(len(hub.content)))
        return self.end_headers()

    def serve(self, most: int | None = None, *, ranges: bool = True, shift: int = 0) -> None:
        content = cast("_Server", self.server).hub.content
        asked = self.headers.get("Range", "")
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and ranges else 0
        if start and start >= len(content):
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        if start:
            start += shift
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        self.wfile.write(content[start:][:most])

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name is the base class's
        """Say nothing."""

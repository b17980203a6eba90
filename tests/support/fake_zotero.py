"""Zotero's Web API on loopback, with the shapes of the real one: pages, versions, Backoff, 304, 403, 404, 429.

with FakeZotero() as zotero:
    zotero.add("A paper", collection=zotero.collection("LLM", "Agents"))
    ...                                      # ZOTERO_API_URL = zotero.url
    assert len(zotero.asked) == 1
"""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

VERSION = 4711


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """An answer in place of the right one."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False
    """Close the connection without a word."""
    beside: bool = False
    """Give the right answer, with these headers."""


class FakeZotero:
    """The server; use it in a `with` statement."""

    def __init__(self, *, library: str = "users/123", key: str = "") -> None:
        """The library is public where there is no key."""
        self.library = library
        self.key = key
        self.items: list[dict[str, Any]] = []
        self.collections: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.keys: list[str] = []
        """The keys that requests came with."""
        self.trouble: list[Trouble | None] = []
        """What is in the way of the next answers, in order."""
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.zotero = self
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "FakeZotero":
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def collection(self, *names: str) -> str:
        """The key of a collection, which is made with those above it."""
        parent: str | bool = False
        for name in names:
            there = [one for one in self.collections if (one["name"], one["parentCollection"]) == (name, parent)]
            if not there:
                there = [{"key": f"COL{len(self.collections):05}", "version": 1, "name": name}]
                there[0]["parentCollection"] = parent
                self.collections += there
            parent = there[0]["key"]
        return str(parent)

    def add(self, title: str, abstract: str = "", *, collection: str = "", **fields: Any) -> None:
        """Add an item, newer than all others; `fields` are those of Zotero."""
        number = len(self.items)
        self.items.append(
            {
                "key": f"ITEM{number:04}",
                "version": 1,
                "itemType": "preprint",
                "title": title,
                "abstractNote": abstract,
                "creators": [],
                "tags": [],
                "collections": [collection] if collection else [],
                "dateAdded": f"2026-{1 + number // 2800 % 12:02}-{1 + number // 100 % 28:02}T00:{number % 60:02}:00Z",
                **fields,
            }
        )

    def answer(self, path: str, key: str, since: str) -> Trouble:
        """The right answer."""
        url = urlsplit(path)
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        if self.key and key != self.key:
            return Trouble(status=403, body=b"Forbidden")
        if not url.path.startswith(f"/{self.library}/"):
            return Trouble(status=404, body=b"Not found")
        if since == str(VERSION):
            return Trouble(status=304)
        rest = url.path.removeprefix(f"/{self.library}/").split("/")
        there = self._listed(rest, asked)
        if there is None:
            return Trouble(status=404, body=b"Collection not found")
        start, limit = int(asked.get("start", "0")), min(100, int(asked.get("limit", "25")))
        page = there[start : start + limit]
        body = [{"key": one["key"], "version": 1, "library": {}, "links": {}, "meta": {}, "data": one} for one in page]
        headers = {"Total-Results": str(len(there)), "Last-Modified-Version": str(VERSION)}
        if start + limit < len(there):
            headers["Link"] = f'<{self.url}{url.path}?start={start + limit}&limit={limit}>; rel="next"'
        return Trouble(body=json.dumps(body).encode(), headers={**headers, "Content-Type": "application/json"})

    def _listed(self, rest: list[str], asked: dict[str, str]) -> list[dict[str, Any]] | None:
        if rest == ["collections"]:
            return self.collections
        items = self.items
        if rest[0] == "collections":
            if rest[1] not in {one["key"] for one in self.collections}:
                return None
            items = [one for one in items if rest[1] in one["collections"]]
            rest = rest[2:]
        if rest != ["items", "top"]:
            return None
        ordered = sorted(items, key=lambda one: str(one[asked.get("sort", "dateAdded")]))
        return ordered[::-1] if asked.get("direction") == "desc" else ordered


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    zotero: FakeZotero


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 1 << 16
    server: _Server

    def do_GET(self) -> None:
        zotero, key = self.server.zotero, self.headers.get("zotero-api-key", "")
        zotero.asked.append(self.path)
        zotero.keys.append(key)
        trouble = zotero.trouble.pop(0) if zotero.trouble else None
        if trouble and trouble.drop:
            self.close_connection = True
            return
        right = zotero.answer(self.path, key, self.headers.get("if-modified-since-version", ""))
        said = trouble if trouble and not trouble.beside else right
        headers = {**said.headers, **(trouble.headers if trouble else {})}
        self.send_response(said.status)
        for name, value in {**headers, "Zotero-API-Version": "3"}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(said.body)))
        self.end_headers()
        if said.status != 304:
            self.wfile.write(said.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

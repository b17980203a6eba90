"""GitHub's REST API on loopback, as far as a fork's workflow uses it: issues, releases, workflows."""

import json
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Self

from digest.github.api import GitHub


class FakeGitHub:
    """The server; use it in a `with` statement. `refuse` maps the start of a path to a status that it answers;
    `page` is sent in place of every answer, where it is set."""

    def __init__(self) -> None:
        """Begin with an empty repository."""
        self.issues: list[dict[str, Any]] = []
        self.comments: list[tuple[int, str]] = []
        self.releases: list[dict[str, Any]] = []
        self.enabled: list[str] = []
        self.tokens: set[str] = set()
        self.refuse: dict[str, int] = {}
        self.page = ""
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer()

            def do_POST(self) -> None:
                self.answer()

            def do_PATCH(self) -> None:
                self.answer()

            def do_PUT(self) -> None:
                self.answer()

            def answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                sent = json.loads(self.rfile.read(length) or "{}")
                site.tokens.add(self.headers.get("Authorization", ""))
                path, _, query = self.path.removeprefix("/repos/someone/daily-papers/").partition("?")
                status, body = site.respond(self.command, path, query, sent)
                content = site.page.encode() or (b"" if body is None else json.dumps(body).encode())
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def client(self) -> GitHub:
        """A client of this server."""
        return GitHub(repository="someone/daily-papers", token="ghs_made_up", api_url=self.url)  # noqa: S106

    def respond(self, method: str, path: str, query: str, sent: dict[str, Any]) -> tuple[int, Any]:
        """Status and body of an answer."""
        for start, status in self.refuse.items():
            if path.startswith(start):
                return status, {"message": f"made-up refusal of {start}"}
        if match := re.fullmatch(r"actions/workflows/([\w.]+)/enable", path):
            self.enabled.append(match[1])
            return 204, None
        if path.startswith("issues"):
            return self._issues(method, path, query, sent)
        return self._releases(method, path, sent)

    def _issues(self, method: str, path: str, query: str, sent: dict[str, Any]) -> tuple[int, Any]:
        if method == "GET":
            assert "labels=digest-health" in query
            wanted = [issue for issue in self.issues if "state=all" in query or issue["state"] == "open"]
            return 200, wanted[::-1]
        if path == "issues":
            self.issues.append({"number": len(self.issues) + 1, "state": "open", **sent})
            return 201, self.issues[-1]
        number = int(path.split("/")[1])
        if path.endswith("/comments"):
            self.comments.append((number, sent["body"]))
            return 201, {}
        self.issues[number - 1] |= sent
        return 200, self.issues[number - 1]

    def _releases(self, method: str, path: str, sent: dict[str, Any]) -> tuple[int, Any]:
        if path.startswith("releases/tags/"):
            found = [release for release in self.releases if release["tag_name"] == path.split("/")[2]]
            return (200, found[0]) if found else (404, {"message": "Not Found"})
        if method == "POST":
            self.releases.append({"id": len(self.releases) + 1, **sent})
            return 201, self.releases[-1]
        release = self.releases[int(path.split("/")[1]) - 1]
        release |= sent
        return 200, release

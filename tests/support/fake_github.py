"""GitHub's REST API on loopback, as far as a fork's workflows use it: issues, releases, workflows, permissions.

Issues that people open, close and reopen have the shapes of https://docs.github.com/en/rest/issues.
"""

import json
import re
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Self
from urllib.parse import parse_qs

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
        self.refuse_methods = {"GET", "POST", "PATCH", "PUT"}
        self.refusal_headers: dict[str, str] = {}
        self.page = ""
        self.permissions = {"someone": "admin"}
        """Of people to the repository; everybody else may read it."""
        self.events: dict[int, list[dict[str, Any]]] = {}
        self.labels: list[dict[str, Any]] = []
        self.asked: list[str] = []
        """Every request for an issue, a label or a permission, e.g. "GET issues/1/events"."""
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
                for name, value in site.refusal_headers.items() if status >= 400 else ():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True).start()
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
            if path.startswith(start) and method in self.refuse_methods:
                return status, {"message": f"made-up refusal of {start}"}
        if match := re.fullmatch(r"actions/workflows/([\w.]+)/enable", path):
            self.enabled.append(match[1])
            return 204, None
        if path.startswith(("issues", "labels", "collaborators")):
            self.asked.append(f"{method} {path}")
        if match := re.fullmatch(r"collaborators/([\w-]+)/permission", path):
            known = self.permissions.get(match[1], "read")
            return 200, {"permission": known, "role_name": known, "user": {"login": match[1]}}
        if path.startswith("labels"):
            return self._labels(method, path, sent)
        if path.startswith("issues"):
            return self._issues(method, path, parse_qs(query), sent)
        return self._releases(method, path, sent)

    def opened(self, title: str, body: str, by: str = "someone", association: str = "OWNER") -> dict[str, Any]:
        """Somebody opens an issue; returns the event that starts a workflow."""
        number = len(self.issues) + 1
        self.issues.append(
            {
                "number": number,
                "title": title,
                "body": body,
                "state": "open",
                "state_reason": None,
                "user": {"login": by, "id": 1, "type": "User"},
                "labels": [],
                "author_association": association,
                "created_at": self._moment(),
                "comments": 0,
            }
        )
        return {"action": "opened", **self._event_of(number, by)}

    def changed(self, number: int, state: str, by: str = "someone") -> dict[str, Any]:
        """Somebody closes or reopens an issue; returns the event."""
        issue = self.issues[number - 1]
        issue |= {"state": state, "state_reason": "reopened" if state == "open" else "completed"}
        happened = {"id": 26_000_000_000 + self._moments, "event": "reopened" if state == "open" else "closed"}
        self.events.setdefault(number, []).append(
            {**happened, "actor": {"login": by}, "created_at": self._moment(), "commit_id": None}
        )
        return {"action": happened["event"], **self._event_of(number, by)}

    def answers(self, number: int) -> list[str]:
        """The comments of an issue."""
        return [body for issue, body in self.comments if issue == number]

    _moments = 0

    def _moment(self) -> str:
        """A time after all others, as GitHub writes it."""
        self._moments += 1
        return f"{datetime(2026, 11, 20, 12, tzinfo=UTC) + timedelta(seconds=self._moments):%Y-%m-%dT%H:%M:%SZ}"

    def _event_of(self, number: int, sender: str) -> dict[str, Any]:
        issue = json.loads(json.dumps(self.issues[number - 1]))
        return {"issue": issue, "sender": {"login": sender}, "repository": {"has_issues": True, "private": False}}

    def _labels(self, method: str, path: str, sent: dict[str, Any]) -> tuple[int, Any]:
        if method == "POST":
            self.labels.append(sent)
            return 201, sent
        found = [label for label in self.labels if path == f"labels/{label['name']}"]
        return (200, found[0]) if found else (404, {"message": "Not Found"})

    def _issues(self, method: str, path: str, query: dict[str, list[str]], sent: dict[str, Any]) -> tuple[int, Any]:
        number, part = (int(path.split("/")[1]) if "/" in path else 0), path.split("/")[2:]
        if method == "GET" and part == ["events"]:
            return 200, _page(self.events.get(number, []), query)
        if method == "GET" and part == ["comments"]:
            return 200, _page(
                [{"body": body, "user": {"login": "github-actions[bot]"}} for body in self.answers(number)], query
            )
        if method == "GET" and number:
            return 200, self.issues[number - 1]
        if method == "GET":
            state, labels = query.get("state", ["open"])[0], query.get("labels", [])
            wanted = [issue for issue in self.issues if state in ("all", issue["state"])]
            has = [issue for issue in wanted if not labels or labels[0] in map(_name, issue.get("labels", []))]
            return 200, _page(has[::-1], query)
        if path == "issues":
            self.issues.append({"number": len(self.issues) + 1, "state": "open", **sent})
            return 201, self.issues[-1]
        if part == ["comments"]:
            self.comments.append((number, sent["body"]))
            return 201, {}
        if "labels" in sent:
            sent = {**sent, "labels": [{"name": _name(label)} for label in sent["labels"]]}
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


def _name(label: str | dict[str, Any]) -> str:
    return label if isinstance(label, str) else str(label["name"])


def _page(listed: list[dict[str, Any]], query: dict[str, list[str]]) -> list[dict[str, Any]]:
    size, page = int(query.get("per_page", ["30"])[0]), int(query.get("page", ["1"])[0])
    return listed[size * (page - 1) : size * page]

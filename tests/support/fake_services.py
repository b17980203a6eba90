"""Services to send messages to, on loopback: an HTTP server for chat, and a mail server with STARTTLS and a login."""

import json
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.discord import NotifyDiscord
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.slack import NotifySlack
from apprise.plugins.telegram import NotifyTelegram
from apprise.plugins.wecombot import NotifyWeComBot


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a service answers."""

    status: int = 200
    body: str = "{}"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Received:
    """A request that came in."""

    path: str
    body: str

    @property
    def json(self) -> dict[str, Any]:
        return cast("dict[str, Any]", json.loads(self.body))


USUAL = {
    "/slack": Answer(body="ok"),
    "/bot": Answer(body='{"ok": true, "result": {}}'),
    "/feishu": Answer(body='{"code": 0, "data": {}, "msg": "success"}'),
    "/wecom": Answer(body='{"errcode": 0, "errmsg": "ok"}'),
    "/dingtalk": Answer(body='{"errcode": 0, "errmsg": "ok"}'),
    "/discord": Answer(status=204, body=""),
}
"""What services answer where all is well, by the beginning of their path."""


@dataclass(kw_only=True)
class FakeServices:
    """The HTTP services; `answers` is asked first, in order, and each of its answers is given once."""

    url: str = ""
    port: int = 0
    answers: list[Answer] = field(default_factory=list)
    always: Callable[[str], Answer | None] = lambda path: None  # noqa: ARG005
    received: list[Received] = field(default_factory=list)
    """Everything that came in, what was refused as well."""

    def answer(self, path: str) -> Answer:
        if self.answers:
            return self.answers.pop(0)
        usual = next((answer for start, answer in USUAL.items() if path.startswith(start)), Answer())
        return self.always(path) or usual


@contextmanager
def fake_services(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServices]:
    """A server in the place of all chat services, which apprise is told of."""
    made = FakeServices()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            made.received.append(Received(path=self.path, body=self.rfile.read(length).decode()))
            answer = made.answer(self.path)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body.encode())))
            self.end_headers()
            self.wfile.write(answer.body.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.port, made.url = server.server_port, f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.005})
    thread.start()
    monkeypatch.setattr(NotifySlack, "webhook_url", f"{made.url}/slack")
    monkeypatch.setattr(NotifyTelegram, "notify_url", f"{made.url}/bot")
    monkeypatch.setattr(NotifyDiscord, "notify_url", f"{made.url}/discord")
    monkeypatch.setattr(NotifyFeishu, "notify_url", f"{made.url}/feishu/{{token}}/")
    monkeypatch.setattr(NotifyWeComBot, "notify_url", f"{made.url}/wecom?key={{key}}")
    monkeypatch.setattr(NotifyDingTalk, "notify_url", f"{made.url}/dingtalk?access_token={{token}}")
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass(kw_only=True)
class FakeMail:
    """The mail server."""

    port: int = 0
    login: str = "right"
    refused: frozenset[str] = frozenset()
    """Addresses that it takes no mail for."""
    hangs_up: bool = False
    """Whether it takes mails and ends the connection in place of saying so."""
    mails: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    logins: list[bool] = field(default_factory=list)
    over_tls: list[bool] = field(default_factory=list)


@contextmanager
def fake_mail(certificate: Path) -> Iterator[FakeMail]:
    """A mail server that wants STARTTLS and a login, with a certificate of its own."""
    made = FakeMail()

    class Handler:
        async def handle_RCPT(self, *given: Any) -> str:  # noqa: N802 (the name that aiosmtpd calls)
            envelope, address = cast("tuple[Envelope, str]", given[2:4])
            if address in made.refused:
                return "550 no such mailbox"
            envelope.rcpt_tos.append(address)
            return "250 OK"

        async def handle_DATA(self, *given: Any) -> str:  # noqa: N802
            session, envelope = given[1], cast("Envelope", given[2])
            made.mails.append(message_from_bytes(cast("bytes", envelope.content), policy=policy.default))
            made.to += envelope.rcpt_tos
            made.over_tls.append(session.ssl is not None)
            if made.hangs_up:
                given[0].transport.abort()
            return "250 OK"

    def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        right = isinstance(data, LoginPassword) and data.password == made.login.encode()
        made.logins.append(right)
        return AuthResult(success=right, handled=False)

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    controller = Controller(
        Handler(),
        hostname="127.0.0.1",
        port=free_port(),
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=authenticate,
    )
    controller.start()
    made.port = controller.port
    try:
        yield made
    finally:
        controller.stop()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def certificate(folder: Path) -> Path:
    """A certificate for 127.0.0.1 with its key, in one file."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    options = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    command = ["openssl", "req", "-x509", *options, "-subj", "/CN=127.0.0.1"]
    subprocess.run([*command, "-keyout", str(key), "-out", str(cert)], check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_bytes(key.read_bytes() + cert.read_bytes())
    return both

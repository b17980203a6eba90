"""Messages by the real protocols, with servers on loopback in the services' places."""

import logging
import socket
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

from digest.archive.layout import Places
from digest.messages import delivery, services, urls
from digest.messages.message import Choice, Message, of_reports
from digest.messages.sending import greeting, problem, unusable, written
from digest.messages.services import Service
from fake_services import Answer, FakeMail, FakeServices, certificate, fake_mail, fake_services, free_port
from raw_server import raw_server
from reports import listing, look, report, summarised

LOOK = look("en")
MARKER = "markertoken0123456789abcd"
LOGIN = "marker-password-77"


def message(papers: int = 3, **other: object) -> Message:
    """A message on a made-up report."""
    entries = [summarised(number, 80 - number, **other) for number in range(papers)]
    made = report(*entries, also=tuple(listing(number) for number in range(20, 57)))
    found = of_reports(
        "2026-11-20", [made], Choice(papers=5, least_score=0), LOOK.labels, "someone/daily-papers", Places()
    )
    assert found
    return found


def service(url: str) -> Service:
    """The service of a URL."""
    found, wrong = services.load(urls.lines({"NOTIFY_URLS": url}), "someone/daily-papers")
    assert not wrong
    found[0].plugin.request_rate_per_sec = 0  # apprise would wait between attempts, too
    return found[0]


def deliver(url: str, told: Message, seconds: float = 20) -> tuple[str, int, list[float]]:
    """Hand a message over; how it ended, the code, and what was waited for."""
    waits: list[float] = []
    to = service(url)
    made = written(to, told, LOOK)
    outcome, code = delivery.hand_over(to, made.title, made.body, made.text, sleep=waits.append, seconds=seconds)
    return outcome, code, waits


@pytest.fixture
def chat(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServices]:
    """All chat services."""
    with fake_services(monkeypatch) as made:
        yield made


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for the mail server."""
    return certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def post(signed: Path) -> Iterator[FakeMail]:
    """A mail server."""
    with fake_mail(signed) as made:
        made.login = LOGIN
        yield made


def mailto(post: FakeMail, to: str = "reader@example.org", login: str = LOGIN) -> str:
    """A URL for the mail server; its certificate is its own."""
    where = f"127.0.0.1:{post.port}"
    return f"mailtos://someone:{login}@{where}?smtp=127.0.0.1&from=digest@example.org&to={to}&verify=no"


def test_a_mail(post: FakeMail) -> None:
    """A mail goes over STARTTLS with a login, as HTML beside a plain part that has every link, and fakes no list."""
    assert deliver(mailto(post), message()) == ("sent", 0, [])
    (mail,) = post.mails
    assert (post.logins, post.over_tls, post.to) == ([True], [True], ["reader@example.org"])
    assert mail["Subject"] == "arXiv 2026-11-20: Made-up paper 0 (+ 39)"
    assert "List-Unsubscribe" not in mail
    plain, html = (part.get_content() for part in mail.iter_parts())
    for link in ("https://arxiv.org/abs/2611.90000v1", "daily-papers/blob/HEAD/daily/2026-11-20.md"):
        assert link in plain
        assert link in html
    assert html.startswith("<!DOCTYPE html>")
    assert "and 37 more papers" in html


def test_a_hostile_subject(post: FakeMail) -> None:
    """A title with line breaks and controls adds no header to a mail."""
    title = "A title\r\nBcc: other@example.org\r\n\r\nBody \x00 \u202e é"
    assert deliver(mailto(post), message(title=title))[0] == "sent"
    (mail,) = post.mails
    assert mail["Subject"] == "arXiv 2026-11-20: A title Bcc: other@example.org Body é (+ 39)"
    assert "Bcc" not in mail
    assert post.to == ["reader@example.org"]


def test_a_wrong_password(post: FakeMail) -> None:
    """A login that is refused is tried once, and its remedy names the kind of service and the line, not the secret."""
    wrong = mailto(post, login="another-marker")
    assert deliver(wrong, message()) == ("refused", 535, [])
    said = problem(service(wrong), "refused", 535)
    assert said.startswith("mailtos ")
    assert "(line 1 of NOTIFY_URLS) (535)" in said
    assert "Renew the password" in said
    assert "marker" not in said


def test_one_of_two_recipients_refuses(post: FakeMail) -> None:
    """Where one of two recipients is refused, the other gets one mail, however often the first is tried."""
    post.refused = frozenset({"gone@example.org"})
    outcome, _, _ = deliver(mailto(post, to="reader@example.org,gone@example.org"), message())
    assert outcome == "partly"
    assert post.to == ["reader@example.org"]


def test_a_mail_that_is_not_answered_for(post: FakeMail) -> None:
    """Where a server has a whole mail and the connection ends, no second one goes out in the same run."""
    post.hangs_up = True
    assert deliver(mailto(post), message()) == ("unreachable", 0, [])
    assert len(post.mails) == 1


def test_no_mail_server() -> None:
    """A mail server that is not there is tried three times, with waits, and is called unreachable."""
    url = f"mailtos://someone:pass@127.0.0.1:{free_port()}?smtp=127.0.0.1&from=a@example.org&to=b@example.org"
    assert deliver(url, message()) == ("unreachable", 0, list(delivery.WAITS))


CHAT = {
    "slack": "slack://T1JJ3T3L2/A1BRTD4JD/" + MARKER,
    "telegram": f"tgram://123456789:{MARKER}/12315544/",
    "discord": f"discord://4174216298/{MARKER}",
    "feishu": f"feishu://{MARKER}",
    "wecom": f"wecombot://{MARKER}",
    "dingtalk": f"dingtalk://{MARKER}",
}


@pytest.mark.parametrize("name", CHAT)
def test_a_chat_service(chat: FakeServices, name: str) -> None:
    """Each chat service gets one request, with the best paper, its link and the link to the report's page."""
    assert deliver(CHAT[name], message()) == ("sent", 0, [])
    (received,) = chat.received
    text = str(received.json)
    assert "Made-up paper 0" in text
    assert "https://arxiv.org/abs/2611.90000v1" in text
    assert "someone/daily-papers/blob/HEAD/daily/2026-11-20.md" in text
    assert "(+ 39)" in text
    assert "apprise" not in received.body.lower()


@pytest.mark.parametrize("name", CHAT)
def test_what_is_written_arrives(chat: FakeServices, name: str) -> None:
    """No service gets another text than the one that was escaped for it: the library changes nothing more."""
    hostile = r"<!everyone> [a](https://evil.example) *b* _c_ `d` &amp; \\ <b>e</b> $\unicode{x60}$ @all"
    told = message(title=hostile)
    assert deliver(CHAT[name], told)[0] == "sent"
    assert written(service(CHAT[name]), told, LOOK).body in "\n".join(_texts(chat.received[0].json))


def test_ntfy_and_json(chat: FakeServices) -> None:
    """A service with a field for the title gets the subject there, and the rest as its text."""
    assert deliver(f"json://127.0.0.1:{chat.port}/hook", message())[0] == "sent"
    assert deliver(f"ntfy://127.0.0.1:{chat.port}/papers", message())[0] == "sent"
    for received in chat.received:
        assert received.json["title"] == "arXiv 2026-11-20: Made-up paper 0 (+ 39)"
        assert received.json["message"].startswith("1. Made-up paper 0 (80)\n")


REFUSALS = {
    "slack": Answer(status=404, body="no_service"),
    "telegram": Answer(status=401, body='{"ok": false, "error_code": 401, "description": "Unauthorized"}'),
    "discord": Answer(status=404, body='{"code": 10015, "message": "Unknown Webhook"}'),
    "feishu": Answer(body='{"code": 19001, "msg": "param invalid: incoming webhook access token invalid"}'),
    "wecom": Answer(body='{"errcode": 93000, "errmsg": "invalid webhook url"}'),
    "dingtalk": Answer(body='{"errcode": 300005, "errmsg": "token is not exist"}'),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_seen(chat: FakeServices, name: str) -> None:
    """A service that refuses is asked once, also where it says so with a 200."""
    chat.answers = [REFUSALS[name]]
    outcome, _, waits = deliver(CHAT[name], message())
    assert outcome in ("refused", "rejected")
    assert waits == []
    assert len(chat.received) == 1


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("slack", Answer(status=429, headers={"Retry-After": "7"})),
        ("telegram", Answer(status=429, body='{"ok": false, "parameters": {"retry_after": 7}}')),
        ("discord", Answer(status=429, body='{"retry_after": 7.0}')),
    ],
)
def test_patience(chat: FakeServices, name: str, answer: Answer) -> None:
    """Where a service asks to wait, the same request is made again once that time has passed."""
    chat.answers = [answer]
    assert deliver(CHAT[name], message()) == ("sent", 0, [7.0])
    assert len(chat.received) == 2


@pytest.mark.parametrize("name", ["wecom", "slack"])
def test_no_patience_without_end(chat: FakeServices, name: str) -> None:
    """A service that limits to the end, or asks for more time than there is, is left for the next run."""
    chat.always = lambda _: Answer(status=429, headers={"Retry-After": "3600"})
    if name == "wecom":
        chat.always = lambda _: Answer(body='{"errcode": 45009, "errmsg": "reach max api daily quota limit"}')
    assert deliver(CHAT[name], message()) == ("limited", 429, list(delivery.WAITS))
    assert len(chat.received) == 3


def test_a_service_that_hangs(chat: FakeServices, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that never answers is given up at the deadline."""
    silent = free_port()
    with socket.create_server(("127.0.0.1", silent)):
        outcome, code, _ = deliver(f"json://127.0.0.1:{silent}/hook", message(), seconds=0.3)
    assert (outcome, code) == ("unreachable", 0)


def test_an_answer_without_end(chat: FakeServices, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an answer that goes on and on, no more is read than a service has to say.

    Since the service may well have the message, it is left to the next run to ask again.
    """
    monkeypatch.setattr("digest.messages.answers.LARGEST_ANSWER", 100)
    chat.always = lambda _: Answer(body="x" * 200)
    assert deliver(f"json://127.0.0.1:{chat.port}/hook", message()) == ("unreachable", 0, [])
    assert len(chat.received) == 1


def test_a_service_that_never_answers_is_asked_once() -> None:
    """Where a request went out whole and no answer came in time, no second one goes out in the same run."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"json://127.0.0.1:{server.getsockname()[1]}/hook?rto=0.2"
        assert deliver(url, message()) == ("unreachable", 0, [])


@pytest.mark.parametrize("begun", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok"])
def test_a_connection_that_ends_in_place_of_an_answer(begun: bytes) -> None:
    """Where a service has the request and the connection breaks off, no second one goes out in the same run."""
    with raw_server(lambda wire: wire.send(begun)) as (address, requests):
        assert deliver(f"{address.replace('http', 'json')}/hook", message()) == ("unreachable", 0, [])
    assert len(requests) == 1


def test_a_service_that_is_not_there_is_asked_again() -> None:
    """Where no connection came about, nothing can have arrived, and the same run tries again."""
    assert deliver(f"json://127.0.0.1:{free_port()}/hook", message()) == ("unreachable", 0, list(delivery.WAITS))


def test_a_redirect_is_not_followed(chat: FakeServices) -> None:
    """A service that sends on to another address gets no second request: the message might go anywhere."""
    chat.answers = [Answer(status=307, headers={"Location": f"{chat.url}/elsewhere"})]
    assert deliver(f"json://127.0.0.1:{chat.port}/hook", message())[:2] == ("refused", 307)
    assert [received.path for received in chat.received] == ["/hook"]


@pytest.mark.parametrize("name", [*CHAT, "ntfy"])
@pytest.mark.parametrize("title", ["Ein langer Titel " * 600, "一个很长的标题" * 1500, "𝔸🙂" * 3000])
def test_limits(chat: FakeServices, name: str, title: str) -> None:
    """A title of ten thousand characters is cut, and of several papers as many are sent as each service takes."""
    limits = {"slack": 35000, "telegram": 4096, "discord": 2000, "feishu": 20000, "wecom": 2048, "dingtalk": 20000}
    url = CHAT.get(name, f"ntfy://127.0.0.1:{chat.port}/papers")
    assert deliver(url, message(5, title=title))[0] == "sent"
    (received,) = chat.received
    told = max(_texts(received.json), key=len)
    assert len(told.encode("utf-16-le")) // 2 <= limits.get(name, 4096)
    if name in ("wecom", "ntfy"):
        assert len(told.encode()) <= limits.get(name, 4096)
    assert "2026-11-20.md" in told


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    return [str(value)]


def test_a_mail_by_a_service_is_cut() -> None:
    """A service that takes the HTML of a mail, but not all of it, gets fewer papers, and the document whole."""
    to = service("pushplus://" + "a" * 32)
    made = written(to, message(5, title="Ein langer Titel " * 600), LOOK)
    assert to.dialect is None
    assert len(made.body) <= 20_000
    assert made.body.rstrip().endswith("</html>")


def test_a_short_title(chat: FakeServices) -> None:
    """Where the subject is too long for a service's title, the period alone is it, and the text is Markdown's."""
    to = service(f"mmost://127.0.0.1:{chat.port}/3ccdd113474722377935511fc85d3dd4")
    made = written(to, message(title="a*b"), LOOK)
    assert delivery.hand_over(to, made.title, made.body) == ("sent", 0)
    assert r"1. [a\*b](https://arxiv.org/abs/2611.90000v1)" in chat.received[0].json["text"]
    stream = written(service("zulip://bot@org/" + "a" * 32 + "/papers"), message(), LOOK)
    assert stream.title == "arXiv 2026-11-20: Made-up paper 0 (+ 39)"
    stream = written(service("zulip://bot@org/" + "a" * 32 + "/papers"), message(title="Long " * 20), LOOK)
    assert stream.title == "arXiv 2026-11-20"


def test_a_greeting(chat: FakeServices) -> None:
    """A test sends one line that says what will arrive."""
    to = service(CHAT["slack"])
    made = greeting(to, "someone/daily-papers", LOOK.labels)
    assert delivery.hand_over(to, made.title, made.body, made.text) == ("sent", 0)
    assert "Reports of someone/daily-papers will arrive here." in chat.received[0].body


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("mailtoo://a:b@example.org", "did you mean mailto://?"),
        ("slak://T1JJ3T3L2/A1BRTD4JD/" + MARKER, "did you mean slack://?"),
        ("slack://" + MARKER, "not how a URL of `slack://` is written"),
        (MARKER, "no `scheme://`"),
        ("feishu://%20", "not how a URL of `feishu://` is written"),
    ],
)
def test_a_line_with_a_mistake(line: str, says: str) -> None:
    """A URL with a mistake is named by its line, with what was probably meant, and nothing of it is shown."""
    found, wrong = services.load(urls.lines({"NOTIFY_URLS": f"json://localhost\n{line}"}), "someone/daily-papers")
    assert [each.kind for each in found] == ["json"]
    said = unusable(wrong[0])
    assert said.startswith("Line 2 of NOTIFY_URLS")
    assert says in said
    assert MARKER not in said


@pytest.mark.parametrize(
    ("query", "connect", "read"),
    [("", 10, 20), ("?cto=3&rto=7", 3, 7), ("?RTO=7", 10, 7), ("?:token=a-cto=3-rto=7", 10, 20)],
)
def test_limits_of_time_are_those_of_the_url(query: str, connect: float, read: float) -> None:
    """A URL's own limits of time count, and what only looks like one within a secret is none."""
    plugin = service(f"json://localhost/hook{query}").plugin
    assert (plugin.socket_connect_timeout, plugin.socket_read_timeout) == (connect, read)


def test_equal_urls() -> None:
    """Two lines with the same URL, written the same way or not, are one service."""
    text = f'slack://T1JJ3T3L2/A1BRTD4JD/{MARKER}\r\n"slack://T1JJ3T3L2/A1BRTD4JD/{MARKER}"\nslack://T1JJ3T3L2/A1BRTD4JD/{MARKER}/\n'
    found, wrong = services.load(urls.lines({"NOTIFY_URLS": text}), "someone/daily-papers")
    assert (len(found), wrong) == (1, ())


@pytest.mark.parametrize("name", [*CHAT, "broken"])
def test_no_secret_is_logged(
    chat: FakeServices,
    name: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Neither a refusal nor a malformed URL puts a secret on the terminal or into a log, however loud logging is."""
    log, root = StringIO(), logging.getLogger()
    loud, level = logging.StreamHandler(log), root.level
    root.addHandler(loud)
    root.setLevel(0)
    chat.always = lambda _: Answer(status=403, body=f"bad token {MARKER}")
    url = CHAT.get(name, f"feishu://{MARKER}!!")
    found, _ = services.load(urls.lines({"NOTIFY_URLS": url}), "someone/daily-papers")
    for each in found:
        assert delivery.hand_over(each, "Title", "Body", sleep=lambda _: None)[0] == "refused"
        assert MARKER not in repr(each)
    root.removeHandler(loud)
    root.setLevel(level)
    assert MARKER not in "".join(capfd.readouterr()) + log.getvalue()

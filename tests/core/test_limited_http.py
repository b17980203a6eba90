"""Time and size of every exchange are limited, against real servers on loopback that hold to nothing."""

import resource
import time
from collections.abc import Iterator

import pytest
import requests

from digest.core.errors import ArxivUnreadable
from digest.core.limited_http import LimitedSession, TooLarge
from digest.fetch.transport import Transport
from digest.github import api
from hostile_servers import PACKED, endless, head_that_drips, in_little_memory, redirect
from raw_server import Play, Wire, answer, bomb, raw_server


def exchange(url: str, **limits: float) -> tuple[int, bytes]:
    """What a GET gives."""
    with LimitedSession() as session:
        given = session.exchange("GET", url, seconds=limits.get("seconds", 5), largest=int(limits.get("largest", 1000)))
        return given.status, given.body


@pytest.fixture
def began() -> Iterator[float]:
    """A test that takes this long did not stop in time."""
    began = time.monotonic()
    yield began
    assert time.monotonic() - began < 10


def headers_without_end(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\n")
    wire.drip(b"X-Slow: a\r\n", 0.05)


def interim_answers_without_end(wire: Wire) -> None:
    wire.drip(b"HTTP/1.1 100 Continue\r\n\r\n")


def body_that_drips(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    wire.drip(b"a")


def chunks_that_drip(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    wire.drip(b"1\r\na\r\n")


def packed_body_that_drips_nothing(wire: Wire) -> None:
    """Bytes come, and nothing of them can be unpacked."""
    wire.send(f"HTTP/1.1 200 OK\r\n{PACKED}\r\n\r\n".encode())
    wire.drip(b"\0\0\0\xff\xff")


def nothing_at_all(wire: Wire) -> None:
    wire.drip(b"")


@pytest.mark.parametrize(
    "play",
    [
        head_that_drips,
        headers_without_end,
        interim_answers_without_end,
        body_that_drips,
        chunks_that_drip,
        packed_body_that_drips_nothing,
        nothing_at_all,
    ],
)
def test_the_whole_exchange_ends_in_time(play: Play, began: float) -> None:
    """Whatever part of an answer never ends, though no silence in it is long, the exchange ends with its time."""
    with raw_server(play) as (url, _), pytest.raises(requests.Timeout):
        exchange(url, seconds=0.12)
    assert time.monotonic() - began >= 0.12


def test_connections_are_kept_and_limited_anew(began: float) -> None:
    """The second exchange on a connection has its own time."""

    def twice(wire: Wire) -> None:
        for _ in range(2):
            wire.send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            time.sleep(0.1)

    with raw_server(twice) as (url, asked), LimitedSession() as session:
        for _ in range(2):
            assert session.exchange("GET", url, seconds=0.5, largest=10).body == b"ok"
        assert len(asked) == 1


def test_the_size_is_that_of_what_is_unpacked() -> None:
    """What has the largest size is read; one byte more is refused, packed or not, announced or not."""
    for play in (answer(bytes(1000)), answer(bomb(1), PACKED)):
        with raw_server(play) as (url, _):
            assert exchange(url, largest=2**20)[0] == 200
            with pytest.raises(TooLarge, match="more than 999 bytes"):
                exchange(url, largest=999)
    with raw_server(endless) as (url, _), pytest.raises(TooLarge):
        exchange(url)


ASK = """
from digest.fetch.transport import Transport
from digest.github import api as github_api
from digest.core.errors import ArxivUnreadable
import time
try:
    Transport(delay_seconds=0, deadline=time.monotonic() + 20).get(sys.argv[1], "text/xml", lambda _: None)
except ArxivUnreadable as error:
    print(error)
"""


def flooding_redirect(wire: Wire) -> None:
    wire.send(b"HTTP/1.1 302 Found\r\nLocation: /there\r\n\r\n")
    wire.flood(bytes(2**16))


@pytest.mark.parametrize("play", [flooding_redirect, redirect("/there", bomb(1000), PACKED)])
def test_the_body_of_a_redirect_is_not_read(play: Play) -> None:
    """An endless or packed body behind a redirect costs no memory, and the redirect is followed all the same."""
    with raw_server(play, answer(b"", status="404 Not Found")) as (url, asked):
        assert in_little_memory("digest.fetch.transport", ASK, f"{url}/rss") == f"{url}/rss: HTTP 404"
        assert [line.split()[1] for line in asked] == [b"/rss", b"/there"]


@pytest.mark.parametrize("play", [endless, answer(bomb(1000), PACKED)])
def test_an_endless_or_packed_answer_of_arxiv_costs_little_memory(play: Play) -> None:
    """Of an answer without an end, and of one that unpacks to a gigabyte, no more than the limit is read."""
    with raw_server(play, answer(b"", status="404 Not Found")) as (url, _):
        assert in_little_memory("digest.fetch.transport", ASK, url) == f"{url}: HTTP 404"


def transport(seconds: float = 5) -> Transport:
    """One that does not wait between requests."""
    return Transport(delay_seconds=0, deadline=time.monotonic() + seconds)


def asked_of(asking: Transport, url: str) -> bytes:
    return asking.get(url, "text/xml", lambda _: None)


def test_arxiv_may_redirect_three_times(began: float) -> None:
    """Three hops are followed, each a request that counts; a fourth one fails the try."""
    hop = redirect("/again")
    with raw_server(hop, hop, hop, answer(b"<rss/>")) as (url, _):
        asking = transport()
        assert asked_of(asking, url) == b"<rss/>"
        assert asking.asked == 4
    with raw_server(hop) as (url, asked):
        with pytest.raises(ArxivUnreadable, match="more than 3 redirects, after 5 tries"):
            asked_of(transport(), url)
        assert len(asked) == 20


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.2:{port}/",
        "http://localhost:{port}/",
        "//127.0.0.1:1/",
        "http://arxiv.org/",
        "https://arxiv.org:8443/",
        "https://arxiv.org.example/",
        "https://notarxiv.org/",
        "https://arxiv.org@127.0.0.1/",
        "file:///etc/passwd",
        "http://[::1",
        "http://127.0.0.1:port/",
    ],
)
def test_a_redirect_to_elsewhere_is_not_followed(to: str) -> None:
    """Where a redirect leads to another host, port or scheme that is not arXiv's, nothing is asked there."""

    def elsewhere(wire: Wire) -> None:
        port = wire.request.partition(b"127.0.0.1:")[2].partition(b"\r")[0].decode()
        redirect(to.replace("{port}", port))(wire)

    with raw_server(elsewhere) as (url, asked):
        with pytest.raises(ArxivUnreadable, match=r"a redirect to (an address that is not|what is no address)"):
            asked_of(transport(), url)
        assert len(asked) == 5


def test_a_hop_that_drips_ends_with_the_deadline(began: float) -> None:
    """The deadline is that of the whole, hops included."""
    with (
        raw_server(redirect("/there"), head_that_drips) as (url, asked),
        pytest.raises(ArxivUnreadable, match=r"no answer in time.*deadline_seconds"),
    ):
        asked_of(transport(0.2), url)
    assert len(asked) == 2


def test_the_process_has_little_memory() -> None:
    """What stands for a machine with little memory refuses 400 MB."""
    code = "try:\n    bytes(400 * 2**20)\nexcept MemoryError:\n    print('refused')"
    assert in_little_memory("digest.fetch.transport", code) == "refused"
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY


TELL = """
from digest.github.api import GitHub, GitHubSaidNo
try:
    GitHub(repository="octo/papers", token="made-up", api_url=sys.argv[1]).get("issues")
except GitHubSaidNo as error:
    print(error)
"""


@pytest.mark.parametrize("play", [endless, answer(bomb(1000), PACKED)])
def test_an_endless_or_packed_answer_of_github_costs_little_memory(play: Play) -> None:
    """GitHub's API, or a proxy in its place, can send what it wants to."""
    with raw_server(play) as (url, _):
        assert in_little_memory("digest.github.api", TELL, url) == "GitHub could not be reached: TooLarge"


def github(url: str) -> api.GitHub:
    """A repository at a server of the test."""
    return api.GitHub(repository="octo/papers", token="made-up", api_url=url)  # noqa: S106 (made up)


def test_githubs_answer_ends_in_time(monkeypatch: pytest.MonkeyPatch, began: float) -> None:
    """A head that drips is left, and the same call may succeed later."""
    monkeypatch.setattr(api, "SECONDS", 0.1)
    with raw_server(head_that_drips) as (url, _), pytest.raises(api.GitHubSaidNo) as failed:
        github(url).get("issues")
    assert failed.value.is_passing


def test_no_redirect_of_github_is_followed() -> None:
    """The token goes to the configured address alone."""
    with raw_server(answer(b"[]")) as (other, asked_there), raw_server(redirect(f"{other}/issues")) as (url, _):
        with pytest.raises(api.GitHubSaidNo, match="GitHub answered 302: Found"):
            github(url).get("issues")
        assert asked_there == []

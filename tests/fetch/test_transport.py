"""Requests to arXiv are slow, patient and bounded, over real HTTP on loopback with a clock that tests turn."""

import gzip
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

import fake_arxiv
from digest.core.errors import ArxivUnreadable
from digest.fetch import transport
from digest.fetch.transport import BadAnswer, Transport
from fake_arxiv import Fault, FaultyArxiv


@dataclass
class Clock:
    """A clock that only sleeping moves."""

    now: float = 1000.0

    def read(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def site() -> Iterator[FaultyArxiv]:
    with FaultyArxiv(fake_arxiv.announced(fake_arxiv.paper(1))) as site:
        yield site


@pytest.fixture
def clock() -> Clock:
    return Clock()


def patient(clock: Clock, seconds: float = 900) -> Transport:
    return Transport(delay_seconds=3, deadline=clock.now + seconds, clock=clock.read, sleep=clock.sleep)


def ask(transport: Transport, site: FaultyArxiv) -> bytes:
    return transport.get(f"{site.rss_url}/cs.AI", "application/rss+xml", lambda _: None)


def test_three_seconds_lie_between_requests(site: FaultyArxiv, clock: Clock) -> None:
    """The first request goes at once, and each further one three seconds after the one before, whatever its host."""
    asking = patient(clock)
    ask(asking, site)
    assert clock.now == 1000
    ask(asking, site)
    asking.get(f"{site.api_url}?id_list=2611.90001", "text/xml", lambda _: None)
    assert (clock.now, asking.asked) == (1006, 3)


def test_it_says_who_it_is(site: FaultyArxiv, clock: Clock) -> None:
    """Each request has an Accept header and a User-Agent that names the project."""
    ask(patient(clock), site)
    assert site.headers[0]["Accept"] == "application/rss+xml"
    assert site.headers[0]["User-Agent"].startswith("daily-paper-digest/")


@pytest.mark.parametrize("code", [408, 429, 500, 502, 503, 504, 522])
def test_what_fails_in_passing_is_asked_again(site: FaultyArxiv, clock: Clock, code: int) -> None:
    """A 429 or 5xx is asked again after growing waits, and the good answer counts."""
    site.rss_faults.extend([fake_arxiv.status(code)] * 2)
    asking = patient(clock)
    assert b"<rss" in ask(asking, site)
    assert (asking.asked, clock.now) == (3, 1000 + 9 + 27)


def test_it_gives_up_after_the_tries(site: FaultyArxiv, clock: Clock) -> None:
    """What fails for ever is asked five times, with waits that grow up to two minutes."""
    site.rss_always = fake_arxiv.status(503)
    asking = patient(clock)
    with pytest.raises(ArxivUnreadable, match=r"/rss/cs\.AI: HTTP 503, after 5 tries"):
        ask(asking, site)
    assert (asking.asked, clock.now) == (5, 1000 + 9 + 27 + 81 + 120)


def test_retry_after_is_waited_for(site: FaultyArxiv, clock: Clock) -> None:
    """Retry-After in seconds lengthens the wait."""
    site.rss_faults.append(fake_arxiv.status(429, Retry_After="200"))
    ask(patient(clock), site)
    assert clock.now == 1200


def test_retry_after_may_be_a_date(site: FaultyArxiv, clock: Clock) -> None:
    """Retry-After as a date counts from the answer's own Date, whatever our clock says."""
    soon = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(4102444800))
    site.rss_faults.append(fake_arxiv.status(503, Retry_After=soon))
    with pytest.raises(ArxivUnreadable, match=r"HTTP 503, and the next try .* would pass fetch.deadline_seconds"):
        ask(patient(clock), site)


@pytest.mark.parametrize(("asked", "wait"), [("3600", "3600"), ("9" * 400, "1000000000")])
def test_a_retry_after_beyond_the_deadline_ends_it(site: FaultyArxiv, clock: Clock, asked: str, wait: str) -> None:
    """Where arXiv asks for more patience than there is time, or than any number has, it is not asked again."""
    site.rss_always = fake_arxiv.status(429, Retry_After=asked)
    asking = patient(clock)
    with pytest.raises(ArxivUnreadable, match=rf"HTTP 429, and the next try \({wait} s from now\) would pass"):
        ask(asking, site)
    assert (asking.asked, clock.now) == (1, 1000)


def test_a_retry_after_that_makes_no_sense_is_ignored(site: FaultyArxiv, clock: Clock) -> None:
    """A Retry-After of neither a number nor a date leaves the usual wait."""
    site.rss_faults.append(fake_arxiv.status(429, Retry_After="soon"))
    ask(patient(clock), site)
    assert clock.now == 1009


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410, 451])
def test_a_refusal_is_taken_at_its_word(site: FaultyArxiv, clock: Clock, code: int) -> None:
    """A 403 and its like are not asked again."""
    site.rss_always = fake_arxiv.status(code)
    asking = patient(clock)
    with pytest.raises(ArxivUnreadable, match=f"HTTP {code}$"):
        ask(asking, site)
    assert asking.asked == 1


def test_a_406_gets_one_more_try(site: FaultyArxiv, clock: Clock) -> None:
    """A 406 is asked again once, and a second one is a refusal."""
    site.rss_faults.extend([fake_arxiv.status(406), None, fake_arxiv.status(406), fake_arxiv.status(406)])
    asking = patient(clock)
    ask(asking, site)
    with pytest.raises(ArxivUnreadable, match=r"HTTP 406$"):
        ask(asking, site)
    assert asking.asked == 4


def test_a_403_after_a_406_is_a_refusal(site: FaultyArxiv, clock: Clock) -> None:
    """The one more try of a 406 is not given to what refuses otherwise."""
    site.rss_faults.extend([fake_arxiv.status(406), fake_arxiv.status(403)])
    asking = patient(clock)
    with pytest.raises(ArxivUnreadable, match=r"HTTP 403$"):
        ask(asking, site)
    assert asking.asked == 2


@pytest.mark.parametrize("fault", [fake_arxiv.dropped, fake_arxiv.dropped_chunk])
def test_a_dropped_connection_is_asked_again(site: FaultyArxiv, clock: Clock, fault: Fault) -> None:
    """Half an answer is a failure of the try, not an answer."""
    site.rss_faults.append(fault)
    asking = patient(clock)
    assert ask(asking, site).rstrip().endswith(b"</rss>")
    assert asking.asked == 2


def test_an_answer_that_breaks_off_for_ever_is_named(site: FaultyArxiv, clock: Clock) -> None:
    """The message says that the answer broke off."""
    site.rss_always = fake_arxiv.dropped
    with pytest.raises(ArxivUnreadable, match="the answer broke off, after 5 tries"):
        ask(patient(clock), site)


def test_no_connection_is_named(clock: Clock) -> None:
    """A host that cannot be reached is asked five times and named."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(ArxivUnreadable, match="no connection, after 5 tries"):
        patient(clock).get(f"http://127.0.0.1:{port}/rss/cs.AI", "text/xml", lambda _: None)


def test_a_password_in_an_address_is_not_told(clock: Clock) -> None:
    """A mirror may want a name and a password; the message, which may end in a public issue, has neither."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(ArxivUnreadable) as failed:
        patient(clock).get(f"http://me:secret@127.0.0.1:{port}/rss/cs.AI?key=secret", "text/xml", lambda _: None)
    assert str(failed.value).startswith(f"http://127.0.0.1:{port}/rss/cs.AI: ")
    assert "secret" not in str(failed.value)


def test_what_is_not_believed_is_asked_again(site: FaultyArxiv, clock: Clock) -> None:
    """An answer that does not prove itself counts as a failure with its reason."""
    site.rss_faults.append(fake_arxiv.rate_exceeded)

    def believe(body: bytes) -> None:
        if not body.startswith(b"<"):
            raise BadAnswer("words")

    asking = patient(clock)
    asking.get(f"{site.rss_url}/cs.AI", "text/xml", believe)
    assert asking.asked == 2
    site.rss_always = fake_arxiv.rate_exceeded
    with pytest.raises(ArxivUnreadable, match="words, after 5 tries"):
        asking.get(f"{site.rss_url}/cs.AI", "text/xml", believe)


def test_a_hang_ends_in_time(site: FaultyArxiv) -> None:
    """A server that never answers costs the read timeout a try, and the whole no more than the deadline."""
    site.rss_always = fake_arxiv.hang
    begin = time.monotonic()
    with pytest.raises(ArxivUnreadable, match=r"no answer in time.*deadline_seconds"):
        ask(Transport(delay_seconds=0, deadline=begin + 0.5, read_seconds=0.2), site)
    assert time.monotonic() - begin < 10


def test_a_hang_is_asked_again(site: FaultyArxiv) -> None:
    """A server that hung once is asked again."""
    site.rss_faults.append(fake_arxiv.hang)
    assert b"<rss" in ask(Transport(delay_seconds=0, deadline=time.monotonic() + 20, read_seconds=0.2), site)


def test_a_dripping_answer_ends_in_time(site: FaultyArxiv) -> None:
    """A server that sends a byte now and then, for ever, is left at the deadline."""
    site.rss_always = fake_arxiv.drip
    begin = time.monotonic()
    with pytest.raises(ArxivUnreadable, match="deadline_seconds"):
        ask(Transport(delay_seconds=0, deadline=begin + 0.5), site)
    assert time.monotonic() - begin < 10


def test_an_endless_answer_is_refused(site: FaultyArxiv, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer far larger than arXiv's largest is not read to its end."""
    monkeypatch.setattr(transport, "LARGEST_ANSWER", 10)
    with pytest.raises(ArxivUnreadable, match="more than 10 bytes"):
        ask(patient(clock), site)


def test_nothing_is_asked_after_the_deadline(site: FaultyArxiv, clock: Clock) -> None:
    """With the time used up no request is sent at all."""
    asking = patient(clock, seconds=0)
    with pytest.raises(ArxivUnreadable, match=r"not asked, and the time \(fetch.deadline_seconds\) is used up"):
        ask(asking, site)
    assert site.requests == []


def test_a_compressed_answer_is_unpacked(site: FaultyArxiv, clock: Clock) -> None:
    """arXiv compresses its answers for those who allow it, and the body is what was compressed."""
    packed = gzip.compress(b"<rss/>" * 100_000)
    site.rss_faults.append(fake_arxiv.status(200, packed, Content_Encoding="gzip"))
    assert ask(patient(clock), site) == b"<rss/>" * 100_000

"""HTTP towards arXiv, with manners: one request at a time, slow, patient with faults and never believing a bad answer.

arXiv's terms (https://info.arxiv.org/help/api/tou.html) allow one request in three seconds over all its hosts. What
fails in passing is asked again with growing waits; a refusal (403) ends it, a 406 does after one more try.
"""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import requests

from digest.core.errors import ArxivUnreadable
from digest.core.http import public_address, retry_after
from digest.core.limited_http import Answer, LimitedSession, TooLarge

USER_AGENT = "daily-paper-digest/1.0 (a fork's morning report; one request in 3 s; +https://github.com/topics/arxiv)"
READ_SECONDS = 60.0
"""The longest silence within an answer."""
TRIES = 5
GROWTH = 3
"""Each wait is this many times the one before: 9, 27 and 81 seconds at arXiv's pace, then LONGEST_WAIT."""
LONGEST_WAIT = 120.0
LARGEST_ANSWER = 64 * 2**20
"""Bytes; 2000 entries are about 5 MB."""
MOST_REDIRECTS = 3
PASSING = {408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 524}
NOT_ACCEPTABLE = 406


class BadAnswer(Exception):
    """An answer that does not prove itself; the text says what was wrong with it."""


class _TooLate(Exception):
    """The time is used up, or would be before the next try."""


@dataclass(kw_only=True)
class Transport:
    """Requests to all of arXiv's hosts in one run."""

    delay_seconds: float
    """The shortest time between two requests."""
    deadline: float
    """When to stop trying, on `clock`."""
    read_seconds: float = READ_SECONDS
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    asked: int = 0
    """Requests so far."""
    _last: float | None = None
    _session: LimitedSession = field(default_factory=LimitedSession)

    def get(self, url: str, accept: str, believe: Callable[[bytes], None], statuses: Collection[int] = ()) -> bytes:
        """The body of an answer that `believe` has nothing against (it raises BadAnswer otherwise).

        Its status is 200, or one of `statuses`, for a protocol that says with it what it has in its body.
        Raises ArxivUnreadable with the last cause when the tries or the time are used up, or when arXiv refuses.
        """
        cause, refused_before, asked_to_wait = "not asked", False, 0.0
        for attempt in range(TRIES):
            try:
                self._pause(max(min(self.delay_seconds * GROWTH**attempt, LONGEST_WAIT), asked_to_wait))
                answer = self._followed(url, accept)
                if answer.status == requests.codes.ok or answer.status in statuses:
                    believe(answer.body)
                    return answer.body
                cause = f"HTTP {answer.status}"
                refused = answer.status == NOT_ACCEPTABLE
                if answer.status not in PASSING and (refused_before or not refused):
                    break
                refused_before |= refused
                asked_to_wait = retry_after(answer.headers) or 0.0
            except (BadAnswer, TooLarge) as error:
                cause = str(error)
            except requests.RequestException as error:
                cause = _plain(error)
            except _TooLate as error:
                cause += f", and {error}"
                break
        else:
            cause += f", after {TRIES} tries"
        raise ArxivUnreadable(f"{public_address(url)}: {cause}")

    def _followed(self, url: str, accept: str) -> Answer:
        """The answer at the end of the redirects, each a request like any other; arXiv's own addresses only."""
        asked = url
        for hops in range(MOST_REDIRECTS + 1):
            if hops:
                self._pause(self.delay_seconds)
            answer = self._ask(asked, accept)
            if not answer.is_redirect:
                return answer
            asked = _target(url, asked, answer.headers["location"])
        raise BadAnswer(f"more than {MOST_REDIRECTS} redirects")

    def _ask(self, url: str, accept: str) -> Answer:
        self.asked += 1
        try:
            # The body is read here, so that a connection that drops half-way or drips is a failure of this try.
            return self._session.exchange(
                "GET",
                url,
                headers={"User-Agent": USER_AGENT, "Accept": accept},
                seconds=max(0.001, self.deadline - self.clock()),
                silence=self.read_seconds,
                largest=LARGEST_ANSWER,
            )
        finally:
            self._last = self.clock()

    def _pause(self, seconds: float) -> None:
        """Sleep until `seconds` have passed since the last request; raises _TooLate where that passes the deadline."""
        now = self.clock()
        until = now if self._last is None else max(now, self._last + seconds)
        if now >= self.deadline:
            raise _TooLate("the time (fetch.deadline_seconds) is used up")
        if until >= self.deadline:
            raise _TooLate(f"the next try ({round(until - now)} s from now) would pass fetch.deadline_seconds")
        if until > now:
            self.sleep(until - now)


def _target(configured: str, asked: str, location: str) -> str:
    """Where a redirect leads, which is arXiv without giving up https, or the address that was configured.

    Raises BadAnswer for any other.
    """
    try:
        target = urljoin(asked, location)
        old, new = ((parts.scheme, parts.hostname or "", parts.port) for parts in map(urlsplit, (configured, target)))
    except ValueError as error:  # of what should be a port, or an IPv6 address
        raise BadAnswer("a redirect to what is no address") from error
    scheme, host, port = new
    is_arxivs = scheme == "https" and port in (None, 443) and (host == "arxiv.org" or host.endswith(".arxiv.org"))
    if new != old and not is_arxivs:
        raise BadAnswer("a redirect to an address that is not arXiv's")
    return target


def _plain(error: requests.RequestException) -> str:
    if isinstance(error, requests.Timeout):
        return "no answer in time"
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return "the answer broke off"
    return "no connection" if isinstance(error, requests.ConnectionError) else type(error).__name__

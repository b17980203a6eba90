"""HTTP towards arXiv, with manners: one request at a time, slow, patient with faults and never believing a bad answer.

arXiv's terms (https://info.arxiv.org/help/api/tou.html) allow one request in three seconds over all its hosts. What
fails in passing is asked again with growing waits; a refusal (403) ends it, a 406 does after one more try.
"""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

import requests
import urllib3

from digest.errors import ArxivUnreadable
from digest.providers import shown
from digest.retry_after import retry_after

USER_AGENT = "daily-paper-digest/1.0 (a fork's morning report; one request in 3 s; +https://github.com/topics/arxiv)"
CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
"""The longest silence within an answer."""
TRIES = 5
GROWTH = 3
"""Each wait is this many times the one before: 9, 27 and 81 seconds at arXiv's pace, then LONGEST_WAIT."""
LONGEST_WAIT = 120.0
LARGEST_ANSWER = 64 * 2**20
"""Bytes; 2000 entries are about 5 MB."""
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
    _session: requests.Session = field(default_factory=requests.Session)

    def get(self, url: str, accept: str, believe: Callable[[bytes], None], statuses: Collection[int] = ()) -> bytes:
        """The body of an answer that `believe` has nothing against (it raises BadAnswer otherwise).

        Its status is 200, or one of `statuses`, for a protocol that says with it what it has in its body.
        Raises ArxivUnreadable with the last cause when the tries or the time are used up, or when arXiv refuses.
        """
        cause, refused_before, asked_to_wait = "not asked", False, 0.0
        for attempt in range(TRIES):
            try:
                self._pause(max(min(self.delay_seconds * GROWTH**attempt, LONGEST_WAIT), asked_to_wait))
                answer, body = self._ask(url, accept)
                if answer.status_code == requests.codes.ok or answer.status_code in statuses:
                    believe(body)
                    return body
                cause = f"HTTP {answer.status_code}"
                refused = answer.status_code == NOT_ACCEPTABLE
                if answer.status_code not in PASSING and (refused_before or not refused):
                    break
                refused_before |= refused
                asked_to_wait = retry_after(answer.headers) or 0.0
            except BadAnswer as error:
                cause = str(error)
            except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
                cause = _plain(error)
            except _TooLate as error:
                cause += f", and {error}"
                break
        else:
            cause += f", after {TRIES} tries"
        raise ArxivUnreadable(f"{shown(url)}: {cause}")

    def _ask(self, url: str, accept: str) -> tuple[requests.Response, bytes]:
        self.asked += 1
        headers = {"User-Agent": USER_AGENT, "Accept": accept}
        seconds = max(0.001, min(self.read_seconds, self.deadline - self.clock()))
        try:
            # The body is read here, so that a connection that drops half-way or drips is a failure of this try.
            with self._session.get(url, headers=headers, timeout=(CONNECT_SECONDS, seconds), stream=True) as answer:
                body = bytearray()
                while part := answer.raw.read1(2**16, decode_content=True):  # what is there, however little
                    body += part
                    if len(body) > LARGEST_ANSWER:
                        raise BadAnswer(f"an answer of more than {LARGEST_ANSWER} bytes")
                    if self.clock() >= self.deadline:
                        raise BadAnswer("the answer did not end in time")
                return answer, bytes(body)
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


def _plain(error: Exception) -> str:
    if isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError):
        return "no answer in time"
    if isinstance(error, urllib3.exceptions.HTTPError):
        return "the answer broke off"
    return "no connection" if isinstance(error, requests.ConnectionError) else type(error).__name__

"""HTTP towards arXiv, with manners: one request at a time, slow, patient with faults and never believing a bad answer.

arXiv's terms (https://info.arxiv.org/help/api/tou.html) allow one request in three seconds over all its hosts. What
fails in passing is asked again with growing waits; a refusal (403) ends it, a 406 does after one more try.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import requests

from digest.errors import ArxivUnreadable

USER_AGENT = "daily-paper-digest/1.0 (a fork's morning report; one request in 3 s; +https://github.com/topics/arxiv)"
TIMEOUT = (10.0, 60.0)
"""Seconds to connect, and between two bytes of an answer."""
TRIES = 5
LONGEST_WAIT = 120.0
PASSING = {408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 524}


class BadAnswer(Exception):
    """An answer that does not prove itself; the text says what was wrong with it."""


@dataclass(kw_only=True)
class Transport:
    """Requests to all of arXiv's hosts in one run."""

    delay_seconds: float
    deadline: float
    """When to stop trying, on the clock of time.monotonic()."""
    asked: int = 0
    """Requests so far."""
    _last: float | None = None
    _session: requests.Session = field(default_factory=requests.Session)

    def get(self, url: str, accept: str, believe: Callable[[bytes], None]) -> bytes:
        """The body of an answer with status 200 that `believe` has nothing against (it raises BadAnswer otherwise).

        Raises ArxivUnreadable with the last cause when the tries or the time are used up, or when arXiv refuses.
        """
        cause, refusals = "", 0
        for attempt in range(TRIES):
            if attempt and time.monotonic() >= self.deadline:
                break
            self._wait(self.delay_seconds)
            wait = self.delay_seconds * 2**attempt
            try:
                answer = self._ask(url, accept)
                if answer.status_code == 200:
                    body = answer.content
                    believe(body)
                    return body
                cause = f"HTTP {answer.status_code}"
                refusals += answer.status_code == 406
                if answer.status_code not in PASSING and refusals != 1:
                    break
                wait = max(wait, self._asked_to_wait(answer))
            except BadAnswer as error:
                cause = str(error)
            except requests.RequestException as error:
                cause = _plain(error)
            if attempt < TRIES - 1:
                self._wait(min(wait, LONGEST_WAIT))
        else:
            cause += f", after {TRIES} tries"
        if time.monotonic() >= self.deadline:
            cause += ", and the time (fetch.deadline_seconds) is used up"
        raise ArxivUnreadable(f"{url.partition('?')[0]}: {cause}")

    def _ask(self, url: str, accept: str) -> requests.Response:
        self.asked += 1
        try:
            # The body is read here, so that a connection that drops half-way is a failure of this try.
            return self._session.get(url, headers={"User-Agent": USER_AGENT, "Accept": accept}, timeout=TIMEOUT)
        finally:
            self._last = time.monotonic()

    def _wait(self, seconds: float) -> None:
        """Sleep until `seconds` have passed since the last request, at the longest until the deadline."""
        if self._last is not None:
            until = min(self._last + seconds, self.deadline)
            time.sleep(max(0.0, until - time.monotonic()))

    def _asked_to_wait(self, answer: requests.Response) -> float:
        """Retry-After in seconds; 0 where it is absent or a date, or where no delay is wanted (tests on loopback)."""
        text = answer.headers.get("Retry-After", "")
        return float(text) if text.isdecimal() and self.delay_seconds else 0.0


def _plain(error: requests.RequestException) -> str:
    if isinstance(error, requests.Timeout):
        return "no answer in time"
    if isinstance(error, requests.exceptions.ChunkedEncodingError | requests.exceptions.ContentDecodingError):
        return "the answer broke off"
    return "no connection" if isinstance(error, requests.ConnectionError) else type(error).__name__

"""Zotero's Web API: pages of one library, within limits of time, size and requests; it asks as it is asked to.

https://www.zotero.org/support/dev/web_api/v3/basics: `limit` is 100 at most, Total-Results says how many there are,
`Backoff` (with any answer) and Retry-After (with 429 and 503) say how long to wait before the next request.
"""

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import requests

from digest.core.http import retry_after
from digest.core.limited_http import Answer, LimitedSession
from digest.library.papers import Missing

PAGE = 100
SECONDS = 120.0
"""For all that is asked of a library in a run, waits included."""
SECONDS_AN_ANSWER = 30.0
LARGEST = 16 * 2**20
TRIES = 3
MOST_REQUESTS = 60
_REFUSALS = (401, 403, 404)
_NUMBER = re.compile(r"[0-9]{1,7}")


class Unread(Exception):
    """A library cannot be read; `says` names no item, no collection but those of config.yml, and no address."""

    def __init__(self, missing: Missing, says: str) -> None:
        """Take the reason, and a sentence for the owner."""
        super().__init__(says)
        self.missing: Missing = missing
        self.says = says


@dataclass(kw_only=True)
class ZoteroApi:
    """One library at zotero.org."""

    address: str
    """Of the library: "https://api.zotero.org/users/123"."""
    name: str
    """Of the library, for messages: "user 123"."""
    key: str = field(repr=False)
    """Empty for a public library."""
    pause: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    asked: int = 0
    """How many requests were sent."""
    _not_before: float = field(default=0.0, init=False)
    _ends: float = field(init=False)

    def __post_init__(self) -> None:
        """Begin to count the time."""
        self._ends = self.clock() + SECONDS

    def objects(self, path: str, **parameters: str) -> Iterator[Mapping[str, Any]]:
        """The `data` of the objects at a path, in their order, a page at a time as they are wanted. Raises Unread."""
        start = 0
        while True:
            body, total = self._page(path, {**parameters, "limit": str(PAGE), "start": str(start)})
            for thing in body:
                data = thing.get("data") if isinstance(thing, dict) else None
                if isinstance(data, dict):
                    yield data
            start += len(body)
            if not body or (start >= total if total is not None else len(body) < PAGE):
                return

    def _page(self, path: str, parameters: Mapping[str, str]) -> tuple[list[Any], int | None]:
        """One page, and how many objects there are in all, where that is said. Raises Unread."""
        answer = self._answer(path, parameters)
        try:
            body = json.loads(answer.body)
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, list):
            raise Unread("unreachable", "Zotero's answer is not a list")
        total = answer.headers.get("total-results", "")
        return body, int(total) if _NUMBER.fullmatch(total) else None

    def _answer(self, path: str, parameters: Mapping[str, str]) -> Answer:
        """A good answer, after some tries. Raises Unread."""
        says = ""
        for attempt in range(TRIES):
            self._wait()
            heard = self._exchange(path, parameters)
            if isinstance(heard, Answer):
                self._heed(heard, attempt)
                if heard.status == 200:
                    return heard
                if heard.status in _REFUSALS:
                    raise Unread("refused", self._refusal(heard.status))
                says = f"Zotero answered {heard.status}"
                if heard.status < 500 and heard.status != 429:
                    break
            else:
                says = f"Zotero could not be reached ({heard})"
                self._not_before = self.clock() + 2**attempt
        raise Unread("unreachable", says)

    def _exchange(self, path: str, parameters: Mapping[str, str]) -> Answer | str:
        """An answer, or the name of what was in its way: its words may quote the address, which names collections."""
        headers = {"zotero-api-version": "3", "accept": "application/json", "user-agent": "daily-paper-digest/1.0"}
        if self.key:
            headers["zotero-api-key"] = self.key
        if self.asked >= MOST_REQUESTS:
            raise Unread("unreachable", f"Zotero was asked {self.asked} times; name fewer collections")
        self.asked += 1
        try:
            with LimitedSession() as session:
                return session.exchange(
                    "GET",
                    f"{self.address}/{path}",
                    seconds=min(SECONDS_AN_ANSWER, max(1.0, self._ends - self.clock())),
                    largest=LARGEST,
                    params=parameters,
                    headers=headers,
                )
        except (requests.RequestException, OSError, ValueError) as error:
            return type(error).__name__

    def _heed(self, answer: Answer, attempt: int) -> None:
        """Remember how long the server wants to be left alone."""
        wanted = answer.headers.get("backoff", "").strip()
        wait = float(wanted) if _NUMBER.fullmatch(wanted) else 0.0
        if answer.status != 200:
            wait = max(wait, retry_after(answer.headers) or 2.0**attempt)
        self._not_before = self.clock() + wait

    def _wait(self) -> None:
        """Leave the server alone as long as it wants. Raises Unread where that is longer than there is time."""
        wait = self._not_before - self.clock()
        if self._not_before > self._ends or self.clock() > self._ends:
            raise Unread("unreachable", "Zotero asks to be left alone for longer than a run can wait")
        if wait > 0:
            self.pause(wait)

    def _refusal(self, status: int) -> str:
        if status == 404:
            return f"Zotero knows no {self.name} (404): correct `library.zotero` in config.yml"
        if self.key:
            return (
                f"Zotero does not let this key read the library of {self.name} ({status}): make a new one at "
                "https://www.zotero.org/settings/keys, and paste it into the secret ZOTERO_KEY"
            )
        return (
            f"the library of {self.name} is private ({status}): make a key at https://www.zotero.org/settings/keys, "
            "and paste it into the secret ZOTERO_KEY"
        )

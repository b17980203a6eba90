"""What services answer over HTTP: watched while `apprise` talks to them, since it only says whether it went well.

It also waits where a service asks for patience, within a deadline; follows no redirect (`services.ASSET`); and takes no
more of an answer than a service has to say.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ProtocolError

from digest.core.http import retry_after

LARGEST_ANSWER = 1_000_000
"""Bytes."""
PATIENCE = 2
"""How often a request is made again because a service asks to wait."""
REFUSED_WITHIN = {"wecombot": "errcode", "dingtalk": "errcode", "schan": "code"}
"""Services whose refusals come with a 200 that apprise 2.3 takes for success, and the field that says so.

https://developer.work.weixin.qq.com/document/path/90313, https://open.dingtalk.com/document/robots/custom-robot-access,
https://sct.ftqq.com
"""
TOO_FAST = frozenset({45009, 130101})
"""The codes by which WeCom and DingTalk ask for patience."""


@dataclass(kw_only=True)
class Exchange:
    """One attempt at handing a message over: its limits, and what came of it."""

    kind: str
    deadline: float
    """By the monotonic clock."""
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    statuses: list[int] = field(default_factory=list)
    """Of every answer, in order; 400 or 429 in place of a 200 that refuses."""
    is_doubtful: bool = False
    """Whether a request went out and was not answered whole: the service may have the message."""
    problems: list[str] = field(default_factory=list)
    """What apprise logged, which may hold secrets: it is looked through for codes and never shown."""

    @property
    def left(self) -> float:
        """Seconds until the deadline."""
        return max(self.deadline - self.clock(), 0.0)


class WatchedAdapter(HTTPAdapter):
    """requests' adapter, with its answers written down."""

    def __init__(self, exchange: Exchange) -> None:
        """Take what the answers are written into."""
        super().__init__()
        self._exchange = exchange

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Make a request; again where the service asks to wait and there is time for it."""
        exchange = self._exchange
        for attempt in range(PATIENCE + 1):
            try:
                response = super().send(request, *args, **{**kwargs, "stream": True})
                body = _read(response, exchange)
            except requests.RequestException as error:
                # A connection that broke off was there, and may have taken the message with it.
                broke_off = any(isinstance(cause, ProtocolError) for cause in error.args)
                exchange.is_doubtful = broke_off or isinstance(error, requests.ReadTimeout)
                raise
            response.status_code = _status(response.status_code, body, exchange.kind)
            exchange.statuses.append(response.status_code)
            wait = _wait(response, body)
            if wait is None or wait >= exchange.left or attempt == PATIENCE:
                break
            exchange.sleep(wait)
        return response


def _read(response: requests.Response, exchange: Exchange) -> bytes:
    """The body, which replaces what would be read of it later. Raises requests.ReadTimeout where it never ends."""
    body = b""
    for part in response.iter_content(65_536):
        body += part
        if len(body) > LARGEST_ANSWER or not exchange.left:
            response.close()
            raise requests.ReadTimeout("the answer does not end")
    response._content = body
    return body


def _status(status: int, body: bytes, kind: str) -> int:
    """The status that a service means."""
    if status != requests.codes.ok or kind not in REFUSED_WITHIN:
        return status
    code = _object(body).get(REFUSED_WITHIN[kind])
    if not code:
        return status
    return 429 if code in TOO_FAST else 400


def _wait(response: requests.Response, body: bytes) -> float | None:
    """How long a service asks to wait: by the header, or as Discord and Telegram put it into the body."""
    if response.status_code not in (429, 503):
        return None
    asked = retry_after(response.headers)
    if asked is not None:
        return asked
    body_object = _object(body)
    for holder in (body_object, body_object.get("parameters")):
        seconds = holder.get("retry_after") if isinstance(holder, Mapping) else None
        if isinstance(seconds, int | float) and seconds >= 0:
            return float(seconds)
    return None


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, Mapping) else {}


@contextmanager
def watched(exchange: Exchange) -> Iterator[None]:
    """All sessions of requests that begin within are watched: apprise makes one a request, and offers no other way."""
    usual = requests.sessions.HTTPAdapter
    requests.sessions.HTTPAdapter = partial(WatchedAdapter, exchange)  # type: ignore[assignment]
    try:
        yield
    finally:
        requests.sessions.HTTPAdapter = usual

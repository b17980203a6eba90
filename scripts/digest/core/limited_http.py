"""HTTP with limits that hold against any server: of time for the whole exchange, of size for what is unpacked.

`requests` alone limits the silence between two bytes only, so that an answer that drips, in its head or in its body,
never ends; and it reads the body of a redirect to its end, whatever its size, even where redirects are not followed.
"""

import functools
import io
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPResponse
from socket import socket
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter

CONNECT_SECONDS = 10.0
_PIECE = 2**16


class TooLarge(requests.RequestException):
    """An answer has more bytes than it may have."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A whole answer."""

    status: int
    reason: str
    """What stands behind the status."""
    headers: Mapping[str, str]
    """Found by names in any case."""
    body: bytes
    """Unpacked; empty for a redirect, whose body nobody needs."""

    @property
    def text(self) -> str:
        """The body as UTF-8, whatever the server says that it is: it may name encodings that cost hours to read."""
        return self.body.decode("utf-8", "replace")

    @property
    def is_redirect(self) -> bool:
        """Whether it points to another address."""
        return self.status in requests.models.REDIRECT_STATI and "location" in self.headers


class LimitedSession(requests.Session):
    """Connections on which each exchange ends in time. It follows no redirect; not for several threads at once."""

    def __init__(self) -> None:
        """Use the limits for both schemes."""
        super().__init__()
        self._limit = _TimeLimit()
        for scheme in ("http://", "https://"):
            self.mount(scheme, _Adapter(self._limit))

    def get_redirect_target(self, resp: requests.Response) -> None:
        """No redirect is one for `requests`, which would read its body without a limit."""

    def exchange(
        self,
        method: str,
        url: str,
        *,
        seconds: float,
        largest: int,
        silence: float = 60.0,
        connect: float = CONNECT_SECONDS,
        **request: Any,
    ) -> Answer:
        """Send a request and read its whole answer.

        It takes `seconds` in all, with no silence longer than `silence`, and has `largest` bytes at most, as they are
        before and after unpacking. `request` is what `requests` takes: headers, params, json. Raises TooLarge and
        other kinds of requests.RequestException.
        """
        self._limit.ends, self._limit.silence = time.monotonic() + seconds, silence
        timeout = (min(connect, seconds), min(silence, seconds))
        try:
            with self.request(method, url, timeout=timeout, stream=True, allow_redirects=False, **request) as answer:
                whole = functools.partial(
                    Answer, status=answer.status_code, reason=answer.reason or "", headers=answer.headers
                )
                if answer.status_code in requests.models.REDIRECT_STATI:
                    return whole(body=b"")
                body = bytearray()
                while part := answer.raw.read1(_PIECE, decode_content=True):  # what is there, however little
                    body += part
                    if len(body) > largest or answer.raw.tell() > largest:
                        raise TooLarge(f"an answer of more than {largest} bytes")
                return whole(body=bytes(body))
        except urllib3.exceptions.TimeoutError as error:
            raise requests.ReadTimeout(str(error)) from error
        except urllib3.exceptions.HTTPError as error:
            raise requests.exceptions.ChunkedEncodingError(str(error)) from error


@dataclass(kw_only=True)
class _TimeLimit:
    """The limit of the exchange that is going on."""

    ends: float = 0.0
    """On the monotonic clock."""
    silence: float = 0.0

    def next_wait(self) -> float:
        """How long the next bytes may take. Raises TimeoutError where the time is used up."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise TimeoutError("the answer did not end in time")
        return min(self.silence, left)


class _Adapter(HTTPAdapter):
    """Has every connection, through a proxy or not, read its answers with the limit of time."""

    def __init__(self, limit: _TimeLimit) -> None:
        self._limit = limit
        super().__init__()

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        if "response_class" not in vars(pool.ConnectionCls):
            # As a static method: a partial function that is an attribute of a class binds to it from Python 3.14 on.
            bounded = staticmethod(functools.partial(_TimedResponse, limit=self._limit))
            pool.ConnectionCls = type("_TimedConnection", (pool.ConnectionCls,), {"response_class": bounded})
        return pool


class _TimedResponse(HTTPResponse):
    """Each read from the socket, for the head as for the body, waits no longer than is left of the whole time."""

    def __init__(self, sock: socket, *args: Any, limit: _TimeLimit, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_TimedReader(self.fp.detach(), sock, limit))


class _TimedReader(io.RawIOBase):
    """The bytes of a socket."""

    def __init__(self, raw: io.RawIOBase, sock: socket, limit: _TimeLimit) -> None:
        self._raw, self._sock, self._limit = raw, sock, limit

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(self._limit.next_wait())
        count: int | None = self._raw.readinto(buffer)
        return count

    def readable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._raw.fileno()

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()

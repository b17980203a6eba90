"""The HTTP client of the model's API: it follows no redirect, and reads no more and no longer than it may."""

import asyncio
import ssl
from functools import cache
from typing import Any

import httpx2  # what `openai` stands on; imported with it, only to call

from digest.language_model import faults

LARGEST_ANSWER = 8 * 2**20
"""Bytes of an answer, unpacked; that of a reasoning model about twenty papers has some hundred thousand."""
LARGEST_FILE = 256 * 2**20
"""The same of a file, which holds the answers of a batch."""
FILE_SECONDS = 900.0
"""For sending or fetching a file."""
_OF_THE_WIRE = frozenset({"content-encoding", "content-length", "transfer-encoding"})


class TooLarge(Exception):
    """An answer has more bytes than it may have."""


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates to trust. To read them takes longer than to make a client, and each report has one."""
    return httpx2.create_ssl_context()


class LimitedClient(httpx2.AsyncClient):
    """Reads answers whole, within limits; that of time is for all of a call, however often a byte of it comes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(verify=_trusted(), **options)

    async def send(self, request: httpx2.Request, *, stream: bool = False, **options: Any) -> httpx2.Response:
        """Send a request; a redirect is given without its body, to be a failure. Raises TooLarge, httpx2.HTTPError."""
        del stream  # nobody streams, and an answer that is only begun could not be limited
        limits = request.extensions["timeout"]
        seconds = FILE_SECONDS if "/files" in request.url.path else limits["connect"] + limits["read"]
        try:
            async with asyncio.timeout(seconds):
                return await self._whole(request, options)
        except TimeoutError as error:
            raise httpx2.ReadTimeout("the answer did not end in time", request=request) from error

    async def _whole(self, request: httpx2.Request, options: dict[str, Any]) -> httpx2.Response:
        largest = LARGEST_FILE if request.url.path.endswith("/content") else LARGEST_ANSWER
        answer = await super().send(request, stream=True, **options | {"follow_redirects": False})
        body = bytearray()
        try:
            if not answer.is_redirect:  # nobody needs its body
                async for part in answer.aiter_bytes():
                    body += part
                    if len(body) > largest or answer.num_bytes_downloaded > largest:
                        raise TooLarge(f"an answer of more than {largest} bytes")
        finally:
            await answer.aclose()
        headers = [(name, value) for name, value in answer.headers.multi_items() if name not in _OF_THE_WIRE]
        whole = httpx2.Response(answer.status_code, headers=headers, content=bytes(body), request=request)
        whole.encoding = "utf-8"  # a server may name encodings that cost hours to read, or that give no text
        # The SDK would ask an empty account again, which answers with 429.
        if not whole.is_success and faults.read(whole.status_code, whole.headers, whole.text, ()).remedy != "retry":
            whole.headers["x-should-retry"] = "false"
        return whole

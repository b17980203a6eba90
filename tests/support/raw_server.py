"""A server on loopback that sends what a test gives it, byte by byte where it wants to: no rule of HTTP holds it."""

import socket
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain, repeat
from threading import Event

Play = Callable[["Wire"], None]
"""What is sent to one request."""


class Wire:
    """One connection, its request read."""

    def __init__(self, connection: socket.socket, request: bytes, closing: Event) -> None:
        """Take the connection and the head of the request."""
        self._connection = connection
        self.request = request
        self._closing = closing

    def send(self, *pieces: bytes) -> None:
        """Send some bytes."""
        for piece in pieces:
            self._connection.sendall(piece)

    def drip(self, piece: bytes, seconds: float = 0.01) -> None:
        """Send the same few bytes now and then, until whoever asked is gone or the server closes."""
        while not self._closing.wait(seconds):
            self.send(piece)

    def flood(self, piece: bytes) -> None:
        """Send the same bytes again and again as fast as they are taken."""
        while not self._closing.is_set():
            self.send(piece)


@contextmanager
def raw_server(*plays: Play) -> Iterator[tuple[str, list[bytes]]]:
    """Serve each request as the next of `plays` says, the last one for ever; gives the address and the requests."""
    requests: list[bytes] = []
    closing = Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer(connection: socket.socket, play: Play) -> None:
            with connection:
                connection.settimeout(5)
                try:
                    head = b""
                    while b"\r\n\r\n" not in head and (part := connection.recv(2**16)):
                        head += part
                    requests.append(head)
                    play(Wire(connection, head, closing))
                except OSError:
                    return  # whoever asked has enough, which is what some tests are about

        def accept() -> None:
            for play in chain(plays, repeat(plays[-1])):
                connection, _ = server.accept()
                if closing.is_set():
                    connection.close()
                    return
                threading.Thread(target=answer, args=(connection, play), daemon=True).start()

        accepting = threading.Thread(target=accept, daemon=True)
        accepting.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}", requests
        finally:
            closing.set()
            socket.create_connection(server.getsockname()).close()  # or accept() would go on waiting
            accepting.join()


def answer(body: bytes, *headers: str, status: str = "200 OK") -> Play:
    """A whole answer, after which the connection is closed."""
    head = "\r\n".join((f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "Connection: close", "", ""))
    return lambda wire: wire.send(head.encode("latin-1"), body)


def bomb(megabytes: int) -> bytes:
    """So many megabytes of zeros, packed (Content-Encoding: deflate) into a thousandth, made in no time."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    # What stands before a full flush depends on nothing before it, so it can be repeated.
    block = packer.compress(bytes(2**20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * megabytes + packer.flush()

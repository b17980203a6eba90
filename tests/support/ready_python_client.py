"""`python -IS ready_python_client.py SOCKET SCRIPT ...`: has the process of ready_python.py at the socket run a script.

It is started for every step, and imports next to nothing.
"""

import marshal
import os
import sys
from _socket import AF_UNIX, SCM_RIGHTS, SHUT_WR, SOCK_STREAM, SOL_SOCKET, socket

INPUT_AND_OUTPUT = b"".join(number.to_bytes(4, sys.byteorder) for number in range(3))


def ask(path: str, script: list[str]) -> int:
    """Have a script run; returns its exit code, or dies by the signal it died by."""
    asked = marshal.dumps((script, os.getcwd(), dict(os.environ)))  # noqa: PTH109
    connection = socket(AF_UNIX, SOCK_STREAM)
    connection.connect(path)
    connection.sendmsg([b"\n"], [(SOL_SOCKET, SCM_RIGHTS, INPUT_AND_OUTPUT)])
    connection.sendall(asked)
    connection.shutdown(SHUT_WR)
    code = os.waitstatus_to_exitcode(int(connection.recv(16)))
    if code < 0:
        os.kill(os.getpid(), -code)
    return code


if __name__ == "__main__":
    sys.exit(ask(sys.argv[1], sys.argv[2:]))

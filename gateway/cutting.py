"""Breaking a connection off on purpose: under waitress, under gunicorn, or in one process.

The interface between server and application (WSGI) knows no way to do so. Both servers
close a connection, and send nothing more, when the application fails as if the client had
gone; what was sent before stays sent. Where there is no server, as in tests, the answer is
shorter than it was announced, which a client takes for a broken connection.
"""

import errno
import socket
import struct
from collections.abc import Iterator
from typing import Any

from gateway.forward import Environ

_AT_ONCE = struct.pack("ii", 1, 0)
"""SO_LINGER on, with no time: closing sends RST instead of FIN."""


def cut(environ: Environ, sent: bytes = b"", *, reset: bool = False) -> Iterator[bytes]:
    """The parts of an answer that ends after `sent`; nothing of it when that is empty."""
    if sent:
        yield sent
    connection, gone = _server(environ)
    if connection is not None and reset:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        if "gunicorn.socket" in environ:
            connection.close()  # by itself it would say farewell first, with FIN
    if gone is not None:
        raise gone


def _server(environ: Environ) -> tuple[Any, Exception | None]:
    """The connection's socket, and what makes this server give it up."""
    if "gunicorn.socket" in environ:
        return environ["gunicorn.socket"], ConnectionResetError(errno.ECONNRESET, "simulated")
    asked = environ.get("waitress.client_disconnected")
    if asked is not None:
        from waitress.channel import ClientDisconnected

        return asked.__self__.socket, ClientDisconnected()
    return None, None

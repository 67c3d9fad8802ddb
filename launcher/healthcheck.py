"""`python -m launcher.healthcheck URL`: exit status 0 when it answers as it should. For containers.

`http://…`: a 200. `sip2://host:port`: a line, to one that needs no login.
"""

import http.client
import socket
import sys
from urllib.parse import urlsplit


def answers(url: str, timeout_s: float = 3.0) -> bool:
    """Whether a GET of `url` gets a 200. Asks directly, never through a proxy."""
    parts = urlsplit(url)
    if parts.scheme == "sip2":
        return _speaks_sip2(parts.hostname or "", parts.port or 0, timeout_s)
    connection = http.client.HTTPConnection(parts.netloc, timeout=timeout_s)
    try:
        connection.request("GET", parts.path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _speaks_sip2(host: str, port: int, timeout_s: float) -> bool:
    """Asked to repeat an answer that it never gave, a server says 96."""
    try:
        with socket.create_connection((host, port), timeout=timeout_s) as asked:
            asked.sendall(b"97\r")
            return asked.recv(64).startswith(b"96")
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(0 if answers(sys.argv[1]) else 1)

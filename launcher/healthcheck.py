"""`python -m launcher.healthcheck URL`: exit status 0 when it answers 200. For containers."""

import http.client
import sys
from urllib.parse import urlsplit


def answers(url: str, timeout_s: float = 3.0) -> bool:
    """Whether a GET of `url` gets a 200. Asks directly, never through a proxy."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=timeout_s)
    try:
        connection.request("GET", parts.path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if answers(sys.argv[1]) else 1)

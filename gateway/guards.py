"""What is refused before anybody is asked who calls."""

import io
import re

from gateway.credentials import IMPORTING
from gateway.forward import Environ
from gateway.problems import HostNotAllowed
from sscsim import registry, settings
from sscsim.web.errors import BodyTooLarge, HttpRefusal

_LOOPBACK = re.compile(r"\[::1\]|127(\.[0-9]{1,3}){3}|[A-Za-z0-9-]+|[A-Za-z0-9-]+\.localhost")


def check_host(environ: Environ) -> None:
    """Another site's page can't reach us by a name that it points at this machine.

    A name without a dot is a machine or container of one's own: no site has one.
    """
    host: str = environ.get("HTTP_HOST", "")
    if not host or not settings.current().on_loopback:
        return
    name = re.sub(r":[0-9]*$", "", host)
    if not _LOOPBACK.fullmatch(name):
        raise HostNotAllowed()


def check_length(environ: Environ) -> None:
    """Refuse a body over the limit: by the announced length before a byte is read, else by
    reading no more of it than the limit."""
    length, limit = environ.get("CONTENT_LENGTH"), limit_of(environ)
    if not length:
        if "HTTP_TRANSFER_ENCODING" in environ and environ.get("wsgi.input_terminated"):
            _read_chunked(environ, settings.current().max_body_bytes)
        return
    if not length.isdigit():
        raise HttpRefusal(why="Content-Length")
    if int(length) > limit:
        raise BodyTooLarge()


def limit_of(environ: Environ) -> int:
    """A world's file may be larger than any other body, and is read as a stream; a file of
    lines, as of subsidies, stands between."""
    path, current = environ.get("PATH_INFO", ""), settings.current()
    if path == IMPORTING:
        return current.max_import_bytes
    return current.max_file_bytes if registry.takes_file(path) else current.max_body_bytes


def _read_chunked(environ: Environ, limit: int) -> None:
    body: bytes = environ["wsgi.input"].read(limit + 1)
    if len(body) > limit:
        raise BodyTooLarge()
    environ["wsgi.input"] = io.BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    del environ["HTTP_TRANSFER_ENCODING"]

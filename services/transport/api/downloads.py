"""A file on its way out: its name, its length and its digest in the headers."""

import base64
from collections.abc import Iterator

from flask import Response

from services.transport.flows.clearing.files import File

CSV = "text/csv"
_CHUNK = 64 * 1024


def sent(file: File) -> Response:
    """The answer that streams a file; it is closed when all of it has gone."""
    digest = base64.b64encode(file.sha256).decode()
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{file.name}"',
        "Content-Length": str(file.size),
        "Repr-Digest": f"sha-256=:{digest}:",
    }
    return Response(_parts(file), content_type=f"{CSV}; charset=utf-8", headers=headers)


def _parts(file: File) -> Iterator[bytes]:
    with file.body:
        while part := file.body.read(_CHUNK):
            yield part

"""A file on its way out: its name, its length and its digest in the headers."""

import base64
from collections.abc import Iterator

from flask import Response

from services.settlement.api.csv_files import CSV
from services.settlement.flows.clearing_files import File

XML = "application/xml"
_TYPES = {"csv": f"{CSV}; charset=utf-8", "json": "application/json"}
_CHUNK = 64 * 1024


def sent(file: File) -> Response:
    """The answer that streams a file; it is closed when all of it has gone."""
    kind = _TYPES[file.name.rpartition(".")[2]]
    digest = base64.b64encode(file.sha256).decode()
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{file.name}"',
        "Content-Length": str(file.size),
        "Repr-Digest": f"sha-256=:{digest}:",
    }
    return Response(_parts(file), content_type=kind, headers=headers)


def _parts(file: File) -> Iterator[bytes]:
    with file.body:
        while part := file.body.read(_CHUNK):
            yield part


def message(named: tuple[str, bytes]) -> Response:
    """The answer with an XML message."""
    name, content = named
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    return Response(content, content_type=f"{XML}; charset=utf-8", headers=headers)

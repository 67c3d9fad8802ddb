"""A world as one document: the same bytes for the same seed and the same calls."""

from typing import Any

import marshmallow as ma
from flask import Response

from gateway import asking
from gateway.problems import ServiceUnavailable
from sscsim import registry
from sscsim.db import canonical
from sscsim.web import Blueprint, View, fields

_ROW = {"type": "object", "additionalProperties": fields.ANY_JSON}
_TABLES = {"type": "object", "additionalProperties": {"type": "array", "items": _ROW}}


class _ExportView(View):
    """Rows by service and table."""


ExportView = _ExportView.from_dict(
    {
        service.name: ma.fields.Dict(metadata={**_TABLES, "description": service.title.en})
        for service in registry.SERVICES
    },
    name="ExportView",
)

exports = Blueprint("exports", tag="Export", description="A sandbox as one document.")


@exports.get(
    "/sandbox/v1/canonical-export",
    answer=ExportView,
    status=200,
    raw=True,
    roles=("owner",),
    scope="person.pii",
    problems=(ServiceUnavailable,),
)
def get_canonical_export() -> Response:
    """Every business row of every service, sorted by business key, as one JSON document.

    Two sandboxes of the same seed in which the same calls were made give the same bytes,
    on any machine, database and number of threads.
    """
    found = asking.until_settled(_look)
    return Response(canonical(found), mimetype="application/json")


def _look() -> tuple[dict[str, Any], list[str], bool]:
    answers = asking.ask_all("/internal/v1/export")
    for name, answer in answers.items():
        if answer is None:
            raise ServiceUnavailable(name)
    waiting = [
        name
        for name, tables in answers.items()
        if any(row.get("status") == "waiting" for row in tables.get("outbox", []))
    ]
    return answers, waiting, False

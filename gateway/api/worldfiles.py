"""A world as one file: out of this simulator, into another."""

import base64
import hashlib
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from flask import Response, request

from gateway import asking, limits
from gateway.api.sandboxes import SandboxView
from gateway.api.snapshots import shown_with_access
from gateway.credentials import ADMIN
from gateway.problems import AdminTokenRequired
from gateway.webhooks import signing
from sscsim import control, faults, jobs, settings, world
from sscsim.control import faults as rules
from sscsim.control import worldfiles as files
from sscsim.control.snapshots import SnapshotNotFound, TooManySnapshots
from sscsim.control.still import WorldMoving
from sscsim.control.worlds import TooManySandboxes
from sscsim.db import canonical, tables_moved
from sscsim.db.worldfile import (
    WorldFileBroken,
    WorldFileNotKnown,
    WorldFileRowRefused,
    WorldFileTooLarge,
)
from sscsim.web import Blueprint, Schema, fields
from sscsim.web.errors import WrongMediaType

worldfiles = Blueprint("worldfiles", tag="World files", description="A sandbox as one file.")

GZIP = "application/gzip"
_CHUNK = 256 * 1024


def _new_secrets(row: dict[str, Any]) -> str:
    """An endpoint's secrets leave no simulator; after an import it has new ones."""
    return canonical([signing.make(json.loads(row["signing"]))])


def _are_quotas(text: str) -> None:
    """ValueError and others for quotas that calls could not be counted by."""
    found = limits.read(text)
    for quota in found.listed:
        if type(quota.requests) is not int or type(quota.window_s) is not int:
            raise ValueError(text)
        if quota.requests < 1 or quota.window_s < 1 or not isinstance(quota.name, str):
            raise ValueError(text)
    if type(found.max_in_flight) is not int:
        raise ValueError(text)


def _is_fault_rule(text: str) -> None:
    faults.problem_codes()  # a rule may name a problem of a service in another process
    rules.rule_in(text)


files.READERS["sandboxes.quotas"] = _are_quotas
files.READERS["faults.rule"] = _is_fault_rule
tables_moved.SECRETS[("gateway", "webhook_endpoints", "secrets")] = _new_secrets


class ExportQuery(Schema):
    snapshot_id = fields.Id("snap", description="This snapshot; without it, the world as it is.")


class ImportQuery(Schema):
    name = fields.Text(max=100, description="Of the new sandbox; else as in the file.")


@worldfiles.get(
    "/sandbox/v1/sandboxes/current/export",
    query=ExportQuery,
    gives=GZIP,
    status=200,
    raw=True,
    roles=("owner",),
    scope="person.pii",
    problems=(SnapshotNotFound, TooManySnapshots, WorldMoving),
)
def export_sandbox(query: dict[str, Any]) -> Response:
    """The whole sandbox as one file, which another simulator can import. (导出)

    Gzip of lines of JSON, with a checksum for each table and one for all; the how-to says
    line by line what it holds. Keys, clients and webhook secrets are not in it.
    """
    at = world.current()
    file = files.export(at.sandbox, asking.push, query.get("snapshot_id"))
    jobs.kick_driver(at)
    digest = base64.b64encode(_digest(file)).decode()
    answer = Response(_parts(file), mimetype=GZIP)
    answer.headers["Content-Length"] = str(files.size(file))
    answer.headers["Content-Disposition"] = f'attachment; filename="{at.sandbox}.world.gz"'
    answer.headers["Repr-Digest"] = f"sha-256=:{digest}:"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _digest(file: BinaryIO) -> bytes:
    found = hashlib.sha256()
    while part := file.read(_CHUNK):
        found.update(part)
    file.seek(0)
    return found.digest()


def _parts(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while part := file.read(_CHUNK):
            yield part


@worldfiles.post(
    "/sandbox/v1/sandboxes/import",
    query=ImportQuery,
    takes=GZIP,
    answer=SandboxView,
    status=201,
    location="/sandbox/v1/sandboxes/{id}",
    open=True,
    problems=(
        TooManySandboxes,
        AdminTokenRequired,
        WorldFileBroken,
        WorldFileTooLarge,
        WorldFileNotKnown,
        WorldFileRowRefused,
    ),
    links={"getSandbox": {"sandbox_id": "$response.body#/id"}},
)
def import_sandbox(query: dict[str, Any]) -> Any:
    """Make a sandbox from an exported file: all of it, or nothing. (导入)

    It has its own keys, and the seed, the clock and the generation of the file, so the same
    calls in both give the same bytes. A file of an older simulator is brought up to date;
    one of a newer is refused. Who may make sandboxes may do this.
    """
    if not request.environ.get(ADMIN) and not settings.current().on_loopback:
        raise AdminTokenRequired()
    if request.mimetype not in (GZIP, "application/x-gzip", "application/octet-stream"):
        raise WrongMediaType(expected=GZIP)
    request.max_content_length = settings.current().max_import_bytes
    made = files.load(request.stream, query.get("name", ""))  # type: ignore[arg-type]
    jobs.kick_driver(control.world(made.id))
    return shown_with_access(made)

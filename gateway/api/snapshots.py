"""Snapshots: a world kept as it is, brought back, and worlds made from it."""

from typing import Any

from gateway import asking
from gateway.api.sandboxes import SandboxView, shown
from gateway.pages import page_of
from sscsim import control, jobs, world
from sscsim.control import clocks, worlds
from sscsim.control.generations import WorldReplaced
from sscsim.control.snapshots import SnapshotNotFound, TooManySnapshots
from sscsim.control.still import WorldMoving
from sscsim.control.worlds import TooManySandboxes
from sscsim.db import Page
from sscsim.web import Blueprint, Match, Query, Resource, Schema, fields

snapshots = Blueprint(
    "snapshots",
    tag="Snapshots",
    description="A sandbox kept as it is at an instant, brought back, or made into another one.",
)

_PATH = "/sandbox/v1/sandboxes/current/snapshots"
_EXAMPLE = {"snapshot_id": "snap_" + "0" * 26}


class SnapshotOrder(Schema):
    name = fields.Text(max=100, description="For your own use.", example="before month end")


class ForkOrder(Schema):
    name = fields.Text(max=100, description="Of the new sandbox.", example="what if")
    snapshot_id = fields.Id(
        "snap", description="Fork this snapshot; without it, the sandbox as it is now."
    )


class SnapshotView(Resource):
    object = fields.Object("snapshot")
    name = fields.Text(required=True)
    taken_at = fields.Instant(required=True, description="What the sandbox clock read.")
    size_bytes = fields.Int(required=True, description="Of its stores.")


def _shown(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "taken_at": clocks.instant(row.taken_us),
        "size_bytes": row.size_bytes,
        "created_at": clocks.instant(row.created_ms * 1000),
        "updated_at": clocks.instant(row.created_ms * 1000),
        "version": 1,
    }


@snapshots.post(
    _PATH,
    body=SnapshotOrder,
    answer=SnapshotView,
    status=201,
    location=_PATH + "/{id}",
    roles=("owner",),
    problems=(TooManySnapshots, WorldMoving),
    example={"name": "before month end"},
    links={
        "getSnapshot": {"snapshot_id": "$response.body#/id"},
        "restoreSnapshot": {"snapshot_id": "$response.body#/id"},
        "deleteSnapshot": {"snapshot_id": "$response.body#/id"},
    },
)
def create_snapshot(body: dict[str, Any]) -> Any:
    """Take a snapshot: every store, the clock, the parties, rules and jobs, of one instant. (快照)

    Calls that write meanwhile wait for milliseconds. Messages between services are delivered
    first; what is still on its way then is part of the snapshot and arrives after a restore.
    While an advance moves the clock, or a job doesn't end, there is none.
    """
    at = world.current()
    kept = control.snapshots.take(at.sandbox, body.get("name", ""), asking.push)
    jobs.kick_driver(at)
    return _shown(kept)


@snapshots.get(_PATH, listing=SnapshotView, roles=("owner",))
def list_snapshots(query: Query) -> Page:
    """List this sandbox's snapshots."""
    rows = control.snapshots.of(world.current().sandbox)
    return page_of(rows, lambda row: row.id, query.page).map(_shown)


@snapshots.get(
    _PATH + "/<id('snap'):snapshot_id>",
    answer=SnapshotView,
    roles=("owner",),
    problems=(SnapshotNotFound,),
    path_examples=_EXAMPLE,
)
def get_snapshot(snapshot_id: str) -> Any:
    """Read a snapshot."""
    return _shown(control.snapshots.get(world.current().sandbox, snapshot_id))


@snapshots.delete(
    _PATH + "/<id('snap'):snapshot_id>",
    roles=("owner",),
    match="accepted",
    problems=(SnapshotNotFound,),
    path_examples=_EXAMPLE,
)
def delete_snapshot(snapshot_id: str, match: Match) -> None:
    """Remove a snapshot; worlds that were restored or forked from it stay."""
    sandbox = world.current().sandbox
    control.snapshots.get(sandbox, snapshot_id)
    match.check(1)
    control.snapshots.delete(sandbox, snapshot_id)


@snapshots.post(
    _PATH + "/<id('snap'):snapshot_id>/restore",
    answer=SandboxView,
    status=200,
    roles=("owner",),
    problems=(SnapshotNotFound, WorldReplaced),
    path_examples=_EXAMPLE,
)
def restore_snapshot(snapshot_id: str) -> Any:
    """Bring the sandbox back to what it was when the snapshot was taken. (恢复)

    It is a new generation: whatever still works in the old one is refused, also an advance
    under way. Keys stay as they are today; a party that was made after the snapshot goes,
    and its keys with it. The snapshot stays and can be restored again.
    """
    at = control.restore(world.current().sandbox, snapshot_id)
    jobs.kick_driver(at)
    return shown(worlds.row(at.sandbox))


@snapshots.post(
    "/sandbox/v1/sandboxes/current/fork",
    body=ForkOrder,
    answer=SandboxView,
    status=201,
    location="/sandbox/v1/sandboxes/{id}",
    roles=("owner",),
    problems=(SnapshotNotFound, TooManySandboxes, WorldMoving),
    example={"name": "what if"},
    links={"getSandbox": {"sandbox_id": "$response.body#/id"}},
)
def fork_sandbox(body: dict[str, Any]) -> Any:
    """Make a sandbox of its own from this one, with its own keys. (分叉)

    It has the same seed and goes on with the same ids: the same calls in both give the same
    bytes. Parties come along without keys; make new ones, or act for them (`SSC-Act-As`).
    """
    at = world.current()
    made = control.snapshots.fork(
        at.sandbox, body.get("name", ""), asking.push, body.get("snapshot_id")
    )
    jobs.kick_driver(at)
    jobs.kick_driver(control.world(made.id))
    return shown_with_access(made)


def shown_with_access(made: worlds.NewSandbox) -> dict[str, Any]:
    """A new sandbox with what is shown once."""
    return shown(
        worlds.row(made.id),
        key=made.key,
        read_key=made.read_key,
        client_id=made.client_id,
        client_secret=made.client_secret,
    )

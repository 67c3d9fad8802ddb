"""Sandboxes: worlds of their own, made, listed, reset and removed."""

from typing import Any

from flask import request

from gateway import history
from gateway.credentials import ADMIN
from gateway.pages import page_of
from gateway.problems import AdminTokenRequired, DefaultSandbox
from gateway.states.problems import StateNotReached
from sscsim import control, jobs, scopes, settings, world
from sscsim.control import clocks, hints, worlds
from sscsim.control.worlds import PRESETS, SandboxNotFound, TooManySandboxes
from sscsim.db import Page, copies
from sscsim.db.engines import Place
from sscsim.kernel.problems import Problem
from sscsim.web import Blueprint, Match, Query, Resource, Schema, View, fields

sandboxes = Blueprint(
    "sandboxes", tag="Sandboxes", description="Isolated worlds, each with its own key and clock."
)


_PRESETS = (
    "What the world is born with. `empty`: institutions and agreements. `demo`: people, cards,"
    " filings and money too. `regression`: `demo`, every fixture, and the month of April lived"
    " through; for suites that need a past. It has a seed always."
)


class SandboxOrder(Schema):
    name = fields.Text(max=100, description="For your own use.", example="checkout tests")
    seed = fields.Text(
        max=64,
        pattern="[A-Za-z0-9._-]{1,64}",
        description="Same seed and same calls: same ids, same bytes. Without one it is random.",
        example="team-7",
    )
    preset = fields.Enum(tuple(PRESETS), load_default="empty", description=_PRESETS)


class ClockView(View):
    """A world's clock."""

    object = fields.Object("clock")
    mode = fields.Enum(("frozen", "running"), required=True)
    now = fields.Instant(required=True, description="What the clock reads.")
    rate = fields.Int(required=True, description="Sandbox seconds in a real second.")
    next_due_at = fields.Instant(description="When the next job is due; a hint.")
    operation_id = fields.Id("op", description="The advance that moves the clock, if one does.")


class SandboxView(Resource):
    object = fields.Object("sandbox")
    name = fields.Text(required=True)
    handle = fields.Text(
        max=40,
        required=True,
        description="A short name that no other sandbox has: library machines log in with it.",
    )
    seed = fields.Text(required=True)
    preset = fields.Enum(tuple(PRESETS), required=True)
    generation = fields.Int(required=True, description="Raised by each reset.")
    clock = fields.Nested(ClockView, required=True)
    key = fields.Text(description="The owner's key; shown once, when the sandbox is made.")
    read_key = fields.Text(description="A key that reads only; shown once.")
    client_id = fields.Text(max=40, description="The owner's OAuth2 client; shown once.")
    client_secret = fields.Text(description="The client's secret; shown once.")


class ListedSandboxView(SandboxView):
    """A sandbox with what it takes and how long it stays; real times."""

    size_bytes = fields.Int(required=True, description="Of its stores and snapshots.")
    snapshots = fields.Int(required=True, description="How many there are.")
    last_used_at = fields.Instant(required=True, description="Real time, to half a minute.")
    expires_at = fields.Instant(
        description="Real time at which it goes unless it is used; absent if it stays."
    )


def _listed(page: Page) -> Page:
    """The page's sandboxes with their sizes, asked for together."""
    taking = control.snapshots.taking([row.id for row in page.items])
    places = {row.id: Place(row.id, row.generation, "") for row in page.items}
    sizes = copies.sizes(list(places.values()))

    def shown_listed(row: Any) -> dict[str, Any]:
        count, size = taking.get(row.id, (0, 0))
        return shown(
            row,
            size_bytes=sizes[places[row.id]] + size,
            snapshots=count,
            last_used_at=clocks.instant(row.used_ms * 1000),
            expires_at=_expires_at(row),
        )

    return page.map(shown_listed)


def _expires_at(row: Any) -> Any:
    current = settings.current()
    if row.id == current.sandbox_id:
        return None
    return clocks.instant((row.used_ms + current.idle_expiry_s * 1000) * 1000)


def shown(row: Any, **more: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "handle": row.handle,
        "seed": row.seed,
        "preset": row.preset,
        "generation": row.generation,
        "clock": shown_clock(row),
        "created_at": clocks.instant(row.created_ms * 1000),
        "updated_at": clocks.instant(row.created_ms * 1000),
        "version": row.generation,
        **more,
    }


def shown_clock(row: Any) -> dict[str, Any]:
    operation = control.operations.running(row.id)
    return {
        "mode": row.clock_mode,
        "now": clocks.instant(clocks.reading_us(clocks.of(row), clocks.real_ms())),
        "rate": row.clock_rate,
        "next_due_at": hints.next_due(row.id),
        "operation_id": operation.id if operation is not None else None,
    }


def _visible(sandbox_id: str) -> Any:
    """The row, when the caller may see it; SandboxNotFound otherwise."""
    at = world.current_or_none()
    own = at is not None and at.sandbox == sandbox_id
    row = worlds.row(sandbox_id) if own or request.environ.get(ADMIN) else None
    if row is None:
        raise SandboxNotFound(sandbox_id=sandbox_id)
    return row


@sandboxes.post(
    "/sandbox/v1/sandboxes",
    body=SandboxOrder,
    answer=SandboxView,
    status=201,
    location="/sandbox/v1/sandboxes/{id}",
    open=True,
    problems=(TooManySandboxes, AdminTokenRequired, StateNotReached),
    example={"name": "checkout tests", "seed": "team-7", "preset": "demo"},
    links={
        "getSandbox": {"sandbox_id": "$response.body#/id"},
        "deleteSandbox": {"sandbox_id": "$response.body#/id"},
    },
)
def create_sandbox(body: dict[str, Any]) -> Any:
    """Make a sandbox.

    A seeded one starts frozen at its preset's date, one without a seed runs from now. On
    loopback no credential is needed, elsewhere the admin token. The keys are shown once.

    The preset `regression` takes some seconds: every fixture is made by public calls, and then
    its clock goes on to 1 May by an advance (`clock.operation_id`), which you may wait for.
    """
    if not request.environ.get(ADMIN) and not settings.current().on_loopback:
        raise AdminTokenRequired()
    is_lived_in = body["preset"] == history.PRESET
    seed = body.get("seed", history.PRESET if is_lived_in else None)
    made = control.create(body.get("name", ""), seed, body["preset"])
    if is_lived_in:
        try:
            history.live(made.id)
        except Problem:
            control.delete(made.id)
            raise
    return shown(
        worlds.row(made.id),
        key=made.key,
        read_key=made.read_key,
        client_id=made.client_id,
        client_secret=made.client_secret,
    )


@sandboxes.get("/sandbox/v1/sandboxes", listing=ListedSandboxView, open=True)
def list_sandboxes(query: Query) -> Page:
    """List the sandboxes you may see: your own, or all with the admin token (or on loopback
    without a key)."""
    at = world.current_or_none()
    rows = worlds.every() if at is None else [row for row in [worlds.row(at.sandbox)] if row]
    return _listed(page_of(rows, lambda row: row.id, query.page))


@sandboxes.get("/sandbox/v1/sandboxes/current", answer=SandboxView)
def get_current_sandbox() -> Any:
    """The sandbox of your key."""
    return shown(_visible(world.current().sandbox))


@sandboxes.get(
    "/sandbox/v1/sandboxes/<id('sbx'):sandbox_id>",
    answer=SandboxView,
    open=True,
    problems=(SandboxNotFound,),
    path_examples={"sandbox_id": "sbx_demo"},
)
def get_sandbox(sandbox_id: str) -> Any:
    """Read a sandbox."""
    return shown(_visible(sandbox_id))


@sandboxes.delete(
    "/sandbox/v1/sandboxes/<id('sbx'):sandbox_id>",
    open=True,
    match="accepted",
    problems=(SandboxNotFound, DefaultSandbox, world.RoleNotAllowed),
    path_examples={"sandbox_id": "sbx_demo"},
)
def delete_sandbox(sandbox_id: str, match: Match) -> None:
    """Remove a sandbox with all that is in it; the default one stays."""
    row = _visible(sandbox_id)
    if world.current_or_none() is not None:
        world.require_role("owner")
        world.require_scope(scopes.ADMIN)
    if row.id == settings.current().sandbox_id and settings.current().on_loopback:
        raise DefaultSandbox()
    match.check(row.generation)
    control.delete(row.id)


@sandboxes.post(
    "/sandbox/v1/sandboxes/current/reset", answer=SandboxView, status=200, roles=("owner",)
)
def reset_sandbox() -> Any:
    """Start again: the same seed, preset, parties and keys, nothing else. (重置)"""
    at = control.reset(world.current().sandbox)
    jobs.kick_driver(at)
    if at.preset == history.PRESET:
        history.live(at.sandbox)
    return shown(worlds.row(at.sandbox))

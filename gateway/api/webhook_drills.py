"""Drill runs: is the integrator's handler right? Each drill is sent, and its answers judged."""

from typing import Any

import sqlalchemy as sa

from gateway.api.webhook_deliveries import INTEGRATORS
from gateway.durations import LONGEST, PATTERN, Duration
from gateway.webhooks import drills, judging
from gateway.webhooks import endpoints as rules
from gateway.webhooks.problems import (
    DrillRunning,
    DrillRunNotFound,
    EndpointNotEnabled,
    EndpointNotFound,
)
from gateway.worldstore import store
from gateway.worldstore.tables import DRILLS, RUN_STATES, VERDICTS, drill_runs
from sscsim import world
from sscsim.db import Page, Tx
from sscsim.kernel.problems import Text
from sscsim.web import Blueprint, Query, Resource, Schema, View, fields

webhook_drills = Blueprint(
    "webhook_drills",
    tag="Webhook drills",
    description="What goes wrong with webhooks, rehearsed on your handler, with a verdict.",
)
_ID = {"drill_run_id": "drl_" + "0" * 26}
_LONGEST_S = 120


class DrillRunOrder(Schema):
    endpoint_id = fields.Id("whe", required=True, metadata={"example": "whe_" + "0" * 26})
    drills = fields.List(
        fields.Enum(DRILLS),
        min=1,
        max=len(DRILLS),
        load_default=list(DRILLS),
        description="Which, in this order; all without.",
    )
    patience = fields.Text(
        max=LONGEST,
        pattern=PATTERN,
        load_default="PT20S",
        description="Real time you have to find a dropped event in the list, 120 s at most.",
        example="PT20S",
    )


class FindingView(View):
    """One step of a drill."""

    step = fields.Text(required=True, description="What was sent.")
    wanted = fields.Text(required=True, description="What a good handler does.")
    got = fields.Text(required=True, description="What yours did.")
    ok = fields.Bool(required=True)


class VerdictView(View):
    """What became of one drill."""

    drill = fields.Enum(DRILLS, required=True)
    verdict = fields.Enum(VERDICTS, required=True)
    findings = fields.List(fields.Nested(FindingView), required=True)
    advice = fields.Text(max=400, description="What to change, where it failed.")


class DrillRunView(Resource):
    object = fields.Object("webhook_drill_run")
    endpoint_id = fields.Id("whe", required=True)
    status = fields.Enum(RUN_STATES, required=True)
    passed = fields.Bool(description="Whether every drill was, when the run is over.")
    drills = fields.List(fields.Enum(DRILLS), required=True)
    verdicts = fields.List(fields.Nested(VerdictView), required=True)


def _shown(row: Any) -> dict[str, Any]:
    verdicts = [_verdict(dict(one)) for one in row.verdicts]
    over = row.status == "succeeded"
    return {
        "id": row.id,
        "endpoint_id": row.endpoint_id,
        "status": row.status,
        "passed": all(one["verdict"] == "passed" for one in verdicts) if over else None,
        "drills": row.drills,
        "verdicts": verdicts,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "version": len(verdicts) + over + 1,
    }


def _verdict(one: dict[str, Any]) -> dict[str, Any]:
    if one["verdict"] == "passed":
        return one
    advice: Text = judging.ADVICE[one["drill"]]
    return {**one, "advice": advice.into(world.current().language)}


@webhook_drills.post(
    "/sandbox/v1/webhook-drills",
    body=DrillRunOrder,
    answer=DrillRunView,
    status=202,
    location="/sandbox/v1/webhook-drills/{id}",
    scope="webhook.write",
    roles=INTEGRATORS,
    problems=(EndpointNotFound, EndpointNotEnabled, DrillRunning),
    example={"endpoint_id": "whe_" + "0" * 26, "drills": ["duplicate", "stale_signature"]},
    links={"getWebhookDrill": {"drill_run_id": "$response.body#/id"}},
)
def start_webhook_drills(body: dict[str, Any]) -> Any:
    """Rehearse the bad days on your handler (演练); each drill gets a verdict.

    Sent are events of the type `webhook_endpoint.tested`. Look at `Location` until its status
    is `succeeded`. Drops are judged by whether you read the missing event from the list.
    """
    wanted = Duration.read(body["patience"])
    patience_s = min(wanted.rest.total_seconds(), _LONGEST_S) if not wanted.months else _LONGEST_S
    with store.write() as tx:
        endpoint = rules.mine(tx, body["endpoint_id"])
        if endpoint.state != "enabled":
            raise EndpointNotEnabled(endpoint_id=endpoint.id, state=endpoint.state)
        _check_free(tx, endpoint.id)
        count = tx.scalar(sa.select(sa.func.count()).select_from(drill_runs))
        run_id = tx.new_id("drl", endpoint.id, count)
        tx.execute(
            drill_runs.insert().values(
                id=run_id,
                endpoint_id=endpoint.id,
                party_id=tx.world.party_id,
                drills=list(dict.fromkeys(body["drills"])),
                patience_ms=int(patience_s * 1000),
                status="running",
                verdicts=[],
                wanted=[],
                seen=[],
                created_at=tx.world.now,
                updated_at=tx.world.now,
            )
        )
        drills.begin(tx, run_id, 0)
        return _shown(drills.run(tx, run_id))


def _check_free(tx: Tx, endpoint_id: str) -> None:
    running = (drill_runs.c.endpoint_id == endpoint_id) & (drill_runs.c.status == "running")
    found = tx.one(drill_runs.select().where(running).limit(1))
    if found is not None:
        raise DrillRunning(endpoint_id=endpoint_id, drill_run_id=found.id)


def _visible(row: Any) -> bool:
    return world.current().role == "owner" or bool(row.party_id == world.current().party_id)


@webhook_drills.get(
    "/sandbox/v1/webhook-drills", listing=DrillRunView, scope="webhook.read", roles=INTEGRATORS
)
def list_webhook_drills(query: Query) -> Page:
    """List drill runs, newest first."""
    at = world.current()
    if not store.exists(at.sandbox, at.generation):
        return Page([])
    asked = drill_runs.select()
    if at.role != "owner":
        asked = asked.where(drill_runs.c.party_id == at.party_id)
    with store.read() as tx:
        return tx.page(asked, drill_runs, query.page).map(_shown)


@webhook_drills.get(
    "/sandbox/v1/webhook-drills/<id('drl'):drill_run_id>",
    answer=DrillRunView,
    scope="webhook.read",
    roles=INTEGRATORS,
    problems=(DrillRunNotFound,),
    path_examples=_ID,
)
def get_webhook_drill(drill_run_id: str) -> Any:
    """Read a drill run and its verdicts."""
    with store.read() as tx:
        row = drills.run(tx, drill_run_id)
        if not _visible(row):
            raise DrillRunNotFound(drill_run_id=drill_run_id)
        return _shown(row)

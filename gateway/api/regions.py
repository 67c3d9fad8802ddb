"""Regions that are stopped, slow or gone: a state of the world, for calls and for jobs alike."""

import contextlib
from typing import Any

from gateway.pages import page_of
from gateway.problems_faults import UnknownRegionCode
from sscsim import jobs, world
from sscsim.control import clocks
from sscsim.control import faults as rows
from sscsim.control.faults import ProfileNotOn, TooManyFaults
from sscsim.db import Page
from sscsim.faults import rules as reading
from sscsim.kernel import regions as known
from sscsim.web import Blueprint, Query, Schema, View, fields

regions = Blueprint(
    "regions", tag="Regions", description="Whole provinces or cities that are stopped or slow."
)
OUTCOMES = {
    "stopped": "home_region_down",
    "gone": "home_region_lost",
    "silent": "home_region_timeout",
    "slow": "home_region_slow",
}
"""How a region is -> what happens to whoever needs it (services/settlement/catalogue)."""
_PREFIX = "region:"
_CODE = {"region_code": "510000"}


class RegionStopped(Schema):
    how = fields.Enum(
        tuple(OUTCOMES),
        load_default="stopped",
        description="stopped: refuses everything, signs nothing, pays nothing. gone: never hears "
        "a question. silent: does it and never answers. slow: answers late.",
    )
    delay_ms = fields.Int(
        min=1, max=600_000, load_default=1500, description="Of a slow region.", example=1500
    )


class RegionStateView(View):
    object = fields.Object("region_state")
    region_code = fields.Region(required=True)
    name = fields.Text(required=True, max=80)
    how = fields.Enum(("running", *OUTCOMES), required=True)
    delay_ms = fields.Int(description="Of a slow region.")
    since_at = fields.Instant(description="Since when, in sandbox time.")


def _name(code: str) -> str:
    found = known.get(code)
    return found.en if world.current().language == "en" else found.zh


def _checked(code: str) -> str:
    if not known.is_known(code):
        raise UnknownRegionCode(region_code=code)
    return code


def _shown(code: str, on: dict[str, dict[str, Any]]) -> dict[str, Any]:
    state = on.get(_PREFIX + code, {})
    return {
        "region_code": code,
        "name": _name(code),
        "how": state.get("how", "running"),
        "delay_ms": state.get("delay_ms"),
        "since_at": clocks.instant(state["since_us"]) if state else None,
    }


@regions.get("/sandbox/v1/regions", listing=RegionStateView)
def list_stopped_regions(query: Query) -> Page:
    """List the regions of this world that are not running."""
    on = rows.switched_on(world.current().sandbox)
    codes = [name.removeprefix(_PREFIX) for name in on if name.startswith(_PREFIX)]
    return page_of(codes, lambda code: code, query.page).map(lambda code: _shown(code, on))


@regions.post(
    "/sandbox/v1/regions/<region:region_code>/stop",
    body=RegionStopped,
    answer=RegionStateView,
    roles=("owner",),
    problems=(UnknownRegionCode, TooManyFaults),
    path_examples=_CODE,
    example={"how": "stopped"},
)
def stop_region(region_code: str, body: dict[str, Any]) -> Any:
    """Stop a province or a city of this world, until it is resumed; other worlds go on.

    A province stands for all its cities. Questions of other regions bounce or are lost, its
    jobs wait in sandbox time. Again replaces how it was before.
    """
    at, code = world.current(), _checked(region_code)
    how, delay_ms = body["how"], body["delay_ms"]
    rule: dict[str, Any] = {"outcome": OUTCOMES[how], "outcome_region_code": code}
    state: dict[str, Any] = {"how": how, "since_us": clocks.micros(at.now)}
    if how == "slow":
        rule["delay_ms"] = state["delay_ms"] = delay_ms
    rows.switch_on(at, _PREFIX + code, state, [reading.read(rule)])
    return _shown(code, rows.switched_on(at.sandbox))


@regions.post(
    "/sandbox/v1/regions/<region:region_code>/resume",
    answer=RegionStateView,
    roles=("owner",),
    problems=(UnknownRegionCode,),
    path_examples=_CODE,
)
def resume_region(region_code: str) -> Any:
    """Have a region run again; what waited for it goes on. One that runs already keeps on."""
    at, code = world.current(), _checked(region_code)
    with contextlib.suppress(ProfileNotOn):
        rows.switch_off(at.sandbox, _PREFIX + code)
    jobs.kick_driver(at)
    return _shown(code, rows.switched_on(at.sandbox))

"""Fault profiles: named bad days, switched on and off for a sandbox."""

from typing import Any

from gateway.api.faults import Probability
from gateway.fault_profiles import Profile, every
from gateway.pages import page_of
from gateway.problems_faults import FaultRefused, UnknownFaultProfile
from sscsim import world
from sscsim.control import faults as rows
from sscsim.control.faults import ProfileNotOn, TooManyFaults
from sscsim.db import Page
from sscsim.faults import NotPossible
from sscsim.web import Blueprint, Query, Schema, View, fields

profiles = Blueprint("fault_profiles", description="Named bad days.")
_NAME = {"name": "one-province-down"}


class ProfileOrder(Schema):
    """What a profile is switched on with; what is left out is as its list says."""

    region_code = fields.Region(example="510000")
    delay_ms = fields.Int(min=1, max=600_000, example=1500)
    probability = Probability(metadata={"example": 0.05})
    daily_from = fields.Text(pattern="(?:[01][0-9]|2[0-3]):[0-5][0-9]", example="23:00")
    daily_to = fields.Text(pattern="(?:[01][0-9]|2[0-3]):[0-5][0-9]", example="02:00")


class ParameterView(View):
    name = fields.Text(required=True, max=40)
    value = fields.Text(required=True, max=40, description="As it is on, else the default.")
    description = fields.Text(required=True, max=400)


class FaultProfileView(View):
    object = fields.Object("fault_profile")
    name = fields.Text(required=True, max=60)
    title = fields.Text(required=True, max=100)
    description = fields.Text(required=True, max=600)
    is_on = fields.Bool(required=True)
    parameters = fields.List(fields.Nested(ParameterView), required=True)


def _shown(profile: Profile, on: dict[str, dict[str, Any]]) -> dict[str, Any]:
    language = world.current().language
    values = on.get(profile.name, {})
    return {
        "name": profile.name,
        "title": profile.title.into(language),
        "description": profile.says.into(language),
        "is_on": profile.name in on,
        "parameters": [
            {
                "name": item.name,
                "value": values.get(item.name, item.default),
                "description": item.says.into(language),
            }
            for item in profile.parameters
        ],
    }


def _known(name: str) -> Profile:
    found = every().get(name)
    if found is None:
        raise UnknownFaultProfile(name=name[:60], known=", ".join(every()))
    return found


@profiles.get("/sandbox/v1/fault-profiles", listing=FaultProfileView)
def list_fault_profiles(query: Query) -> Page:
    """List the named bad days there are, and which are on."""
    on = rows.switched_on(world.current().sandbox)
    found = list(every().values())
    return page_of(found, lambda item: item.name, query.page).map(lambda item: _shown(item, on))


@profiles.put(
    "/sandbox/v1/fault-profiles/<name>",
    body=ProfileOrder,
    answer=FaultProfileView,
    roles=("owner",),
    problems=(UnknownFaultProfile, FaultRefused, TooManyFaults),
    path_examples=_NAME,
    example={"region_code": "510000"},
)
def switch_fault_profile_on(name: str, body: dict[str, Any]) -> Any:
    """Switch a profile on for this sandbox, in place of how it was on before.

    Its rules are listed by `GET /sandbox/v1/faults` with how often each struck.
    """
    profile, at = _known(name), world.current()
    try:
        settings = profile.settings(body)
        rules = profile.rules_with(settings)
    except NotPossible as refused:
        raise FaultRefused(refused.findings) from None
    rows.switch_on(at, profile.name, settings, rules)
    return _shown(profile, rows.switched_on(at.sandbox))


@profiles.delete(
    "/sandbox/v1/fault-profiles/<name>",
    roles=("owner",),
    problems=(UnknownFaultProfile, ProfileNotOn),
    path_examples=_NAME,
)
def switch_fault_profile_off(name: str) -> None:
    """Switch a profile off; what waited for it goes on."""
    rows.switch_off(world.current().sandbox, _known(name).name)

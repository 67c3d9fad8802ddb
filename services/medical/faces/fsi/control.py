"""Settings and profiles of the interface, for the gateway: never routed by it."""

from typing import Any

from services.medical import problems_interface as problems
from services.medical.domain import acceptance
from services.medical.faces.fsi import profiles
from services.medical.flows import interface_settings as flow
from services.medical.flows.interface import acceptance as ticking
from sscsim.web import Blueprint, Schema, View, fields

control = Blueprint("medical_interface", description="The hospital interface of a world.")
_NAME = "/internal/v1/hospital-interface/profiles/<name>"


class SettingsOrder(Schema):
    signatures = fields.Enum(flow.MODES, required=True)
    profile = fields.Text(max=40, pattern=profiles.NAME, required=True)
    institutions = fields.Plain(required=True)


class ProfileLine(View):
    name = fields.Text(required=True, max=40)
    title = fields.Text(required=True, max=100)
    status = fields.Text(required=True)
    origin = fields.Enum(("builtin", "world"), required=True)
    not_known = fields.List(fields.Text(max=300), required=True)


class SettingsView(View):
    signatures = fields.Enum(flow.MODES, required=True)
    profile = fields.Text(required=True)
    institutions = fields.Plain(required=True)
    profiles = fields.List(fields.Nested(ProfileLine), required=True)


class ProfileOrder(Schema):
    profile = fields.Text(required=True, max=100_000)


class ProfileView(ProfileLine):
    profile = fields.Text(required=True, max=100_000)


@control.get("/internal/v1/hospital-interface", answer=SettingsView)
def get_interface_settings() -> Any:
    """How the world wants the interface, and which profiles there are."""
    return _shown(*flow.get())


@control.put(
    "/internal/v1/hospital-interface",
    body=SettingsOrder,
    answer=SettingsView,
    problems=(problems.InterfaceProfileUnknown,),
)
def put_interface_settings(body: dict[str, Any]) -> Any:
    """Other settings, from the next message on."""
    return _shown(*flow.put(body, frozenset(profiles.builtin())))


def _shown(settings: flow.Settings, own: list[str]) -> dict[str, Any]:
    lines = [_line(profile, "builtin") for profile in profiles.builtin().values()]
    for name in own:
        row = flow.get_profile(name)
        if row is not None:
            lines.append(_line(profiles.private(row.profile), "world"))
    return {
        "signatures": settings.signatures,
        "profile": settings.profile,
        "institutions": dict(settings.institutions),
        "profiles": lines,
    }


def _line(profile: profiles.Profile, origin: str) -> dict[str, Any]:
    return {
        "name": profile.name,
        "title": profile.title.zh,
        "status": profile.status,
        "origin": origin,
        "not_known": list(profile.not_known),
    }


@control.put(
    _NAME,
    body=ProfileOrder,
    answer=ProfileView,
    problems=(problems.InterfaceProfileRefused, problems.InterfaceProfileBuiltIn),
)
def put_interface_profile_text(name: str, body: dict[str, Any]) -> Any:
    """Keep a profile of the world's own; its faults are named with their place."""
    if name in profiles.builtin():
        raise problems.InterfaceProfileBuiltIn(name=name)
    try:
        made = profiles.private(body["profile"])
    except profiles.ProfileError as fault:
        raise problems.InterfaceProfileRefused(str(fault)) from None
    if made.name != name:
        raise problems.InterfaceProfileRefused(f"name: must be {name}, as in the address")
    flow.put_profile(name, body["profile"])
    return {**_line(made, "world"), "profile": body["profile"]}


@control.get(_NAME, answer=ProfileView, problems=(problems.InterfaceProfileNotFound,))
def get_interface_profile_text(name: str) -> Any:
    """A profile: the world's own, else a built-in one."""
    row = flow.get_profile(name)
    if row is not None:
        return {**_line(profiles.private(row.profile), "world"), "profile": row.profile}
    text = profiles.builtin_text(name)
    if text is None:
        raise problems.InterfaceProfileNotFound(name=name[:40])
    return {**_line(profiles.builtin()[name], "builtin"), "profile": text}


# ---- acceptance


class AcceptanceQuery(Schema):
    kind = fields.Enum(
        (acceptance.HOSPITAL, acceptance.PHARMACY, acceptance.BOTH), load_default=acceptance.BOTH
    )
    party_id = fields.Text(max=40)
    institution_code = fields.Text(max=12)


class EvidenceView(View):
    infno = fields.Text(required=True, max=6)
    msgid = fields.Text(required=True, max=30)
    institution_code = fields.Text(required=True, max=12)


class AcceptanceItem(View):
    key = fields.Text(required=True, max=40)
    title = fields.Plain(required=True)
    needs = fields.Plain(required=True)
    status = fields.Enum((acceptance.PASSED, acceptance.MISSING), required=True)
    evidence = fields.List(fields.Nested(EvidenceView), required=True)


class AcceptanceView(View):
    source = fields.Text(required=True)
    messages = fields.Int(min=0, required=True)
    items = fields.List(fields.Nested(AcceptanceItem), required=True)


@control.get(
    "/internal/v1/hospital-interface/acceptance", answer=AcceptanceView, query=AcceptanceQuery
)
def get_acceptance_findings(query: dict[str, Any]) -> Any:
    """What of an acceptance the kept messages prove."""
    found, count = ticking.ticked(**query)
    return {
        "source": acceptance.STATUS,
        "messages": count,
        "items": [_item(one) for one in found],
    }


def _item(found: acceptance.Finding) -> dict[str, Any]:
    title, needs = found.item.title, found.item.needs
    return {
        "key": found.item.key,
        "title": {"zh": title.zh, "en": title.en},
        "needs": {"zh": needs.zh, "en": needs.en},
        "status": found.status,
        "evidence": [
            {"infno": one.infno, "msgid": one.msgid, "institution_code": one.institution_code}
            for one in found.evidence
        ],
    }

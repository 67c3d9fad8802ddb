"""What the card service knows of visitors and of buyers of passes: asked before any transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.culture.domain.pass_rules import Buyer, PassRules
from services.culture.domain.ticket import Visitor
from sscsim import peers, world
from sscsim.kernel import regions
from sscsim.kernel.problems import Relayed

_USABLE = "active"
_INSURANCE = ("employee_basic_medical", "resident_basic_medical")
_NOT_IN_NEED = "civil_servant"
"""Recognised as well, but as no receiver of public help."""


@dataclass(frozen=True)
class Holder:
    """Somebody with their cards. card_regions: where usable ones were issued; carriers: whether
    any card, physical or electronic, can carry a pass."""

    id: str
    birth_date: date
    region_code: str
    residence_region_code: str | None
    card_regions: tuple[str, ...]
    has_carrier: bool

    @property
    def visitor(self) -> Visitor:
        return Visitor(self.birth_date, self.card_regions)


def _asked(path: str, body: Mapping[str, Any]) -> Any:
    """The card service's answer; its refusals are passed on in its own words."""
    try:
        return peers.call("card", "POST", f"/internal/v1/{path}", dict(body))
    except peers.Refused as refusal:
        raise Relayed(refusal.status, refusal.problem) from None


def holder(person_id: str) -> Holder:
    """Somebody with their cards; the card service refuses where there is no such person."""
    found = _asked("desk/holder", {"person_id": person_id})
    usable = [each["region_code"] for each in found["cards"] if each["status"] == _USABLE]
    electronic = any(each["usable"] for each in found["electronic_cards"])
    return Holder(
        id=found["id"],
        birth_date=date.fromisoformat(found["birth_date"]),
        region_code=found["region_code"],
        residence_region_code=found.get("residence_region_code"),
        card_regions=tuple(dict.fromkeys(usable)),
        has_carrier=bool(usable) or electronic,
    )


def buyer(of: Holder, rules: PassRules, papers: Iterable[str]) -> Buyer:
    """All that the grounds of these rules ask about; what they don't ask isn't looked up."""
    asked = set(rules.eligibility.grounds.value)
    return Buyer(
        birth_date=of.birth_date,
        registered=regions.province_of(of.region_code),
        resident=of.residence_region_code and regions.province_of(of.residence_region_code),
        insured=_insured(of.id) if "insured" in asked else frozenset(),
        cards=frozenset(regions.province_of(each) for each in of.card_regions),
        is_assisted="assisted" in asked and _is_assisted(of.id),
        papers=frozenset(papers),
    )


def _insured(person_id: str) -> frozenset[str]:
    """The provinces in which somebody is insured today."""
    today = world.today().isoformat()
    found: set[str] = set()
    for kind in _INSURANCE:
        body = {
            "person_ids": [person_id],
            "insurance_kind": kind,
            "from_date": today,
            "to_date": today,
        }
        stretches = _asked("insurance-stretches", body)["data"]
        found |= {regions.province_of(each["region_code"]) for each in stretches}
    return frozenset(found)


def _is_assisted(person_id: str) -> bool:
    kinds = _asked("service-applicants/entitlements", {"person_id": person_id})["kinds"]
    return any(kind != _NOT_IN_NEED for kind in kinds)


def shown(
    event: str, credential: Mapping[str, Any], region_code: str, scanned_at: str | None = None
) -> Mapping[str, Any]:
    """The card service's record of what was shown at a gate, once for the event: result, reasons
    and whose it is. The holder sees it among the uses of their card."""
    body = {**credential, "event": event, "purpose": "admission", "place_region_code": region_code}
    if scanned_at is not None and "electronic_code" in credential:
        body["scanned_at"] = scanned_at
    found: Mapping[str, Any] = _asked("service-applicants/verify", body)
    return found

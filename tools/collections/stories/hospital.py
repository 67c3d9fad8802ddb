"""Stories of hospitals: a bill paid in full, an account shared, a month applied for."""

from datetime import date

from scenarios import road
from scenarios.client import Client
from tools.collections.story import Json, Story

PHONE, BANK_PIN = "19900000001", "471592"
_KINDS = {"insurance_kind": road.EMPLOYEE, "visit_kind": "inpatient"}
_BY_HAND = "/v1/manual-claims"

# ---- Story W


def _reimbursed(owner: Client) -> None:
    """Somebody pays the whole bill abroad, hands it in at home, and is paid onto the card."""
    at = road.acting_as_hospital(owner, road.CHONGQING)
    patient = road.insured(owner, "self-pay", "何满", date(1970, 4, 8), road.CHENGDU)
    visit = road.admitted(at, patient, road.hospital(owner, road.CHONGQING), key="self-pay")
    at.post(f"/v1/visits/{visit['id']}/self-pay", key="self-pay")
    claim = owner.post(_BY_HAND, {"visit_id": visit["id"]}, key="by-hand")
    path = f"{_BY_HAND}/{claim['id']}"
    owner.get(path)
    account = _account(owner, patient.card["id"])
    owner.post(f"{path}/pay", key="pay")
    owner.get(account)
    _shared(owner)
    road.calm(owner)


def _account(owner: Client, card_id: str) -> str:
    order = {"card_id": card_id, "reserved_phone": PHONE}
    made = owner.post("/v1/bank-accounts", order, key=f"account:{card_id}")
    path, secret = f"/v1/bank-accounts/{made['id']}", {"password": BANK_PIN}
    owner.post(f"{path}/activate", {**secret, "reserved_phone": PHONE}, key=f"activate:{card_id}")
    return path


def _shared(owner: Client) -> None:
    """Somebody opens the personal account to a spouse for a while (家庭共济)."""
    holder, spouse = (
        road.insured(owner, f"shares-{day}", "何满", date(1971, 2, day), road.CHONGQING, fen)
        for day, fen in ((1, 100_000), (2, 0))
    )
    link = {"relative_id": spouse.id, "relation": "spouse"}
    owner.post(f"/v1/persons/{holder.id}/family", link, key="family")
    path = f"/v1/personal-accounts/{holder.id}/sharers"
    share = owner.post(path, {"member_person_id": spouse.id}, key="share")
    owner.get(path)
    at = road.acting_as_hospital(owner, road.CHONGQING)
    visit = road.admitted(at, spouse, road.hospital(owner, road.CHONGQING), key="shared")
    road.settled(at, visit, key="shared-settlement")
    owner.get(f"/v1/personal-accounts/{holder.id}")
    owner.post(f"{path}/{share['id']}/end", key="unshare")


# ---- Story X


def _applied(owner: Client) -> None:
    """Two hospitals apply for their month: one is audited and paid, one rejected."""
    agency = road.acting_as(owner, "agency", road.DEMO_CITY)
    good, bad = (_application(owner, number) for number in (1, 2))
    for path in (good, bad):
        owner.post(f"{path}/submit", key=f"submit:{path}")
    agency.post(f"{good}/accept", key="accept")
    agency.post(f"{good}/audit", {"deductions": []}, key="audit")
    agency.post(f"{bad}/reject", {"reason": "申报资料不全"}, key="reject")
    owner.get(f"{good}/moves")
    owner.get(good)
    road.calm(owner)


def _application(owner: Client, number: int) -> str:
    said: Json = {"name": "示范医院", "level": "level_2", "region_code": road.DEMO_CITY}
    code = f"H{road.DEMO_CITY}9000{number}"
    place = owner.post("/v1/institutions", {**said, "institution_code": code}, key=f"h:{number}")
    body = {"institution_id": place["id"], "month": "2026-03", **_KINDS}
    made = owner.post("/v1/payment-applications", body, key=f"month:{number}")
    return f"/v1/payment-applications/{made['id']}"


STORIES = (
    Story(
        "W",
        "Story W - a bill paid in full, and an account shared",
        "A patient away from home pays the whole bill, hands it in at home and is reimbursed onto "
        "the card. Somebody else opens the personal account to a spouse, who is treated and pays "
        "from it.",
        "story-w",
        _reimbursed,
    ),
    Story(
        "X",
        "Story X - hospitals apply for a month",
        "Two hospitals draw up and submit their month: the agency accepts and audits one, and "
        "rejects the other with a reason.",
        "story-x",
        _applied,
    ),
)

"""For the settlement service and the gateway: never routed by the gateway."""

from typing import Any

from services.medical import problems, problems_policies
from services.medical.api import views_packs
from services.medical.flows import insured, invent, policies
from sscsim.web import Blueprint, Schema, fields

internal = Blueprint("medical_internal", description="For the other services.")


class BillPart(Schema):
    own_pay_fen = fields.Int(min=0, required=True)
    over_limit_fen = fields.Int(min=0, required=True)
    preself_fen = fields.Int(min=0, required=True)
    in_scope_fen = fields.Int(min=0, required=True)


class Request(Schema):
    """What the treatment side says of the stay; of a reversal only the original."""

    original = fields.Id("stl")
    person_id = fields.Id("psn")
    visit_kind = fields.Text(max=20)
    insurance_kind = fields.Text(max=40)
    category = fields.Text(max=20)
    entitlements = fields.List(fields.Text(max=20), max=10)
    institution_id = fields.Id("ins")
    level = fields.Text(max=20)
    care_region_code = fields.Region()
    home_region_code = fields.Region()
    admission_date = fields.Text(max=10)
    discharge_date = fields.Text(max=10)
    is_emergency = fields.Bool()
    use_account = fields.Bool()
    disease = fields.Text(max=30)
    delivery = fields.Text(max=12)
    has_prescription = fields.Bool()
    recognition_id = fields.Id("wir")
    bill = fields.Nested(BillPart)
    hospital_part_fen = fields.Int(min=0)
    age = fields.Int(min=0, max=200)


class InsuredQuestion(Schema):
    exchange_id = fields.Id("stl", required=True)
    kind = fields.Enum(("settle", "reverse"), required=True)
    care_region = fields.Region(required=True)
    home_region = fields.Region(required=True)
    institution_id = fields.Id("ins", required=True)
    original = fields.Id("stl", allow_none=True)
    request = fields.Nested(Request, required=True)


class ExchangeId(Schema):
    exchange_id = fields.Id("stl", required=True)


@internal.post("/internal/v1/insured-settlements", body=InsuredQuestion, status=200)
def settle_insured(body: dict[str, Any]) -> Any:
    """Settle or take back on the insured side; the same exchange is answered the same again."""
    return insured.exchange(
        body["exchange_id"], body["kind"], body["request"], body.get("original")
    )


@internal.post("/internal/v1/insured-settlements/query", body=ExchangeId, status=200)
def query_insured(body: dict[str, Any]) -> Any:
    """Whether an exchange took place on the insured side."""
    return insured.query(body["exchange_id"])


@internal.post("/internal/v1/insured-settlements/cancel", body=ExchangeId, status=200)
def cancel_insured(body: dict[str, Any]) -> Any:
    """Close an exchange that didn't take place, so that it can't come late."""
    return insured.cancel(body["exchange_id"])


@internal.put(
    "/internal/v1/policies/<region:region_code>",
    body=views_packs.PackNew,
    answer=views_packs.PackView,
    problems=(problems.PackRefused,),
)
def put_policy_pack(region_code: str, body: dict[str, Any]) -> Any:
    """Load this world's own figures for a region."""
    return policies.put(region_code, body["pack"])


@internal.get(
    "/internal/v1/policies/<region:region_code>",
    answer=views_packs.PackView,
    problems=(problems.PackNotFound,),
)
def get_policy_pack(region_code: str) -> Any:
    """The figures in force for a region: this world's own, else the built-in ones."""
    return policies.get(region_code)


@internal.post(
    "/internal/v1/policies/<region:region_code>/invent",
    answer=views_packs.InventedView,
    status=200,
    problems=(problems_policies.NotACity, problems_policies.RegionHasFigures),
)
def invent_policy_pack(region_code: str) -> Any:
    """Invented figures and institutions for a city that has none; again it changes nothing."""
    return invent.invent(region_code)

"""For the settlement service and the gateway: never routed by the gateway."""

from typing import Any

from services.medical import problems, problems_policies
from services.medical.api import views_packs
from services.medical.domain.asked import ALL_ACCOUNTS, FAMILY_ACCOUNTS, OWN_ACCOUNT
from services.medical.flows import injury_desk, insured, invent, policies, recognitions
from sscsim.web import Blueprint, Schema, View, fields

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
    accounts = fields.Enum((ALL_ACCOUNTS, OWN_ACCOUNT, FAMILY_ACCOUNTS))
    disease = fields.Text(max=30)
    delivery = fields.Text(max=12)
    has_prescription = fields.Bool()
    recognition_id = fields.Id("wir")
    bill = fields.Nested(BillPart)
    hospital_part_fen = fields.Int(min=0)
    age = fields.Int(min=0, max=200)
    is_interim = fields.Bool()
    earlier_parts = fields.List(fields.Id("stl"), max=400)


def _exchange_id() -> fields.Text:
    """A settlement's, a reversal's or a correction's."""
    return fields.Text(max=40, pattern="(?:stl|cor)_[0-9A-HJKMNP-TV-Z]{26}", required=True)


class InsuredQuestion(Schema):
    exchange_id = _exchange_id()
    kind = fields.Enum(("settle", "reverse", "correct", "difference"), required=True)
    care_region = fields.Region(required=True)
    home_region = fields.Region(required=True)
    institution_id = fields.Id("ins", required=True)
    original = fields.Id("stl", allow_none=True)
    request = fields.Nested(Request, required=True)


class ExchangeId(Schema):
    exchange_id = _exchange_id()


class DecidedRecognition(Schema):
    person_id = fields.Id("psn", required=True)
    home_region_code = fields.Region(required=True)
    decision_number = fields.Text(max=40, required=True)
    injured_on = fields.Date(required=True)
    body_part = fields.Text(max=80, required=True)


class RecognitionEnd(Schema):
    decision_number = fields.Text(max=40, required=True)
    last_day = fields.Date(required=True)


@internal.post("/internal/v1/decided-recognitions", body=DecidedRecognition)
def take_decided_recognition(body: dict[str, Any]) -> None:
    """A work injury was recognised by the benefits service; a second time nothing."""
    recognitions.decided(**body)


@internal.post("/internal/v1/decided-recognitions/end", body=RecognitionEnd)
def end_decided_recognition(body: dict[str, Any]) -> None:
    """No bill after the day rests on it any more; a second time nothing."""
    recognitions.end(**body)


class DecisionMention(Schema):
    decision_number = fields.Text(max=40, required=True)


class SettledVisitView(View):
    visit_id = fields.Id("vis", required=True)
    admission_date = fields.Date(required=True)
    discharge_date = fields.Date(required=True)
    total_fen = fields.Fen(required=True)


class SettledVisitsView(View):
    data = fields.List(fields.Nested(SettledVisitView), required=True)


@internal.post(
    "/internal/v1/decided-recognitions/settled",
    body=DecisionMention,
    answer=SettledVisitsView,
    status=200,
)
def list_visits_settled_on_recognition(body: dict[str, Any]) -> Any:
    """Visits that rest on a recognition and were settled by card."""
    return {"data": recognitions.settled_on(body["decision_number"])}


class BillMention(Schema):
    visit_id = fields.Id("vis", required=True)


class BillWanted(BillMention):
    event = fields.Text(max=60, required=True, description="The same is settled once.")
    decision_number = fields.Text(max=40, required=True)


@internal.post("/internal/v1/injury-bills/quote", body=BillMention, status=200)
def quote_injury_bill(body: dict[str, Any]) -> Any:
    """What settling a visit for a work injury would give now, or why it can't be."""
    return injury_desk.quoted(body["visit_id"])


@internal.post("/internal/v1/injury-bills/settle", body=BillWanted)
def settle_injury_bill(body: dict[str, Any]) -> None:
    """Settle it; what comes of it is told by a message."""
    injury_desk.settle_for(**body)


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

"""What callers send and get: applications, notices, payments, certificates, settings."""

import dataclasses
from typing import Any

import marshmallow as ma

from services.benefits.domain import application, certificate, decision, notice, payment
from services.benefits.domain.application import Application
from services.benefits.domain.item import KINDS, PROXIES
from sscsim import world
from sscsim.demo_people import CHEN_YU, SEED
from sscsim.kernel import explain
from sscsim.kernel.ids.resource import resource_id
from sscsim.web import ExplanationView, ListQuery, Resource, Schema, View, fields

PERSON_ID = CHEN_YU.person_id(SEED)
CARD_ID = CHEN_YU.card_id(SEED)
APPLICATION_ID = resource_id("svc", SEED, "benefits", PERSON_ID, "HRSS-001", 1)
NO_APPLICATION = {"service_application_id": "svc_" + "0" * 26}
CERTIFICATE_ID = "crt_" + "0" * 26
PAYMENT_ID = "bpy_" + "0" * 26
NOTICE_ID = "ntc_" + "0" * 26


def item_code(**kwargs: Any) -> fields.Text:
    """A code of the catalogue."""
    return fields.Text(
        min=8,
        max=8,
        pattern="HRSS-[0-9]{3}",
        description="Service item (服务事项), a code of the catalogue.",
        example="HRSS-001",
        **kwargs,
    )


# ---- handing in


class OnBehalfOf(Schema):
    """Acting for somebody else (代办)."""

    kind = fields.Enum(PROXIES, required=True, example="guardian")
    beneficiary_id = fields.Id("psn", required=True, description="Whom it is for.")


class ApplicationNew(Schema):
    """Name one card by one of card_id, card_number, card_identification_code and
    electronic_code; an item that needs no card takes a person_id alone."""

    item_code = item_code(required=True)
    inputs = ma.fields.Dict(
        required=True,
        metadata={
            "description": "The form of the item: GET /v1/service-items/{code} says what is in it.",
            "example": {
                "education": "bachelor",
                "occupation_wanted": "中式烹调师",
                "region_code": "990100",
            },
            "additionalProperties": fields.ANY_JSON,
        },
    )
    person_id = fields.Id(
        "psn", description="Who applies; the holder of the card when left out.", example=PERSON_ID
    )
    card_id = fields.Id("card", example=CARD_ID)
    card_number = fields.Text(max=9, example="X00000019")
    card_identification_code = fields.Text(max=32)
    electronic_code = fields.Text(
        max=3000, description="Text of a code of the electronic card; used up by this."
    )
    social_security_number = fields.Text(
        max=30, description="Instead of a card, where the item is done by identity alone."
    )
    password = fields.Text(max=6, pattern="[0-9]{6}", description="Of the social application.")
    on_behalf_of = fields.Nested(OnBehalfOf)
    region_code = fields.Region(
        description="The region that decides (办理地); the person's own when left out.",
        example="990100",
    )
    accepting_region_code = fields.Region(
        description="Where it is handed in (受理地); the agency's region, or the one that decides.",
        example="990100",
    )


class ReasonView(View):
    code = fields.Text(required=True, max=60)
    message = fields.Text(required=True, max=400)
    rule = fields.Text(max=400, description="The rule that it rests on.")


class Reasons(fields.List):
    """Stored reasons, in the caller's language."""

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        if not value:
            return None
        spoken = "en" if world.current().language == "en" else "zh"
        said = [
            {"code": each["code"], "message": each[spoken], "rule": each.get("rule")}
            for each in value
        ]
        return super()._serialize(said, attr, obj, **kwargs)


def spoken(stored: Any) -> Any:
    """A stored explanation in the caller's language; None where there is none."""
    return explain.shown(stored, world.current().language) if stored else None


def reasons(**kwargs: Any) -> Reasons:
    return Reasons(fields.Nested(ReasonView), max=50, **kwargs)


class ApplicationView(Resource):
    object = fields.Object("service_application")
    item_code = item_code(required=True)
    kind = fields.Enum(KINDS, required=True)
    status = fields.Enum(application.STATUSES, required=True)
    waiting_for = fields.Enum(
        application.WAITS_FOR, required=True, description="Who has to do something now."
    )
    person_id = fields.Id("psn", description="Whom it is for; absent where an employer applies.")
    applicant_id = fields.Id("psn", description="Who acts for them.")
    proxy_kind = fields.Enum(PROXIES)
    card_id = fields.Id("card")
    card_form = fields.Enum(("physical", "electronic", "identity"))
    verification_id = fields.Id("ver", description="The record of the card that was shown.")
    accepting_region_code = fields.Region(attribute="accepting_region", required=True)
    competent_region_code = fields.Region(attribute="competent_region", required=True)
    scheme = fields.Text(max=30, description="The co-operation that carries it across regions.")
    handover = fields.Enum(application.HANDOVERS)
    review_mode = fields.Enum(
        application.MODES, attribute="mode", description="Who decides, since it was taken up."
    )
    inputs = fields.Plain(required=True)
    wanted_inputs = fields.List(
        fields.Text(max=60), attribute="wanted_or_none", description="What a supplement must bring."
    )
    supplement_due_at = fields.Instant()
    accepted_at = fields.Instant()
    decision_due_date = fields.Date(
        attribute="due_date",
        description="Last day of the legal time; absent while it stands still.",
    )
    is_overdue = fields.Bool(required=True)
    public_notice_id = fields.Id("ntc", attribute="notice_id")
    decided_at = fields.Instant()
    reasons = reasons(description="Why it was decided so.")
    amount_fen = fields.Fen(attribute="amount", description="What is paid because of it.")
    explanation = fields.Nested(ExplanationView)
    appeal_until = fields.Instant(description="Until when the rejection may be appealed against.")
    result = fields.Plain(
        attribute="result_or_none", description="What came of it: ids of records, or the answer."
    )
    certificate_id = fields.Id("crt")
    closed_at = fields.Instant()

    @ma.pre_dump
    def _today(self, found: Any, **_: Any) -> Any:
        """With what follows from its state and from the clock."""
        return _shown(found) if isinstance(found, Application) else found


def _shown(found: Application) -> dict[str, Any]:
    plain = {each.name: getattr(found, each.name) for each in dataclasses.fields(found)}
    return plain | {
        "explanation": spoken(found.explanation),
        "waiting_for": found.waiting_for(world.now()),
        "is_overdue": found.is_overdue,
        "wanted_or_none": list(found.wanted) or None,
        "result_or_none": dict(found.result) or None,
    }


class ApplicationFilters(ListQuery):
    person_id = fields.Id("psn")
    item_code = item_code()
    status = fields.Enum(application.STATUSES)
    competent_region_code = fields.Region(attribute="competent_region")
    accepting_region_code = fields.Region(attribute="accepting_region")


class ApplicationStepView(View):
    """One step, with the agency that took it."""

    ordinal = fields.Int(required=True)
    step = fields.Text(required=True, max=30)
    from_status = fields.Enum(application.STATUSES)
    to_status = fields.Enum(application.STATUSES, required=True)
    region_code = fields.Region(required=True)
    actor = fields.Text(required=True, max=64)
    actor_role = fields.Text(required=True, max=20)
    note = fields.Text(max=400)
    created_at = fields.Instant(required=True)


class DecisionView(View):
    decision_no = fields.Int(required=True)
    outcome = fields.Enum(decision.OUTCOMES, required=True)
    by_rule = fields.Bool(required=True, description="Decided by the rule, not by a reviewer.")
    reasons = reasons()
    amount_fen = fields.Fen(attribute="amount")
    explanation = fields.Nested(ExplanationView)
    note = fields.Text(max=400)
    region_code = fields.Region(required=True)
    decided_by = fields.Text(required=True, max=64)
    created_at = fields.Instant(required=True)

    @ma.pre_dump
    def _in_language(self, row: Any, **_: Any) -> Any:
        found = dict(row._mapping)
        return found | {"explanation": spoken(found["explanation"])}


class DecisionsView(View):
    object = fields.Object("list")
    data = fields.List(fields.Nested(DecisionView), required=True)


class AdviceView(View):
    object = fields.Object("advice")
    service_application_id = fields.Id("svc", required=True)
    outcome = fields.Enum(decision.OUTCOMES, required=True)
    reasons = reasons()
    missing_inputs = fields.List(fields.Text(max=60))
    amount_fen = fields.Fen()
    explanation = fields.Nested(ExplanationView)


# ---- what is done later


class SupplementNew(Schema):
    inputs = ma.fields.Dict(
        required=True,
        metadata={
            "description": "Exactly the inputs that are wanted.",
            "example": {"remark": "可接受夜班"},
            "additionalProperties": fields.ANY_JSON,
        },
    )
    note = fields.Text(max=400)


class WithReason(Schema):
    reason = fields.Text(max=400, required=True, example="情况有变化")


class MaybeReason(Schema):
    reason = fields.Text(max=400, example="改为线下办理")


class ReasonNew(Schema):
    code = fields.Text(
        max=60,
        pattern="[a-z][a-z0-9_]*",
        load_default="reviewer",
        description="Code of a reason that is known, or a word of the reviewer's own.",
    )
    text = fields.Text(max=300, description="In words; of a known code it may be left out.")


class AcceptanceRefusal(Schema):
    reasons = fields.List(
        fields.Nested(ReasonNew),
        min=1,
        max=20,
        required=True,
        example=[{"code": "not_our_area", "text": "不属于本机构管辖"}],
    )


class SupplementWanted(Schema):
    inputs = fields.List(
        fields.Text(max=60), min=1, max=50, required=True, example=["category_proof"]
    )
    note = fields.Text(max=400, example="请提供证明材料")


class DecisionNew(Schema):
    outcome = fields.Enum(("approved", "rejected"), required=True, example="approved")
    reasons = fields.List(fields.Nested(ReasonNew), max=20)
    note = fields.Text(max=400)


# ---- notices


class NoticeView(Resource):
    object = fields.Object("public_notice")
    item_code = item_code(required=True)
    region_code = fields.Region(required=True)
    masked_name = fields.Text(required=True, max=100)
    amount_fen = fields.Fen(attribute="amount")
    from_date = fields.Date(required=True)
    to_date = fields.Date(required=True, description="Last day on which anyone may object.")
    status = fields.Enum(notice.STATUSES, required=True)


class NoticeFilters(ListQuery):
    region_code = fields.Region()
    item_code = item_code()
    status = fields.Enum(notice.STATUSES)


class ObjectionView(Resource):
    object = fields.Object("objection")
    notice_id = fields.Id("ntc", required=True)
    reason = fields.Text(required=True, max=400)


# ---- money


class PaymentView(Resource):
    object = fields.Object("benefit_payment")
    item_code = item_code(required=True)
    person_id = fields.Id("psn")
    application_id = fields.Id("svc")
    region_code = fields.Region(required=True, description="Whose fund pays.")
    fund = fields.Enum(tuple(payment.FUNDS), required=True)
    purpose = fields.Text(required=True, max=100)
    amount_fen = fields.Fen(attribute="amount", required=True)
    status = fields.Enum(payment.STATUSES, required=True)
    return_code = fields.Text(max=2, description="Why the bank returned it.")
    replaces_payment_id = fields.Id("bpy", attribute="replaces")
    paid_at = fields.Instant()


class PaymentFilters(ListQuery):
    person_id = fields.Id("psn")
    application_id = fields.Id("svc")
    item_code = item_code()
    region_code = fields.Region()
    status = fields.Enum(payment.STATUSES)


# ---- certificates


class LineView(View):
    name = fields.Text(required=True, max=200)
    value = fields.Text(required=True, max=400)


class Lines(fields.List):
    """Lines of a certificate, in the caller's language."""

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        spoken = "en" if world.current().language == "en" else "zh"
        said = [{"name": each[spoken], "value": each[f"value_{spoken}"]} for each in value]
        return super()._serialize(said, attr, obj, **kwargs)


class Title(fields.Text):
    """The title of a certificate, in the caller's language."""

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return obj.title_en if world.current().language == "en" else obj.title_zh


class CertificateView(Resource):
    object = fields.Object("service_certificate")
    number = fields.Text(required=True, max=40)
    verification_code = fields.Text(attribute="code", required=True, max=16)
    item_code = item_code(required=True)
    application_id = fields.Id("svc", required=True)
    person_id = fields.Id("psn")
    region_code = fields.Region(required=True)
    title = Title(attribute="title_zh", required=True, max=200)
    lines = Lines(fields.Nested(LineView), required=True, max=200)
    issued_on = fields.Date(required=True)
    until_date = fields.Date(description="Last day on which it is good.")
    status = fields.Enum(certificate.STATUSES, required=True)
    revoked_reason = fields.Text(max=400)


class CertificateFilters(ListQuery):
    person_id = fields.Id("psn")
    item_code = item_code()
    application_id = fields.Id("svc")


class CertificateQuestion(Schema):
    number = fields.Text(required=True, max=40, example="990100-005-20260401-000001")
    verification_code = fields.Text(
        required=True, max=40, attribute="code", example="ABCD2345EFGH6789"
    )


class FindingView(View):
    object = fields.Object("certificate_finding")
    number = fields.Text(required=True, max=40)
    finding = fields.Enum(certificate.FINDINGS, required=True)
    certificate = fields.Nested(CertificateView, description="What it says; not where unknown.")


# ---- who decides


class SettingsPatch(Schema):
    mode = fields.Enum(application.MODES, allow_none=True, example="by_hand")
    items = ma.fields.Dict(
        keys=item_code(),
        values=fields.Enum(application.MODES, allow_none=True),
        metadata={
            "description": "Of single items, by code; null takes one out.",
            "example": {"HRSS-009": "by_hand"},
        },
    )


class SettingsView(View):
    object = fields.Object("review_settings")
    region_code = fields.Region(required=True, description="100000 stands for every region.")
    mode = fields.Enum(application.MODES, description="Absent: the province's, else at_once.")
    items = fields.Plain(required=True)
    created_at = fields.Instant(required=True)
    updated_at = fields.Instant(required=True)

"""Visits, as callers send and get them."""

import json
from collections.abc import Sequence
from typing import Any

from services.medical.api.views_common import (
    CARD_ID,
    INSTITUTION_ID,
    PERSON_ID,
    care,
    home,
    insurance,
    level,
    plain,
)
from services.medical.domain import visit, vocabulary
from services.medical.domain.register import KeptMessage
from sscsim import world
from sscsim.logs import without_numbers
from sscsim.web import ListQuery, Resource, Schema, View, fields


def visit_kind(**more: Any) -> fields.Enum:
    return fields.Enum(
        vocabulary.VISIT_KINDS,
        description="医疗类别: 住院 (21), 普通门诊 (11), 急诊 (13), 门诊慢特病 (14), "
        "药店购药 (41), 生育门诊 (51) or 生育住院 (52).",
        **more,
    )


def _delivery() -> fields.Enum:
    return fields.Enum(
        vocabulary.DELIVERIES,
        description="顺产, 助产, 剖宫产: of a stay in childbed, to be said before it is settled.",
    )


class Prescription(Schema):
    """A doctor is named with their institution, or else in words."""

    number = fields.Text(required=True, max=40, description="处方号.", example="RX2026040100017")
    institution_id = fields.Id("ins", description="Where it was written.")
    doctor_id = fields.Id("doc", description="医师, of that institution.")
    prescriber = fields.Text(max=80, description="Who wrote it, in words.", example="王医生")


class PrescriptionView(View):
    number = fields.Text(required=True, max=40)
    institution_id = fields.Id("ins")
    doctor_id = fields.Id("doc")
    prescriber = fields.Text(max=80)


class VisitNew(Schema):
    """The person is named by exactly one of card_id, code and person_id."""

    institution_id = fields.Id("ins", required=True, example=INSTITUTION_ID)
    kind = visit_kind(load_default=vocabulary.INPATIENT)
    insurance_kind = insurance(required=True)
    admission_date = fields.Date(
        required=True,
        description="入院日期; of a visit that is no stay its day.",
        example="2026-03-25",
    )
    discharge_date = fields.Date(
        description="出院日期; a stay without one is settled as discharged today. Every "
        "other visit ends on its day.",
        example="2026-04-01",
    )
    card_id = fields.Id("card", description="The card that was shown.", example=CARD_ID)
    code = fields.Text(
        max=3_000,
        pattern=r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+",
        description="What the code of an electronic card says (扫码), a JWS; used up by it.",
    )
    person_id = fields.Id("psn")
    is_emergency = fields.Bool(
        load_default=False, description="急诊抢救: counts as filed without a filing."
    )
    department_id = fields.Id("dep", description="科室, of this institution.")
    doctor_id = fields.Id("doc", description="医师, of this department; brings it when alone.")
    disease = fields.Enum(
        vocabulary.CHRONIC_DISEASES,
        description="门诊慢特病病种: of a chronic visit, which the person is registered for.",
    )
    delivery = _delivery()
    prescription = fields.Nested(
        Prescription, description="处方, of a purchase; without one no fund pays."
    )
    recognition_id = fields.Id(
        "wir", description="工伤认定: what a visit rests on that is insured as `work_injury`."
    )


class VisitView(Resource):
    object = fields.Object("visit")
    person_id = fields.Id("psn", required=True)
    card_id = fields.Id("card")
    institution_id = fields.Id("ins", required=True)
    care_region_code = care(required=True)
    home_region_code = home(required=True)
    level = level(required=True)
    kind = visit_kind(required=True)
    insurance_kind = insurance(required=True)
    admission_date = fields.Date(required=True)
    discharge_date = fields.Date()
    is_emergency = fields.Bool(required=True)
    status = fields.Enum(visit.STATUSES, required=True)
    line_count = fields.Int(min=0, required=True, description="All lines ever charged.")
    withdrawn_count = fields.Int(min=0, required=True, description="Of them, withdrawn.")
    total_fen = fields.Fen(required=True, attribute="total", description="All lines so far.")
    own_pay_fen = fields.Fen(required=True, attribute="own_pay")
    over_limit_fen = fields.Fen(required=True, attribute="over_limit")
    preself_fen = fields.Fen(required=True, attribute="preself")
    in_scope_fen = fields.Fen(required=True, attribute="in_scope")
    settlement_id = fields.Id("stl", description="The settlement on its way, or that stands.")
    department_id = fields.Id("dep")
    doctor_id = fields.Id("doc")
    settled_until = fields.Date(description="Up to here by interim settlements (中途结算).")
    diagnosis_revision = fields.Int(
        min=0, required=True, description="How often diagnoses were recorded."
    )
    disease = fields.Enum(vocabulary.CHRONIC_DISEASES)
    delivery = _delivery()
    prescription = fields.Nested(PrescriptionView)
    recognition_id = fields.Id("wir")


class MessageView(View):
    """A message of the hospital interface that was about the visit, without what signed it."""

    infno = fields.Text(required=True, max=6, description="交易编号.")
    msgid = fields.Text(required=True, max=30)
    institution_code = fields.Text(required=True, max=12)
    began_at = fields.Instant(required=True)
    answered_at = fields.Instant(description="Absent: no answer was given yet.")
    repeats = fields.Int(
        min=0, required=True, description="How often it came again and got the same answer."
    )
    sent = fields.Plain(required=True)
    answer = fields.Plain()


class VisitDetail(VisitView):
    messages = fields.List(
        fields.Nested(MessageView), description="With `expand=messages`; at most 500, the oldest."
    )


class VisitQuery(Schema):
    expand = fields.Enum(
        ("messages",), description="Show what hospital systems sent about the visit."
    )


def with_messages(found: visit.Visit, kept: Sequence[KeptMessage]) -> dict[str, Any]:
    """A visit with its messages side by side; numbers of identity cards as the caller may see."""

    def read(text: str) -> Any:
        return json.loads(text if world.current().may(world.PII) else without_numbers(text))

    shown = [
        plain(one) | {"sent": read(one.sent), "answer": read(one.answer) if one.answer else None}
        for one in kept
    ]
    properties = {name: getattr(found, name) for name in ("total", "live_lines", "bill")}
    return plain(found) | properties | {"messages": shown}


class VisitChange(Schema):
    admission_date = fields.Date(example="2026-03-24")
    is_emergency = fields.Bool()
    delivery = _delivery()
    department_id = fields.Id("dep", description="转科: the doctor is then to be named again.")
    doctor_id = fields.Id("doc")


class Discharge(Schema):
    discharge_date = fields.Date(description="Today when left out.", example="2026-04-01")


class Withdrawal(Schema):
    fee_line_ids = fields.List(
        fields.Id("fln"), min=1, max=500, description="Those to withdraw; all when left out."
    )


class WithdrawnView(View):
    object = fields.Object("withdrawal")
    visit = fields.Nested(VisitView, required=True, description="With its new sums.")
    withdrawn = fields.List(fields.Text(max=40), required=True)


class VisitFilters(ListQuery):
    person_id = fields.Id("psn", example=PERSON_ID)
    institution_id = fields.Id("ins")
    kind = visit_kind()
    care_region_code = care()
    status = fields.Enum(visit.STATUSES)

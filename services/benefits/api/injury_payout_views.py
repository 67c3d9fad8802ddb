"""How benefits of work injury insurance are shown."""

import dataclasses
from typing import Any

import marshmallow as ma

from services.benefits.api import views
from services.benefits.domain.injury import certification, payout
from sscsim.web import ExplanationView, ListQuery, Resource, fields

_NONE = "0" * 26
GRANT = {"injury_grant_id": "igr_" + _NONE}
PENSION = {"injury_pension_id": "ipb_" + _NONE}
CERTIFICATION = {"injury_certification_id": "icf_" + _NONE}


class InjuryGrantView(Resource):
    object = fields.Object("injury_grant")
    service_application_id = fields.Id("svc", required=True, attribute="application_id")
    item_code = views.item_code(required=True)
    kind = fields.Enum(payout.GRANT_KINDS, required=True)
    work_injury_id = fields.Id("inj", required=True, attribute="injury_id")
    capacity_finding_id = fields.Id("lcf", attribute="finding_id")
    grade = fields.Int(description="That gives it.")
    person_id = fields.Id("psn", required=True, description="Onto whose card it is paid.")
    payee_name = fields.Text(required=True, max=100)
    region_code = fields.Region(required=True, description="Whose fund pays.")
    amount_fen = fields.Fen(required=True, attribute="amount")
    status = fields.Enum(payout.GRANT_STATUSES, required=True)


class InjuryGrantFilters(ListQuery):
    person_id = fields.Id("psn")
    work_injury_id = fields.Id("inj", attribute="injury_id")
    region_code = fields.Region()
    kind = fields.Enum(payout.GRANT_KINDS)
    status = fields.Enum(payout.GRANT_STATUSES)


class InjuryPensionView(Resource):
    object = fields.Object("injury_pension")
    service_application_id = fields.Id("svc", required=True, attribute="application_id")
    item_code = views.item_code(required=True)
    kind = fields.Enum(payout.PENSION_KINDS, required=True)
    work_injury_id = fields.Id("inj", required=True, attribute="injury_id")
    capacity_finding_id = fields.Id("lcf", attribute="finding_id")
    grade = fields.Int()
    person_id = fields.Id("psn", required=True)
    payee_name = fields.Text(required=True, max=100)
    region_code = fields.Region(required=True, description="Whose fund pays.")
    monthly_amount_fen = fields.Fen(required=True, attribute="monthly_amount")
    explanation = fields.Nested(ExplanationView, required=True)
    from_month = fields.Month(required=True)
    next_month = fields.Month(required=True, description="The first that is not ordered yet.")
    certified_until_date = fields.Date(
        required=True, attribute="certified_until", description="Suspended after it."
    )
    ended_month = fields.Month()
    ended_for = fields.Enum(payout.ENDED_FOR)
    status = fields.Enum(payout.PENSION_STATUSES, required=True)

    @ma.pre_dump
    def _spoken(self, found: Any, **_: Any) -> Any:
        """The explanation in the caller's language."""
        if not isinstance(found, payout.InjuryPension):
            return found
        plain = {each.name: getattr(found, each.name) for each in dataclasses.fields(found)}
        return plain | {"explanation": views.spoken(found.explanation)}


class InjuryPensionFilters(ListQuery):
    person_id = fields.Id("psn")
    work_injury_id = fields.Id("inj", attribute="injury_id")
    region_code = fields.Region()
    kind = fields.Enum(payout.PENSION_KINDS)
    status = fields.Enum(payout.PENSION_STATUSES)


class InjuryMonthView(Resource):
    object = fields.Object("injury_pension_month")
    injury_pension_id = fields.Id("ipb", required=True, attribute="pension_id")
    person_id = fields.Id("psn", required=True)
    month = fields.Month(required=True)
    amount_fen = fields.Fen(required=True, attribute="amount")
    status = fields.Enum(payout.MONTH_STATUSES, required=True)


class InjuryCertificationView(Resource):
    object = fields.Object("injury_certification")
    person_id = fields.Id("psn", required=True)
    benefit = fields.Enum(payout.PENSION_KINDS, required=True)
    region_code = fields.Region(required=True)
    due_date = fields.Date(required=True, description="Its last day.")
    service_application_id = fields.Id("svc", attribute="application_id")
    method = fields.Enum(certification.METHODS)
    certified_on_date = fields.Date(attribute="certified_on")
    status = fields.Enum(certification.CERTIFICATION_STATUSES, required=True)


class InjuryCertificationFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = fields.Region()
    benefit = fields.Enum(payout.PENSION_KINDS)
    status = fields.Enum(certification.CERTIFICATION_STATUSES)

"""How unemployment insurance is shown."""

from dataclasses import asdict
from typing import Any

import marshmallow as ma

from services.benefits.api.views import spoken
from services.benefits.domain.unemployment import death, extra, monthly_check, premium, record, run
from sscsim.web import ExplanationView, ListQuery, Resource, Schema, View, fields


class UnemploymentBenefitView(Resource):
    object = fields.Object("unemployment_benefit")
    application_id = fields.Id(
        "svc", attribute="granted_by", description="None of who came with a population."
    )
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True, description="Whose fund pays.")
    unemployment_registration_id = fields.Id("une", attribute="registration_id", required=True)
    left_for = fields.Text(required=True, max=20, description="Why the work ended.")
    months_contributed = fields.Int(
        attribute="contributed", required=True, description="Since the claim before."
    )
    months_carried = fields.Int(
        attribute="carried", required=True, description="Left of the claim before."
    )
    months_granted = fields.Int(attribute="granted", required=True)
    months_at_most = fields.Int(attribute="most", required=True, description="What the law allows.")
    months_paid = fields.Int(attribute="paid", required=True)
    months_settled = fields.Int(attribute="settled", required=True, description="Paid at once.")
    months_left = fields.Int(attribute="left", required=True)
    counts_from = fields.Date(required=True)
    from_month = fields.Month(required=True, description="First month that is paid.")
    last_month = fields.Month(description="Last month that is due, once it ended.")
    suspended_for = fields.Enum(record.INTERRUPTED_FOR)
    ended_on = fields.Date()
    ended_for = fields.Enum(record.ENDED_FOR)
    status = fields.Enum(record.STATUSES, required=True)


class UnemploymentBenefitFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = fields.Region()
    status = fields.Enum(record.STATUSES)


class UnemploymentBenefitMonthView(Resource):
    object = fields.Object("unemployment_benefit_month")
    benefit_id = fields.Id("unb", required=True)
    run_id = fields.Id("unr", required=True)
    person_id = fields.Id("psn", required=True)
    month = fields.Month(required=True)
    amount_fen = fields.Fen(attribute="amount", required=True)
    kept_back_fen = fields.Fen(
        attribute="kept_back", required=True, description="Of it, for what the person owed back."
    )
    payment_id = fields.Id("bpy", description="The payment of the rest.")
    recovery_id = fields.Id("rcv", description="By which it has to be given back.")
    status = fields.Enum(record.MONTH_STATUSES, required=True)


class UnemploymentSuspension(Schema):
    reason = fields.Enum(record.INTERRUPTED_FOR, required=True, example="imprisoned")


class UnemploymentStop(Schema):
    reason = fields.Enum(record.BY_AGENCY, required=True, example="military_service")
    from_month = fields.Month(
        description="No month from this one on is due; after the present one when left out."
    )


class UnemploymentRunView(Resource):
    object = fields.Object("unemployment_run")
    region_code = fields.Region(required=True)
    pay_month = fields.Month(required=True)
    application_id = fields.Id("svc", description="Which ordered it; none on the pay day.")
    monthly_amount_fen = fields.Fen(
        attribute="monthly", required=True, description="What each person gets."
    )
    premium_fen = fields.Fen(
        attribute="premium", required=True, description="What the fund pays for each person."
    )
    lines_count = fields.Int(required=True)
    total_fen = fields.Fen(attribute="total", required=True)
    kept_back_fen = fields.Fen(attribute="kept_back", required=True)
    paid_count = fields.Int(required=True)
    paid_total_fen = fields.Fen(attribute="paid_total", required=True)
    returned_count = fields.Int(required=True, description="And not re-issued with success.")
    returned_total_fen = fields.Fen(attribute="returned_total", required=True)
    completed_at = fields.Instant()
    status = fields.Enum(run.STATUSES, required=True)


class UnemploymentRunFilters(ListQuery):
    region_code = fields.Region()
    pay_month = fields.Month()
    status = fields.Enum(run.STATUSES)


class JobApplicationView(View):
    employer_name = fields.Text(required=True, max=100)
    post = fields.Text(required=True, max=100)
    applied_on_date = fields.Text(required=True, max=10)


class UnemploymentCheckView(Resource):
    object = fields.Object("unemployment_check")
    benefit_id = fields.Id("unb", required=True)
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True)
    month = fields.Month(required=True)
    method = fields.Enum(monthly_check.METHODS)
    offers_refused = fields.Int(required=True)
    applications = fields.List(fields.Nested(JobApplicationView), required=True)
    confirmed_on = fields.Date()
    excused_for = fields.Enum(monthly_check.GOOD_REASONS)
    missed_in_a_row = fields.Int(attribute="in_a_row", required=True)
    status = fields.Enum(monthly_check.STATUSES, required=True)


class UnemploymentCheckFilters(ListQuery):
    person_id = fields.Id("psn")
    benefit_id = fields.Id("unb")
    region_code = fields.Region()
    month = fields.Month()
    status = fields.Enum(monthly_check.STATUSES)


class UnemploymentExcuse(Schema):
    reason = fields.Enum(monthly_check.GOOD_REASONS, required=True, example="hospital")


class UnemploymentPremiumView(Resource):
    object = fields.Object("unemployment_premium")
    benefit_id = fields.Id("unb", required=True)
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True)
    month = fields.Month(required=True)
    amount_fen = fields.Fen(attribute="amount", required=True)
    payment_id = fields.Id("bpy", description="The sum of the region's month that holds it.")
    status = fields.Enum(premium.STATUSES, required=True)


class UnemploymentPremiumFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = fields.Region()
    month = fields.Month()
    status = fields.Enum(premium.STATUSES)


class UnemploymentDeathBenefitView(Resource):
    object = fields.Object("unemployment_death_benefit")
    application_id = fields.Id("svc", required=True)
    person_id = fields.Id("psn", required=True, description="The survivor who is paid.")
    deceased_id = fields.Id("psn", required=True)
    benefit_id = fields.Id("unb", required=True, description="Which was drawn at the death.")
    region_code = fields.Region(required=True)
    relation = fields.Text(required=True, max=12)
    died_on = fields.Date(required=True)
    scheme = fields.Text(required=True, max=12, description="Whose funeral grant was chosen.")
    funeral_fen = fields.Fen(attribute="funeral", required=True)
    survivors_fen = fields.Fen(attribute="survivors", required=True)
    status = fields.Enum(death.STATUSES, required=True)


class UnemploymentDeathBenefitFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = fields.Region()
    status = fields.Enum(death.STATUSES)


class UnemploymentGrantNew(Schema):
    kind = fields.Enum(extra.KINDS, required=True, example=extra.CHILDBIRTH)
    born_on = fields.Date(description="Of a child, for `childbirth`; today when left out.")
    month = fields.Month(description="For `job_seeking`; the present one when left out.")


class UnemploymentGrantView(Resource):
    object = fields.Object("unemployment_grant")
    benefit_id = fields.Id("unb", required=True)
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True)
    kind = fields.Enum(extra.KINDS, required=True)
    occasion = fields.Text(
        required=True, max=40, description="The birth, the month or the employment record."
    )
    months = fields.Int(required=True, description="Of benefit, that count as drawn by it.")
    amount_fen = fields.Fen(attribute="amount", required=True)
    explanation = fields.Nested(ExplanationView, required=True)
    payment_id = fields.Id("bpy", description="None where all of it was kept back.")
    status = fields.Enum(extra.STATUSES, required=True)

    @ma.pre_dump
    def _spoken(self, found: Any, **_: Any) -> Any:
        return asdict(found) | {"amount": found.amount, "explanation": spoken(found.explanation)}


class UnemploymentGrantFilters(ListQuery):
    person_id = fields.Id("psn")
    benefit_id = fields.Id("unb")
    kind = fields.Enum(extra.KINDS)
    status = fields.Enum(extra.STATUSES)

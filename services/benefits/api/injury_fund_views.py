"""How rates, prevention projects, orders and premiums are shown."""

import dataclasses
from typing import Any

import marshmallow as ma

from services.benefits.api import views
from services.benefits.api.insurance_views import credit_code
from services.benefits.domain.injury import floating, platform, platform_order, prevention
from sscsim.demo_people import CHEN_YU
from sscsim.web import ExplanationView, ListQuery, Resource, Schema, View, fields

_NONE = "0" * 26
RATE = {"injury_rate_id": "irt_" + _NONE}
PROJECT = {"prevention_project_id": "ppj_" + _NONE}
ORDER = {"platform_order_id": "pfo_" + _NONE}
PREMIUM = {"platform_premium_id": "ppm_" + _NONE}
CODE = "91990100MA0000001G"


class _Explained(Resource):
    """The explanation in the caller's language, where there is one."""

    class Meta:
        ordered = True

    @ma.pre_dump
    def _spoken(self, found: Any, **_: Any) -> Any:
        if not dataclasses.is_dataclass(found):
            return found
        plain = {each.name: getattr(found, each.name) for each in dataclasses.fields(found)}
        if plain["explanation"] is None:
            return plain
        return plain | {"explanation": views.spoken(plain["explanation"])}


class InjuryRateView(_Explained):
    object = fields.Object("injury_rate")
    insured_employer_id = fields.Id("ise", required=True)
    credit_code = fields.Text(required=True, max=18)
    region_code = fields.Region(required=True)
    industry_class = fields.Int(required=True)
    first_month = fields.Month(required=True, description="Of those that were looked at.")
    last_month = fields.Month(required=True)
    contributed_fen = fields.Fen(attribute="contributed", required=True)
    spent_fen = fields.Fen(
        attribute="spent", required=True, description="By the fund, for the employer's people."
    )
    injuries = fields.Int(required=True, description="Accidents that were recognised.")
    staff = fields.Int(required=True, description="Who was insured, each once.")
    step = fields.Enum(floating.STEPS, required=True, description="Against the class's rate.")
    rate_millionths = fields.Int(required=True, description="Of the contribution base.")
    explanation = fields.Nested(ExplanationView, required=True)
    assessed_on_date = fields.Date(attribute="assessed_on", required=True)
    from_month = fields.Month(required=True, description="The first that is priced by it.")


class InjuryRateFilters(ListQuery):
    credit_code = credit_code()
    region_code = fields.Region()
    from_month = fields.Month()
    step = fields.Enum(floating.STEPS)


# ---- prevention


class PreventionPartNew(Schema):
    milestone = fields.Text(required=True, max=200, example="完成培训教材与报名")
    amount_fen = fields.Fen(
        required=True, min=1, max=10_000_000_000, attribute="amount", example=4_000
    )


class PreventionProjectNew(Schema):
    region_code = fields.Region(required=True, example="990100")
    applicant_kind = fields.Enum(prevention.APPLICANTS, required=True, example="association")
    applicant_credit_code = credit_code(required=True, example=CODE)
    applicant_name = fields.Text(required=True, max=100, example="示范建筑业协会")
    kind = fields.Enum(prevention.PROJECT_KINDS, required=True, example="training")
    title = fields.Text(required=True, max=200, example="高处作业安全培训")
    parts = fields.List(
        fields.Nested(PreventionPartNew),
        required=True,
        min=1,
        max=12,
        description="How it is paid: each against what has to be accepted for it.",
        example=[
            {"milestone": "完成培训教材与报名", "amount_fen": 4_000},
            {"milestone": "完成培训与考核", "amount_fen": 6_000},
        ],
    )


class PreventionReview(Schema):
    outcome = fields.Enum(("approved", "refused"), required=True, example="approved")
    reason = fields.Text(max=400)


class PreventionAcceptance(Schema):
    evidence = fields.Text(required=True, max=400, example="验收报告 2026-07，到课 120 人")


class PreventionStop(Schema):
    reason = fields.Text(required=True, max=400, example="未按协议开展培训")


class PreventionProjectView(_Explained):
    object = fields.Object("prevention_project")
    number = fields.Text(required=True, max=40)
    applicant_kind = fields.Enum(prevention.APPLICANTS, required=True)
    applicant_credit_code = fields.Text(required=True, max=18)
    applicant_name = fields.Text(required=True, max=100)
    region_code = fields.Region(required=True, description="Whose fund pays.")
    year = fields.Int(required=True, description="Whose limit it counts to.")
    kind = fields.Enum(prevention.PROJECT_KINDS, required=True)
    title = fields.Text(required=True, max=200)
    amount_fen = fields.Fen(attribute="amount", required=True)
    accepted_fen = fields.Fen(attribute="accepted", required=True, description="And ordered.")
    applied_on_date = fields.Date(attribute="applied_on", required=True)
    reviewed_on_date = fields.Date(attribute="reviewed_on")
    reason = fields.Text(max=400)
    explanation = fields.Nested(ExplanationView, description="Of the year's limit.")
    status = fields.Enum(prevention.PROJECT_STATUSES, required=True)


class PreventionProjectFilters(ListQuery):
    region_code = fields.Region()
    applicant_credit_code = credit_code()
    status = fields.Enum(prevention.PROJECT_STATUSES)


class PreventionPartView(Resource):
    object = fields.Object("prevention_part")
    prevention_project_id = fields.Id("ppj", required=True, attribute="project_id")
    ordinal = fields.Int(required=True)
    milestone = fields.Text(required=True, max=200)
    amount_fen = fields.Fen(attribute="amount", required=True)
    evidence = fields.Text(max=400)
    accepted_on_date = fields.Date(attribute="accepted_on")
    benefit_payment_id = fields.Id("bpy", attribute="payment_id")
    status = fields.Enum(prevention.PART_STATUSES, required=True)


class PreventionPartsView(View):
    data = fields.List(fields.Nested(PreventionPartView), required=True)


# ---- platforms


class PlatformOrderNew(Schema):
    platform_credit_code = credit_code(required=True, example=CODE)
    platform_name = fields.Text(required=True, max=100, example="示范外卖平台")
    region_code = fields.Region(
        required=True, description="Where it was carried out.", example="990100"
    )
    trade = fields.Enum(platform.TRADES, required=True, example="delivery")
    order_number = fields.Text(
        required=True, max=40, pattern="[0-9A-Za-z-]{1,40}", example="DD20260301000001"
    )
    social_security_number = fields.Text(
        required=True, max=18, min=18, example=CHEN_YU.social_security_number
    )
    accepted_at = fields.Instant(required=True, example="2026-03-01T02:00:00Z")
    finished_at = fields.Instant(required=True, example="2026-03-01T02:40:00Z")


class PlatformOrderView(Resource):
    object = fields.Object("platform_order")
    platform_credit_code = fields.Text(required=True, max=18)
    platform_name = fields.Text(required=True, max=100)
    order_number = fields.Text(required=True, max=40)
    trade = fields.Enum(platform.TRADES, required=True)
    region_code = fields.Region(required=True)
    person_id = fields.Id("psn", required=True)
    accepted_at = fields.Instant(required=True)
    finished_at = fields.Instant(required=True)
    month = fields.Month(required=True, description="That it was finished in.")
    platform_premium_id = fields.Id("ppm", attribute="premium_id")


class PlatformOrderFilters(ListQuery):
    platform_credit_code = credit_code()
    person_id = fields.Id("psn")
    region_code = fields.Region()
    month = fields.Month()


class PlatformPremiumView(_Explained):
    object = fields.Object("platform_premium")
    platform_credit_code = fields.Text(required=True, max=18)
    platform_name = fields.Text(required=True, max=100)
    region_code = fields.Region(required=True)
    month = fields.Month(required=True)
    orders = fields.Int(required=True)
    amount_fen = fields.Fen(attribute="amount", required=True)
    explanation = fields.Nested(ExplanationView, required=True)
    paid_at = fields.Instant()
    status = fields.Enum(platform_order.PREMIUM_STATUSES, required=True)


class PlatformPremiumFilters(ListQuery):
    platform_credit_code = credit_code()
    region_code = fields.Region()
    month = fields.Month()
    status = fields.Enum(platform_order.PREMIUM_STATUSES)

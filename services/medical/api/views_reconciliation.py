"""What callers of reconciliation send and get."""

from typing import Any

from services.medical.api.views_common import INSTITUTION_ID
from services.medical.domain import reconciliation as domain
from services.medical.domain import vocabulary
from sscsim.demo_people import SEED
from sscsim.kernel.ids.resource import resource_id
from sscsim.web import ListQuery, Resource, Schema, View, fields

SIGNED = {"min": -fields.MAX_FEN}
RECONCILIATION_ID = resource_id("rcn", SEED, "medical", INSTITUTION_ID, 1)
"""The first that the example's hospital makes."""


def insurance(**kwargs: Any) -> fields.Enum:
    return fields.Enum(vocabulary.INSURANCE_KINDS, description="险种.", **kwargs)


def visit_kind(**kwargs: Any) -> fields.Enum:
    said = "Kind of visit, by which bills are cleared (清算类别)."
    return fields.Enum(vocabulary.VISIT_KINDS, description=said, **kwargs)


class TotalsGiven(Schema):
    """Of a refund all amounts are below zero."""

    total_fen = fields.Fen(required=True, description="医疗费总额.", example=0, **SIGNED)
    fund_pay_fen = fields.Fen(required=True, description="基金支付总额.", example=0, **SIGNED)
    account_pay_fen = fields.Fen(required=True, description="个人账户支付.", example=0, **SIGNED)
    count = fields.Int(min=0, required=True, description="结算笔数.", example=0)


class TotalsView(View):
    total_fen = fields.Fen(attribute="total", required=True, **SIGNED)
    fund_pay_fen = fields.Fen(attribute="fund_pay", required=True, **SIGNED)
    account_pay_fen = fields.Fen(attribute="account_pay", required=True, **SIGNED)
    count = fields.Int(required=True)


class ReconciliationNew(Schema):
    institution_id = fields.Id("ins", required=True, example=INSTITUTION_ID)
    from_date = fields.Date(
        required=True,
        description="First day; what counts is when the insured side settled, in Shanghai.",
        example="2026-04-01",
    )
    to_date = fields.Date(
        required=True, description="Last day, today at the latest.", example="2026-04-01"
    )
    insurance_kind = fields.Enum(
        vocabulary.INSURANCE_KINDS,
        description="险种. Without it, whichever medical insurance pays.",
        example=vocabulary.EMPLOYEE,
    )
    visit_kind = visit_kind(required=True, example=vocabulary.INPATIENT)
    care = fields.Enum(
        domain.CARES,
        load_default=domain.ALL,
        description="Bills of persons insured in the region itself (local), of others, or all.",
    )
    include_reversals = fields.Bool(
        load_default=True,
        description="退费结算标志: reversals count with their sign. Without them each settlement "
        "counts as it was made, reversed later or not.",
    )
    totals = fields.Nested(
        TotalsGiven,
        required=True,
        description="What the institution has.",
        example={"total_fen": 0, "fund_pay_fen": 0, "account_pay_fen": 0, "count": 0},
    )


class ReconciliationView(Resource):
    object = fields.Object("reconciliation")
    institution_id = fields.Id("ins", required=True, attribute="scope.institution_id")
    region_code = fields.Region(required=True)
    from_date = fields.Date(required=True, attribute="scope.from_date")
    to_date = fields.Date(required=True, attribute="scope.to_date")
    insurance_kind = insurance(attribute="scope.insurance_kind")
    visit_kind = visit_kind(required=True, attribute="scope.visit_kind")
    care = fields.Enum(domain.CARES, required=True, attribute="scope.care")
    include_reversals = fields.Bool(required=True, attribute="scope.include_reversals")
    status = fields.Enum(
        domain.STATUSES,
        required=True,
        description="unequal: the totals or some bills differ. resolved: each difference is.",
    )
    is_equal = fields.Bool(required=True, description="对账结果 of the totals.")
    stated = fields.Nested(TotalsView, required=True, description="What the institution said.")
    counted = fields.Nested(
        TotalsView, required=True, description="What was settled when it was asked."
    )
    difference = fields.Nested(TotalsView, required=True, description="Stated less counted.")
    line_count = fields.Int(min=0, required=True, description="Details that came so far.")
    matched_count = fields.Int(min=0, description="Bills that are the same on both sides.")
    difference_count = fields.Int(min=0)
    open_count = fields.Int(min=0, required=True, description="Differences not yet resolved.")
    detailed_at = fields.Instant(description="When all details had come and were compared.")


class ReconciliationFilters(ListQuery):
    institution_id = fields.Id("ins", example=INSTITUTION_ID)
    region_code = fields.Region(description="Of the institution.")
    insurance_kind = insurance()
    visit_kind = visit_kind()
    is_equal = fields.Enum(("true", "false"), description="Whether the totals were equal.")


class LineSent(Schema):
    """One bill, named by its settlement, or by its visit."""

    settlement_id = fields.Id("stl")
    visit_id = fields.Id("vis")
    is_refund = fields.Bool(
        load_default=False, description="退费: a reversal, with amounts below zero."
    )
    total_fen = fields.Fen(required=True, example=1_234_567, **SIGNED)
    fund_pay_fen = fields.Fen(required=True, example=935_000, **SIGNED)
    account_pay_fen = fields.Fen(required=True, example=30_000, **SIGNED)


class LinesSent(Schema):
    lines = fields.List(fields.Nested(LineSent), required=True, max=500)
    is_last = fields.Bool(
        load_default=True, description="These are the last: all that came are compared now."
    )


class FileSent(Schema):
    content_base64 = fields.Base64(
        required=True, max=4_000_000, description="The file in base64; its form is described above."
    )


class DifferenceView(View):
    id = fields.Id("dif", required=True)
    object = fields.Object("reconciliation_difference")
    reconciliation_id = fields.Id("rcn", required=True)
    kind = fields.Enum(
        domain.DIFFERENCES,
        required=True,
        description="rounding: 0.01 yuan; the centre's result stands.",
    )
    status = fields.Enum(("open", "resolved"), required=True)
    settlement_id = fields.Id("stl")
    visit_id = fields.Id("vis")
    is_refund = fields.Bool(required=True)
    stated_total_fen = fields.Fen(attribute="stated_total", **SIGNED)
    stated_fund_pay_fen = fields.Fen(attribute="stated_fund_pay", **SIGNED)
    stated_account_pay_fen = fields.Fen(attribute="stated_account_pay", **SIGNED)
    counted_total_fen = fields.Fen(attribute="counted_total", **SIGNED)
    counted_fund_pay_fen = fields.Fen(attribute="counted_fund_pay", **SIGNED)
    counted_account_pay_fen = fields.Fen(attribute="counted_account_pay", **SIGNED)
    off_total_fen = fields.Fen(
        attribute="off_total", required=True, description="Stated less counted.", **SIGNED
    )
    off_fund_pay_fen = fields.Fen(attribute="off_fund_pay", required=True, **SIGNED)
    off_account_pay_fen = fields.Fen(attribute="off_account_pay", required=True, **SIGNED)
    resolved_by = fields.Enum(
        domain.RESOLVERS,
        description="institution: accepts the centre's figures. agency: decides. rule: rounding.",
    )
    note = fields.Text(max=200)
    resolved_at = fields.Instant()
    created_at = fields.Instant(required=True)


class DifferenceFilters(ListQuery):
    kind = fields.Enum(domain.DIFFERENCES)
    status = fields.Enum(("open", "resolved"))


class Resolution(Schema):
    note = fields.Text(required=True, max=200, example="HIS 漏记退费，以中心为准")


class DetailsQuery(Schema):
    from_date = fields.Date(required=True, example="2026-04-01")
    to_date = fields.Date(required=True, example="2026-04-01")
    insurance_kind = insurance(required=True, example=vocabulary.EMPLOYEE)
    visit_kind = visit_kind(required=True, example=vocabulary.INPATIENT)
    care = fields.Enum(domain.CARES, load_default=domain.ALL)
    format = fields.Enum(("json", "csv"), load_default="json")


class LineView(View):
    settlement_id = fields.Id("stl", required=True)
    visit_id = fields.Id("vis", required=True)
    is_refund = fields.Bool(required=True)
    total_fen = fields.Fen(attribute="total", required=True, **SIGNED)
    fund_pay_fen = fields.Fen(attribute="fund_pay", required=True, **SIGNED)
    account_pay_fen = fields.Fen(attribute="account_pay", required=True, **SIGNED)


class DetailsView(View):
    object = fields.Object("settlement_details")
    institution_id = fields.Id("ins", required=True)
    from_date = fields.Date(required=True, attribute="scope.from_date")
    to_date = fields.Date(required=True, attribute="scope.to_date")
    insurance_kind = insurance(required=True, attribute="scope.insurance_kind")
    visit_kind = visit_kind(required=True, attribute="scope.visit_kind")
    totals = fields.Nested(TotalsView, required=True)
    lines = fields.List(
        fields.Nested(LineView), required=True, max=100_000, description="As they were settled."
    )

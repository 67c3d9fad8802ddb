"""What callers of applications for payment send and get."""

from services.medical.api.views_common import INSTITUTION_ID
from services.medical.api.views_reconciliation import SIGNED, insurance, visit_kind
from services.medical.domain import payment_application as domain
from services.medical.domain import vocabulary
from sscsim.demo_people import SEED
from sscsim.kernel.ids.resource import resource_id
from sscsim.web import ListQuery, Resource, Schema, View, fields

APPLICATION_ID = resource_id(
    "pap",
    SEED,
    "medical",
    INSTITUTION_ID,
    "2026-03",
    vocabulary.EMPLOYEE,
    vocabulary.INPATIENT,
    1,
)


class ApplicationNew(Schema):
    institution_id = fields.Id("ins", required=True, example=INSTITUTION_ID)
    month = fields.Month(
        required=True, description="The month of settlement; it must be over.", example="2026-03"
    )
    insurance_kind = insurance(required=True, example=vocabulary.EMPLOYEE)
    visit_kind = visit_kind(required=True, example=vocabulary.INPATIENT)


class ApplicationView(Resource):
    object = fields.Object("payment_application")
    event_id = fields.Id(
        "pap", description="清算申请事件: the first of those that were applied for together."
    )
    institution_id = fields.Id("ins", required=True)
    region_code = fields.Region(required=True)
    month = fields.Month(required=True)
    insurance_kind = insurance(required=True)
    visit_kind = visit_kind(required=True)
    status = fields.Enum(domain.STATUSES, required=True)
    count = fields.Int(min=0, required=True, description="Settlements and reversals in it.")
    total_fen = fields.Fen(
        attribute="total",
        required=True,
        description="医疗费总额: cash, account and applied fund money sum to it.",
        **SIGNED,
    )
    cash_pay_fen = fields.Fen(attribute="cash_pay", required=True, **SIGNED)
    account_pay_fen = fields.Fen(attribute="account_pay", required=True, **SIGNED)
    fund_applied_fen = fields.Fen(
        attribute="fund_applied", required=True, description="申报基金.", **SIGNED
    )
    cross_region_fen = fields.Fen(
        attribute="cross_region",
        required=True,
        description="Of fund and account money, that of persons insured elsewhere: it comes with "
        "the month's clearing.",
        **SIGNED,
    )
    given_back_fen = fields.Fen(
        attribute="given_back",
        required=True,
        description="Deductions of earlier months whose settlements are reversed in this one.",
    )
    deducted_fen = fields.Fen(attribute="deducted", required=True, description="审核扣款.")
    not_booked_fen = fields.Fen(
        attribute="not_booked",
        required=True,
        description="Of what was deducted, what the books refused: it is not taken.",
    )
    payable_fen = fields.Fen(
        attribute="payable",
        required=True,
        description="Fund and account money, what is given back, less what is deducted.",
        **SIGNED,
    )
    reason = fields.Text(max=200, description="Why it was rejected.")
    paid_fen = fields.Fen(
        attribute="paid",
        description="What the region paid for persons insured there; the rest came by clearing.",
        **SIGNED,
    )
    paid_at = fields.Instant()


class ApplicationFilters(ListQuery):
    institution_id = fields.Id("ins", example=INSTITUTION_ID)
    region_code = fields.Region(description="Of the institution.")
    month = fields.Month()
    insurance_kind = insurance()
    visit_kind = visit_kind()
    status = fields.Enum(domain.STATUSES)


class Reason(Schema):
    reason = fields.Text(required=True, max=200, example="申报资料不全")


class DeductionWanted(Schema):
    settlement_id = fields.Id("stl", required=True)
    amount_fen = fields.Fen(min=1, required=True)
    reason_code = fields.Enum(
        domain.REASONS,
        required=True,
        description="超限定支付范围, 无指征, 超标准收费, 重复收费, 病历无记录, 其他.",
    )
    note = fields.Text(max=200)


class AuditMade(Schema):
    deductions = fields.List(
        fields.Nested(DeductionWanted),
        load_default=list,
        max=500,
        description="None, or what the audit deducts, one at most of a settlement.",
    )


class AuditDeductionView(Resource):
    object = fields.Object("audit_deduction")
    payment_application_id = fields.Id("pap", required=True, attribute="application_id")
    settlement_id = fields.Id("stl", required=True)
    claim_id = fields.Id("clm", description="Of a settlement between regions.")
    amount_fen = fields.Fen(attribute="amount", required=True)
    reason_code = fields.Enum(domain.REASONS, required=True)
    note = fields.Text(max=200)
    status = fields.Enum(
        domain.DEDUCTION_STATUSES,
        required=True,
        description="handed: on its way to the books. not_booked: they refused it; see problem.",
    )
    problem = fields.Text(max=80, description="The code of the books' refusal.")


class DeductionFilters(ListQuery):
    settlement_id = fields.Id("stl")
    status = fields.Enum(domain.DEDUCTION_STATUSES)


class MoveView(View):
    object = fields.Object("payment_application_move")
    move = fields.Text(required=True, max=10)
    status = fields.Enum(domain.STATUSES, required=True, description="Where it led to.")
    role = fields.Text(required=True, max=12, description="Who did it.")
    note = fields.Text(max=200)
    moved_at = fields.Instant(required=True)

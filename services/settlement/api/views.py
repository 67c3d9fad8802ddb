"""What callers send and get."""

from datetime import date
from typing import Any

import marshmallow as ma

from services.settlement.api.views_schemes import SettingsView
from services.settlement.domain.advances import PURPOSES
from services.settlement.domain.chart import INSURANCE_CODES
from services.settlement.domain.claims import SHOWN_STATES
from services.settlement.domain.cooperations import SCOPES
from services.settlement.domain.cycles import CYCLE
from services.settlement.domain.membership import Rule
from services.settlement.domain.netting import MODES
from services.settlement.domain.schemes import DIGESTS
from services.settlement.store.tables import EXCHANGE_KINDS, EXCHANGE_STATES
from sscsim.demo_people import SEED
from sscsim.kernel.explain import STATUSES
from sscsim.kernel.ids.resource import resource_id
from sscsim.web import ListQuery, Resource, Schema, View, fields

AGREEMENT_ID = resource_id("agr", SEED, "settlement", "510100", "500000", date(2023, 1, 1))
"""Of the seed, so that the example works as it stands."""
CYCLE_ID = resource_id("cyc", SEED, "settlement", "national", "2026-04")
"""The cycle that the first claim of April 2026 makes."""

SIGNED = {"min": -fields.MAX_FEN}


def home_region(**kwargs: Any) -> fields.Region:
    said = {"description": "Region where persons are insured (参保地).", "example": "510100"}
    return fields.Region(**said, **kwargs)


def care_region(**kwargs: Any) -> fields.Region:
    said = {"description": "Region of treatment (就医地).", "example": "500000"}
    return fields.Region(**said, **kwargs)


def _insurance(**kwargs: Any) -> fields.Enum:
    said = {"description": "Kind of insurance (险种).", "example": "employee_basic_medical"}
    return fields.Enum(tuple(INSURANCE_CODES), **said, **kwargs)


# ---- agreements


_HARD_STOP = "Whether settling stops once what is owed has reached the advance."


class AgreementMade(Schema):
    home_region_code = home_region(required=True)
    care_region_code = care_region(required=True)
    effective_from_date = fields.Date(
        required=True, description="First day in force.", example="2026-04-01"
    )
    effective_to_date = fields.Date(
        description="Last day in force; leave out while open-ended.", example="2027-12-31"
    )
    advance_hard_stop = fields.Bool(load_default=False, description=_HARD_STOP)


class AgreementChange(Schema):
    advance_hard_stop = fields.Bool(example=True, description=_HARD_STOP)


class AgreementsBothWays(Schema):
    region_code = fields.Region(required=True)
    others = fields.List(fields.Region(), required=True, max=400)
    effective_from_date = fields.Date(required=True)


class AgreementView(Resource):
    object = fields.Object("agreement")
    home_region_code = home_region(attribute="home_region", required=True)
    care_region_code = care_region(attribute="care_region", required=True)
    scheme = fields.Text(description="Regional co-operation it belongs to.", example="chuan-yu")
    effective_from_date = fields.Date(attribute="effective_from", required=True)
    effective_to_date = fields.Date(attribute="effective_to")
    advance_hard_stop = fields.Bool(required=True, description=_HARD_STOP)


class AgreementFilters(ListQuery):
    home_region_code = home_region()
    care_region_code = care_region()


# ---- exchanges


class ExchangeView(Resource):
    object = fields.Object("exchange")
    settlement_id = fields.Text(
        attribute="exchange_id",
        required=True,
        max=40,
        description="The settlement it carries, by the id of the region of treatment.",
    )
    kind = fields.Enum(EXCHANGE_KINDS, required=True)
    status = fields.Enum(
        EXCHANGE_STATES,
        required=True,
        description="forwarded: the insured side has not answered, or its answer was lost.",
    )
    home_region_code = home_region(attribute="home_region")
    care_region_code = care_region(attribute="care_region")
    institution_id = fields.Text(max=40)
    original_settlement_id = fields.Text(
        attribute="original", max=40, description="Of a reversal: what it takes back."
    )
    claim_id = fields.Id("clm")
    answered_at = fields.Instant()


class ExchangeFilters(ListQuery):
    settlement_id = fields.Id("stl", description="The settlement it carries.")
    status = fields.Enum(EXCHANGE_STATES)


# ---- claims


class DeductionView(View):
    amount_fen = fields.Fen(attribute="amount", required=True)
    reason = fields.Text(required=True)
    created_at = fields.Instant(required=True)


class ClaimView(Resource):
    object = fields.Object("claim")
    settlement_id = fields.Text(required=True, max=40)
    reverses_claim_id = fields.Id(
        "clm", description="The claim this one takes back; amounts are below zero then."
    )
    refers_to_claim_id = fields.Id(
        "clm", description="Of a difference claim: the claim that was priced again."
    )
    corrected_by = fields.Id(
        "cor", description="The correction that undid it; no claim takes it back then."
    )
    adjusts_claim_id = fields.Id(
        "clm", description="The claim of which a later audit takes a part back by this one."
    )
    adjusted_by_claim_ids = fields.List(
        fields.Id("clm"), attribute="parts", description="Claims that take parts of this one back."
    )
    home_region_code = home_region(attribute="home_region", required=True)
    care_region_code = care_region(attribute="care_region", required=True)
    institution_id = fields.Text(required=True, max=40)
    person_id = fields.Text(required=True, max=40)
    insurance_kind = _insurance(attribute="insurance", required=True)
    funds_fen = fields.Amounts(
        attribute="funds", required=True, description="What each fund pays, by its wire name."
    )
    account_pay_fen = fields.Fen(attribute="account", required=True, **SIGNED)
    clearing_fen = fields.Fen(
        attribute="clearing",
        required=True,
        description="Clearing amount (清算金额): funds and account money.",
        **SIGNED,
    )
    deducted_fen = fields.Fen(attribute="deducted", required=True)
    due_fen = fields.Fen(
        attribute="due",
        required=True,
        description="What is cleared: the clearing amount less audit deductions.",
        **SIGNED,
    )
    deductions = fields.List(fields.Nested(DeductionView), required=True)
    settled_at = fields.Instant(required=True, description="Commit of the insured side.")
    recorded_at = fields.Instant(required=True)
    status = fields.Enum(
        SHOWN_STATES,
        required=True,
        description="Follows from the clearing cycle, which writes no claim.",
    )
    cycle_id = fields.Id("cyc")
    rule = fields.Enum([rule.value for rule in Rule], required=True)
    is_prior_year = fields.Bool(
        required=True, description="Its year was closed: on a line of its own in the statement."
    )
    declared_at = fields.Instant(description="By hand, or by a decision that let it in.")
    reimbursed_at = fields.Instant(description="Of an expired claim: paid by hand at home.")


class ClaimFilters(ListQuery):
    care_region_code = care_region()
    home_region_code = home_region()
    cycle_id = fields.Id("cyc", description="The clearing cycle it is in.")
    settlement_id = fields.Id("stl", description="The settlement it comes from.")
    status = fields.Enum(SHOWN_STATES)


class Deduction(Schema):
    amount_fen = fields.Fen(
        min=1, required=True, description="At most the fund money left.", example=15000
    )
    reason = fields.Text(max=200, required=True, example="超限定支付范围用药")


# ---- cycles


class StepDueView(View):
    step = fields.Text(required=True)
    due_at = fields.Instant(required=True)
    is_estimate = fields.Bool(
        required=True, description="Counted through holidays that are not announced yet."
    )
    done_at = fields.Instant()


class PolicyMention(View):
    title = fields.Text(required=True)
    status = fields.Enum(STATUSES, required=True, description="How far the calendar is known.")
    version = fields.Text(required=True)


class CycleView(Resource):
    object = fields.Object("clearing_cycle")
    month = fields.Month(required=True, description="The month whose claims it clears.")
    scope = fields.Enum(SCOPES, required=True)
    region_code = fields.Region(
        attribute="region", required=True, description="Who clears it: 100000, or a province."
    )
    settings = fields.Nested(
        SettingsView, required=True, description="How it is cleared; fixed when it is frozen."
    )
    is_overdue = fields.Bool(required=True, description="A signature or a payment is late.")
    overdue_at = fields.Instant(description="Since when.")
    aborted_at = fields.Instant()
    status = fields.Enum(CYCLE.states, required=True)
    statement_version = fields.Int(required=True, description="0 before statements are made.")
    declared_claims = fields.Int(description="How many claims were declared at the freeze.")
    declared_fen = fields.Fen(attribute="declared", **SIGNED)
    steps = fields.List(fields.Nested(StepDueView), required=True)
    policy = fields.Nested(PolicyMention, required=True)


class CycleFilters(ListQuery):
    month = fields.Month(description="The month it clears.", example="2026-04")
    status = fields.Enum(CYCLE.states)
    scope = fields.Enum(SCOPES, description="Between provinces, or inside one.")
    region_code = fields.Region(description="Who clears it.", attribute="province_code")


class ClaimCycleView(View):
    object = fields.Object("claim_cycle")
    claim_id = fields.Id("clm", required=True)
    rule = fields.Enum([rule.value for rule in Rule], required=True)
    rule_text = fields.Text(required=True, max=400)
    settled_at = fields.Instant(required=True)
    recorded_at = fields.Instant(required=True)
    settled_month = fields.Month(required=True)
    is_prior_year = fields.Bool(required=True)
    frozen_from = fields.Instant(
        required=True, description="From then on that month takes no more claims."
    )
    cycle = fields.Nested(CycleView, description="Absent when the claim is cleared in no month.")


class StatementLineView(View):
    insurance_kind = _insurance(attribute="insurance", required=True)
    is_prior_year = fields.Bool(required=True, description="Of claims whose year is closed.")
    claims = fields.Int(required=True)
    funds_fen = fields.Amounts(attribute="funds", required=True)
    account_pay_fen = fields.Fen(attribute="account", required=True, **SIGNED)
    deducted_fen = fields.Fen(attribute="deducted", required=True, **SIGNED)
    total_fen = fields.Fen(attribute="total", required=True, **SIGNED)


class SignatureView(View):
    region_code = fields.Region(attribute="region", required=True)
    signature = fields.Text(required=True, max=64)
    is_deemed = fields.Bool(required=True, description="Taken as given after the deadline.")
    signed_at = fields.Instant(required=True)


class PaymentView(View):
    id = fields.Id("pay", required=True)
    payer_region_code = fields.Region(attribute="payer", required=True)
    payee_region_code = fields.Region(attribute="payee", required=True)
    amount_fen = fields.Fen(attribute="amount", required=True)
    bank_serial = fields.Text(required=True, description="What the payment is matched by.")
    paid_at = fields.Instant(required=True)


class StatementView(View):
    id = fields.Id("stm", required=True)
    payer_region_code = fields.Region(attribute="payer", required=True)
    payee_region_code = fields.Region(attribute="payee", required=True)
    claims = fields.Int(required=True)
    total_fen = fields.Fen(attribute="total", required=True, **SIGNED)
    sha256 = fields.Text(required=True, max=64, description="Of the bytes that are signed.")
    digest_algorithm = fields.Enum(DIGESTS, required=True)
    digest = fields.Text(required=True, max=64, description="What is signed, by that algorithm.")
    lines = fields.List(fields.Nested(StatementLineView), required=True)
    signatures = fields.List(fields.Nested(SignatureView), required=True)
    payment = fields.Nested(PaymentView, description="The last one that was matched.")
    payments = fields.List(
        fields.Nested(PaymentView),
        required=True,
        description="All of them, where it was paid gross.",
    )


class PositionView(View):
    region_code = fields.Region(attribute="region", required=True)
    receivable_fen = fields.Fen(attribute="receivable", required=True, **SIGNED)
    payable_fen = fields.Fen(attribute="payable", required=True, **SIGNED)
    net_fen = fields.Fen(attribute="net", required=True, **SIGNED)


class TransferView(View):
    payer_region_code = fields.Region(attribute="payer", required=True)
    payee_region_code = fields.Region(attribute="payee", required=True)
    amount_fen = fields.Fen(attribute="amount", required=True)


class NettingView(View):
    mode = fields.Enum(MODES, required=True)
    transfers = fields.List(fields.Nested(TransferView), required=True, max=100_000)
    moved_fen = fields.Fen(attribute="moved", required=True, description="Money that moves.")


class CycleStatementsView(View):
    object = fields.Object("clearing_statements")
    cycle_id = fields.Id("cyc", required=True)
    month = fields.Month(required=True)
    status = fields.Enum(CYCLE.states, required=True)
    statement_version = fields.Int(required=True)
    total_fen = fields.Fen(attribute="total", required=True, **SIGNED)
    statements = fields.List(fields.Nested(StatementView), required=True, max=100_000)
    positions = fields.List(fields.Nested(PositionView), required=True)
    netting = fields.List(fields.Nested(NettingView), required=True)


# ---- advances


class AdvanceMade(Schema):
    home_region_code = home_region(required=True)
    care_region_code = care_region(required=True)
    amount_fen = fields.Fen(min=1, required=True, example=2_000_000)
    direction = fields.Enum(
        ("placed", "returned"), load_default="placed", description="A return is paid back."
    )


class AdvanceView(Resource):
    object = fields.Object("advance")
    home_region_code = home_region(attribute="home_region", required=True)
    care_region_code = care_region(attribute="care_region", required=True)
    direction = fields.Enum(("placed", "returned"), required=True)
    amount_fen = fields.Fen(attribute="amount", required=True)
    purpose = fields.Enum(
        PURPOSES,
        required=True,
        description="yearly: to a year's size; top_up: after a red month.",
    )
    journal_id = fields.Id("jnl", required=True)


class AdvanceFilters(ListQuery):
    home_region_code = home_region()
    care_region_code = care_region()


# ---- internal doors


class Funds(ma.fields.Dict):
    """Fen by fund; which funds there are is checked where they are posted."""

    def __init__(self, **kwargs: Any) -> None:
        # below zero only where a bill that was priced again comes to less
        values = fields.Int(**SIGNED)
        super().__init__(keys=ma.fields.String(), values=values, **kwargs)


def _exchange_id() -> fields.Text:
    """A settlement's, a reversal's or a correction's."""
    return fields.Text(max=40, pattern="(?:stl|cor)_[0-9A-HJKMNP-TV-Z]{26}", required=True)


class QuestionBody(Schema):
    exchange_id = _exchange_id()
    kind = fields.Enum(EXCHANGE_KINDS, required=True)
    home_region = fields.Region(required=True)
    care_region = fields.Region(required=True)
    institution_id = fields.Id("ins", required=True)
    original = fields.Id("stl", load_default=None)
    request = ma.fields.Dict(required=True)
    care_kind = fields.Text(max=40, load_default=None, allow_none=True)
    bill = fields.Fen(data_key="bill_fen", load_default=None)


class ExchangeMention(Schema):
    exchange_id = _exchange_id()


class CareSideBody(Schema):
    exchange_id = _exchange_id()
    claim_id = fields.Id("clm", required=True)


class LocalSettlementBody(Schema):
    settlement_id = _exchange_id()
    kind = fields.Enum(("settle", "reverse"), required=True)
    original = fields.Id("stl")
    region = fields.Region(required=True)
    institution_id = fields.Id("ins", required=True)
    person_id = fields.Id("psn", required=True)
    insurance = fields.Enum(tuple(INSURANCE_CODES), required=True)
    funds = Funds(required=True)
    account_pay_fen = fields.Fen(required=True, **SIGNED)


class CardDepositsBody(Schema):
    event = fields.Text(max=120, required=True)
    region = fields.Region(required=True)
    amount_fen = fields.Fen(required=True, **SIGNED)


class AccountCreditBody(Schema):
    credit_id = fields.Text(max=40, required=True)
    region = fields.Region(required=True)
    amount_fen = fields.Fen(required=True, **SIGNED)


class ManualClaimBody(Schema):
    claim_id = fields.Id("mcl", required=True)
    region = fields.Region(required=True)
    insurance = fields.Enum(tuple(INSURANCE_CODES), required=True)
    funds = Funds(required=True)


class ManualClaimPaidBody(Schema):
    claim_id = fields.Id("mcl", required=True)
    region = fields.Region(required=True)
    amount_fen = fields.Fen(required=True)

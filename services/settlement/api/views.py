"""What callers send and get."""

from datetime import date
from typing import Any

from services.settlement.domain.chart import INSURANCE_CODES
from services.settlement.domain.claims import SHOWN_STATES
from services.settlement.domain.kinds import BUSINESS, CLAIM_PURPOSES, CYCLE_KINDS
from services.settlement.domain.membership import Rule
from services.settlement.store.tables import EXCHANGE_KINDS, EXCHANGE_STATES
from sscsim.demo_people import SEED
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


def insurance(**kwargs: Any) -> fields.Enum:
    said = {"description": "Kind of insurance (险种).", "example": "employee_basic_medical"}
    return fields.Enum(tuple(INSURANCE_CODES), **said, **kwargs)


# ---- agreements


_HARD_STOP = "Whether settling stops once what is owed has reached the advance."
_DELAYS = (
    "Whether the region of treatment pays its institutions later, day after day, while what is "
    "owed has reached the advance."
)


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
    advance_delays_providers = fields.Bool(load_default=False, description=_DELAYS)


class AgreementChange(Schema):
    advance_hard_stop = fields.Bool(example=True, description=_HARD_STOP)
    advance_delays_providers = fields.Bool(example=False, description=_DELAYS)


class AgreementView(Resource):
    object = fields.Object("agreement")
    home_region_code = home_region(attribute="home_region", required=True)
    care_region_code = care_region(attribute="care_region", required=True)
    scheme = fields.Text(description="Regional co-operation it belongs to.", example="chuan-yu")
    effective_from_date = fields.Date(attribute="effective_from", required=True)
    effective_to_date = fields.Date(attribute="effective_to")
    advance_hard_stop = fields.Bool(required=True, description=_HARD_STOP)
    advance_delays_providers = fields.Bool(required=True, description=_DELAYS)


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
        description="The settlement it carries, by the id of the region of treatment; of kind "
        "service_item the service application.",
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


_BILL = "Of a medical bill."
OTHER = "Of a claim that is no medical bill"


def other_kind(**kwargs: Any) -> fields.Enum:
    return fields.Enum(tuple(BUSINESS), **kwargs)


class ClaimView(Resource):
    object = fields.Object("claim")
    settlement_id = fields.Text(max=40, description=_BILL)
    kind = other_kind(description=f"{OTHER}; absent for one that is.")
    event = fields.Text(max=40, description=f"{OTHER}: the event, by its claimant's id.")
    purpose = fields.Enum(CLAIM_PURPOSES, description=f"{OTHER}: what it is for.")
    payer_party = fields.Text(
        max=40, description="Who stands behind the region that owes it: an operator, a library."
    )
    payee_party = fields.Text(
        max=40, description="Who stands behind the region it is owed to; of a pass a venue."
    )
    subject = fields.Text(max=40, description=f"{OTHER}: whom or what it is about.")
    period = fields.Text(
        max=10, description=f"{OTHER}: the period it belongs to.", example="2026-Q1"
    )
    fee_fen = fields.Fen(
        attribute="fee", description="Of a ride: what its issuer keeps beside.", **SIGNED
    )
    item_count = fields.Int(
        description="How many single things it stands for, as rides of a batch."
    )
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
    institution_id = fields.Text(max=40, description=_BILL)
    person_id = fields.Text(max=40, description=_BILL)
    insurance_kind = insurance(attribute="insurance")
    funds_fen = fields.Amounts(
        attribute="funds", description="What each fund pays, by its wire name."
    )
    account_pay_fen = fields.Fen(attribute="account", description=_BILL, **SIGNED)
    clearing_fen = fields.Fen(
        attribute="clearing",
        required=True,
        description="Clearing amount (清算金额): of a bill, funds and account money.",
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
    kind = fields.Enum(CYCLE_KINDS, description="medical, or another kind of business.")
    status = fields.Enum(SHOWN_STATES)


class Deduction(Schema):
    amount_fen = fields.Fen(
        min=1, required=True, description="At most the fund money left.", example=15000
    )
    reason = fields.Text(max=200, required=True, example="超限定支付范围用药")

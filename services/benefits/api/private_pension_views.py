"""How private pensions are shown, and what callers send."""

from typing import Any

from services.benefits.api import views
from services.benefits.domain.private_pension import (
    account,
    contribution,
    holding,
    payout,
    products,
    withdrawal,
)
from sscsim import world
from sscsim.web import ExplanationView, ListQuery, Resource, Schema, View, fields

PENSION = {"private_pension_id": "ppa_" + "0" * 26}
CONTRIBUTION = {"contribution_id": "ppc_" + "0" * 26}
HOLDING = {"holding_id": "pph_" + "0" * 26}


class FundsAccountView(Resource):
    object = fields.Object("private_pension_funds_account")
    private_pension_id = fields.Id("ppa", attribute="pension_id", required=True)
    bank_code = fields.Text(required=True, max=6)
    channel = fields.Enum(account.CHANNELS, required=True, description="Opened through it.")
    opened_on = fields.Date(required=True)
    left_on = fields.Date(description="When it was moved to another bank.")
    cash_fen = fields.Fen(attribute="cash", required=True)
    holdings_fen = fields.Fen(
        attribute="holdings", required=True, description="Products that are held, at cost."
    )
    status = fields.Enum(account.FUNDS_STATUSES, required=True)


class PrivatePensionView(Resource):
    object = fields.Object("private_pension")
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True, description="Where the person took part.")
    application_id = fields.Id("svc", required=True)
    opened_on = fields.Date(required=True)
    closed_on = fields.Date()
    payout_condition = fields.Enum(payout.CONDITIONS, attribute="condition")
    payout_manner = fields.Enum(payout.MANNERS, attribute="manner")
    payout_parts = fields.Int(attribute="parts")
    payout_part_fen = fields.Fen(attribute="part", description="Each part but the last.")
    redeemed_fen = fields.Fen(
        attribute="redeemed", required=True, description="What there was when the payout began."
    )
    parts_paid = fields.Int(attribute="paid_parts", required=True)
    status = fields.Enum(account.STATUSES, required=True)


class PensionDetail(PrivatePensionView):
    funds_account = fields.Nested(FundsAccountView, required=True)


class PensionFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = fields.Region()
    status = fields.Enum(account.STATUSES)


class EntryView(Resource):
    object = fields.Object("private_pension_entry")
    funds_account_id = fields.Text(required=True, max=40)
    kind = fields.Enum(account.ENTRY_KINDS, required=True)
    cash_fen = fields.Fen(attribute="cash", required=True, min=-1)
    holdings_fen = fields.Fen(attribute="holdings", required=True, min=-1)
    reference = fields.Text(required=True, max=60, description="What the movement is of.")
    booked_on = fields.Date(required=True)
    explanation = fields.Nested(ExplanationView)


def entry(known: Any) -> dict[str, Any]:
    return {
        **{name: getattr(known, name) for name in known.__slots__},
        "explanation": views.spoken(known.explanation),
    }


class PayoutView(Resource):
    object = fields.Object("private_pension_payout")
    private_pension_id = fields.Id("ppa", attribute="pension_id", required=True)
    number = fields.Int(required=True)
    due_on = fields.Date(required=True)
    gross_fen = fields.Fen(attribute="gross", required=True)
    tax_fen = fields.Fen(attribute="tax", required=True)
    net_fen = fields.Fen(attribute="net", required=True)
    payment_id = fields.Id("bpy", required=True, description="Onto the card.")
    tax_payment_id = fields.Id("bpy", description="To the tax office.")
    explanation = fields.Nested(ExplanationView, required=True)
    status = fields.Enum(withdrawal.PAYOUT_STATUSES, required=True)


class ContributionView(Resource):
    object = fields.Object("private_pension_contribution")
    private_pension_id = fields.Id("ppa", attribute="pension_id", required=True)
    person_id = fields.Id("psn", required=True)
    application_id = fields.Id("svc", description="Absent where the bank took it in itself.")
    year = fields.Int(required=True)
    amount_fen = fields.Fen(attribute="amount", required=True)
    pay_by = fields.Enum(contribution.PAY_BY, required=True)
    bank_code = fields.Text(required=True, max=6)
    reference = fields.Text(max=60, description="Of the bank that took it.")
    paid_on = fields.Date()
    status = fields.Enum(contribution.STATUSES, required=True)


class ContributionFilters(ListQuery):
    person_id = fields.Id("psn")
    private_pension_id = fields.Id("ppa", attribute="pension_id")
    year = fields.QueryInt(min=2022, max=2199)
    status = fields.Enum(contribution.STATUSES)


class HoldingView(Resource):
    object = fields.Object("private_pension_holding")
    private_pension_id = fields.Id("ppa", attribute="pension_id", required=True)
    person_id = fields.Id("psn", required=True)
    product_code = fields.Text(required=True, max=5)
    product_class = fields.Enum(products.CLASSES, required=True)
    bought_on = fields.Date(required=True)
    cost_fen = fields.Fen(attribute="cost", required=True)
    left_fen = fields.Fen(attribute="unsold", required=True, description="Of the cost.")
    income_fen = fields.Fen(attribute="income", required=True, description="Of what was sold.")
    status = fields.Enum(holding.STATUSES, required=True)


class HoldingFilters(ListQuery):
    person_id = fields.Id("psn")
    private_pension_id = fields.Id("ppa", attribute="pension_id")
    product_class = fields.Enum(products.CLASSES)
    status = fields.Enum(holding.STATUSES)


class RoomView(View):
    """What may still be paid in for a year, whichever bank."""

    object = fields.Object("private_pension_room")
    year = fields.Int(required=True)
    left_fen = fields.Fen(required=True)
    explanation = fields.Nested(ExplanationView, required=True)


def room(year: int, left: Any) -> dict[str, Any]:
    explanation = views.spoken(left.as_json())
    return {"year": year, "left_fen": left.total, "explanation": explanation}


class RoomFilter(Schema):
    year = fields.QueryInt(min=2022, max=2199, description="This year when left out.")


class TaxQuestion(Schema):
    year = fields.QueryInt(min=2022, max=2199, description="This year when left out.")
    income_fen = fields.QueryInt(
        required=True,
        min=0,
        max=fields.MAX_FEN,
        description="Comprehensive income of the year (综合所得).",
        example=15_000_000,
    )
    other_deductions_fen = fields.QueryInt(
        min=0,
        max=fields.MAX_FEN,
        load_default=0,
        description="Social insurance and the special deductions.",
    )


class TaxView(View):
    """By how much the income tax of a year is lower for what was paid in."""

    object = fields.Object("private_pension_tax")
    year = fields.Int(required=True)
    paid_fen = fields.Fen(required=True)
    saved_fen = fields.Fen(required=True)
    explanation = fields.Nested(ExplanationView, required=True)


def tax(year: int, paid: Any, saved: Any) -> dict[str, Any]:
    explanation = views.spoken(saved.as_json())
    return {"year": year, "paid_fen": paid, "saved_fen": saved.total, "explanation": explanation}


class ProductView(View):
    object = fields.Object("private_pension_product")
    code = fields.Text(required=True, max=5)
    product_class = fields.Enum(products.CLASSES, required=True)
    name = fields.Text(required=True, max=100)
    issuer_name = fields.Text(required=True, max=100)
    term_days = fields.Int(required=True, description="Meant to be held so long.")
    rate_bp = fields.Bp(required=True, description="A year, in basis points; a model.")
    early_rate_bp = fields.Bp(required=True, description="Before the term is over.")
    least_fen = fields.Fen(attribute="least", required=True, description="Bought at once.")


class ProductFilters(ListQuery):
    product_class = fields.Enum(products.CLASSES)


def product(offered: Any) -> dict[str, Any]:
    """A product in the caller's language."""
    spoken = "en" if world.current().language == "en" else "zh"
    plain = ("code", "product_class", "term_days", "rate_bp", "early_rate_bp", "least")
    return {
        **{name: getattr(offered, name) for name in plain},
        "name": getattr(offered, f"name_{spoken}"),
        "issuer_name": getattr(offered, f"issuer_{spoken}"),
    }


class BankChange(Schema):
    bank_code = fields.Text(required=True, max=6, pattern="[0-9]{6}", example="629990")


class Purchase(Schema):
    product_code = fields.Text(required=True, max=5, pattern="[DFIW][0-9]{4}", example="F0001")
    amount_fen = fields.Fen(required=True, min=1, attribute="amount", example=100_000)


class Sale(Schema):
    amount_fen = fields.Fen(
        min=1, attribute="amount", description="Of what was put in; all that is left when absent."
    )


class ContributionTaken(Schema):
    """What the bank of the funds account took in itself."""

    bank_code = fields.Text(required=True, max=6, pattern="[0-9]{6}", example="629991")
    amount_fen = fields.Fen(required=True, min=1, attribute="amount", example=100_000)
    year = fields.Int(required=True, min=2022, max=2199, example=2026)
    bank_reference = fields.Text(
        required=True, max=60, pattern="[0-9A-Za-z-]{1,60}", example="LS2026040100001"
    )


class ContributionPayment(Schema):
    """By the bank password of the card's account, or by a payment code of the electronic card,
    confirmed by its password or face, as was chosen in the application."""

    password = fields.Text(max=6, pattern="[0-9]{6}", example="471592")
    electronic_code = fields.Text(max=3000)
    face = fields.Enum(("match", "mismatch"))

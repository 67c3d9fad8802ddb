"""Contribution charges and declarations over HTTP."""

import base64
from typing import Any

from services.benefits import problems_insurance as problems
from services.benefits.api import insurance_views as views
from services.benefits.api.views import spoken
from services.benefits.flows.contributions import charges, declarations, paying, refunds
from sscsim import world
from sscsim.demo_people import ZHOU_MING
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, ListQuery, Query

contributions = Blueprint(
    "contributions",
    tag="Contributions",
    description="社会保险费: declared, charged by the month, paid, late, given back.",
)
_CHARGES = "/v1/contribution-charges"
_CHARGE = _CHARGES + "/<id('ctc'):contribution_charge_id>"
_NO_CHARGE = {"contribution_charge_id": "ctc_" + "0" * 26}
_DECLARATIONS = "/v1/contribution-declarations"
_DECLARATION = _DECLARATIONS + "/<id('cdl'):contribution_declaration_id>"
_NO_DECLARATION = {"contribution_declaration_id": "cdl_" + "0" * 26}
_FIGURES = (PolicyMissing, FigureMissing)
_SEEN = (problems.ChargeNotFound, problems.NotTheirContributions)
_PAID = (problems.ChargeNotFound, problems.ChargeState, problems.ChargePaidOtherwise)
_EXAMPLE = f"1|{ZHOU_MING.social_security_number}|unchanged|0.00|\n"


def _correction(known: Any) -> dict[str, Any]:
    plain = {name: getattr(known, name) for name in known.__slots__}
    return {**plain, "explanation": spoken(known.explanation)}


@contributions.get(
    _CHARGES, listing=views.ChargeView, query=views.ChargeFilters, scope="insurance.read"
)
def list_contribution_charges(query: Query) -> Any:
    """List charges (缴费单), the newest first; an employer sees its own."""
    return charges.page(query.page, dict(query.filters))


@contributions.get(
    _CHARGE,
    answer=views.ChargeView,
    scope="insurance.read",
    problems=_SEEN,
    path_examples=_NO_CHARGE,
)
def get_contribution_charge(contribution_charge_id: str) -> Any:
    """Show a charge."""
    return charges.get(contribution_charge_id)


@contributions.get(
    _CHARGE + "/parts",
    answer=views.ChargePartsView,
    scope="insurance.read",
    problems=_SEEN,
    path_examples=_NO_CHARGE,
)
def list_contribution_charge_parts(contribution_charge_id: str) -> Any:
    """List a charge by month and insurance."""
    return {"data": charges.parts(contribution_charge_id)}


@contributions.get(
    _CHARGE + "/explanation",
    answer=views.ChargeExplanationView,
    scope="insurance.read",
    problems=(*_SEEN, *_FIGURES),
    path_examples=_NO_CHARGE,
)
def explain_contribution_charge(contribution_charge_id: str) -> Any:
    """Show what an employer's charge comes to today, late fees with it, step by step."""
    said = spoken(paying.explanation(contribution_charge_id).as_json())
    return {"charge_id": contribution_charge_id, "explanation": said}


@contributions.post(
    _CHARGE + "/pay",
    answer=views.ChargeView,
    key="required",
    scope="insurance.write",
    roles=("agency", "employer"),
    problems=(*_PAID, problems.NotTheirContributions, world.RegionNotAllowed, *_FIGURES),
    path_examples=_NO_CHARGE,
)
def pay_contribution_charge(contribution_charge_id: str) -> Any:
    """Pay an employer's charge from its account, with the late fees of today (缴费)."""
    return paying.pay(contribution_charge_id)


@contributions.post(
    _CHARGE + "/pay-by-code",
    body=views.ChargeByCode,
    answer=views.ChargeView,
    key="required",
    scope="insurance.write",
    roles=("holder", "agency"),
    problems=(*_PAID, problems.NotTheirContributions),
    relayed={
        404: ("person_not_found", "bank_account_not_found", "electronic_card_not_found"),
        409: (
            "card_account_missing",
            "bank_account_not_usable",
            "bank_balance_too_low",
            "code_payment_closed",
            "code_expired",
            "code_used",
            "code_revoked",
            "electronic_card_suspended",
            "level_two_needs_account",
        ),
        422: (
            "bank_password_wrong",
            "amount_over_limit",
            "electronic_password_wrong",
            "confirmation_failed",
            "scan_refused",
        ),
    },
    path_examples=_NO_CHARGE,
)
def pay_contribution_charge_by_code(contribution_charge_id: str, body: dict[str, Any]) -> Any:
    """Pay a person's charge by a code of the electronic card."""
    return paying.pay_by_code(contribution_charge_id, **body)


@contributions.post(
    _CHARGE + "/retry",
    answer=views.ChargeView,
    key="required",
    scope="insurance.write",
    roles=("holder", "agency"),
    problems=_PAID,
    path_examples=_NO_CHARGE,
)
def retry_contribution_charge(contribution_charge_id: str) -> Any:
    """Have a debit off the card that failed tried again."""
    return paying.retry(contribution_charge_id)


@contributions.post(
    _CHARGE + "/cancel",
    answer=views.ChargeView,
    key="accepted",
    scope="insurance.write",
    roles=("holder", "agency"),
    problems=_PAID,
    path_examples=_NO_CHARGE,
)
def cancel_contribution_charge(contribution_charge_id: str) -> Any:
    """Take back a person's charge that is not paid; its months may be charged again."""
    return paying.cancel(contribution_charge_id)


@contributions.post(
    "/v1/contribution-refunds",
    body=views.RefundNew,
    answer=views.ContributionMonthView,
    key="required",
    scope="insurance.write",
    roles=("agency",),
    problems=(
        problems.NothingToRefund,
        problems.RefundNotHere,
        problems.AccountTooLow,
        problems.WageNotTooHigh,
        world.RegionNotAllowed,
        *_FIGURES,
    ),
)
def refund_contribution(body: dict[str, Any]) -> Any:
    """Give back what was paid for a person's month of an insurance that was not owed (退费), or,
    with the right wage, what of it is too much: the month then stands on its right base."""
    return refunds.refund(**body)


@contributions.get(
    "/v1/contribution-corrections",
    listing=views.CorrectionView,
    query=views.CorrectionFilters,
    scope="insurance.read",
)
def list_contribution_corrections(query: Query) -> Any:
    """List months of which what was too much went back, the newest first, explained."""
    return refunds.corrections(query.page, dict(query.filters)).map(_correction)


@contributions.post(
    _DECLARATIONS,
    body=views.DeclarationNew,
    answer=views.DeclarationView,
    status=201,
    key="required",
    location=_DECLARATIONS + "/{id}",
    scope="insurance.write",
    roles=("agency", "employer"),
    problems=(
        problems.InsuredEmployerNotFound,
        problems.EmployerOfAnother,
        problems.DeclarationBad,
        world.RegionNotAllowed,
        *_FIGURES,
    ),
    example={
        "employer_credit_code": "91990100MA0000001G",
        "region_code": "990100",
        "contribution_month": "2026-03",
        "content_base64": base64.b64encode(_EXAMPLE.encode()).decode(),
    },
)
def create_contribution_declaration(body: dict[str, Any]) -> Any:
    """Declare a month of up to 50,000 persons by a file (缴费申报).

    Taken whole or not at all; every line that is wrong is told. The same file again is the same
    declaration.
    """
    content = base64.b64decode(body.pop("content_base64"))
    return declarations.upload(**body, content=content)


@contributions.get(
    _DECLARATIONS,
    listing=views.DeclarationView,
    query=views.DeclarationFilters,
    scope="insurance.read",
)
def list_contribution_declarations(query: Query) -> Any:
    """List declarations, the newest first; an employer sees its own."""
    return declarations.page(query.page, dict(query.filters))


@contributions.get(
    _DECLARATION,
    answer=views.DeclarationView,
    scope="insurance.read",
    problems=(problems.DeclarationNotFound, problems.NotTheirContributions),
    path_examples=_NO_DECLARATION,
)
def get_contribution_declaration(contribution_declaration_id: str) -> Any:
    """Show a declaration."""
    return declarations.get(contribution_declaration_id)


@contributions.get(
    _DECLARATION + "/lines",
    listing=views.DeclarationLineView,
    query=ListQuery,
    scope="insurance.read",
    problems=(problems.DeclarationNotFound, problems.NotTheirContributions),
    path_examples=_NO_DECLARATION,
)
def list_contribution_declaration_lines(contribution_declaration_id: str, query: Query) -> Any:
    """List a declaration's persons, the last first."""
    return declarations.lines(contribution_declaration_id, query.page)

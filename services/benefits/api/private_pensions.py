"""Private pensions over HTTP; they are opened by applications for HRSS-038."""

from typing import Any

from services.benefits import problems_private_pension as problems
from services.benefits.api import private_pension_views as views
from services.benefits.flows.private_pension import banks, contributions, known, products
from services.benefits.store import private_pensions as rows
from sscsim import policy, world
from sscsim.kernel.money import Money
from sscsim.web import Blueprint, ListQuery, Query

private_pensions = Blueprint(
    "private_pensions",
    tag="Private pensions",
    description="个人养老金: accounts, contributions within the year's room, products, payouts.",
)
_PATH = "/v1/private-pensions/<id('ppa'):private_pension_id>"
_CONTRIBUTION = "/v1/private-pension-contributions/<id('ppc'):contribution_id>"
_READ, _WRITE = "private_pension.read", "private_pension.write"
_WHO = ("holder", "bank", "agency")
_MISSING = (policy.PolicyMissing, policy.FigureMissing)
_FOUND = (problems.PrivatePensionNotFound,)
_STATE = (problems.PrivatePensionNotFound, problems.PrivatePensionState)


@private_pensions.get(
    "/v1/private-pensions",
    listing=views.PrivatePensionView,
    query=views.PensionFilters,
    scope=_READ,
)
def list_private_pensions(query: Query) -> Any:
    """List private pensions, the newest first."""
    return known.page(query.page, dict(query.filters))


@private_pensions.get(
    _PATH,
    answer=views.PensionDetail,
    scope=_READ,
    problems=_FOUND,
    path_examples=views.PENSION,
)
def get_private_pension(private_pension_id: str) -> Any:
    """Show a private pension with its funds account of today."""
    return known.shown(private_pension_id)


@private_pensions.get(
    _PATH + "/room",
    answer=views.RoomView,
    query=views.RoomFilter,
    scope=_READ,
    problems=(*_FOUND, *_MISSING),
    path_examples=views.PENSION,
)
def get_private_pension_room(private_pension_id: str, query: dict[str, Any]) -> Any:
    """Show what may still be paid in for a year, with the explanation (年度剩余额度)."""
    year = query.get("year") or world.today().year
    left = contributions.room(private_pension_id, year)
    return views.room(year, left)


@private_pensions.get(
    _PATH + "/tax-saving",
    answer=views.TaxView,
    query=views.TaxQuestion,
    scope=_READ,
    problems=(*_FOUND, *_MISSING),
    path_examples=views.PENSION,
)
def get_private_pension_tax_saving(private_pension_id: str, query: dict[str, Any]) -> Any:
    """Show what the deduction of a year's contributions is worth, by an income (抵扣个税测算)."""
    year = query.get("year") or world.today().year
    sums = Money(query["income_fen"]), Money(query["other_deductions_fen"])
    return views.tax(year, *contributions.tax_saved(private_pension_id, year, *sums))


@private_pensions.get(
    _PATH + "/funds-accounts",
    listing=views.FundsAccountView,
    query=ListQuery,
    scope=_READ,
    problems=_FOUND,
    path_examples=views.PENSION,
)
def list_private_pension_funds_accounts(private_pension_id: str, query: Query) -> Any:
    """List the funds accounts of a private pension, that of today first."""
    return known.page_of(rows.funds, private_pension_id, query.page)


@private_pensions.get(
    _PATH + "/entries",
    listing=views.EntryView,
    query=ListQuery,
    scope=_READ,
    problems=_FOUND,
    path_examples=views.PENSION,
)
def list_private_pension_entries(private_pension_id: str, query: Query) -> Any:
    """List every movement of cash and products, the newest first."""
    return known.page_of(rows.entries, private_pension_id, query.page).map(views.entry)


@private_pensions.get(
    _PATH + "/payouts",
    listing=views.PayoutView,
    query=ListQuery,
    scope=_READ,
    problems=_FOUND,
    path_examples=views.PENSION,
)
def list_private_pension_payouts(private_pension_id: str, query: Query) -> Any:
    """List what was paid out, the newest first: to the card, and as tax."""
    return known.page_of(rows.payouts, private_pension_id, query.page).map(views.entry)


@private_pensions.post(
    _PATH + "/change-bank",
    body=views.BankChange,
    answer=views.PensionDetail,
    key="accepted",
    scope=_WRITE,
    roles=_WHO,
    problems=(
        *_STATE,
        problems.PrivatePensionBankUnknown,
        problems.PrivatePensionSameBank,
        problems.PrivatePensionHoldsProducts,
    ),
    path_examples=views.PENSION,
)
def change_private_pension_bank(private_pension_id: str, body: dict[str, Any]) -> Any:
    """Move the funds account to another bank (变更开户银行); its cash moves, and uses no room.

    Products are sold before.
    """
    return banks.change_bank(private_pension_id, body["bank_code"])


@private_pensions.post(
    _PATH + "/purchases",
    body=views.Purchase,
    answer=views.HoldingView,
    status=201,
    key="required",
    location="/v1/private-pension-holdings/{id}",
    scope=_WRITE,
    roles=_WHO,
    problems=(
        *_STATE,
        problems.PrivatePensionProductNotFound,
        problems.PrivatePensionPurchaseSmall,
        problems.PrivatePensionCashShort,
        *_MISSING,
    ),
    path_examples=views.PENSION,
    links={"getPrivatePensionHolding": {"holding_id": "$response.body#/id"}},
)
def buy_private_pension_product(private_pension_id: str, body: dict[str, Any]) -> Any:
    """Buy a product on the list with cash of the funds account (购买)."""
    return products.buy(private_pension_id, **body)


@private_pensions.post(
    _PATH + "/contributions",
    body=views.ContributionTaken,
    answer=views.ContributionView,
    status=201,
    key="required",
    location="/v1/private-pension-contributions/{id}",
    scope=_WRITE,
    roles=("bank",),
    problems=(
        *_FOUND,
        problems.PrivatePensionOtherBank,
        problems.PrivatePensionBankReference,
        problems.PrivatePensionContributionRefused,
        *_MISSING,
    ),
    path_examples=views.PENSION,
    links={"getPrivatePensionContribution": {"contribution_id": "$response.body#/id"}},
)
def take_in_private_pension_contribution(private_pension_id: str, body: dict[str, Any]) -> Any:
    """The bank of the funds account tells what it took in itself, within the year's room."""
    return contributions.take_in(private_pension_id, **body)


# ---- contributions


@private_pensions.get(
    "/v1/private-pension-contributions",
    listing=views.ContributionView,
    query=views.ContributionFilters,
    scope=_READ,
)
def list_private_pension_contributions(query: Query) -> Any:
    """List contributions, the newest first."""
    return known.listed(rows.contributions, query.page, dict(query.filters))


@private_pensions.get(
    _CONTRIBUTION,
    answer=views.ContributionView,
    scope=_READ,
    problems=(problems.PrivatePensionContributionNotFound,),
    path_examples=views.CONTRIBUTION,
)
def get_private_pension_contribution(contribution_id: str) -> Any:
    """Show a contribution."""
    return contributions.get(contribution_id)


@private_pensions.post(
    _CONTRIBUTION + "/pay",
    body=views.ContributionPayment,
    answer=views.ContributionView,
    key="required",
    scope=_WRITE,
    roles=_WHO,
    problems=(
        problems.PrivatePensionContributionNotFound,
        problems.PrivatePensionContributionState,
        problems.PrivatePensionPayWay,
    ),
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
    path_examples=views.CONTRIBUTION,
)
def pay_private_pension_contribution(contribution_id: str, body: dict[str, Any]) -> Any:
    """Take a contribution off the card into the funds account, on its day (缴费).

    A refusal of the bank leaves it due. After a lost answer the same call finds out what came of
    it, and so does a job ten minutes later: it is taken once.
    """
    return contributions.pay(contribution_id, **body)


@private_pensions.post(
    _CONTRIBUTION + "/refund",
    answer=views.ContributionView,
    key="accepted",
    scope=_WRITE,
    roles=("bank",),
    problems=(
        problems.PrivatePensionContributionNotFound,
        problems.PrivatePensionContributionState,
        problems.PrivatePensionState,
        problems.PrivatePensionCashShort,
    ),
    path_examples=views.CONTRIBUTION,
)
def refund_private_pension_contribution(contribution_id: str) -> Any:
    """The bank gives a contribution back onto the card (退回缴费); its room is free again."""
    return contributions.refund(contribution_id)

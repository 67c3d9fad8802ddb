"""Travel passes and their months over HTTP."""

from typing import Any

from services.culture import problems_passes as problems
from services.culture.api import pass_views as views
from services.culture.flows import (
    pass_course,
    pass_known,
    pass_months,
    pass_payments,
    pass_refunds,
    pass_sales,
)
from sscsim import policy
from sscsim.web import Blueprint, ListQuery, Query

travel_passes = Blueprint(
    "travel_passes",
    tag="Travel passes",
    description="旅游年卡 on the social security card: sale, course, refund, monthly shares.",
)
_PATH = "/v1/travel-passes/<id('tps'):travel_pass_id>"
_READ, _WRITE = "travel_pass.read", "travel_pass.write"
_MONTH = "/v1/pass-revenue-months/<id('prm'):month_id>"
_REVENUE_READ, _REVENUE = "pass_revenue.read", "pass_revenue.write"
_SELLERS = ("holder", "agency", "bank")
_MISSING = (policy.PolicyMissing, policy.FigureMissing)
_STATE = (problems.TravelPassNotFound, problems.TravelPassState)
_FROM_CARD = {404: ("person_not_found",)}
_LINKS = {"getTravelPass": {"travel_pass_id": "$response.body#/id"}}


@travel_passes.get("/v1/pass-products", answer=views.PassProducts, scope=_READ)
def list_pass_products() -> Any:
    """List the products, with their issuers and spots."""
    return {"data": [views.product_shown(each) for each in pass_sales.products()]}


@travel_passes.get(
    "/v1/pass-products/<product_code>",
    answer=views.PassProductDetail,
    query=views.TermsQuery,
    scope=_READ,
    problems=(problems.PassProductNotFound, problems.PassIssuerUnknown, *_MISSING),
    path_examples=views.PRODUCT,
)
def get_pass_product(product_code: str, query: dict[str, Any]) -> Any:
    """Show a product with the rules of one issuer on a day, and how far they can be trusted."""
    asked = (product_code, query.get("issuer_region_code"), query.get("on"))
    return views.offer_shown(pass_sales.offer(*asked))


@travel_passes.post(
    "/v1/travel-passes",
    body=views.TravelPassNew,
    answer=views.TravelPassView,
    status=201,
    key="required",
    location="/v1/travel-passes/{id}",
    scope=_WRITE,
    roles=_SELLERS,
    problems=(
        problems.PassProductNotFound,
        problems.PassIssuerUnknown,
        problems.PassCounterOnly,
        problems.PassNotOnSale,
        problems.TravelPassNotEligible,
        problems.TravelPassHeld,
        *_MISSING,
    ),
    relayed=_FROM_CARD,
    links={**_LINKS, "payTravelPass": {"travel_pass_id": "$response.body#/id"}},
)
def order_travel_pass(body: dict[str, Any]) -> Any:
    """Order a pass for a holder who is entitled by the rules of its issuer (购卡).

    By cash, at a counter, it is paid with its order. By card it waits for its payment until the
    day ends. A price that nobody found out is an error that says so.
    """
    return pass_sales.order(**body)


@travel_passes.get(
    "/v1/travel-passes", listing=views.TravelPassView, query=views.TravelPassFilters, scope=_READ
)
def list_travel_passes(query: Query) -> Any:
    """List passes, the newest first."""
    return pass_known.page(query)


@travel_passes.get(
    _PATH,
    answer=views.TravelPassView,
    scope=_READ,
    problems=(problems.TravelPassNotFound,),
    path_examples=views.PASS,
)
def get_travel_pass(travel_pass_id: str) -> Any:
    """Show a pass."""
    return pass_known.get(travel_pass_id)


@travel_passes.get(
    _PATH + "/price",
    answer=views.PassPriceView,
    scope=_READ,
    problems=(problems.TravelPassNotFound, *_MISSING),
    path_examples=views.PASS,
)
def get_travel_pass_price(travel_pass_id: str) -> Any:
    """Explain the price of a pass, and whose parts it is."""
    return views.price_shown(pass_sales.explained(travel_pass_id))


@travel_passes.post(
    _PATH + "/pay",
    body=views.TravelPassPayment,
    answer=views.TravelPassView,
    key="required",
    scope=_WRITE,
    roles=_SELLERS,
    problems=(*_STATE, problems.TravelPassPayWay, *_MISSING),
    relayed={
        409: ("bank_account_not_usable", "code_payment_closed"),
        422: ("bank_password_wrong", "bank_balance_too_low", "card_account_missing"),
    },
    path_examples=views.PASS,
    links=_LINKS,
)
def pay_travel_pass(travel_pass_id: str, body: dict[str, Any]) -> Any:
    """Pay a pass off the bank account on the holder's card, by its password.

    A lost answer takes nothing twice: call again, or wait ten minutes, and it is found out.
    """
    return pass_payments.pay(travel_pass_id, **body)


@travel_passes.post(
    _PATH + "/activate",
    body=views.TravelPassActivation,
    answer=views.TravelPassView,
    key="accepted",
    scope=_WRITE,
    roles=_SELLERS,
    problems=(*_STATE, *_MISSING),
    path_examples=views.PASS,
    links=_LINKS,
)
def activate_travel_pass(travel_pass_id: str, body: dict[str, Any]) -> Any:
    """Activate a pass with a new photo of the holder's face (激活): its year begins today.

    One that began by itself, the window being over, only gets its photo: its last day stays.
    """
    return pass_course.activate(travel_pass_id, **body)


@travel_passes.post(
    _PATH + "/refund",
    body=views.TravelPassRefund,
    answer=views.TravelPassView,
    key="required",
    scope=_WRITE,
    roles=_SELLERS,
    problems=(*_STATE, problems.TravelPassRefundLate, problems.PassCounterOnly),
    path_examples=views.PASS,
    example={},
    links=_LINKS,
)
def refund_travel_pass(travel_pass_id: str, body: dict[str, Any]) -> Any:
    """Give a pass back that hasn't begun, in time (退卡).

    Onto the card it is on its way (`refunding`); what the bank returns is tried again, or paid in
    cash at a counter.
    """
    return pass_refunds.refund(travel_pass_id, **body)


# ---- months


@travel_passes.get(
    "/v1/pass-revenue-months",
    listing=views.PassMonthView,
    query=views.PassMonthFilters,
    scope=_REVENUE_READ,
)
def list_pass_revenue_months(query: Query) -> Any:
    """List the months that were shared out, the newest first."""
    return pass_months.page(query)


@travel_passes.get(
    _MONTH,
    answer=views.PassMonthView,
    scope=_REVENUE_READ,
    problems=(problems.PassMonthNotFound,),
    path_examples=views.MONTH,
)
def get_pass_revenue_month(month_id: str) -> Any:
    """Show a month of a product: its pool, its visits, and what nobody earned."""
    return pass_months.get(month_id)


@travel_passes.get(
    _MONTH + "/shares",
    listing=views.ShareView,
    query=ListQuery,
    scope=_REVENUE_READ,
    problems=(problems.PassMonthNotFound,),
    path_examples=views.MONTH,
)
def list_pass_revenue_shares(month_id: str, query: Query) -> Any:
    """List what each venue gets of a month, by weighted visits to the fen."""
    return pass_months.shares(month_id, query)


@travel_passes.post(
    _MONTH + "/share",
    answer=views.PassMonthView,
    key="accepted",
    scope=_REVENUE,
    roles=("agency",),
    problems=(problems.PassMonthNotFound, problems.PassMonthState),
    path_examples=views.MONTH,
    links={"getPassRevenueMonth": {"month_id": "$response.body#/id"}},
)
def share_pass_revenue_month(month_id: str) -> Any:
    """Share a month once more that was refused, say for want of an agreement between regions."""
    return pass_months.share_again(month_id)

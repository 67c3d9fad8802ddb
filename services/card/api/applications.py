"""Applications for cards over HTTP."""

from typing import Any

from services.card import problems
from services.card import problems_bank as bank
from services.card import problems_people as people
from services.card import problems_production as production
from services.card import problems_stock as stock
from services.card.api import views
from services.card.api import views_production as shapes
from services.card.flows import find, temporary_card
from services.card.flows.production import apply, collect
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Query
from sscsim.world import RegionNotAllowed

applications = Blueprint(
    "applications",
    tag="Applications",
    description="Applications for cards (申领), from the form to the counter where the card is "
    "collected.",
)
_SHOW = {"getApplication": {"application_id": "$response.body#/id"}}
_MAKING = (
    production.ApplicationMoveNotAllowed,
    bank.BankNotFound,
    bank.BankAccountExists,
    bank.CardWithoutAccount,
    bank.BankOrderWaiting,
    stock.StockEmpty,
    PolicyMissing,
    FigureMissing,
    RegionNotAllowed,
)


@applications.post(
    "/v1/applications",
    body=shapes.ApplicationForm,
    answer=shapes.ApplicationView,
    status=201,
    key="required",
    location="/v1/applications/{id}",
    scope="application.write",
    roles=("agency", "bank", "holder"),
    problems=(
        problems.PersonNotFound,
        problems.NotPoolingArea,
        people.PersonDeceased,
        production.ApplicationOpen,
        production.HasCard,
        production.NoCardToFollow,
        production.OldCardState,
        production.RenewalTooEarly,
        production.WarrantyOver,
        production.ProxyNeeded,
        production.ProxyNotRelated,
        production.InstantElsewhere,
        production.NotAcrossProvinces,
        stock.PremadeAtCounter,
        *_MAKING,
    ),
    links={
        **_SHOW,
        "collectCard": {"application_id": "$response.body#/id"},
        "correctApplication": {"application_id": "$response.body#/id"},
        "withdrawApplication": {"application_id": "$response.body#/id"},
        "refuseCard": {"application_id": "$response.body#/id"},
        "getCard": {"card_id": "$response.body#/card_id"},
    },
    example={"person_id": views.PERSON_ID, "kind": "exchange", "mark": "central"},
)
def create_application(body: dict[str, Any]) -> Any:
    """Apply for a card (申领、补卡、换卡).

    `central`: the evening's batch takes it to bank, factory and centre, by due jobs that run
    when the sandbox clock gets there. `instant`: the card is there at once. `premade` takes
    the next card of the branch's stock (`GET /v1/card-stocks`) and is refused while it is
    empty. First cards and replacements can be applied for in another province; the card then
    travels there.
    """
    return apply.apply(**body)


@applications.get(
    "/v1/applications",
    listing=shapes.ApplicationView,
    query=shapes.ApplicationFilters,
    scope="application.read",
)
def list_applications(query: Query) -> Any:
    """List applications, the newest first."""
    return find.list_applications(query)


@applications.get(
    "/v1/applications/<id('app'):application_id>",
    answer=shapes.ApplicationView,
    scope="application.read",
    problems=(production.ApplicationNotFound,),
    links={
        "getProductionBatch": {"batch_id": "$response.body#/batch_id"},
        "getBatchFile": {"batch_id": "$response.body#/batch_id"},
        "uploadBatchReturn": {"batch_id": "$response.body#/batch_id"},
    },
)
def get_application(application_id: str) -> Any:
    """Show an application and how far its card is (制卡进度)."""
    return find.get_application(application_id)


@applications.post(
    "/v1/applications/<id('app'):application_id>/correct",
    body=shapes.ApplicationCorrection,
    answer=shapes.ApplicationView,
    key="accepted",
    scope="application.write",
    roles=("agency", "bank", "holder"),
    problems=(production.ApplicationNotFound, problems.PersonNotFound, *_MAKING),
    links=_SHOW,
    example={"contact_phone": "19900000001"},
)
def correct_application(application_id: str, body: dict[str, Any]) -> Any:
    """Correct a failed application; it goes into production again from the start."""
    return apply.correct(application_id, **body)


@applications.post(
    "/v1/applications/<id('app'):application_id>/withdraw",
    answer=shapes.ApplicationView,
    key="accepted",
    scope="application.write",
    roles=("agency", "bank", "holder"),
    problems=(
        production.ApplicationNotFound,
        production.ApplicationMoveNotAllowed,
        RegionNotAllowed,
    ),
    links=_SHOW,
)
def withdraw_application(application_id: str) -> Any:
    """Withdraw an application that is not being made at the moment."""
    return apply.withdraw(application_id)


@applications.post(
    "/v1/applications/<id('app'):application_id>/collect",
    answer=shapes.ApplicationView,
    key="accepted",
    scope="application.write",
    roles=("agency", "bank"),
    problems=(
        production.ApplicationNotFound,
        problems.PersonNotFound,
        people.PersonDeceased,
        problems.CardNotFound,
        problems.CardMoveNotAllowed,
        production.ApplicationMoveNotAllowed,
        bank.BankAccountMoveNotAllowed,
        PolicyMissing,
        FigureMissing,
        RegionNotAllowed,
    ),
    links={**_SHOW, "enableCard": {"card_id": "$response.body#/card_id"}},
)
def collect_card(application_id: str) -> Any:
    """Hand the card over (领卡).

    The card that it follows is cancelled, and the bank moves its balance to the new account;
    a temporary card is cancelled too. The new card is sealed until it is enabled.
    """
    return collect.collect(application_id)


@applications.post(
    "/v1/applications/<id('app'):application_id>/refuse-card",
    body=shapes.CardRefusal,
    answer=shapes.ApplicationView,
    key="accepted",
    scope="application.write",
    roles=("agency", "bank"),
    problems=(
        production.ApplicationNotFound,
        production.ApplicationMoveNotAllowed,
        problems.CardMoveNotAllowed,
        RegionNotAllowed,
    ),
    links=_SHOW,
    example={"reason": "照片错误"},
)
def refuse_card(application_id: str, body: dict[str, Any]) -> Any:
    """Send a card back from the counter, for a fault that shows there only."""
    return collect.refuse(application_id, **body)


@applications.post(
    "/v1/persons/<id('psn'):person_id>/temporary-cards",
    answer=views.CardView,
    status=201,
    key="required",
    location="/v1/cards/{id}",
    scope="card.write",
    roles=("agency",),
    problems=(
        problems.PersonNotFound,
        people.PersonDeceased,
        people.TemporaryCardHeld,
        production.NoOpenApplication,
        PolicyMissing,
        FigureMissing,
        RegionNotAllowed,
    ),
    links={"getCard": {"card_id": "$response.body#/id"}},
    path_examples={"person_id": views.PERSON_ID},
)
def create_temporary_card(person_id: str) -> Any:
    """Issue a temporary card (临时卡) for the time until the real one is there.

    Enabled at once, good for the days that the region says, without a bank side, and not
    outside the area.
    """
    return temporary_card.issue_temporary(person_id)

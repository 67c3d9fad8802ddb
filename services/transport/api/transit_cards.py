"""Issuing centres and transit cards over HTTP: purses, top-ups, loss, refunds."""

from typing import Any

from services.transport import problems_cards as problems
from services.transport import problems_purses as purses
from services.transport.api import views_cards as views
from services.transport.flows.cards import extend, issue, known, loss, reading, refund, top_ups
from sscsim.kernel.explain import weakest
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, ListQuery, Query
from sscsim.world import RegionNotAllowed

transit_cards = Blueprint(
    "transit_cards",
    tag="Transit cards",
    description="Transit cards (交通卡) and their purses: issued, topped up, lost, given back.",
)
_PATH = "/v1/transit-cards/<id('tca'):transit_card_id>"
_READ, _WRITE = "transit_card.read", "transit_card.write"
_COUNTER = ("transit", "agency")
_ANYBODY = (*_COUNTER, "holder")
_MISSING = (PolicyMissing, FigureMissing)
_FOUND = (problems.TransitCardNotFound,)
_STATE = (problems.TransitCardNotFound, problems.TransitCardState)
_LINKS = {
    "getTransitCard": {"transit_card_id": "$response.body#/id"},
    "listPurseEntries": {"transit_card_id": "$response.body#/id"},
}


def _issuer(shown: reading.ShownIssuer) -> dict[str, Any]:
    one, rules = shown.issuer, shown.rules
    about = {
        "id": one.id,
        "region_code": one.region,
        "name": one.name,
        "number_prefix": one.prefix,
        "city_code": one.city_code,
        "lives_on": one.lives_on,
        "accepted_from": one.accepted_from,
        "accepted_until": one.accepted_until,
    }
    if rules is None:
        return about
    return about | {
        "ceiling_fen": rules.ceiling.value,
        "least_top_up_fen": rules.least_top_up.value,
        "most_top_up_fen": rules.most_top_up.value,
        "deposit_fen": rules.deposit and rules.deposit.value,
        "overdraft_fen": rules.overdraft.value,
        "validity_days": rules.validity.value,
        "refund_at_once_below_fen": rules.refund_at_once_below.value,
        "holder_carries_days": rules.holder_carries.value,
        "elderly_from_age": rules.elderly_from_age.value,
        "policy_status": weakest(shown.bases),
        "figures": [
            {
                "leaf": f"{basis.pack}#{basis.leaf}",
                "title": basis.source.title,
                "status": basis.source.status,
                "url": basis.source.url,
            }
            for basis in shown.bases
        ],
    }


@transit_cards.get(
    "/v1/transit-issuers",
    listing=views.IssuerView,
    query=views.IssuerFilters,
    scope="transit.read",
    links={"getTransitIssuer": {"transit_issuer_id": "$response.body#/data/0/id"}},
)
def list_transit_issuers(query: Query) -> Any:
    """List the issuing centres (发卡中心), with what each allows of its purses today."""
    return reading.page_of_issuers(query.page, query.filters.get("region_code")).map(_issuer)


@transit_cards.get(
    "/v1/transit-issuers/<transit_issuer_id>",
    answer=views.IssuerView,
    scope="transit.read",
    problems=(problems.TransitIssuerNotFound,),
    path_examples=views.ISSUER,
)
def get_transit_issuer(transit_issuer_id: str) -> Any:
    """Show an issuing centre, with what it allows of its purses today."""
    return _issuer(reading.issuer(transit_issuer_id))


@transit_cards.post(
    "/v1/transit-cards",
    body=views.TransitCardNew,
    answer=views.TransitCardView,
    status=201,
    key="required",
    location="/v1/transit-cards/{id}",
    scope=_WRITE,
    roles=_COUNTER,
    problems=(
        problems.TransitIssuerMissing,
        problems.TransitCardForm,
        problems.TransitCardRefused,
        problems.TransitCardExists,
        problems.TransitCardKindNotDue,
        purses.TopUpRefused,
        RegionNotAllowed,
        *_MISSING,
    ),
    links=_LINKS,
    example={"region_code": "990100", "card_id": views.UNISSUED, "first_load_fen": 2000},
)
def issue_transit_card(body: dict[str, Any]) -> Any:
    """Issue a transit card: onto a social security card, or without a name where the city has such.

    A card for the elderly rests on age, one for students on a grant; the deposit of a card without
    a name is paid in cash, as is what is put onto the card at once.
    """
    return issue.issue(**body)


@transit_cards.get(
    "/v1/transit-cards",
    listing=views.TransitCardView,
    query=views.TransitCardFilters,
    scope=_READ,
    links={"getTransitCard": {"transit_card_id": "$response.body#/data/0/id"}},
)
def list_transit_cards(query: Query) -> Any:
    """List transit cards, the newest first."""
    return reading.page(query.page, query.filters)


@transit_cards.get(
    _PATH,
    answer=views.TransitCardView,
    scope=_READ,
    problems=_FOUND,
    path_examples=views.CARD,
)
def get_transit_card(transit_card_id: str) -> Any:
    """Show a transit card with the balance of its purse, as the back office knows it."""
    return known.get(transit_card_id)


@transit_cards.get(
    _PATH + "/entries",
    listing=views.PurseEntryView,
    query=views.PurseEntryFilters,
    scope=_READ,
    problems=_FOUND,
    path_examples=views.CARD,
)
def list_purse_entries(transit_card_id: str, query: Query) -> Any:
    """List every movement of the purse, the newest first."""
    return reading.entries(transit_card_id, query.page, query.filters.get("kind"))


@transit_cards.post(
    _PATH + "/top-ups",
    body=views.PurseTopUpNew,
    answer=views.PurseTopUpView,
    status=201,
    key="required",
    location="/v1/transit-top-ups/{id}",
    scope=_WRITE,
    roles=_ANYBODY,
    problems=(
        *_STATE,
        purses.TopUpWay,
        purses.TopUpRefused,
        purses.TopUpNoAnswer,
        purses.TopUpUnavailable,
        RegionNotAllowed,
        *_MISSING,
    ),
    relayed={
        404: ("person_not_found",),
        409: ("code_payment_closed", "bank_account_not_usable"),
        422: ("card_account_missing", "bank_password_wrong", "bank_balance_too_low"),
    },
    links={"getPurseTopUp": {"top_up_id": "$response.body#/id"}},
    path_examples=views.CARD,
    example={"way": "cash", "amount_fen": 5000},
)
def top_up_purse(transit_card_id: str, body: dict[str, Any]) -> Any:
    """Top up the purse (充值): by cash at a counter, or from the bank account on the card, once.

    With the same key an answer that was lost is found out. A top-up renews how long the card is
    usable. What is on its way counts against the ceiling.
    """
    return top_ups.top_up(transit_card_id, **body)


@transit_cards.get(
    _PATH + "/top-ups",
    listing=views.PurseTopUpView,
    query=ListQuery,
    scope=_READ,
    problems=_FOUND,
    path_examples=views.CARD,
)
def list_purse_top_ups(transit_card_id: str, query: Query) -> Any:
    """List the top-ups of a card, the newest first; failed ones and those on their way too."""
    return top_ups.page(transit_card_id, query.page)


@transit_cards.get(
    "/v1/transit-top-ups/<id('ptu'):top_up_id>",
    answer=views.PurseTopUpView,
    scope=_READ,
    problems=(purses.TopUpNotFound,),
)
def get_purse_top_up(top_up_id: str) -> Any:
    """Show a top-up: loaded, failed, or on its way."""
    return top_ups.get(top_up_id)


@transit_cards.post(
    _PATH + "/report-loss",
    answer=views.TransitCardView,
    status=200,
    key="accepted",
    scope=_WRITE,
    roles=_ANYBODY,
    problems=(*_STATE, problems.AnonymousCard, RegionNotAllowed, *_MISSING),
    path_examples=views.CARD,
)
def report_transit_card_loss(transit_card_id: str) -> Any:
    """Report a card lost (挂失): hot-listed at once; for some days its holder still carries.

    A card without a name can't be reported.
    """
    return loss.report(transit_card_id)


@transit_cards.post(
    _PATH + "/release-loss",
    answer=views.TransitCardView,
    status=200,
    key="accepted",
    scope=_WRITE,
    roles=_ANYBODY,
    problems=(*_STATE, RegionNotAllowed),
    path_examples=views.CARD,
)
def release_transit_card_loss(transit_card_id: str) -> Any:
    """A lost card was found again (解挂): usable as before, and off the hot list."""
    return loss.release(transit_card_id)


@transit_cards.post(
    _PATH + "/replace",
    body=views.CardReplacement,
    answer=views.TransitCardView,
    status=201,
    key="required",
    location="/v1/transit-cards/{id}",
    scope=_WRITE,
    roles=_COUNTER,
    problems=(
        *_STATE,
        problems.AnonymousCard,
        problems.TransitCardRefused,
        problems.TransitCardOfAnother,
        problems.TransitCardExists,
        RegionNotAllowed,
        *_MISSING,
    ),
    links=_LINKS,
    path_examples=views.CARD,
    example={},
)
def replace_transit_card(transit_card_id: str, body: dict[str, Any]) -> Any:
    """Replace a lost card (补卡): a new one at once; the balance follows when its days are over."""
    return loss.replace(transit_card_id, **body)


@transit_cards.post(
    _PATH + "/extend",
    answer=views.TransitCardView,
    status=200,
    key="accepted",
    scope=_WRITE,
    roles=_COUNTER,
    problems=(*_STATE, RegionNotAllowed, *_MISSING),
    path_examples=views.CARD,
)
def extend_transit_card(transit_card_id: str) -> Any:
    """Extend a card at a counter (延期), also one past its day: from today, as a top-up would."""
    return extend.extend(transit_card_id)


@transit_cards.post(
    _PATH + "/refund",
    body=views.CardRefundNew,
    answer=views.TransitRefundView,
    status=200,
    key="required",
    scope=_WRITE,
    roles=_COUNTER,
    problems=(
        *_STATE,
        problems.TransitPurchasesOut,
        problems.TransitJourneyOpen,
        problems.TransitBalanceOnItsWay,
        problems.OverdraftFirst,
        problems.TransitRefundAtCompany,
        purses.TopUpOnItsWay,
        RegionNotAllowed,
        *_MISSING,
    ),
    path_examples=views.CARD,
    example={"place": "company"},
)
def refund_transit_card(transit_card_id: str, body: dict[str, Any]) -> Any:
    """Take a card back (退卡): balance and deposit are paid out in cash, and the card is over.

    Small balances at any counter, others and faulty cards by the card company. What the chip paid
    without network is uploaded first, an open journey repaired first, an overdraft collected first.
    """
    return refund.refund(transit_card_id, **body)

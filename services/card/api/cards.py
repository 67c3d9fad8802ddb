"""Cards over HTTP."""

from typing import Any

from services.card import problems
from services.card.api import views
from services.card.flows import enable, find, issue
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Query
from sscsim.world import RegionNotAllowed

cards = Blueprint("cards", tag="Cards", description="Physical social security cards (社会保障卡).")
_CARD = {"card_id": views.CARD_ID}


@cards.post(
    "/v1/cards",
    body=views.CardIssue,
    answer=views.CardView,
    status=201,
    key="required",
    location="/v1/cards/{id}",
    scope="card.write",
    roles=("agency", "bank"),
    problems=(
        problems.PersonNotFound,
        problems.NotPoolingArea,
        problems.CardExists,
        PolicyMissing,
        FigureMissing,
        RegionNotAllowed,
    ),
    links={
        "getCard": {"card_id": "$response.body#/id"},
        "enableCard": {"card_id": "$response.body#/id"},
    },
    example={"person_id": views.PERSON_ID, "region_code": "500000"},
)
def create_card(body: dict[str, Any]) -> Any:
    """Issue a card (制卡).

    The card is sealed (封存) until it is enabled. An area gives a person one card; another
    area may give another one.
    """
    return issue.issue(**body)


@cards.get("/v1/cards", listing=views.CardView, query=views.CardFilters, scope="card.read")
def list_cards(query: Query) -> Any:
    """List cards, the newest first."""
    return find.list_cards(query)


@cards.get(
    "/v1/cards/<id('card'):card_id>",
    answer=views.CardView,
    scope="card.read",
    problems=(problems.CardNotFound,),
    path_examples=_CARD,
)
def get_card(card_id: str) -> Any:
    """Show a card."""
    return find.get_card(card_id)


@cards.post(
    "/v1/cards/<id('card'):card_id>/enable",
    answer=views.CardView,
    key="accepted",
    scope="card.write",
    roles=("agency", "bank"),
    problems=(problems.CardNotFound, problems.CardMoveNotAllowed, RegionNotAllowed),
    links={"getCard": {"card_id": "$response.body#/id"}},
    path_examples={"card_id": views.SEALED_CARD_ID},
)
def enable_card(card_id: str) -> Any:
    """Enable a card (启用).

    Its social application leaves the sealed state; from then on the card can be verified.
    """
    return enable.enable(card_id)

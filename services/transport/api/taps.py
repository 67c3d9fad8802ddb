"""Taps with network over HTTP, and taps as they are on record."""

from typing import Any

from services.transport import problems
from services.transport import problems_riding as riding
from services.transport.api import views_riding as views
from services.transport.flows.riding import online, reading
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Query

taps = Blueprint(
    "taps",
    tag="Taps",
    description="Taps (刷卡、扫码): with a transit card, a code, or a bank card.",
)


@taps.post(
    "/v1/taps",
    body=views.TapNew,
    answer=views.TapView,
    status=201,
    key="required",
    location="/v1/taps/{id}",
    scope="transit.write",
    roles=("transit",),
    problems=(riding.TapWaits, problems.FareRuleMissing, PolicyMissing, FigureMissing),
    links={
        "getTap": {"tap_id": "$response.body#/id"},
        "getTransitJourney": {"transit_journey_id": "$response.body#/transit_journey_id"},
    },
    example={
        "kind": "entry",
        "medium": "transit_card",
        "reference": "9799010000000000428",
        "terminal_number": views.GATE_NUMBER,
    },
)
def create_tap(body: dict[str, Any]) -> Any:
    """Take a tap at a terminal with network. It is decided at once, and on record either way.

    `result` and `code` say what was decided: a rejected tap opens no gate and charges nothing. An
    entry charges nothing yet; an exit and a ride are charged by the rules of the city, to the
    purse, to the account of the code's holder, or through the acquirer of a bank card.
    """
    return online.tap(**body)


@taps.get(
    "/v1/taps",
    listing=views.TapView,
    query=views.TapFilters,
    scope="transit.read",
    links={"getTap": {"tap_id": "$response.body#/data/0/id"}},
)
def list_taps(query: Query) -> Any:
    """List taps, the newest first."""
    return reading.page_of_taps(query.page, query.filters)


@taps.get(
    "/v1/taps/<id('tap'):tap_id>",
    answer=views.TapView,
    scope="transit.read",
    problems=(riding.TapNotFound,),
    path_examples=views.TAP,
)
def get_tap(tap_id: str) -> Any:
    """Show a tap, and what was decided of it."""
    return reading.tap(tap_id)

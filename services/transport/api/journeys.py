"""Journeys over HTTP: shown with their price's steps, repaired, collected again; authorisations."""

from typing import Any

from services.transport import problems
from services.transport import problems_riding as riding
from services.transport.api import views_riding as views
from services.transport.flows.riding import authorising, debts, reading, repair
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Query
from sscsim.world import RegionNotAllowed

transit_journeys = Blueprint(
    "transit_journeys",
    tag="Journeys",
    description="Journeys (行程): from entry to exit or one tap on a bus, and what they cost.",
)
_PATH = "/v1/transit-journeys/<id('tjr'):transit_journey_id>"
_AUTHORISATION = "/v1/transit-authorisations/<id('tau'):transit_authorisation_id>"
_LINKS = {"getTransitJourney": {"transit_journey_id": "$response.body#/id"}}
_DECIDE = (riding.AuthorisationNotFound, riding.AuthorisationDecided)


@transit_journeys.get(
    "/v1/transit-journeys",
    listing=views.JourneyView,
    query=views.JourneyFilters,
    scope="transit.read",
    links={"getTransitJourney": {"transit_journey_id": "$response.body#/data/0/id"}},
)
def list_transit_journeys(query: Query) -> Any:
    """List journeys, the newest first."""
    return reading.page_of_journeys(query.page, query.filters)


@transit_journeys.get(
    _PATH,
    answer=views.JourneyDetailView,
    scope="transit.read",
    problems=(riding.TransitJourneyNotFound, PolicyMissing, FigureMissing),
    path_examples=views.JOURNEY,
)
def get_transit_journey(transit_journey_id: str) -> Any:
    """Show a journey with its charges, and why it costs what it costs."""
    return views.journey(reading.journey(transit_journey_id))


@transit_journeys.post(
    _PATH + "/repair",
    body=views.RepairSaid,
    answer=views.JourneyView,
    status=200,
    key="required",
    scope="transit.write",
    roles=("transit",),
    problems=(
        riding.TransitJourneyNotFound,
        riding.JourneyNotEnded,
        riding.RepairRefused,
        problems.StationUnknown,
        problems.FareRuleMissing,
        RegionNotAllowed,
        PolicyMissing,
        FigureMissing,
    ),
    links=_LINKS,
    example={"kind": "waived", "reason": "Gate out of order"},
    path_examples=views.JOURNEY,
)
def repair_transit_journey(transit_journey_id: str, body: dict[str, Any]) -> Any:
    """Repair a journey at the counter: one that lacks a tap, or that nobody went on.

    What was charged stays on record; the difference is a charge of its own, with its sign.
    """
    return repair.repair(transit_journey_id, **body)


@transit_journeys.post(
    _PATH + "/collect",
    answer=views.JourneyView,
    status=200,
    key="accepted",
    scope="transit.write",
    roles=("transit",),
    problems=(riding.TransitJourneyNotFound, riding.NothingOwed),
    links=_LINKS,
    path_examples=views.JOURNEY,
)
def collect_transit_journey(transit_journey_id: str) -> Any:
    """Try again to get what is owed for a journey; paid, its medium leaves the hot list."""
    return debts.collect_again(transit_journey_id)


# ---- open loop


@transit_journeys.get(
    "/v1/transit-authorisations",
    listing=views.AuthorisationView,
    query=views.AuthorisationFilters,
    scope="transit.read",
    links={
        "getTransitAuthorisation": {"transit_authorisation_id": "$response.body#/data/0/id"},
    },
)
def list_transit_authorisations(query: Query) -> Any:
    """List what acquirers were asked for rides with bank cards, the newest first."""
    return authorising.page(query.page, query.filters)


@transit_journeys.get(
    _AUTHORISATION,
    answer=views.AuthorisationView,
    scope="transit.read",
    problems=(riding.AuthorisationNotFound,),
    path_examples=views.AUTHORISATION,
)
def get_transit_authorisation(transit_authorisation_id: str) -> Any:
    """Show what an acquirer was asked, and what it said."""
    return authorising.get(transit_authorisation_id)


@transit_journeys.post(
    _AUTHORISATION + "/approve",
    answer=views.AuthorisationView,
    status=200,
    key="required",
    scope="transit_authorisation.write",
    roles=("bank",),
    problems=_DECIDE,
    path_examples=views.AUTHORISATION,
)
def approve_transit_authorisation(transit_authorisation_id: str) -> Any:
    """As the acquirer: pay for a ride with a bank card."""
    return authorising.approve(transit_authorisation_id)


@transit_journeys.post(
    _AUTHORISATION + "/decline",
    body=views.AuthorisationRefusal,
    answer=views.AuthorisationView,
    status=200,
    key="required",
    scope="transit_authorisation.write",
    roles=("bank",),
    problems=_DECIDE,
    path_examples=views.AUTHORISATION,
)
def decline_transit_authorisation(transit_authorisation_id: str, body: dict[str, Any]) -> Any:
    """As the acquirer: don't pay. The rider owes it, and the token is hot-listed until then."""
    return authorising.decline(transit_authorisation_id, **body)

"""Fare systems and quotes over HTTP."""

from typing import Any

from services.transport import problems
from services.transport.api import views
from services.transport.api.views_quotes import FareQuoteNew, FareQuoteView, quoted
from services.transport.flows import quotes, systems
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Query

fares = Blueprint(
    "fares", tag="Fares", description="Fare systems (票制), and what a journey would cost."
)


def _shown(one: systems.ShownSystem) -> dict[str, Any]:
    system = one.system
    return {
        "id": system.id,
        "region_code": system.region,
        "kind": system.kind,
        "mode": system.mode,
        "name": system.name,
        "operator": system.operator,
        "network_id": system.id if system.has_network else None,
        "on_date": one.on,
        "policy_title": one.title,
        "policy_note": one.note,
        "policy_status": one.status,
        "concessions": [
            {
                "code": each.code,
                "pays_bp": int(each.pays.value * 10_000),
                "source_status": each.pays.basis.source.status,
            }
            for each in one.concessions
        ],
    }


@fares.get(
    "/v1/fare-systems",
    listing=views.FareSystemView,
    query=views.FareSystemFilters,
    scope="transit.read",
    links={"getFareSystem": {"fare_system_id": "$response.body#/data/0/id"}},
)
def list_fare_systems(query: Query) -> Any:
    """List fare systems, with how far their figures can be trusted."""
    asked = query.filters
    found = systems.page_of_systems(query.page, asked.get("region_code"), asked.get("on"))
    return found.map(_shown)


@fares.get(
    "/v1/fare-systems/<fare_system_id>",
    answer=views.FareSystemView,
    query=views.FareSystemQuery,
    scope="transit.read",
    problems=(problems.FareSystemNotFound,),
    path_examples={"fare_system_id": views.SYSTEM},
)
def get_fare_system(fare_system_id: str, query: dict[str, Any]) -> Any:
    """Show a fare system as it is on a day."""
    return _shown(systems.get(fare_system_id, **query))


@fares.post(
    "/v1/fare-quotes",
    body=FareQuoteNew,
    answer=FareQuoteView,
    scope="transit.read",
    problems=(
        problems.FareSystemNotFound,
        problems.StationUnknown,
        problems.LineUnknown,
        problems.NoPath,
        problems.JourneyIncomplete,
        problems.TimesWrong,
        problems.ConcessionUnknown,
        problems.ConcessionNotDue,
        problems.PassUnknown,
        problems.FareRuleMissing,
        PolicyMissing,
        FigureMissing,
    ),
    example={
        "fare_system_id": views.SYSTEM,
        "origin_station_id": views.STATION,
        "destination_station_id": views.OTHER_STATION,
        "entered_at": "2026-04-01T08:00:00+08:00",
        "rider": {"birth_date": "1950-03-08"},
    },
)
def create_fare_quote(body: dict[str, Any]) -> Any:
    """Say what a journey would cost this rider, and why. Nothing is stored or paid.

    The rider's concession is found anew from age, status, city and the moment of entry: the one
    by which least is paid, or the one that is named. The steps sum; each names its figures.
    """
    return quoted(quotes.ask(**body))

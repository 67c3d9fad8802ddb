"""What gates ask for over HTTP: time, settings, the hot list, keys, whose cards are taken."""

from typing import Any

from services.transport import problems_cards as cards
from services.transport import problems_offline as problems
from services.transport import problems_riding as riding
from services.transport.api import views_offline as views
from services.transport.api.views_riding import TERMINAL
from services.transport.flows import gates, terminal_keys
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money
from sscsim.policy import FigureMissing
from sscsim.web import Blueprint
from sscsim.world import RegionNotAllowed

transit_gates = Blueprint(
    "transit_gates",
    tag="Transit gates",
    description="What gates and buses without network work by, until they can upload.",
)
_CITY = (problems.RegionWithoutTransit, FigureMissing)


def _limit(name: str, figure: Figure[Any], unit: str = "minutes") -> dict[str, Any]:
    value = figure.value
    key = "value_fen" if isinstance(value, Money) else f"value_{unit}"
    source = figure.basis.source
    return {"name": name, key: value, "source_status": source.status, "source": source.title}


def _settings(found: gates.Settings) -> dict[str, Any]:
    limits = found.limits
    return {
        "region_code": found.region,
        "now": found.now,
        "hot_list_number": found.hot_list_number,
        "limits": [
            _limit("offline.single", limits.single),
            _limit("offline.cumulative", limits.cumulative),
            _limit("hot_list.max_age", limits.hot_list_max_age),
            _limit("upload.within", limits.upload_within),
            _limit("upload.late_within", limits.late_within),
            _limit("clock_ahead", limits.clock_ahead),
            _limit("acceptance.listed_within", limits.grace.listed_within, "days"),
            _limit("acceptance.dropped_within", limits.grace.dropped_within, "days"),
        ],
        "accepted": [_acceptance(each) for each in found.accepted],
    }


def _acceptance(found: gates.ShownAcceptance) -> dict[str, Any]:
    return {
        "transit_issuer_id": found.issuer.id,
        "number_prefix": found.issuer.prefix,
        "region_code": found.region,
        "on_date": found.day,
        "state": found.state,
        "listed_from": found.listed.since,
        "listed_until": found.listed.until,
        "everywhere_on": found.listed.everywhere_on(found.grace),
        "nowhere_on": found.listed.nowhere_on(found.grace),
        "days_status": found.grace.listed_within.basis.source.status,
    }


@transit_gates.get("/v1/gate-time", answer=views.GateTimeView, scope="transit.read")
def get_gate_time() -> Any:
    """Tell a gate the time, and how long the hot list is by now."""
    now = gates.changes(0, 1)
    return {"now": now.issued_at, "hot_list_number": now.number}


@transit_gates.get(
    "/v1/gate-settings",
    answer=views.GateSettingsView,
    query=views.GateSettingsQuery,
    scope="transit.read",
    problems=_CITY,
)
def get_gate_settings(query: dict[str, Any]) -> Any:
    """Tell a gate its city's limits without network, and which issuers' cards it takes.

    Each limit says how far its figure can be trusted.
    """
    return _settings(gates.settings(query["region_code"]))


@transit_gates.get(
    "/v1/card-acceptances",
    answer=views.AcceptancesView,
    query=views.AcceptanceQuery,
    scope="transit.read",
    problems=_CITY,
)
def list_card_acceptances(query: dict[str, Any]) -> Any:
    """List whose cards a city takes on a day: newly listed ones spread, dropped ones fade."""
    found = gates.acceptances(query["region_code"], query.get("on"))
    return {"data": [_acceptance(each) for each in found]}


@transit_gates.post(
    "/v1/card-acceptances",
    body=views.ListingNew,
    answer=views.ListingView,
    status=200,
    key="accepted",
    scope="transit.write",
    roles=("agency",),
    problems=(cards.TransitIssuerNotFound, problems.ListingDaysWrong),
    example={"transit_issuer_id": "IC-NC", "since": "2026-03-20", "until": "2026-12-31"},
)
def create_card_acceptance(body: dict[str, Any]) -> Any:
    """Put an issuer on the national list of accepted cities, or say when it goes off it."""
    return gates.list_issuer(**body)


@transit_gates.post(
    "/v1/terminals/<id('trm'):terminal_id>/keys",
    answer=views.TerminalKeyView,
    status=201,
    key="required",
    location="/v1/terminals/{terminal_id}",
    scope="transit.write",
    roles=("transit",),
    problems=(riding.TerminalNotFound, RegionNotAllowed),
    path_examples=TERMINAL,
)
def issue_terminal_key(terminal_id: str) -> Any:
    """Issue the next version of a terminal's key, and show it this once.

    It signs with this one from now on; what it signed before with the last one stays good.
    """
    return terminal_keys.issue(terminal_id)


@transit_gates.get(
    "/v1/hot-list", answer=views.HotListView, query=views.HotListQuery, scope="transit.read"
)
def list_hot_list(query: dict[str, Any]) -> Any:
    """Load the hot list (黑名单) after a number, oldest first. Numbers have no gaps."""
    found = gates.changes(query["after"], query["limit"])
    return {
        "number": found.number,
        "issued_at": found.issued_at,
        "data": [gates.told(each, reference) for each, reference in found.entries],
        "has_more": found.has_more,
    }


@transit_gates.post(
    "/v1/hot-list",
    body=views.HotListing,
    answer=views.HotListEntryView,
    status=200,
    key="required",
    scope="transit.write",
    roles=("transit", "agency"),
    problems=(problems.HotListedAlready,),
    example={"medium": "transit_card", "reference": views.NUMBER, "reason": "fraud"},
)
def add_to_hot_list(body: dict[str, Any]) -> Any:
    """Put a medium on the hot list by hand."""
    return gates.put_on(**body)


@transit_gates.post(
    "/v1/hot-list/remove",
    body=views.HotListing,
    answer=views.HotListEntryView,
    status=200,
    key="required",
    scope="transit.write",
    roles=("transit", "agency"),
    problems=(problems.NotHotListed,),
    example={"medium": "transit_card", "reference": views.NUMBER, "reason": "fraud"},
)
def remove_from_hot_list(body: dict[str, Any]) -> Any:
    """Take a medium off the hot list, as far as it is on it for this reason."""
    return gates.take_off(**body)


@transit_gates.post(
    "/v1/hot-list/loads",
    body=views.HotListLoadNew,
    answer=views.HotListLoadView,
    status=200,
    key="accepted",
    scope="transit.write",
    roles=("transit",),
    problems=(
        riding.TerminalNotFound,
        problems.HotListAhead,
        problems.HotListBehind,
        RegionNotAllowed,
        FigureMissing,
    ),
    example={"terminal_number": views.GATE, "number": 0},
)
def create_hot_list_load(body: dict[str, Any]) -> Any:
    """Say that a terminal has the whole list by now: from this moment on the list ages there."""
    return gates.load(**body)

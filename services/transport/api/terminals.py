"""Terminals over HTTP."""

from typing import Any

from services.transport import problems
from services.transport import problems_riding as riding
from services.transport.api import views as shared
from services.transport.api import views_riding as views
from services.transport.flows import terminals as flow
from sscsim.web import Blueprint, Query
from sscsim.world import RegionNotAllowed

terminals = Blueprint(
    "terminals",
    tag="Terminals",
    description="Terminals (终端): gates of stations, readers on buses, counters.",
)
_PATH = "/v1/terminals/<id('trm'):terminal_id>"
_LINKS = {"getTerminal": {"terminal_id": "$response.body#/id"}}


@terminals.post(
    "/v1/terminals",
    body=views.TerminalNew,
    answer=views.TerminalView,
    status=201,
    key="accepted",
    location="/v1/terminals/{id}",
    scope="transit.write",
    roles=("transit",),
    problems=(
        problems.FareSystemNotFound,
        problems.StationUnknown,
        problems.LineUnknown,
        riding.TerminalForm,
        riding.TerminalNumberTaken,
        RegionNotAllowed,
    ),
    links=_LINKS,
    example={
        "fare_system_id": shared.SYSTEM,
        "kind": "gate",
        "station_id": shared.STATION,
    },
)
def register_terminal(body: dict[str, Any]) -> Any:
    """Put a terminal into service; it gets the next number of its city when none is said."""
    return flow.register(**body)


@terminals.get(
    "/v1/terminals",
    listing=views.TerminalView,
    query=views.TerminalFilters,
    scope="transit.read",
    links={"getTerminal": {"terminal_id": "$response.body#/data/0/id"}},
)
def list_terminals(query: Query) -> Any:
    """List terminals, the newest first."""
    return flow.page(query.page, query.filters)


@terminals.get(
    _PATH,
    answer=views.TerminalView,
    scope="transit.read",
    problems=(riding.TerminalNotFound,),
    path_examples=views.TERMINAL,
)
def get_terminal(terminal_id: str) -> Any:
    """Show a terminal."""
    return flow.get(terminal_id)


@terminals.post(
    _PATH + "/block",
    answer=views.TerminalView,
    key="accepted",
    scope="transit.write",
    roles=("transit",),
    problems=(riding.TerminalNotFound, RegionNotAllowed),
    path_examples=views.TERMINAL,
)
def block_terminal(terminal_id: str) -> Any:
    """Take a terminal out of service: no tap with network is taken from it any more."""
    return flow.block(terminal_id)


@terminals.post(
    _PATH + "/unblock",
    answer=views.TerminalView,
    key="accepted",
    scope="transit.write",
    roles=("transit",),
    problems=(riding.TerminalNotFound, RegionNotAllowed),
    path_examples=views.TERMINAL,
)
def unblock_terminal(terminal_id: str) -> Any:
    """Put a terminal into service again."""
    return flow.unblock(terminal_id)

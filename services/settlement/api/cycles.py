"""Clearing cycles over HTTP."""

from typing import Any

from services.settlement import problems
from services.settlement.api import views
from services.settlement.flows import read
from sscsim.web import Blueprint, Query

cycles = Blueprint(
    "clearing_cycles",
    tag="Clearing cycles",
    description="One month of claims, from open to closed (清算周期).",
)


@cycles.get(
    "/v1/clearing-cycles",
    listing=views.CycleView,
    query=views.CycleFilters,
    scope="clearing.read",
    links={
        "getClearingCycle": {"cycle_id": "$response.body#/data/0/id"},
        "listClearingCycleStatements": {"cycle_id": "$response.body#/data/0/id"},
    },
)
def list_clearing_cycles(query: Query) -> Any:
    """List clearing cycles, the newest first. A month has one from its first claim on."""
    return read.list_cycles(query.page, query.filters)


@cycles.get(
    "/v1/clearing-cycles/<id('cyc'):cycle_id>",
    answer=views.CycleView,
    scope="clearing.read",
    problems=(problems.CycleNotFound,),
    path_examples={"cycle_id": views.CYCLE_ID},
    links={"listClearingCycleStatements": {"cycle_id": "$response.body#/id"}},
)
def get_clearing_cycle(cycle_id: str) -> Any:
    """Show a cycle: its state, and when each step is due or was done."""
    return read.cycle(cycle_id)


@cycles.get(
    "/v1/clearing-cycles/<id('cyc'):cycle_id>/statements",
    answer=views.CycleStatementsView,
    scope="clearing.read",
    problems=(problems.CycleNotFound,),
    path_examples={"cycle_id": views.CYCLE_ID},
)
def list_clearing_cycle_statements(cycle_id: str) -> Any:
    """Show a month's statements (清算表) with signatures and payments.

    With what the same debts come to gross, netted by pair, and netted through one hub
    (100000). Gross is what is paid; the other two are what-ifs. Empty before the
    statements are made.
    """
    return read.cycle_statements(cycle_id)

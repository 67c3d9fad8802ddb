"""Clearing cycles over HTTP."""

from typing import Any

from services.settlement import problems
from services.settlement import problems_clearing as clearing_problems
from services.settlement.api import views, views_clearing, views_cycles
from services.settlement.flows import (
    confirm,
    cycle_reopen,
    cycle_sign,
    declare,
    read,
    read_clearing,
)
from services.settlement.problems_home_region import HomeRegionDown
from sscsim.web import Blueprint, Query
from sscsim.world import RegionNotAllowed

cycles = Blueprint(
    "clearing_cycles",
    tag="Clearing cycles",
    description="One month of claims, from open to closed (清算周期).",
)


@cycles.get(
    "/v1/clearing-cycles",
    listing=views_cycles.CycleView,
    query=views_cycles.CycleFilters,
    scope="clearing.read",
    links={
        "getClearingCycle": {"cycle_id": "$response.body#/data/0/id"},
        "listClearingCycleStatements": {"cycle_id": "$response.body#/data/0/id"},
        "getClearingCyclePositions": {"cycle_id": "$response.body#/data/0/id"},
        "listClearingCycleNotices": {"cycle_id": "$response.body#/data/0/id"},
        "listClearingReceipts": {"cycle_id": "$response.body#/data/0/id"},
    },
)
def list_clearing_cycles(query: Query) -> Any:
    """List clearing cycles, the newest first. A month has one from its first claim on."""
    return read.list_cycles(query.page, query.filters)


@cycles.get(
    "/v1/clearing-cycles/<id('cyc'):cycle_id>",
    answer=views_cycles.CycleView,
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
    answer=views_cycles.CycleStatementsView,
    scope="clearing.read",
    problems=(problems.CycleNotFound,),
    path_examples={"cycle_id": views.CYCLE_ID},
)
def list_clearing_cycle_statements(cycle_id: str) -> Any:
    """Show a month's statements (清算表) with signatures and payments.

    With what the same debts come to gross, netted by pair, and netted through one hub
    (100000, or the province). The scheme's `netting_mode` says which one is paid, gross if
    nobody chose; the other two are what-ifs. Empty before the statements are made.
    """
    return read_clearing.cycle_statements(cycle_id)


@cycles.get(
    "/v1/clearing-cycles/<id('cyc'):cycle_id>/positions",
    answer=views_clearing.PositionsView,
    scope="clearing.read",
    problems=(problems.CycleNotFound,),
    path_examples={"cycle_id": views.CYCLE_ID},
)
def get_clearing_cycle_positions(cycle_id: str) -> Any:
    """Show what every region receives and pays in a month, in all three ways of netting."""
    return read_clearing.positions(cycle_id)


@cycles.get(
    "/v1/clearing-cycles/<id('cyc'):cycle_id>/notices",
    answer=views_clearing.NoticesView,
    scope="clearing.read",
    problems=(problems.CycleNotFound,),
    path_examples={"cycle_id": views.CYCLE_ID},
)
def list_clearing_cycle_notices(cycle_id: str) -> Any:
    """Show a month's notices to pay (付款通知书), with the serials to quote and what is open."""
    return read_clearing.notices(cycle_id)


@cycles.get(
    "/v1/clearing-cycles/<id('cyc'):cycle_id>/confirmations",
    listing=views_clearing.ConfirmationView,
    query=views_clearing.ConfirmationFilters,
    scope="clearing.read",
    problems=(problems.CycleNotFound,),
    path_examples={"cycle_id": views.CYCLE_ID},
)
def list_clearing_cycle_confirmations(cycle_id: str, query: Query) -> Any:
    """List what institutions said of their claims (异地清分结果确认), the last first.

    By messages 3261 and 3262, while the month is open. What is not confirmed waits for the next
    month with the rule `late`, unless its region declares it by hand.
    """
    return confirm.page(query.page, cycle_id, query.filters)


@cycles.post(
    "/v1/clearing-cycles/<id('cyc'):cycle_id>/declarations",
    body=views_clearing.RegionDeclared,
    answer=views_cycles.CycleView,
    key="accepted",
    scope="clearing.write",
    roles=("agency",),
    problems=(
        problems.CycleNotFound,
        clearing_problems.CycleStateForbids,
        RegionNotAllowed,
    ),
    path_examples={"cycle_id": views.CYCLE_ID},
)
def declare_clearing_cycle(cycle_id: str, body: dict[str, Any]) -> Any:
    """Declare everything that a region of treatment has in an open month (申报).

    Where the scheme leaves declaring to people, what is not declared by the freeze is
    carried to the next month as late, and expires when it is too late for any.
    """
    return declare.declare_all(cycle_id, **body)


@cycles.post(
    "/v1/clearing-cycles/<id('cyc'):cycle_id>/signatures",
    body=views_clearing.Signing,
    answer=views_cycles.CycleView,
    key="accepted",
    scope="clearing.write",
    roles=("agency",),
    problems=(
        problems.CycleNotFound,
        clearing_problems.CycleStateForbids,
        clearing_problems.NotASignatory,
        clearing_problems.StatementReplaced,
        clearing_problems.StatementNotAsGenerated,
        HomeRegionDown,
        RegionNotAllowed,
    ),
    path_examples={"cycle_id": views.CYCLE_ID},
)
def sign_clearing_cycle(cycle_id: str, body: dict[str, Any]) -> Any:
    """Sign all statements in which a region pays or is paid (清算签章).

    Both sides of a statement sign the digest of its bytes. When the last one has signed, the
    month is binding. A statement that changed since it was made can't be signed.
    """
    return cycle_sign.sign_by_hand(cycle_id, **body)


@cycles.post(
    "/v1/clearing-cycles/<id('cyc'):cycle_id>/reopen",
    answer=views_cycles.CycleView,
    key="accepted",
    scope="clearing.write",
    roles=("agency",),
    problems=(
        problems.CycleNotFound,
        clearing_problems.CycleStateForbids,
        RegionNotAllowed,
    ),
    path_examples={"cycle_id": views.CYCLE_ID},
)
def reopen_clearing_cycle(cycle_id: str) -> Any:
    """Make all statements of a month again under a new version, which all sign again.

    By who clears the month, until all have signed.
    """
    return cycle_reopen.reopen(cycle_id)


@cycles.post(
    "/v1/clearing-cycles/<id('cyc'):cycle_id>/abort",
    answer=views_cycles.CycleView,
    key="accepted",
    scope="clearing.write",
    roles=("agency",),
    problems=(
        problems.CycleNotFound,
        clearing_problems.CycleStateForbids,
        RegionNotAllowed,
    ),
    path_examples={"cycle_id": views.CYCLE_ID},
)
def abort_clearing_cycle(cycle_id: str) -> Any:
    """Give a month up. Its claims are cleared in the next open month.

    By who clears the month, until all have signed.
    """
    return cycle_reopen.abort(cycle_id)

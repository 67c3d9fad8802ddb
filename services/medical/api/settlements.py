"""Settlements over HTTP."""

from typing import Any

from services.medical import problems, problems_bills, problems_kinds
from services.medical.api import views_common, views_compared, views_settlements
from services.medical.flows import compare, difference, read_settlements, reverse, settle
from services.medical.problems_declarations import OF_INJURIES
from sscsim import world
from sscsim.db import KeyClosed
from sscsim.kernel import explain
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, ExplanationView, Query
from sscsim.world import RegionNotAllowed

settlements = Blueprint("settlements", tag="Settlements", description="结算 and 冲正.")
_SETTLEMENT = {"settlement_id": views_common.SETTLEMENT_ID}
_EXCHANGE = (
    problems.HomeRegionUnavailable,
    problems.HomeRegionNoAnswer,
    problems.SettlementCancelled,
)


@settlements.post(
    "/v1/settlements",
    body=views_settlements.SettlementNew,
    answer=views_settlements.SettlementView,
    status=201,
    key="required",
    location="/v1/settlements/{id}",
    scope="settlement.write",
    roles=("hospital", "pharmacy"),
    problems=(
        RegionNotAllowed,
        problems.VisitNotFound,
        problems.VisitNotOpen,
        problems_bills.BillNumberUsed,
        KeyClosed,
        problems.VisitEmpty,
        problems_bills.InterimDatesWrong,
        problems_bills.InterimNotAllowed,
        problems_bills.InterimOnlyAtYearEnd,
        problems.FilingRequired,
        problems.LevelNotCovered,
        problems.TreatmentNotCovered,
        problems_kinds.KindIncomplete,
        problems_kinds.DiseaseNotCovered,
        problems_kinds.DiseaseNotJoint,
        problems_kinds.NotRegistered,
        problems_kinds.RecognitionNotFound,
        problems_kinds.RecognitionNotOfPerson,
        problems_kinds.RecognitionNotInForce,
        problems.AgeNotKnown,
        *OF_INJURIES,
        PolicyMissing,
        FigureMissing,
        *_EXCHANGE,
    ),
    links={
        "getSettlement": {"settlement_id": "$response.body#/id"},
        "reverseSettlement": {"settlement_id": "$response.body#/id"},
        "getSettlementExplanation": {"settlement_id": "$response.body#/id"},
        "compareSettlement": {"settlement_id": "$response.body#/id"},
        "settleDifference": {"settlement_id": "$response.body#/id"},
    },
)
def create_settlement(body: dict[str, Any]) -> Any:
    """Settle a visit (结算).

    The home region computes with its policy and its accumulators of the day of discharge and
    takes the account's money; the person pays `cash_pay_fen`. Across regions an answer that
    doesn't come in time is a 504 with `effect` unknown, never a failure: the same key finds
    out and goes on, and so does a job 30 seconds of sandbox time later. A `bill_number` is
    settled once: under another key it is refused, and the refusal names the earlier settlement.

    With `interim` and `until` what was charged up to that day is settled and the stay goes on
    (中途结算), where the home region allows it: the stay counts once, and its further parts take
    a deductible as the policy says.
    """
    return settle.settle(**body)


@settlements.get(
    "/v1/settlements",
    listing=views_settlements.SettlementView,
    query=views_settlements.SettlementFilters,
    scope="settlement.read",
    problems=(RegionNotAllowed,),
)
def list_settlements(query: Query) -> Any:
    """List settlements and reversals, the newest first."""
    return read_settlements.page(query.page, query.filters)


@settlements.get(
    "/v1/settlements/<id('stl'):settlement_id>",
    answer=views_settlements.SettlementView,
    query=views_common.ExpandQuery,
    scope="settlement.read",
    problems=(
        RegionNotAllowed,
        problems.SettlementNotFound,
    ),
    path_examples=_SETTLEMENT,
)
def get_settlement(settlement_id: str, query: dict[str, Any]) -> Any:
    """Show a settlement; `?expand=explanation` shows how each amount came about."""
    if query.get("expand") is None:
        return read_settlements.get(settlement_id)
    return views_settlements.settlement_explained(*read_settlements.explained(settlement_id))


@settlements.post(
    "/v1/settlements/<id('stl'):settlement_id>/reverse",
    answer=views_settlements.SettlementView,
    status=201,
    key="required",
    location="/v1/settlements/{id}",
    scope="settlement.write",
    roles=("hospital", "pharmacy"),
    problems=(
        RegionNotAllowed,
        problems.SettlementNotFound,
        problems.AlreadyReversed,
        problems.SettlementNotReversible,
        problems.LaterSettlementExists,
        *_EXCHANGE,
    ),
    links={"getSettlement": {"settlement_id": "$response.body#/id"}},
    path_examples=_SETTLEMENT,
)
def reverse_settlement(settlement_id: str) -> Any:
    """Reverse a settlement (冲正).

    A settlement of its own with negative amounts; the original stays. Accumulators and account
    are as before, and the visit is open again. The newest of a year is reversed first.
    """
    return reverse.reverse(settlement_id)


@settlements.post(
    "/v1/settlements/<id('stl'):settlement_id>/difference",
    answer=views_settlements.SettlementView,
    status=201,
    key="required",
    location="/v1/settlements/{id}",
    scope="settlement.write",
    roles=("agency",),
    problems=(
        RegionNotAllowed,
        problems.SettlementNotFound,
        problems.AlreadyReversed,
        problems_bills.NotPriceable,
        problems_bills.DifferenceUnderWay,
        problems_bills.NothingDiffers,
        problems.LevelNotCovered,
        problems.TreatmentNotCovered,
        PolicyMissing,
        FigureMissing,
        *_EXCHANGE,
    ),
    links={
        "getSettlement": {"settlement_id": "$response.body#/id"},
        "getSettlementExplanation": {"settlement_id": "$response.body#/id"},
    },
    path_examples=_SETTLEMENT,
)
def settle_difference(settlement_id: str) -> Any:
    """Settle what an old bill comes to under figures that were changed afterwards (补差).

    For the home region's agency. The bill is priced again with the figures now in force for its
    day, on what was used before it then. Only what differs is settled, as a settlement of kind
    `difference` that `refers` to the old one: funds, deductible and the person's part with either
    sign, no bill. The account gives no more than it gave. The explanation shows each step that
    changed. Across regions there is a claim of the difference. Refused when nothing differs;
    what-if tells beforehand without effect.
    """
    return difference.difference(settlement_id)


@settlements.get(
    "/v1/settlements/<id('stl'):settlement_id>/explanation",
    answer=ExplanationView,
    scope="settlement.read",
    problems=(RegionNotAllowed, problems.SettlementNotFound, problems.NothingExplained),
    path_examples=_SETTLEMENT,
)
def get_settlement_explanation(settlement_id: str) -> Any:
    """Show how each amount of a settlement came about, step by step."""
    return explain.shown(compare.explanation(settlement_id), world.current().language)


@settlements.post(
    "/v1/settlements/<id('stl'):settlement_id>/compare",
    body=views_compared.ComparisonNew,
    answer=views_compared.ComparisonView,
    scope="settlement.read",
    problems=(RegionNotAllowed, problems.SettlementNotFound, problems.NothingExplained),
    path_examples=_SETTLEMENT,
    example={"amounts": {"deductible_fen": 88_000, "hifp_fen": 943_500}},
)
def compare_settlement(settlement_id: str, body: dict[str, Any]) -> Any:
    """Compare your own amounts with a settlement (对账核算).

    The answer names the first step that differs and by how much, with its rule, inputs and
    policy figures; whatever follows that step may differ because of it. Nothing is stored.
    """
    return views_compared.comparison_shown(compare.compare(settlement_id, body["amounts"]))

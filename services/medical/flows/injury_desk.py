"""The counter for bills of work injuries that the benefits service asks for: quoted, settled."""

from typing import Any

from services.medical import problems
from services.medical.flows import injury_bills, settle
from sscsim.kernel.problems import Problem


def quoted(visit_id: str) -> dict[str, Any]:
    """What settling it now would give, or why it can't be; nothing changes (预结算)."""
    visit, number = injury_bills.rests_on(visit_id)
    if visit is None:
        return {"problem": injury_bills.said(problems.VisitNotFound(visit_id=visit_id))}
    known = {"person_id": visit.person_id, "care_region": visit.care_region_code}
    known |= {"decision_number": number} if number is not None else {}
    try:
        result = settle.pre_settle(visit_id)["result"]
    except Problem as problem:
        return {**known, "problem": injury_bills.said(problem)}
    return {
        **known,
        "total_fen": visit.bill.total.fen,
        "fund_pay_fen": result["fund_pay_fen"],
        "cash_pay_fen": result["cash_pay_fen"],
    }


def settle_for(event: str, visit_id: str, decision_number: str) -> None:
    """Settle it, once for the event; what comes of it is told by messages of its own.

    A settlement that nobody knows the outcome of is found out by its recovery job, which tells it.
    """
    if injury_bills.is_answered(event, visit_id):
        return
    try:
        settle.settle(visit_id)
        injury_bills.done(event)
    except Problem as problem:
        if problem.effect != "unknown":
            injury_bills.refused_to(event, visit_id, decision_number, problem)

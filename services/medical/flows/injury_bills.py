"""Bills of work injuries that were recognised by the benefits service: asked for, and told there.

That service hears of every such bill, however it was settled, and of its reversal: the messages
go with what they tell of.
"""

from typing import Any

import sqlalchemy as sa

from services.medical.domain.settlement import Settlement
from services.medical.domain.visit import SETTLED, SETTLING, Visit
from services.medical.store import recognitions, store, visits
from sscsim.db import Tx
from sscsim.kernel.problems import Problem

_DOOR = "/internal/v1/injury-settlements"
_KEY = "injury-bill:"


def settled(tx: Tx, visit: Visit, settlement: Settlement) -> None:
    """A bill was settled by card."""
    _tell(tx, visit, "settled", settlement.id, settlement)


def taken_back(tx: Tx, visit: Visit, original_id: str) -> None:
    """Its settlement was reversed."""
    _tell(tx, visit, "reversed", original_id)


def came_to_nothing(tx: Tx, visit: Visit, settlement: Settlement, problem: Problem) -> None:
    """The home region refused it, or could not be asked."""
    _tell(tx, visit, "refused", settlement.id, None, problem)


def _tell(
    tx: Tx,
    visit: Visit,
    outcome: str,
    about: str,
    settlement: Settlement | None = None,
    problem: Problem | None = None,
) -> None:
    if visit.recognition_id is None:
        return
    found = recognitions.find(tx, visit.recognition_id)
    if found is None or not found.is_decided:
        return
    body: dict[str, Any] = {
        "outcome": outcome,
        "visit_id": visit.id,
        "decision_number": found.decision_number,
        "settlement_id": about,
    }
    if settlement is not None and settlement.fund_pay is not None:
        body |= {
            "care_region": settlement.care_region_code,
            "total_fen": settlement.total.fen,
            "fund_pay_fen": settlement.fund_pay.fen,
            "cash_pay_fen": settlement.cash_pay.fen if settlement.cash_pay is not None else 0,
        }
    if problem is not None:
        body["problem"] = said(problem)
    tx.send("benefits", _DOOR, body, f"injury-bill:{outcome}:{about}")


def said(problem: Problem) -> dict[str, str]:
    """A refusal in both languages."""
    return {
        "code": problem.code,
        "zh": str(problem.body("zh-CN")["detail"]),
        "en": str(problem.body("en")["detail"]),
    }


def rests_on(visit_id: str) -> tuple[Visit | None, str | None]:
    """The visit, and the number of the decision that it rests on."""
    with store.read() as tx:
        visit = visits.find(tx, visit_id)
        if visit is None or visit.recognition_id is None:
            return visit, None
        found = recognitions.find(tx, visit.recognition_id)
    return visit, found.decision_number if found is not None else None


def is_answered(event: str, visit_id: str) -> bool:
    """Whether there is nothing to do for what asked: the visit is settled or being settled, or
    there was an answer."""
    inbox = store.common.inbox
    with store.read() as tx:
        visit = visits.find(tx, visit_id)
        seen = tx.one(sa.select(inbox.c.key).where(inbox.c.key == _KEY + event))
    return seen is not None or (visit is not None and visit.status in (SETTLED, SETTLING))


def done(event: str) -> None:
    """What asked for it has its answer, whatever becomes of the visit later."""
    with store.write() as tx:
        tx.received(_KEY + event)


def refused_to(event: str, visit_id: str, number: str, problem: Problem) -> None:
    """Answer what asked for it: it can't be settled. Once."""
    with store.write() as tx:
        if not tx.received(_KEY + event):
            return
        body = {
            "outcome": "refused",
            "visit_id": visit_id,
            "decision_number": number,
            "settlement_id": event,
            "problem": said(problem),
        }
        tx.send("benefits", _DOOR, body, f"injury-bill:refused:{event}")

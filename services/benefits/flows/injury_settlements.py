"""Bills of work injuries by card: asked of `medical`, and what it tells of each.

`medical` settles; here is the record, of bills that an application asked for and of those that a
hospital settled directly on the same recognition.
"""

from collections.abc import Mapping
from typing import Any

from services.benefits import problems_injury as problems
from services.benefits.domain import decision
from services.benefits.domain.application import APPROVED
from services.benefits.domain.decision import Decision
from services.benefits.domain.injury import settled_bill as domain
from services.benefits.domain.injury.settled_bill import InjurySettlement
from services.benefits.flows import carry_out, cases, relations
from services.benefits.flows.moving import held, moved
from services.benefits.store import catalogue, injuries, injury_care, store
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money

KEPT = injury_care.settlements
DOOR = "/internal/v1/injury-bills"


def answered(
    outcome: str,
    visit_id: str,
    decision_number: str,
    settlement_id: str,
    care_region: str | None = None,
    total_fen: int = 0,
    fund_pay_fen: int = 0,
    cash_pay_fen: int = 0,
    problem: Mapping[str, str] | None = None,
) -> None:
    """What `medical` tells of a bill; a second time nothing."""
    sums = {"total": total_fen, "fund_pay": fund_pay_fen, "cash_pay": cash_pay_fen}
    with store.write() as tx:
        tx.lock("injury_settlements", visit_id)
        if outcome == "settled":
            fen = {name: Money(each) for name, each in sums.items()}
            _settled(tx, visit_id, decision_number, settlement_id, care_region, fen)
        elif outcome == "reversed":
            _reversed(tx, settlement_id)
        else:
            _refused(tx, visit_id, problem or {})
        failpoint("benefits.injury_settlement.before_commit")


def _settled(
    tx: Tx,
    visit_id: str,
    number: str,
    settlement_id: str,
    care_region: str | None,
    sums: Mapping[str, Money],
) -> None:
    if injury_care.of_settlement(tx, settlement_id) is not None:
        return
    waiting = injury_care.waiting_for(tx, visit_id)
    if waiting is None:
        _noted(tx, visit_id, number, settlement_id, care_region, sums)
        return
    status = domain.MACHINE.after(waiting.status, "settle")
    done = KEPT.change(tx, waiting, status=status, settlement_id=settlement_id, **sums)
    tx.emit("injury_settlement.settled", done.id, told(done))
    if done.application_id is not None:
        application = held(tx, done.application_id)
        if application.status == APPROVED:
            result = {**application.result, "settlement_id": settlement_id}
            result["fund_pay_fen"] = done.fund_pay.fen
            moved(tx, application, "take_effect", told_as="effective", result=result)


def _noted(
    tx: Tx,
    visit_id: str,
    number: str,
    settlement_id: str,
    care_region: str | None,
    sums: Mapping[str, Money],
) -> None:
    """One that a hospital settled without an application."""
    injury = injuries.with_number(tx, number)
    if injury is None:
        return
    now = tx.world.now
    made = InjurySettlement(
        id=tx.new_id("ist", settlement_id),
        application_id=None,
        injury_id=injury.id,
        person_id=injury.person_id,
        region_code=injury.region_code,
        care_region_code=care_region or injury.region_code,
        visit_id=visit_id,
        settlement_id=settlement_id,
        status=domain.SETTLED,
        version=1,
        created_at=now,
        updated_at=now,
        **sums,
    )
    KEPT.add(tx, made)
    tx.emit("injury_settlement.settled", made.id, told(made))


def _reversed(tx: Tx, settlement_id: str) -> None:
    found = injury_care.of_settlement(tx, settlement_id)
    if found is not None and domain.MACHINE.allows(found.status, "reverse"):
        done = KEPT.change(tx, found, status=domain.MACHINE.after(found.status, "reverse"))
        tx.emit("injury_settlement.reversed", done.id, told(done))


def _refused(tx: Tx, visit_id: str, problem: Mapping[str, str]) -> None:
    found = injury_care.waiting_for(tx, visit_id)
    if found is None or found.application_id is None:
        return
    KEPT.change(tx, found, status=domain.MACHINE.after(found.status, "refuse"))
    application = held(tx, found.application_id)
    if application.status == APPROVED:
        case = cases.of(application, catalogue.items()[application.item_code], None)
        said = Decision(decision.REJECT, (domain.refused(problem),))
        carry_out.rejected(tx, application, case, said, by_rule=True)


def told(known: InjurySettlement) -> dict[str, Any]:
    """What an event says of a bill by card."""
    return {
        "id": known.id,
        "injury_id": known.injury_id,
        "person_id": known.person_id,
        "fund_pay_fen": known.fund_pay.fen,
        "status": known.status,
    }


# ---- reading


def get(record_id: str) -> InjurySettlement:
    with store.read() as tx:
        return relations.seen(tx, KEPT, record_id, problems.InjurySettlementNotFound)


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    return relations.page(store, KEPT, page, filters)

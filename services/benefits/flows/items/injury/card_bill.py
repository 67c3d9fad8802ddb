"""HRSS-045: a bill of a work injury by card (工伤医疗费用持卡结算); `medical` settles it."""

from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.injury import settled_bill as domain
from services.benefits.domain.injury.settled_bill import InjurySettlement, Quote
from services.benefits.flows import injury_settlements as flow
from services.benefits.flows.handling import Effect, Handling
from services.benefits.store import injuries, injury_care
from sscsim import peers
from sscsim.db import Tx
from sscsim.kernel.money import Money


def _gather(case: Case) -> Quote:
    """What `medical` would settle now (预结算)."""
    asked = {"visit_id": case.inputs["visit_id"]}
    said = peers.call("medical", "POST", f"{flow.DOOR}/quote", asked)

    def fen(name: str) -> Money | None:
        return Money(said[name]) if name in said else None

    return Quote(
        person_id=said.get("person_id"),
        care_region=said.get("care_region"),
        decision_number=said.get("decision_number"),
        total=fen("total_fen"),
        fund_pay=fen("fund_pay_fen"),
        cash_pay=fen("cash_pay_fen"),
        problem=said.get("problem"),
    )


def _facts(tx: Tx, case: Case, quote: Quote) -> domain.Facts:
    return domain.Facts(injuries.with_number(tx, case.inputs["recognition_number"]), quote)


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The record as quoted, and the message that has it settled; it waits for the answer."""
    quote: Quote = said.terms["quote"]
    injury = injuries.with_number(tx, case.inputs["recognition_number"])
    assert injury is not None and quote.total is not None, "the rule has seen them"
    assert quote.fund_pay is not None and quote.cash_pay is not None, "quoted with the total"
    now = tx.world.now
    made = InjurySettlement(
        id=tx.new_id("ist", case.application_id, case.decision_no),
        application_id=case.application_id,
        injury_id=injury.id,
        person_id=injury.person_id,
        region_code=injury.region_code,
        care_region_code=quote.care_region or injury.region_code,
        visit_id=case.inputs["visit_id"],
        settlement_id=None,
        total=quote.total,
        fund_pay=quote.fund_pay,
        cash_pay=quote.cash_pay,
        status=domain.PRE_SETTLED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    injury_care.settlements.add(tx, made)
    body = {"event": made.id, "visit_id": made.visit_id, "decision_number": injury.number}
    tx.send("medical", f"{flow.DOOR}/settle", body, f"injury-bill:{made.id}")
    tx.emit("injury_settlement.asked", made.id, flow.told(made))
    shown = {"injury_settlement_id": made.id, "fund_pay_fen": made.fund_pay.fen}
    return Effect(shown, waits=True)


HANDLING = Handling(
    domain.CODE,
    decide=domain.decide,
    gather=_gather,
    facts=_facts,
    effect=_effect,
    one_at_a_time=False,
)

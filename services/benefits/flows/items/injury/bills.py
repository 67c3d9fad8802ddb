"""HRSS-046: bills of a work injury paid back by hand (工伤医疗费用申报), onto the card."""

from datetime import date
from typing import Any

from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.injury import payout
from services.benefits.domain.injury import reimbursement as domain
from services.benefits.domain.injury.reimbursement import InjuryBill, SettledVisit
from services.benefits.flows import injury_payouts
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.items.injury import common
from services.benefits.store import injuries, injury_care
from sscsim import peers
from sscsim.db import Tx
from sscsim.kernel.money import Money

_DOOR = "/internal/v1/decided-recognitions/settled"


def _gather(case: Case) -> list[SettledVisit]:
    """Visits that rest on the recognition and were settled by card, as `medical` knows them."""
    body = {"decision_number": case.inputs["recognition_number"]}
    return [_visit(each) for each in peers.call("medical", "POST", _DOOR, body)["data"]]


def _visit(said: dict[str, Any]) -> SettledVisit:
    first, last = (date.fromisoformat(said[name]) for name in ("admission_date", "discharge_date"))
    return SettledVisit(said["visit_id"], first, last, Money(said["total_fen"]))


def _facts(tx: Tx, case: Case, settled: list[SettledVisit]) -> domain.Facts:
    injury, is_theirs = common.of_number(tx, case, case.inputs["recognition_number"])
    numbers = [each["invoice_number"] for each in case.inputs["bills"]]
    offsite = injury_care.offsite_cares.of(tx, injury.person_id) if injury else []
    return domain.Facts(
        injury=injury,
        is_theirs=is_theirs,
        claimed=injury_care.claimed(tx, numbers),
        offsite=offsite,
        settled=settled,
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """What the fund pays back, and the bills, none of which is paid back again."""
    injury = injuries.with_number(tx, case.inputs["recognition_number"])
    assert injury is not None, "the rule has seen it"
    assert said.amount is not None, "bills have a sum"
    made, orders = injury_payouts.grant(tx, case, injury, payout.BILLS, said.amount, waits=True)
    now = tx.world.now
    for each in case.inputs["bills"]:
        injury_care.bills.add(
            tx,
            InjuryBill(
                id=tx.new_id("ibl", each["invoice_number"]),
                grant_id=made.id,
                injury_id=injury.id,
                invoice_number=each["invoice_number"],
                invoice_date=each["invoice_date"],
                issuer_name=each["hospital_name"],
                amount=each["amount_fen"],
                version=1,
                created_at=now,
                updated_at=now,
            ),
        )
    return Effect({"injury_grant_id": made.id}, payments=orders)


HANDLING = Handling(
    domain.CODE,
    decide=domain.decide,
    gather=_gather,
    facts=_facts,
    effect=_effect,
    on_payment=injury_payouts.on_payment,
    one_at_a_time=False,
)

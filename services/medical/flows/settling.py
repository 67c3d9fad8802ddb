"""What settling and reversing share: asking the home region, and recording what came of it.

A: the caller's transaction commits the key as running, the settlement as `running` and a
recovery job. B: `carry` asks through the settlement service, with no transaction open. C:
the result, the stored answer and the message to the books commit together. An answer that
doesn't come leaves the settlement `unknown`; the same key, or the recovery job, finds out.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from services.medical import problems
from services.medical.domain.settlement import (
    CANCELLED,
    DIFFERENCE,
    IN_FLIGHT,
    REFUSED,
    REVERSAL,
    REVERSED,
    SETTLED,
    SETTLEMENT,
    UNKNOWN,
    Settlement,
    reversal_explained,
)
from services.medical.domain.visit import OPEN, Visit
from services.medical.domain.visit import SETTLED as VISIT_SETTLED
from services.medical.flows import injury_bills, mobile_orders, parts, purchase_undone, refunding
from services.medical.store import settlements, store, visits
from sscsim import clock, peers, spans
from sscsim.db import Tx, keys
from sscsim.db.store import current_job
from sscsim.failpoints import failpoint
from sscsim.kernel import explain
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Problem, Relayed

RECOVERY = "medical.resolve_unknown"
RECOVER_AFTER = timedelta(seconds=30)
"""How long the home region may take, in sandbox time, before somebody asks what happened."""


def resumed() -> str | None:
    """The settlement that an interrupted or unanswered call with this key was about."""
    key = keys.request_key.get()
    return key.earlier if key is not None else None


def again(settlement_id: str) -> Settlement | None:
    """The state of an earlier call with this key; None: it came to nothing, begin anew."""
    with store.read() as tx:
        settlement = known(tx, settlement_id)
    if settlement.status == CANCELLED:
        return None
    if settlement.status in IN_FLIGHT:
        return carry_on(settlement_id)
    with store.write() as tx:
        return tx.answer(known(tx, settlement_id))


@contextmanager
def apart() -> Iterator[None]:
    """On nobody's behalf: no caller's key is answered and no job completed by what is done."""
    key, job = keys.request_key.set(None), current_job.set(None)
    try:
        yield
    finally:
        current_job.reset(job)
        keys.request_key.reset(key)


def begin(tx: Tx, settlement: Settlement) -> None:
    """Step A, its last lines: the key is running, and somebody will look after it."""
    tx.begin_saga(settlement.id)
    tx.schedule(RECOVERY, settlement.id, tx.world.now + RECOVER_AFTER)


def carry_on(settlement_id: str) -> Settlement:
    """Steps B and C for a settlement that was sent before, or may have been."""
    with store.read() as tx:
        settlement = known(tx, settlement_id)
        request = settlements.request_of(tx, settlement_id)
    return carry(settlement, request, first=False)


def carry(settlement: Settlement, request: Mapping[str, Any], *, first: bool) -> Settlement:
    """Steps B and C. `first`: nothing was ever sent for this settlement before."""
    settlement_id = settlement.id
    failpoint("medical.settle.before_exchange")
    spans.note(region=settlement.care_region_code)
    try:
        answer = peers.call(
            "settlement", "POST", "/internal/v1/exchanges", question(settlement, request)
        )
    except peers.Refused as refusal:
        refused = Relayed(refusal.status, refusal.problem)
        if refused.effect != "none" or (refused.retryable and not first):
            raise _left_unknown(settlement_id) from None
        status = CANCELLED if refused.retryable else REFUSED
        raise give_up(settlement_id, status, refused) from None
    except peers.Unreachable:
        if not first:
            raise _left_unknown(settlement_id) from None
        raise give_up(settlement_id, CANCELLED, problems.HomeRegionUnavailable()) from None
    except peers.NoAnswer:
        raise _left_unknown(settlement_id) from None
    failpoint("medical.settle.after_exchange")
    return complete(settlement_id, answer)


def question(settlement: Settlement, request: Mapping[str, Any]) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "exchange_id": settlement.id,
        "kind": _ASKED_AS[settlement.kind],
        "care_region": settlement.care_region_code,
        "home_region": settlement.home_region_code,
        "institution_id": settlement.institution_id,
        "request": request,
    }
    original = settlement.reverses or settlement.refers
    if original:
        return asked | {"original": original}
    # What an agreement between the regions may leave out, or limit.
    return asked | {"care_kind": request.get("visit_kind"), "bill_fen": settlement.total.fen}


_ASKED_AS = {SETTLEMENT: "settle", REVERSAL: "reverse", DIFFERENCE: "difference"}


def complete(settlement_id: str, answer: Mapping[str, Any]) -> Settlement:
    """Step C, once however often it comes: record the result and tell the books."""
    with store.write() as tx:
        visit, settlement = held(tx, settlement_id)
        if settlement.status in IN_FLIGHT:
            record = _RECORD[settlement.kind]
            settlement = record(tx, visit, settlement, answer["result"], answer["claim_id"])
            tx.send(
                "settlement",
                "/internal/v1/claims/care-side",
                {"exchange_id": settlement.id, "claim_id": answer["claim_id"]},
                key="care:" + settlement.id,
            )
        tx.complete_job()
        tx.cancel_job(RECOVERY, settlement.id)
        failpoint("medical.settle.before_result")
        tx.answer(settlement)
    failpoint("medical.settle.after_result")
    return settlement


def _record_settlement(
    tx: Tx, visit: Visit, settlement: Settlement, result: Mapping[str, Any], claim_id: str | None
) -> Settlement:
    changed = settlements.change(
        tx,
        settlement,
        **outcome_of(result),
        claim_id=claim_id,
        explanation=explained(tx, visit, settlement, result),
    )
    settled(tx, visit, changed)
    return changed


def outcome_of(result: Mapping[str, Any]) -> dict[str, Any]:
    """The home region's result as the fields of a settlement that stands."""
    return {
        **_amounts(result, 1),
        "treatment": result["treatment"],
        "policy_origin": result["policy_origin"],
        "status": SETTLED,
        "settled_at": clock.read_instant(result["settled_at"]),
    }


def explained(
    tx: Tx, visit: Visit, settlement: Settlement, result: Mapping[str, Any]
) -> dict[str, Any]:
    """The treatment side's steps, and then the home side's."""
    return explain.joined(parts.opening(tx, visit, settlement), result["explanation"])


def settled(tx: Tx, visit: Visit, settlement: Settlement) -> None:
    """The visit is settled, and whoever listens learns of it. After an interim settlement the
    stay goes on."""
    if settlement.is_interim:
        until = settlement.discharge_date
        visits.change(tx, visit, status=OPEN, settlement_id=None, settled_until=until)
    else:
        visits.change(
            tx,
            visit,
            status=VISIT_SETTLED,
            discharge_date=settlement.discharge_date,
            settlement_id=settlement.id,
        )
    injury_bills.settled(tx, visit, settlement)
    mobile_orders.settled(tx, settlement)
    tx.emit("settlement.completed", settlement.id, told(settlement))


def record_reversal(
    tx: Tx, visit: Visit, reversal: Settlement, result: Mapping[str, Any], claim_id: str | None
) -> Settlement:
    original = known(tx, str(reversal.reverses), lock=True)
    amounts = _amounts(result, -1)
    shares = {
        share: -amounts[share] for share in ("fund_pay", "hospital_part", "account_pay", "cash_pay")
    }
    changed = settlements.change(
        tx,
        reversal,
        **amounts,
        treatment=original.treatment,
        policy_origin=original.policy_origin,
        claim_id=claim_id,
        status=SETTLED,
        settled_at=clock.read_instant(result["settled_at"]),
        explanation=reversal_explained(shares).as_json(),
    )
    refunding.undone(tx, settlements.change(tx, original, status=REVERSED))
    if original.kind == SETTLEMENT:
        reopen(tx, visit)
        injury_bills.taken_back(tx, visit, original.id)
        purchase_undone.given_back(tx, original)
        mobile_orders.given_back(tx, original)
    tx.emit("settlement.reversed", original.id, told(changed))
    return changed


def record_difference(
    tx: Tx, _visit: Visit, settlement: Settlement, result: Mapping[str, Any], claim_id: str | None
) -> Settlement:
    """The original stands as it was, and so does the visit."""
    changed = settlements.change(
        tx,
        settlement,
        **outcome_of(result),
        claim_id=claim_id,
        explanation=result["explanation"],
    )
    data = told(changed) | {"refers": str(settlement.refers)}
    tx.emit("settlement.repriced", changed.id, data)
    return changed


_RECORD = {
    SETTLEMENT: _record_settlement,
    REVERSAL: record_reversal,
    DIFFERENCE: record_difference,
}


def check_newest(tx: Tx, settlement: Settlement) -> None:
    """LaterSettlementExists while a later part of the same stay is settled.

    The home side looks at the year; the parts of a stay may lie in two.
    """
    later = settlements.later_part(tx, settlement)
    if later is not None:
        raise problems.LaterSettlementExists(later_id=later)


def reopen(tx: Tx, visit: Visit) -> None:
    """The visit as it is once a settlement of it no longer stands; parts before it still do."""
    standing = settlements.interims_of(tx, visit.id)
    until = standing[-1].discharge_date if standing else None
    visits.change(tx, visit, status=OPEN, settlement_id=None, settled_until=until)


def _amounts(result: Mapping[str, Any], sign: int) -> dict[str, Any]:
    names = (
        "deductible",
        "fund_pay",
        "hospital_part",
        "person_part",
        "own_account_pay",
        "family_account_pay",
        "account_pay",
        "cash_pay",
    )
    found: dict[str, Any] = {name: Money(sign * result[f"{name}_fen"]) for name in names}
    found["clearing_amount"] = Money(sign * result["clearing_fen"])
    found["family_accounts"] = [
        {**used, "amount_fen": sign * used["amount_fen"]}
        for used in result.get("family_accounts", ())
    ] or None
    found["funds"] = {fund: sign * fen for fund, fen in result["funds"].items()}
    return found


def told(settlement: Settlement) -> dict[str, Any]:
    """What an event says."""
    told = {"id": settlement.id, "object": "settlement", "status": settlement.status}
    amounts = ("total", "fund_pay", "account_pay", "cash_pay", "clearing_amount")
    return told | {f"{name}_fen": getattr(settlement, name).fen for name in amounts}


def give_up(settlement_id: str, status: str, problem: Problem | None) -> Problem:
    """Record that nothing came of it; the problem to raise.

    A refusal is the answer from now on. After `cancelled` the same key tries anew, and the
    recovery job closes whatever the exchange may have noted.
    """
    refused = problem or problems.SettlementCancelled(settlement_id=settlement_id)
    with store.write() as tx:
        visit, settlement = held(tx, settlement_id)
        if settlement.status in IN_FLIGHT:
            _undo(tx, visit, settlement, status, refused)
        elif settlement.status == CANCELLED:
            # The recovery job was faster, and the late request was turned away.
            status, refused = CANCELLED, problems.SettlementCancelled(settlement_id=settlement_id)
        tx.complete_job()
        if status == REFUSED:
            tx.cancel_job(RECOVERY, settlement_id)
            tx.refuse(refused)
        else:
            tx.leave_unknown()
        failpoint("medical.settle.before_refusal")
    failpoint("medical.settle.after_refusal")
    return refused


def _undo(tx: Tx, visit: Visit, settlement: Settlement, status: str, problem: Problem) -> None:
    said = {"status": problem.status, **problem.body("zh-CN")}
    settlements.change(tx, settlement, status=status, problem=said)
    if settlement.kind == REVERSAL:
        original = known(tx, str(settlement.reverses), lock=True)
        settlements.change(tx, original, status=SETTLED, reversed_by=None)
        return
    if settlement.kind == SETTLEMENT:
        visits.change(tx, visit, status=OPEN, settlement_id=None)
        injury_bills.came_to_nothing(tx, visit, settlement, problem)
        purchase_undone.given_back(tx, settlement)
        mobile_orders.came_to_nothing(tx, settlement)


def _left_unknown(settlement_id: str) -> Problem:
    with store.write() as tx:
        _, settlement = held(tx, settlement_id)
        if settlement.status in IN_FLIGHT:
            settlements.change(tx, settlement, status=UNKNOWN)
        tx.leave_unknown()
    return problems.HomeRegionNoAnswer(settlement_id=settlement_id)


def known(tx: Tx, settlement_id: str, *, lock: bool = False) -> Settlement:
    found = settlements.find(tx, settlement_id, lock=lock)
    if found is None:
        raise problems.SettlementNotFound(settlement_id=settlement_id)
    return found


def held(tx: Tx, settlement_id: str) -> tuple[Visit, Settlement]:
    """A settlement and its visit, locked; the visit first, as every flow does."""
    visit = visits.find(tx, known(tx, settlement_id).visit_id, lock=True)
    assert visit is not None, "a settlement is of a visit"
    return visit, known(tx, settlement_id, lock=True)

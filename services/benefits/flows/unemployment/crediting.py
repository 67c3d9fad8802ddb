"""A month's payout at the bank: what was ordered is credited by the chunk, one call for each.

The bank side knows each payment by its id and pays it once; run twice a chunk tells it nothing new.
What was paid of a benefit that has ended meanwhile is owed back at once.
"""

from collections.abc import Sequence
from typing import Any

from services.benefits.domain import payment as money
from services.benefits.domain.insurance.payout_account import SCHEME_OF
from services.benefits.domain.payment import BenefitPayment
from services.benefits.domain.unemployment import record
from services.benefits.domain.unemployment import run as domain
from services.benefits.domain.unemployment.run import UnemploymentRun
from services.benefits.flows import bank_rolls, payments
from services.benefits.flows.unemployment import benefits
from services.benefits.store import store
from services.benefits.store import unemployment as rows
from services.benefits.store import unemployment_credits as credits
from sscsim.db import Tx
from sscsim.failpoints import failpoint

KEPT = rows.runs
CREDIT = "benefits.credit_unemployment_benefits"
CHUNK = 1_000
"""Payments of one transaction, and of one call of the bank side."""
_PAID = "/internal/v1/benefit-payments/paid"


def told(run: UnemploymentRun) -> dict[str, Any]:
    """What an event says of a run."""
    return {
        "id": run.id,
        "region_code": run.region_code,
        "pay_month": run.pay_month,
        "lines_count": run.lines_count,
        "total_fen": run.total.fen,
        "status": run.status,
    }


def sent(tx: Tx, run: UnemploymentRun) -> None:
    """Everybody is on the roll: the bank has it after the usual time."""
    after = domain.MACHINE.after(run.status, "send")
    known = KEPT.change(tx, run, status=after)
    if known.paid_count == known.lines_count:  # nobody is left, or all of it was kept back
        _completed(tx, known)
        return
    tx.schedule(CREDIT, f"{run.id}/1", tx.world.now + payments.PAY_AFTER)


def credit(key: str) -> None:
    """Have the bank side pay the next lines, in a due job; safe to run twice."""
    run_id, _, turn = key.partition("/")
    with store.read() as tx:
        chunk = credits.next_to_credit(tx, run_id, CHUNK)
        asked = bank_rolls.lines(tx, chunk, SCHEME_OF[record.FUND])
    codes = bank_rolls.codes(asked)
    failpoint("benefits.unemployment_credit.after_card")
    with store.write() as tx:
        run = _held(tx, run_id)
        if run.status == domain.CREDITING:
            still = credits.next_to_credit(tx, run_id, CHUNK)
            run = _recorded(tx, run, [(row, codes[row.id]) for row in still if row.id in codes])
            if credits.next_to_credit(tx, run_id, 1):
                tx.schedule(CREDIT, f"{run_id}/{int(turn) + 1}", tx.world.now)
            else:
                _completed(tx, run)
        failpoint("benefits.unemployment_credit.before_commit")
        tx.complete_job()


def _recorded(tx: Tx, run: UnemploymentRun, told_of: Sequence[tuple[Any, str]]) -> UnemploymentRun:
    """The chunk's payments and months, in few statements; told to the book and to who listens."""
    credits.credited(tx, told_of)
    paid = [row for row, code in told_of if code == money.ACCEPTED_CODE]
    returned = [(row, code) for row, code in told_of if code != money.ACCEPTED_CODE]
    if paid:
        first = told_of[0][0].id
        body = {
            "payment_id": tx.new_id("bpy", "unemployment run", run.id, "paid", first),
            "region": run.region_code,
            "fund": record.FUND,
            "amount_fen": sum(row.fen for row in paid),
        }
        tx.send("settlement", _PAID, body, f"unemployment-run:{run.id}/paid/{first}")
    tx.emit_all("benefit_payment.paid", [(row.id, _of(run, row)) for row in paid])
    back = [(row.id, {**_of(run, row), "return_code": code}) for row, code in returned]
    tx.emit_all("benefit_payment.returned", back)
    benefits.not_due(tx, credits.not_due(tx, [row.id for row in paid]))
    done: UnemploymentRun = bank_rolls.counted(tx, KEPT, run, told_of)
    return done


def _of(run: UnemploymentRun, row: Any) -> dict[str, Any]:
    """What an event says of a payment."""
    return {
        "id": row.id,
        "item_code": benefits.CODE,
        "amount_fen": row.fen,
        "region_code": run.region_code,
        "person_id": row.person_id,
    }


def _completed(tx: Tx, run: UnemploymentRun) -> None:
    after = domain.MACHINE.after(run.status, "complete")
    done = KEPT.change(tx, run, status=after, completed_at=tx.world.now)
    tx.emit("unemployment_run.completed", done.id, told(done))


def on_payment(tx: Tx, payment: BenefitPayment) -> None:
    """What the bank had returned was issued again: month and run follow it."""
    month = rows.month_paid_by(tx, payment.order_id)
    before = month.status if month is not None else None
    benefits.on_payment(tx, payment)
    if month is None or before != record.RETURNED or payment.status != money.PAID:
        return
    bank_rolls.reissued(tx, KEPT, _held(tx, month.run_id), payment.amount)


def _held(tx: Tx, run_id: str) -> UnemploymentRun:
    found = KEPT.find(tx, run_id, lock=True)
    assert found is not None, "a run is never removed"
    return found

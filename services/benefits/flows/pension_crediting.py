"""A month's pensions at the bank (代发): ordered before, credited by the chunk, one call for each.

The bank side knows each payment by its id and pays it once; run twice a chunk tells it nothing new.
"""

from collections.abc import Sequence
from typing import Any

from services.benefits.domain import payment as money
from services.benefits.domain.insurance.payout_account import SCHEME_OF
from services.benefits.domain.payment import BenefitPayment
from services.benefits.domain.pension import record
from services.benefits.domain.pension import run as domain
from services.benefits.domain.pension.run import PensionRun
from services.benefits.flows import bank_rolls, payments
from services.benefits.store import pension_runs as rows
from services.benefits.store import store
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money

CREDIT = "benefits.credit_pensions"
CHUNK = 1_000
"""Payments of one transaction, and of one call of the bank side."""
BOOKS = "/internal/v1/benefit-payments"
_SCHEME = SCHEME_OF[record.FUNDS[record.EMPLOYEE]]
"""Of all three: who chose an account for pensions chose it for each of them."""


def told(run: PensionRun) -> dict[str, Any]:
    """What an event says of a run."""
    return {
        "id": run.id,
        "region_code": run.region_code,
        "scheme": run.scheme,
        "pay_month": run.pay_month,
        "lines_count": run.lines_count,
        "total_fen": run.total.fen,
        "status": run.status,
    }


def held(tx: Tx, run_id: str) -> PensionRun:
    found = rows.runs.find(tx, run_id, lock=True)
    assert found is not None, "a run is never removed"
    return found


def booked(tx: Tx, run: PensionRun, kind: str, first: str, path: str, amount: Money) -> None:
    """Tell the region's book of a chunk, once; it is known by the first of it."""
    body = {
        "payment_id": tx.new_id("bpy", "pension run", run.id, kind, first),
        "region": run.region_code,
        "fund": record.FUNDS[run.scheme],
        "amount_fen": amount.fen,
    }
    tx.send("settlement", path, body, f"pension-run:{run.id}/{kind}/{first}")


def sent(tx: Tx, run: PensionRun) -> None:
    """Everybody is on the roll: the bank has it after the usual time."""
    after = domain.MACHINE.after(run.status, "send")
    known = rows.runs.change(tx, run, status=after)
    if known.paid_count == known.lines_count:  # nobody is on it, or all of it was kept back
        _completed(tx, known)
        return
    tx.schedule(CREDIT, f"{run.id}/1", tx.world.now + payments.PAY_AFTER)


def credit(key: str) -> None:
    """Have the bank side pay the next lines, in a due job; safe to run twice."""
    run_id, _, turn = key.partition("/")
    with store.read() as tx:
        asked = bank_rolls.lines(tx, rows.next_to_credit(tx, run_id, CHUNK), _SCHEME)
    codes = bank_rolls.codes(asked)
    failpoint("benefits.pension_credit.after_card")
    with store.write() as tx:
        run = held(tx, run_id)
        if run.status == domain.CREDITING:
            still = rows.next_to_credit(tx, run_id, CHUNK)
            run = _recorded(tx, run, [(row, codes[row.id]) for row in still if row.id in codes])
            if rows.next_to_credit(tx, run_id, 1):
                tx.schedule(CREDIT, f"{run_id}/{int(turn) + 1}", tx.world.now)
            else:
                _completed(tx, run)
        failpoint("benefits.pension_credit.before_commit")
        tx.complete_job()


def _recorded(tx: Tx, run: PensionRun, told_of: Sequence[tuple[Any, str]]) -> PensionRun:
    rows.credited(tx, told_of)
    paid = sum(row.fen for row, code in told_of if code == money.ACCEPTED_CODE)
    if paid:
        booked(tx, run, "paid", told_of[0][0].id, f"{BOOKS}/paid", Money(paid))
    returned = [(row, code) for row, code in told_of if code != money.ACCEPTED_CODE]
    tx.emit_all("benefit_payment.returned", [_back(run, row, code) for row, code in returned])
    done: PensionRun = bank_rolls.counted(tx, rows.runs, run, told_of)
    return done


def _back(run: PensionRun, row: Any, code: str) -> tuple[str, dict[str, Any]]:
    """What an event says of a payment that came back."""
    said = {
        "id": row.id,
        "item_code": record.PAYOUT_ITEMS[run.scheme],
        "amount_fen": row.fen,
        "region_code": run.region_code,
        "person_id": row.person_id,
        "return_code": code,
    }
    return row.id, said


def _completed(tx: Tx, run: PensionRun) -> None:
    after = domain.MACHINE.after(run.status, "complete")
    done = rows.runs.change(tx, run, status=after, completed_at=tx.world.now)
    tx.emit("pension_run.completed", done.id, told(done))


def on_payment(tx: Tx, payment: BenefitPayment) -> None:
    """A line follows the payment that re-issued what the bank had returned."""
    line = rows.line_paid_by(tx, payment.order_id)
    if line is None or payment.status != money.PAID or line.status != domain.RETURNED:
        return
    rows.change_line(tx, line, status=domain.LINE.after(line.status, "pay"))
    bank_rolls.reissued(tx, rows.runs, held(tx, line.run_id), payment.amount)

"""A region pays what it was told to pay; every payment is matched by its bank serial (L6)."""

from typing import Any

from services.settlement.domain import posting_rules as rules
from services.settlement.domain.cycles import Cycle
from services.settlement.flows import clearing, home_region
from services.settlement.store import cycles, ledger, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.ledger import Journal


def pay(key: str) -> None:
    """Pay all open notices of one region; key is `cycle:region`."""
    cycle_id, region = key.split(":")
    home_region.wait_for(region)
    with store.write() as tx:
        cycle = cycles.locked(tx, cycle_id)
        if cycle is not None and cycle.status in ("notified", "paying"):
            _pay(tx, cycle, region)
        failpoint("settlement.cycle_pay.committing")
        tx.complete_job()
    failpoint("settlement.cycle_pay.committed")


def _pay(tx: Tx, cycle: Cycle, region: str) -> None:
    due = cycles.open_payments(tx, cycle.id, region)
    if not due:
        return
    cycles.pay(tx, [_payment(tx, cycle, notice) for notice in due])
    entries = [
        Journal("L6", f"{cycle.id}:{notice.home}:{notice.care}", _moved(notice)) for notice in due
    ]
    ledger.book(tx, entries, cycle_id=cycle.id)
    cycles.move(tx, cycle, "pay")
    if not cycles.open_payments(tx, cycle.id):
        settle(tx, cycle.id)


def _payment(tx: Tx, cycle: Cycle, notice: Any) -> dict[str, Any]:
    payment_id = tx.new_id("pay", notice.statement_id)
    return {
        "id": payment_id,
        "cycle_id": cycle.id,
        "statement_id": notice.statement_id,
        "payer": notice.region,
        "payee": notice.counterpart,
        "amount": notice.amount,
        "bank_serial": payment_id[-20:],
        "paid_at": tx.world.now,
    }


def _moved(notice: Any) -> rules.Postings:
    """Booked between the statement's pair, below zero where its payee pays."""
    return rules.clearing_paid(notice.home, notice.care, notice.total)


def settle(tx: Tx, cycle_id: str) -> None:
    """Every notice is matched: the month is settled, and closed after the feedback days."""
    cycle = cycles.locked(tx, cycle_id)
    assert cycle is not None
    events = ("match_all",) if cycle.status == "paying" else ("pay", "match_all")
    cycles.move(tx, cycle, *events, paid_at=tx.world.now)
    clearing.arrange(tx, "close", cycle)
    clearing.done(tx, cycle, "paid")

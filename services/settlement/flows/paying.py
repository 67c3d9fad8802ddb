"""From a notice to money in the books (L6), in each of the three ways of netting.

Gross, every movement is booked between the pair of its statement, whole or in part. By pair,
what both owe each other is set off when the notices are issued, and the rest is booked as it
comes. Through the hub nothing is booked between two regions before all money has come: then
every statement is, and each region's bank has moved by its net position.
"""

from services.settlement.domain import netting
from services.settlement.domain import posting_rules as rules
from services.settlement.domain.cycles import Cycle
from services.settlement.domain.netting import HUB
from services.settlement.domain.receipts import Notice, Receipt, part_serial
from services.settlement.domain.statements import Statement
from services.settlement.flows import clearing
from services.settlement.store import cycles, ledger, receipts
from sscsim.db import Tx
from sscsim.kernel.ledger import Journal
from sscsim.kernel.money import Money

ZERO = Money.zero()


def transfers(shown: list[Statement], cycle: Cycle) -> list[tuple[str, str, Money]]:
    """(payer, payee, amount) of the mode that is paid; the hub is who clears the month."""
    debts = [(each.payer, each.payee, each.total) for each in shown]
    hub = {HUB: cycle.province}
    return [
        (hub.get(each.payer, each.payer), hub.get(each.payee, each.payee), each.amount)
        for each in netting.NET[cycle.how.netting_mode](debts)
    ]


def offset(tx: Tx, cycle: Cycle) -> None:
    """By pair: set off what both owe each other. No bank moves by it."""
    if cycle.how.netting_mode != "bilateral":
        return
    totals = {(each.payer, each.payee): each.total for _, each in cycles.published(tx, cycle)}
    entries = []
    for one, other in sorted({(min(pair), max(pair)) for pair in totals}):
        there = totals.get((one, other), ZERO)
        back = totals.get((other, one), ZERO)
        common = back if there >= back else there
        if common:
            postings = rules.clearing_paid(one, other, common)
            postings += rules.clearing_paid(other, one, common)
            entries.append(Journal("L6", f"{cycle.id}:{one}:{other}:offset", postings))
    ledger.book(tx, entries, cycle_id=cycle.id)


def pay_in_full(tx: Tx, cycle: Cycle, notice: Notice) -> None:
    """What is open of a notice moves at once, with the serial that it asks for."""
    serial = part_serial(notice, receipts.parts_of(tx, notice.id))
    receipt = receipts.add(
        tx,
        cycle.id,
        serial,
        payer=notice.payer,
        payee=notice.payee,
        amount=notice.open,
        status="matched",
        notice_id=notice.id,
        matched_by="serial",
        decided_at=tx.world.now,
    )
    book(tx, cycle, notice, receipt)


def book(tx: Tx, cycle: Cycle, notice: Notice, receipt: Receipt) -> None:
    """The receipt's money is for this notice: note it, and book what the mode books now."""
    receipts.pay(tx, notice, receipt)
    mode = cycle.how.netting_mode
    if mode == "multilateral":
        return
    home, care, amount = notice.payer, notice.payee, receipt.amount
    if notice.statement_id is not None:
        pair = cycles.pair_of(tx, notice.statement_id)
        if pair != (home, care):  # a total below zero: the payee of the statement pays
            (home, care), amount = pair, -amount
    entry = Journal("L6", receipt.id, rules.clearing_paid(home, care, amount))
    ledger.book(tx, [entry], cycle_id=cycle.id)


def go_on(tx: Tx, cycle_id: str) -> None:
    """After money was matched: who clears passes it on; with nothing open the month is settled."""
    cycle = cycles.locked(tx, cycle_id)
    assert cycle is not None
    if cycle.status not in ("notified", "paying"):
        return
    left = receipts.still_open(tx, cycle_id)
    hub = [each for each in left if each.payer == cycle.province]
    if left and len(hub) == len(left) and cycle.how.payment == "automatic":
        for notice in hub:
            pay_in_full(tx, cycle, notice)
        left = []
    if left or receipts.unmatched_total(tx, cycle_id):
        cycles.move(tx, cycle, "pay")
        return
    settle(tx, cycle_id)


def settle(tx: Tx, cycle_id: str) -> None:
    """Every notice is matched: the month is settled, and closed after the feedback days."""
    cycle = cycles.locked(tx, cycle_id)
    assert cycle is not None
    if cycle.how.netting_mode == "multilateral":
        _through_the_hub(tx, cycle)
    events = ("match_all",) if cycle.status == "paying" else ("pay", "match_all")
    cycles.move(tx, cycle, *events, paid_at=tx.world.now, overdue_at=None)
    clearing.not_overdue(tx, cycle, "pay")
    clearing.arrange(tx, "close", cycle)
    clearing.done(tx, cycle, "paid")


def _through_the_hub(tx: Tx, cycle: Cycle) -> None:
    entries = [
        Journal(
            "L6",
            f"{cycle.id}:{each.payer}:{each.payee}",
            rules.clearing_paid(each.payer, each.payee, each.total),
        )
        for _, each in cycles.published(tx, cycle)
        if each.total
    ]
    ledger.book(tx, entries, cycle_id=cycle.id)

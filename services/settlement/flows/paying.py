"""From a notice to money in the books (L6), in each of the three ways of netting.

Gross, every movement is booked between the pair of its statement, whole or in part. By pair,
what both owe each other is set off when the notices are issued, and the rest is booked as it
comes. Through the hub nothing is booked between two regions before all money has come: then
every statement is, and each region's bank has moved by its net position. So it is, however it is
netted, with kinds that are no medical bills: then the parties behind the regions are paid.
"""

from services.settlement.domain import kind_rules, netting
from services.settlement.domain import posting_rules as rules
from services.settlement.domain.cycles import Cycle
from services.settlement.domain.kinds import MEDICAL, Sides
from services.settlement.domain.netting import HUB
from services.settlement.domain.receipts import Notice, Receipt, part_serial
from services.settlement.domain.statements import PartyLine, Statement
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
    if cycle.how.netting_mode != "bilateral" or not cycle.is_medical:
        return
    totals = {(each.payer, each.payee): each.total for each in cycles.totals(tx, cycle)}
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


def pay_in_full(tx: Tx, cycle: Cycle, payer: str) -> int:
    """What is open of a region's notices moves at once, with the serials that they ask for.

    How many there were.
    """
    told = receipts.still_open(tx, cycle.id, payer)
    parts = receipts.parts(tx, cycle.id, payer)
    serials = [(each, part_serial(each, parts.get(each.id, 0))) for each in told]
    made = receipts.add_paid(tx, cycle.id, serials)
    _book(tx, cycle, payer, list(zip(told, made, strict=True)))
    return len(told)


def book(tx: Tx, cycle: Cycle, notice: Notice, receipt: Receipt) -> None:
    """The receipt's money is for this notice: note it, and book what the mode books now."""
    _book(tx, cycle, notice.payer, [(notice, receipt)])


def _book(tx: Tx, cycle: Cycle, payer: str, paid: list[tuple[Notice, Receipt]]) -> None:
    receipts.pay(tx, paid)
    if is_booked_at_the_end(cycle):
        return
    pairs = cycles.pairs_of(tx, cycle, payer)
    entries = [_moved(notice, receipt, pairs) for notice, receipt in paid]
    ledger.book(tx, entries, cycle_id=cycle.id)


def _moved(notice: Notice, receipt: Receipt, pairs: dict[str, tuple[str, str]]) -> Journal:
    home, care, amount = notice.payer, notice.payee, receipt.amount
    if notice.statement_id is not None:
        pair = pairs[notice.statement_id]
        if pair != (home, care):  # a total below zero: the payee of the statement pays
            (home, care), amount = pair, -amount
    return Journal("L6", receipt.id, rules.clearing_paid(home, care, amount))


def is_booked_at_the_end(cycle: Cycle) -> bool:
    """Whether money is booked only once all of it has come: through the hub, and where parties
    stand behind the regions, because no part of a sum is any single party's."""
    return cycle.how.netting_mode == "multilateral" or not cycle.is_medical


def go_on(tx: Tx, cycle_id: str) -> None:
    """After money was matched: who clears passes it on; with nothing open the month is settled."""
    cycle = cycles.locked(tx, cycle_id)
    assert cycle is not None
    if cycle.status not in ("notified", "paying"):
        return
    left = receipts.who_has_open(tx, cycle_id)
    if left == {cycle.province} and cycle.how.payment == "automatic":
        pay_in_full(tx, cycle, cycle.province)
        left = set()
    if left or receipts.unmatched_total(tx, cycle_id):
        cycles.move(tx, cycle, "pay")
        return
    settle(tx, cycle_id)


def settle(tx: Tx, cycle_id: str) -> None:
    """Every notice is matched: the month is settled, and closed after the feedback days."""
    cycle = cycles.locked(tx, cycle_id)
    assert cycle is not None
    if is_booked_at_the_end(cycle):
        _book_all(tx, cycle)
    events = ("match_all",) if cycle.status == "paying" else ("pay", "match_all")
    cycles.move(tx, cycle, *events, paid_at=tx.world.now, overdue_at=None)
    clearing.not_overdue(tx, cycle, "pay")
    clearing.arrange(tx, "close", cycle)
    clearing.done(tx, cycle, "paid")


def _book_all(tx: Tx, cycle: Cycle) -> None:
    entries = [
        Journal("L6", f"{cycle.id}:{each.payer}:{each.payee}", postings)
        for _, each in cycles.published(tx, cycle)
        if (postings := _paid(each))
    ]
    ledger.book(tx, entries, cycle_id=cycle.id)


def _paid(statement: Statement) -> rules.Postings:
    """What a whole statement moves: between the regions, or between the parties of its lines."""
    payer, payee, amount = statement.payer, statement.payee, statement.total
    if statement.kind == MEDICAL:
        return rules.clearing_paid(payer, payee, amount) if amount else ()
    moved = rules.mirror_paid(payer, payee, amount) if amount else ()
    for line in statement.lines:
        if isinstance(line, PartyLine) and line.total:
            between = line.payer_party, line.payee_party
            sides = Sides(statement.kind, line.purpose, payer, payee, *between)
            moved += kind_rules.paid(sides, line.total)
    return moved

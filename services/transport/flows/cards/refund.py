"""Giving a card back (退卡): what is on it, and its deposit, is paid out in cash."""

from dataclasses import dataclass

from services.transport import problems_cards as problems
from services.transport.domain import card as domain
from services.transport.domain.card import ACTIVE, REFUNDED, NewEntry, TransitCard
from services.transport.domain.hot_list import REFUNDED as LISTED_AS_REFUNDED
from services.transport.domain.purse_rules import AT_COMPANY
from services.transport.domain.taps import PURSE
from services.transport.flows import hot_list, purses
from services.transport.flows.cards import known, loss, rules, telling, top_ups
from services.transport.flows.riding import debts
from services.transport.store import books, cards, charges, chips, riders, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money, sum_money

COUNTER, COMPANY = "counter", "company"
PLACES = (COUNTER, COMPANY)
_ZERO = Money.zero()


@dataclass(frozen=True, slots=True)
class Refund:
    """What was paid out: the balance and the deposit; what was collected of an overdraft before."""

    card: TransitCard
    balance: Money
    deposit: Money
    collected: Money

    @property
    def id(self) -> str:
        return self.card.id

    @property
    def version(self) -> int:
        return self.card.version


def refund(
    transit_card_id: str, place: str, is_faulty: bool = False, collect_overdraft: bool = False
) -> Refund:
    """Pay out what is on the card, at a counter or by the card company; the card is over.

    What comes back onto it afterwards, a fare that was wrong, is paid out in the same way.
    TransitCardNotFound, TransitCardState, TransitPurchasesOut, TransitJourneyOpen, TopUpOnItsWay,
    TransitBalanceOnItsWay, OverdraftFirst, TransitRefundAtCompany.
    """
    with store.write() as tx:
        card = known.held(tx, transit_card_id)
        world.require_region(card.region_code)
        if card.status != REFUNDED or not card.balance:
            known.check(card, ACTIVE)
        if chips.waiting(tx, card.id):
            raise problems.TransitPurchasesOut(transit_card_id=card.id)
        if cards.is_travelling(tx, card.id):
            raise problems.TransitJourneyOpen(transit_card_id=card.id)
        top_ups.check_none(tx, card)
        loss.check_arrived(tx, card)
        card, collected = _collected(tx, card, collect_overdraft)
        _check_place(tx, card, place, is_faulty)
        given = _paid_out(tx, card, collected)
        failpoint("transport.refund_card.before_commit")
        return tx.answer(given)


def _check_place(tx: Tx, card: TransitCard, place: str, is_faulty: bool) -> None:
    rule = rules.of(tx, card.region_code)
    if place != COMPANY and rule.refund_place(card.balance, is_faulty) == AT_COMPANY:
        limit = rule.refund_at_once_below.value
        raise problems.TransitRefundAtCompany(balance=card.balance, limit=limit)


def _collected(tx: Tx, card: TransitCard, may: bool) -> tuple[TransitCard, Money]:
    """With nothing owed any more: neither an overdraft nor a ride that the purse couldn't pay.

    What is on the card pays first; OverdraftFirst where the holder doesn't pay the rest.
    """
    debts.pay_from_purse(tx, card.id)
    card = known.held(tx, card.id)
    rider = riders.of_medium(tx, PURSE, card.id)
    rides = () if rider is None else charges.owed(tx, rider.id)
    owed = max(-card.balance, _ZERO) + sum_money(one.amount for one in rides)
    missing = owed - max(card.balance, _ZERO)
    if missing <= _ZERO:
        return card, _ZERO
    if not may:
        raise problems.OverdraftFirst(owed=missing)
    event = f"overdraft/{card.id}:{card.entries}"
    purses.post(tx, [NewEntry(card.id, domain.LOAD, event, missing, tx.world.now)])
    books.told(tx, card, event, missing)
    debts.pay_from_purse(tx, card.id)
    return known.held(tx, card.id), missing


def _paid_out(tx: Tx, card: TransitCard, collected: Money) -> Refund:
    event = f"refund/{card.id}:{card.entries}"
    balance, deposit = card.balance, card.deposit
    if balance:
        purses.post(tx, [NewEntry(card.id, domain.PAYOUT, event, -balance, tx.world.now)])
        card = known.held(tx, card.id)
    if deposit:
        card = cards.move_deposit(tx, card, domain.DEPOSIT_OUT, event, -deposit)
    card = cards.change(tx, card, status=REFUNDED)
    hot_list.add(tx, PURSE, card.number, LISTED_AS_REFUNDED)
    books.told(tx, card, event, -(balance + deposit))
    telling.tell(tx, "refunded", card, paid_fen=balance.fen, deposit_fen=deposit.fen)
    return Refund(card, balance, deposit, collected)

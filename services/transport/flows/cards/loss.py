"""A lost card: reported, found again, replaced; its balance comes over when its days are over.

For some days after the report the holder still carries what gates without network take from the
card, because they may not know of it yet. So a replacement is issued at once, and the balance
of the lost card, less what was taken until then, moves when those days are over and gates have had
the time in which they upload (assumed).
"""

from dataclasses import dataclass

from services.transport import problems_cards as problems
from services.transport.domain import card as domain
from services.transport.domain.card import ACTIVE, LOST, REPLACED, NewEntry, TransitCard
from services.transport.domain.hot_list import LOST as LISTED_AS_LOST
from services.transport.domain.taps import PURSE
from services.transport.flows import hot_list, purses
from services.transport.flows.cards import issue, known, people, rules, telling, top_ups
from services.transport.store import cards, store
from services.transport.store import top_ups as top_up_rows
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint


def report(transit_card_id: str) -> TransitCard:
    """Report a card lost (挂失): it is hot-listed, and nothing can be put onto it any more.

    TransitCardNotFound, TransitCardState, AnonymousCard.
    """
    with store.write() as tx:
        card = known.held(tx, transit_card_id)
        world.require_region(card.region_code)
        known.check(card, ACTIVE)
        if card.is_anonymous:
            raise problems.AnonymousCard(transit_card_id=card.id)
        until = rules.of(tx, card.region_code).carried_until(tx.world.now)
        card = cards.change(tx, card, status=LOST, lost_at=tx.world.now, carried_until=until)
        hot_list.add(tx, PURSE, card.number, LISTED_AS_LOST)
        telling.tell(tx, "loss_reported", card, carried_until=until.isoformat())
        failpoint("transport.report_loss.before_commit")
        return tx.answer(card)


def release(transit_card_id: str) -> TransitCard:
    """It was found again (解挂); not once it is replaced. TransitCardNotFound, TransitCardState."""
    with store.write() as tx:
        card = known.held(tx, transit_card_id)
        world.require_region(card.region_code)
        known.check(card, LOST)
        card = cards.change(tx, card, status=ACTIVE, lost_at=None, carried_until=None)
        hot_list.remove(tx, PURSE, card.number, LISTED_AS_LOST)
        telling.tell(tx, "loss_released", card)
        failpoint("transport.release_loss.before_commit")
        return tx.answer(card)


@dataclass(frozen=True, slots=True)
class _Wanted:
    card_id: str
    person_id: str


def replace(transit_card_id: str, card_id: str | None = None) -> TransitCard:
    """A new card for a lost one (补卡), on the same social security card or the holder's new one.

    TransitCardNotFound, TransitCardState, AnonymousCard, TransitCardRefused, TransitCardOfAnother,
    TransitCardExists.
    """
    seen = known.get(transit_card_id)
    world.require_region(seen.region_code)
    if seen.card_id is None or seen.person_id is None:
        raise problems.AnonymousCard(transit_card_id=seen.id)
    known.check(seen, LOST)
    wanted = _Wanted(card_id or seen.card_id, people.holder_of(card_id or seen.card_id))
    if wanted.person_id != seen.person_id:
        raise problems.TransitCardOfAnother(wanted.card_id)
    with store.write() as tx:
        return tx.answer(_replaced(tx, transit_card_id, wanted))


def _replaced(tx: Tx, transit_card_id: str, wanted: _Wanted) -> TransitCard:
    lost = known.held(tx, transit_card_id)
    known.check(lost, LOST)
    lost = cards.change(tx, lost, status=REPLACED)
    rule, issuer = rules.of(tx, lost.region_code), known.issuer_of(lost)
    made = issue.added(tx, issuer, rule, lost.kind, wanted.card_id, wanted.person_id, lost)
    tx.schedule(purses.MOVE, purses.move_key(lost), rules.moves_at(tx, lost))
    telling.tell(tx, "replaced", lost, replacement_id=made.id)
    telling.tell(tx, "issued", made, kind=made.kind)
    failpoint("transport.replace_card.before_commit")
    return made


def move_balance(key: str) -> None:
    """The holder's days are over: what is left goes to the card that replaced this one, once.

    `key`: the card, and how many entries it had when somebody saw that something is to move. What
    comes back onto it later is moved by a job of its own.
    """
    transit_card_id = key.partition(":")[0]
    with store.read() as tx:
        coming = top_up_rows.on_their_way(tx, transit_card_id)
    for each in coming:
        top_ups.settle(each.id)
    with store.write() as tx:
        lost = known.held(tx, transit_card_id)
        target = _last(tx, lost)
        out, into = f"move/{key}", f"moved/{key}"
        amount, deposit = lost.balance, lost.deposit
        if amount:
            moved = [
                NewEntry(lost.id, domain.MOVED_OUT, out, -amount, tx.world.now),
                NewEntry(target.id, domain.MOVED_IN, into, amount, tx.world.now),
            ]
            purses.post(tx, moved)
            lost, target = known.held(tx, lost.id), known.held(tx, target.id)
        if deposit:
            lost = cards.move_deposit(tx, lost, domain.MOVED_OUT, out, -deposit)
            target = cards.move_deposit(tx, target, domain.MOVED_IN, into, deposit)
        if amount or deposit:
            telling.tell(tx, "balance_moved", target, from_id=lost.id, amount_fen=amount.fen)
        tx.complete_job()
        failpoint("transport.move_balance.before_commit")


def _last(tx: Tx, lost: TransitCard) -> TransitCard:
    """The end of the chain of replacements; one that was replaced itself is passed over."""
    target = lost
    while target.status == REPLACED:
        following = cards.replacing(tx, target.id)
        assert following is not None, "a card is replaced by one that is there"
        target = known.held(tx, following.id)
    return target


def check_arrived(tx: Tx, card: TransitCard) -> None:
    """TransitBalanceOnItsWay while the balance of a card that this one replaces is to come."""
    one: TransitCard | None = card
    while one is not None and one.replaces is not None:
        one = cards.find(tx, one.replaces)
        if one is not None:
            top_ups.check_none(tx, one)
        if one is not None and (one.balance or one.deposit):
            at = rules.moves_at(tx, one).isoformat()
            raise problems.TransitBalanceOnItsWay(transit_card_id=one.id, at=at)

"""Topping up a purse (充值), once: by cash at a counter, or from the bank account on the card.

From the account it is a saga with the card service: the top-up is committed as on its way, its
amount kept free below the ceiling; then the account is debited under the top-up's id; then the
purse is loaded. An answer that doesn't come leaves it on its way; the same key, or the recovery
job, finds out, and what was never taken is closed at the bank, so that it can't come late.
"""

from datetime import timedelta
from typing import Final

from services.transport import problems_purses as problems
from services.transport.domain import card as domain
from services.transport.domain import top_ups as words
from services.transport.domain.card import NewEntry, TransitCard
from services.transport.domain.top_ups import TopUp
from services.transport.flows import purses
from services.transport.flows.cards import issue, known, rules, telling
from services.transport.flows.riding import debts
from services.transport.store import books, cards, store
from services.transport.store import top_ups as rows
from sscsim import peers, world
from sscsim.db import Page, PageQuery, Tx, keys
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.problems import Problem, Relayed

RECOVERY: Final = "transport.settle_top_up"
_RECOVER_AFTER = timedelta(seconds=30)
_CLOSED: Final = "code_payment_closed"
NEVER_TAKEN: Final = "never_taken"
"""Why a top-up failed of which nobody knew, until the bank said it took nothing."""


def top_up(
    transit_card_id: str,
    way: str,
    amount: Money,
    password: str | None = None,
    terminal_number: str | None = None,
) -> TopUp:
    """Put money onto the purse; with a key that was used before: find out and go on.

    TransitCardNotFound, TransitCardState, TopUpWay, TopUpRefused, TopUpNoAnswer,
    TopUpUnavailable, and what the bank side says.
    """
    if (password is not None) != (way == words.ACCOUNT):
        raise problems.TopUpWay("/password")
    if way == words.CASH:
        world.require_role("transit", "agency")
    key = keys.request_key.get()
    if key is not None and key.earlier is not None:
        found = _again(key.earlier, password)
        if found is not None:
            return found
    with store.write() as tx:
        card = known.held(tx, transit_card_id)
        world.require_region(card.region_code)
        known.check(card, domain.ACTIVE)
        if way == words.ACCOUNT and card.person_id is None:
            raise problems.TopUpWay("/way")
        made = _begun(tx, card, way, amount, terminal_number)
        if way == words.CASH:
            made = _loaded(tx, card, made)
            failpoint("transport.top_up_cash.before_commit")
            return tx.answer(made)
        tx.begin_saga(made.id)
        tx.schedule(RECOVERY, made.id, tx.world.now + _RECOVER_AFTER)
        failpoint("transport.top_up.before_begin")
    failpoint("transport.top_up.after_begin")
    return _carry(made, str(password), first=True)


def _again(top_up_id: str, password: str | None) -> TopUp | None:
    """The state of an earlier call with this key; None: it came to nothing, begin anew."""
    found = get(top_up_id)
    if found.status == words.PAYING:
        return _carry(found, str(password), first=False)
    if found.status == words.FAILED:
        return None
    with store.write() as tx:
        return tx.answer(found)


def _begun(
    tx: Tx, card: TransitCard, way: str, amount: Money, terminal_number: str | None
) -> TopUp:
    """A top-up on its way; what is on its way already counts against the ceiling."""
    coming = sum_money(each.amount for each in rows.on_their_way(tx, card.id))
    issue.check_top_up(rules.of(tx, card.region_code), amount, card.balance + coming)
    ordinal = rows.next_ordinal(tx, card.id)
    made = TopUp(
        id=tx.new_id("ptu", card.id, ordinal),
        transit_card_id=card.id,
        ordinal=ordinal,
        person_id=card.person_id,
        way=way,
        amount=amount,
        terminal_number=terminal_number,
        status=words.PAYING,
        reason=None,
        bank_entry_id=None,
        loaded_at=None,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )
    rows.add(tx, made)
    return made


def _carry(begun: TopUp, password: str, *, first: bool) -> TopUp:
    """Ask the bank side, and record what it answers. `first`: it was never asked before."""
    card = known.get(begun.transit_card_id)
    asked = {
        "event": begun.id,
        "person_id": begun.person_id,
        "amount_fen": begun.amount.fen,
        "password": password,
        "payee": f"payee.transit.{card.issuer_id}",
        "memo": f"交通卡充值 {domain.mask(card.number)}",
    }
    try:
        taken = peers.call("card", "POST", "/internal/v1/bank-debits", asked)
    except peers.Refused as refusal:
        refused = Relayed(refusal.status, refusal.problem)
        if refusal.code == _CLOSED:  # the recovery job was quicker: the same key begins anew
            raise _given_up(begun, NEVER_TAKEN, problems.TopUpUnavailable()) from None
        if refused.retryable:
            raise _left_open(begun) from None
        raise _given_up(begun, refusal.code, refused) from None
    except peers.Unreachable:
        if not first:
            raise _left_open(begun) from None
        raise _given_up(begun, NEVER_TAKEN, problems.TopUpUnavailable()) from None
    except peers.NoAnswer:
        raise _left_open(begun) from None
    failpoint("transport.top_up.after_bank")
    return complete(begun.id, taken["entry_id"])


def complete(top_up_id: str, bank_entry_id: str) -> TopUp:
    """The bank took the money: onto the purse once, however often it is told."""
    with store.write() as tx:
        card, found = _held(tx, top_up_id)
        if found.status == words.PAYING:
            found = _loaded(tx, card, found, bank_entry_id)
        tx.cancel_job(RECOVERY, top_up_id)
        failpoint("transport.top_up.before_result")
        return tx.answer(found)


def _loaded(tx: Tx, card: TransitCard, made: TopUp, bank_entry_id: str | None = None) -> TopUp:
    """Onto the purse, which stays usable for longer; the centre's book is told (T1)."""
    where = made.terminal_number
    load = NewEntry(card.id, domain.LOAD, made.id, made.amount, tx.world.now, terminal_number=where)
    purses.post(tx, [load])
    debts.pay_from_purse(tx, card.id)
    card = known.held(tx, card.id)
    until = rules.of(tx, card.region_code).usable_until(tx.world.today)
    if until > card.usable_until:
        card = cards.change(tx, card, usable_until=until)
    books.told(tx, card, made.id, made.amount)
    telling.tell(tx, "topped_up", card, top_up_id=made.id, amount_fen=made.amount.fen)
    loaded = {"status": words.LOADED, "loaded_at": tx.world.now, "bank_entry_id": bank_entry_id}
    return rows.change(tx, made, **loaded)


def _given_up(begun: TopUp, reason: str, problem: Problem) -> Problem:
    """Record that nothing was paid; the problem to raise."""
    with store.write() as tx:
        card, found = _held(tx, begun.id)
        if found.status == words.PAYING:
            _failed(tx, card, found, reason)
        tx.cancel_job(RECOVERY, begun.id)
        if reason == NEVER_TAKEN:
            tx.leave_unknown()
        else:
            tx.refuse(problem)
        failpoint("transport.top_up.before_refusal")
    return problem


def _failed(tx: Tx, card: TransitCard, found: TopUp, reason: str) -> None:
    rows.change(tx, found, status=words.FAILED, reason=reason[:60])
    telling.tell(tx, "top_up_failed", card, top_up_id=found.id, reason=reason)


def _left_open(begun: TopUp) -> Problem:
    with store.write() as tx:
        tx.leave_unknown()
    return problems.TopUpNoAnswer(top_up_id=begun.id)


def settle(top_up_id: str) -> None:
    """Find out what came of a top-up: loaded, or never more. Safe to do twice."""
    if get(top_up_id).status != words.PAYING:
        return
    told = peers.call("card", "POST", "/internal/v1/bank-debits/query", {"event": top_up_id})
    failpoint("transport.top_up.found_out")
    if told.get("entry_id") is not None:
        complete(top_up_id, told["entry_id"])
        return
    with store.write() as tx:
        card, found = _held(tx, top_up_id)
        if found.status == words.PAYING:
            _failed(tx, card, found, NEVER_TAKEN)


def settle_due(top_up_id: str) -> None:
    """The job of a top-up; one that is over already is left alone."""
    settle(top_up_id)
    with store.write() as tx:
        tx.complete_job()


def check_none(tx: Tx, card: TransitCard) -> None:
    """TopUpOnItsWay while it isn't known what came of one."""
    for each in rows.on_their_way(tx, card.id):
        raise problems.TopUpOnItsWay(top_up_id=each.id)


def _held(tx: Tx, top_up_id: str) -> tuple[TransitCard, TopUp]:
    """A top-up and its card, which is locked."""
    found = rows.find(tx, top_up_id)
    assert found is not None, "a top-up is never removed"
    card = known.held(tx, found.transit_card_id)
    again = rows.find(tx, top_up_id)
    assert again is not None
    return card, again


def get(top_up_id: str) -> TopUp:
    """TopUpNotFound."""
    with store.read() as tx:
        found = rows.find(tx, top_up_id)
    if found is None:
        raise problems.TopUpNotFound(top_up_id=top_up_id)
    return found


def page(transit_card_id: str, page: PageQuery) -> Page:
    """Top-ups of a card, the newest first; TransitCardNotFound."""
    with store.read() as tx:
        known.found(tx, transit_card_id)
        return rows.page(tx, page, transit_card_id)

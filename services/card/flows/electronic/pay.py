"""Paying by code from the linked account, and refunding."""

from dataclasses import replace
from datetime import timedelta

from services.card import problems_bank, terms
from services.card import problems_electronic as problems
from services.card.domain import bank_account as accounts
from services.card.domain.card import Card
from services.card.domain.code import Code, CodePayment
from services.card.domain.electronic_card import ElectronicCard
from services.card.flows import verify
from services.card.flows.bank import known as bank
from services.card.flows.bank import posting
from services.card.flows.electronic import known, paid_once, scan
from services.card.store import cards, electronic, persons, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Problem

PAY_WITHIN = timedelta(minutes=10)
"""So long after the scan the holder may enter the password."""


def pay(
    amount: Money,
    text: str | None = None,
    code_id: str | None = None,
    password: str | None = None,
    face: str | None = None,
    memo: str | None = None,
    event: str | None = None,
) -> CodePayment:
    """Pay with a code, scanned just now (`text`) or before by the same party (`code_id`).

    The holder confirms by password or face. A wrong password counts and uses nothing up.
    Another service pays once for each `event`.
    """
    with store.write() as tx:
        earlier = paid_once.earlier(tx, event) if event is not None else None
        if earlier is not None:
            return earlier
        if text is not None:
            code, found, card = scan.presented(tx, text, "payment")
        else:
            code, found, card = _scanned(tx, str(code_id))
        account_id = _account(found)
        _check_limit(card, amount)
        refused = _checked(tx, code, found, card) if text is not None else None
        if refused is None:
            found, refused = known.confirm(tx, found, password=password, face=face)
        if refused is None:
            if code.used_at is None:
                code = scan.use(tx, code, "payment")
            payment = _paid(tx, code, found, account_id, amount, memo, event)
            failpoint("card.code_payment.before_commit")
            return tx.answer(payment)
        tx.refuse(refused)
    raise refused


def _checked(tx: Tx, code: Code, found: ElectronicCard, card: Card) -> Problem | None:
    """A code that pays at once is checked and recorded as one that was scanned before."""
    holder = persons.find(tx, code.person_id)
    assert holder is not None
    own = card if holder.id == found.person_id else None
    record = verify.recorded_scan(tx, code.id, own, holder, None, None)
    if record.result == "accepted":
        return None
    return problems.ScanRefused(reasons=", ".join(record.reasons), verification_id=record.id)


def _scanned(tx: Tx, code_id: str) -> tuple[Code, ElectronicCard, Card]:
    code = known.code(tx, code_id, locked=True)
    mine = code.used_by == world.current().party_id and code.used_scene == "payment"
    fresh = code.used_at is not None and world.now() - code.used_at <= PAY_WITHIN
    if not mine or not fresh or electronic.payment_of_code(tx, code.id) is not None:
        raise problems.PaymentNotByCode(code_id=code_id)
    found, card = known.usable(tx, code.electronic_card_id)
    return code, found, card


def _account(found: ElectronicCard) -> str:
    if found.account_id is None:
        raise problems.LevelTwoNeedsAccount(missing="level 2")
    return found.account_id


def _check_limit(card: Card, amount: Money) -> None:
    limit = terms.bank_side(card.region_code, world.today()).single_payment_limit
    if amount > limit:
        raise problems_bank.AmountOverLimit(asked=amount.plain(), limit=limit.plain())


def _paid(
    tx: Tx,
    code: Code,
    found: ElectronicCard,
    account_id: str,
    amount: Money,
    memo: str | None,
    event: str | None,
) -> CodePayment:
    account = bank.locked_account(tx, account_id)
    party = world.current().party_id
    _, entry = posting.debit(
        tx, account, amount, target=f"payee.{party}", event=f"code/{code.id}", memo=memo
    )
    payment = CodePayment(
        id=tx.new_id("cpy", code.id),
        code_id=code.id,
        electronic_card_id=found.id,
        account_id=account.id,
        entry_id=entry.id,
        amount=amount,
        refunded=Money.zero(),
        memo=memo,
        party_id=party,
        version=1,
        created_at=world.now(),
        updated_at=world.now(),
        event=event,
    )
    electronic.add_payment(tx, payment)
    tx.emit("code_payment.paid", payment.id, {"id": payment.id, "amount_fen": amount.fen})
    return payment


def refund(payment_id: str, amount: Money | None = None) -> CodePayment:
    """Give back all that is left, or a part of it; the payee only."""
    with store.write() as tx:
        payment = known.payment(tx, payment_id, locked=True)
        at = world.current()
        if payment.party_id != at.party_id and not world.is_inner() and at.role != "owner":
            raise problems.PayeeOnly(payment_id=payment_id)
        left = payment.amount - payment.refunded
        back = amount or left
        if back > left or back == Money.zero():
            raise problems.RefundTooMuch(left=left.plain(), asked=back.plain())
        account = bank.locked_account(tx, payment.account_id)
        card = cards.find(tx, account.card_id)
        code = accounts.credit_code(
            account,
            card_status=card.status if card else None,
            name=None,
            amount=back,
            limit=back,
        )
        if code != "00":
            raise problems_bank.BankAccountNotUsable(
                status=account.status, direction="credit", return_code=code
            )
        posting.credit(
            tx,
            account,
            back,
            source=f"payee.{payment.party_id}",
            event=f"{payment.id}/{payment.version}",
            memo=payment.memo,
            kind="refund",
        )
        refunded = replace(
            payment,
            refunded=payment.refunded + back,
            version=payment.version + 1,
            updated_at=world.now(),
        )
        electronic.change_payment(tx, refunded)
        tx.emit("code_payment.refunded", payment.id, {"id": payment.id, "amount_fen": back.fen})
        failpoint("card.code_refund.before_commit")
        return tx.answer(refunded)


def get_payment(payment_id: str) -> CodePayment:
    with store.read() as tx:
        return known.payment(tx, payment_id)

"""What is left in an annuity or a private pension after a death: held, divided among heirs, paid.

A death is told of an account, by the trustee, the bank or an agency, or comes with an application;
from then on nothing else is done with it. As long as nobody knows an heir it waits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.benefits import problems_inheritance as problems
from services.benefits.domain import inheritance as domain
from services.benefits.domain import payment as payments_domain
from services.benefits.domain.annuities.account import AnnuityAccount
from services.benefits.domain.inheritance import AccountInheritance, InheritanceShare
from services.benefits.domain.payment import BenefitPayment
from services.benefits.domain.private_pension.account import PrivatePension
from services.benefits.flows import annuities, applicants, payments
from services.benefits.flows.handling import PaymentOrder
from services.benefits.flows.inheritable import Left, of_annuity, of_private_pension
from services.benefits.flows.private_pension import known as known_pensions
from services.benefits.store import inheritances as rows
from services.benefits.store import store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money

KEPT = rows.inheritances
TAX_OFFICE = "税务机关"


# ---- told


def open_inheritance(
    annuity_account_id: str | None = None, private_pension_id: str | None = None
) -> AccountInheritance:
    """Tell that the person of an account has died; told again it is the one there is.

    InheritanceAccountWanted, AnnuityNotFound, PrivatePensionNotFound, InheritancePersonLives,
    AnnuityState, PrivatePensionState, InheritanceNothingLeft, RegionNotAllowed.
    """
    account_id = annuity_account_id or private_pension_id
    if account_id is None or (annuity_account_id and private_pension_id):
        raise problems.InheritanceAccountWanted()
    account = _account_of(account_id)
    world.require_region(account.region_code)
    died_on = applicants.deceased([account.person_id]).get(account.person_id)
    if died_on is None:
        raise problems.InheritancePersonLives(account_id=account_id)
    with store.write() as tx:
        left = _left(tx, account_id)
        earlier = rows.newest_of(tx, account_id)
        if earlier is not None and not left.is_new:
            return tx.answer(earlier)
        made = opened(tx, left, died_on)
        failpoint("benefits.inheritance.before_commit")
        return tx.answer(made)


def _account_of(account_id: str) -> AnnuityAccount | PrivatePension:
    if account_id.startswith("ann_"):
        return annuities.get(account_id)
    return known_pensions.get(account_id)


def _left(tx: Tx, account_id: str) -> Left:
    """What there is to inherit; held."""
    by_prefix = of_annuity if account_id.startswith("ann_") else of_private_pension
    return by_prefix(tx, account_id)


def opened(
    tx: Tx, left: Left, died_on: date, application_id: str | None = None
) -> AccountInheritance:
    """The account is the heirs' from now on. InheritanceNothingLeft, its states' errors."""
    account = left.account
    if not left.worth(tx):
        raise problems.InheritanceNothingLeft(account_id=account.id)
    left.leave(tx)
    number, now = rows.next_number(tx, account.id), tx.world.now
    made = AccountInheritance(
        id=tx.new_id("inh", account.id, number),
        account_kind=left.kind,
        account_id=account.id,
        ordinal=number,
        person_id=account.person_id,
        person_name=account.person_name,
        region_code=account.region_code,
        died_on=died_on,
        opened_on=tx.world.today,
        application_id=application_id,
        amount=None,
        proof_number=None,
        divided_on=None,
        status=domain.WAITING,
        version=1,
        created_at=now,
        updated_at=now,
    )
    KEPT.add(tx, made)
    tx.emit("account_inheritance.opened", made.id, told(made))
    return made


def came_later(tx: Tx, account_id: str) -> None:
    """Something was posted to an annuity that heirs had emptied: it waits for them again."""
    earlier = rows.newest_of(tx, account_id)
    if earlier is not None and earlier.status != domain.WAITING:
        opened(tx, of_annuity(tx, account_id), earlier.died_on, earlier.application_id)


# ---- divided


@dataclass(frozen=True, slots=True)
class Heir:
    """Who gets so many parts of the whole."""

    person_id: str
    name: str
    parts: int


def divide(
    inheritance_id: str, heirs: Sequence[dict[str, Any]], proof_number: str
) -> AccountInheritance:
    """The heirs are known: each is paid a share of everything, less the tax on it.

    InheritanceNotFound, InheritanceState, InheritanceHeirs, InheritanceUnderWay, person_not_found,
    PolicyMissing, FigureMissing, RegionNotAllowed.
    """
    known = get(inheritance_id)
    world.require_region(known.region_code)
    named = _named(known, heirs)
    with store.write() as tx:
        found = _held(tx, inheritance_id)
        left = _left(tx, found.account_id)
        under_way = left.under_way(tx)
        if under_way is not None:
            raise problems.InheritanceUnderWay(contribution_id=under_way)
        balance = left.worth(tx)
        if balance < Money(len(named)):
            raise problems.InheritanceHeirs(reason=f"{balance} / {len(named)}")
        done = KEPT.change(
            tx,
            found,
            status=domain.MACHINE.after(found.status, "divide"),
            amount=balance,
            proof_number=proof_number,
            divided_on=tx.world.today,
        )
        left.empty(tx, done, balance)
        shares = domain.divided(balance, [each.parts for each in named])
        whole = sum(each.parts for each in named)
        for number, (heir, share) in enumerate(zip(named, shares, strict=True), start=1):
            step = domain.share_step(balance, heir.parts, whole, share)
            taxed = left.taxed(tx, share)
            explained = Explanation(share, (step, *taxed.steps))
            _paid(tx, done, left, number, heir, explained)
        tx.emit("account_inheritance.divided", done.id, told(done))
        failpoint("benefits.inheritance_division.before_commit")
        return tx.answer(done)


def _named(known: AccountInheritance, heirs: Sequence[dict[str, Any]]) -> list[Heir]:
    """Who they are; a person once, alive, and not the deceased."""
    ids = [each["person_id"] for each in heirs]
    if len(set(ids)) != len(ids) or known.person_id in ids:
        raise problems.InheritanceHeirs(reason=", ".join(ids))
    died = applicants.deceased(ids)
    if died:
        raise problems.InheritanceHeirs(reason=", ".join(sorted(died)))
    return [
        Heir(each["person_id"], applicants.person(each["person_id"]).name, each["parts"])
        for each in heirs
    ]


def _paid(
    tx: Tx, known: AccountInheritance, left: Left, number: int, heir: Heir, explained: Explanation
) -> None:
    sums, now = explained.totals(), tx.world.now
    net, tax = sums["net"], sums["tax"]
    key = f"{known.id}/share/{number}"
    of_tax = _ordered(tx, known, left, f"{key}/tax", tax, None, TAX_OFFICE) if tax else None
    to_card = _ordered(tx, known, left, key, net, heir.person_id, heir.name)
    made = InheritanceShare(
        id=tx.new_id("ihs", known.id, number),
        inheritance_id=known.id,
        number=number,
        person_id=heir.person_id,
        person_name=heir.name,
        parts=heir.parts,
        amount=explained.total,
        tax=tax,
        payment_id=to_card.id,
        tax_payment_id=of_tax.id if of_tax is not None else None,
        explanation=explained.as_json(),
        status=domain.ORDERED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    rows.shares.add(tx, made)


def _ordered(
    tx: Tx,
    known: AccountInheritance,
    left: Left,
    key: str,
    amount: Money,
    person_id: str | None,
    payee: str,
) -> BenefitPayment:
    purpose = f"账户余额继承 {known.person_name}" if person_id else "代扣个人所得税"
    return payments.order(
        tx,
        PaymentOrder(key, amount, known.account_kind, purpose),
        item_code=left.item_code,
        region=known.region_code,
        person_id=person_id,
        payee_name=payee,
    )


def on_payment(tx: Tx, payment: BenefitPayment) -> None:
    """A share follows its payment, and the inheritance the last of them."""
    share = rows.share_of(tx, payment.order_id)
    event = "pay" if payment.status == payments_domain.PAID else "return"
    if share is None or not domain.SHARE.allows(share.status, event):
        return
    # Held before it is counted: of two shares that are paid at once the later one sees both.
    found = _held(tx, share.inheritance_id, "pay")
    rows.shares.change(tx, share, status=domain.SHARE.after(share.status, event))
    if event == "pay" and not rows.unpaid(tx, found.id):
        done = KEPT.change(tx, found, status=domain.MACHINE.after(found.status, "pay"))
        tx.emit("account_inheritance.paid", done.id, told(done))


# ---- reading


def _held(tx: Tx, inheritance_id: str, event: str = "divide") -> AccountInheritance:
    found = KEPT.find(tx, inheritance_id, lock=True)
    if found is None:
        raise problems.InheritanceNotFound(inheritance_id=inheritance_id)
    if not domain.MACHINE.allows(found.status, event):
        raise problems.InheritanceState(inheritance_id=inheritance_id, status=found.status)
    return found


def told(known: AccountInheritance) -> dict[str, Any]:
    """What an event says of one."""
    return {
        "id": known.id,
        "person_id": known.person_id,
        "account_kind": known.account_kind,
        "region_code": known.region_code,
        "status": known.status,
    }


def get(inheritance_id: str) -> AccountInheritance:
    """InheritanceNotFound."""
    with store.read() as tx:
        found = KEPT.find(tx, inheritance_id)
    if found is None:
        raise problems.InheritanceNotFound(inheritance_id=inheritance_id)
    return found


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return KEPT.page(tx, page, filters)


def shares(inheritance_id: str, page: PageQuery) -> Page:
    """InheritanceNotFound."""
    get(inheritance_id)
    with store.read() as tx:
        return rows.shares.page(tx, page, {"inheritance_id": inheritance_id})

"""Annuity accounts: opened and paid into by employers, told income by the trustee, paid out."""

from datetime import datetime, time, timedelta
from typing import Any

from services.benefits import problems_annuity as problems
from services.benefits import terms_pension as terms
from services.benefits.domain import annuity
from services.benefits.domain import payment as payments_domain
from services.benefits.domain.annuities import account as domain
from services.benefits.domain.annuities.account import AnnuityAccount, AnnuityEntry, AnnuityPayout
from services.benefits.domain.payment import BenefitPayment
from services.benefits.domain.pension import institution
from services.benefits.flows import applicants, payments
from services.benefits.flows.handling import PaymentOrder
from services.benefits.store import annuities as rows
from services.benefits.store import store
from sscsim import clock, world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

PAY = "benefits.pay_annuity"
KEPT = rows.accounts
_AT = time(10, 0)
_PURPOSES = {domain.OCCUPATIONAL: "职业年金", domain.ENTERPRISE: "企业年金"}


# ---- opened, and paid into


def open_account(
    kind: str, person_id: str, region_code: str, employer_name: str, plan_number: str | None = None
) -> AnnuityAccount:
    """A person joins; of an occupational annuity the plan is the region's.

    AnnuityPlanNeeded, AnnuityAccountThere, person_not_found.
    """
    if plan_number is None:
        if kind == domain.ENTERPRISE:
            raise problems.AnnuityPlanNeeded()
        plan_number = f"ZYNJ{region_code}"
    person = applicants.person(person_id)
    with store.write() as tx:
        earlier = rows.in_plan(tx, person_id, kind, plan_number)
        if earlier is not None:
            raise problems.AnnuityAccountThere(plan_number=plan_number, account_id=earlier.id)
        now = tx.world.now
        made = AnnuityAccount(
            id=tx.new_id("ann", person_id, kind, plan_number),
            kind=kind,
            person_id=person_id,
            person_name=person.name,
            region_code=region_code,
            plan_number=plan_number,
            party_id=world.current().party_id,
            employer_name=employer_name,
            opened_on=tx.world.today,
            emptied_on=None,
            application_id=None,
            reason=None,
            manner=None,
            parts=None,
            part=None,
            payee=None,
            paid_parts=0,
            entries=0,
            balance=Money.zero(),
            status=domain.ACCUMULATING,
            version=1,
            created_at=now,
            updated_at=now,
        )
        KEPT.add(tx, made)
        tx.emit("annuity_account.opened", made.id, told(made))
        return tx.answer(made)


def contribute(
    account_id: str,
    month: str,
    base: Money | None = None,
    employer: Money | None = None,
    person: Money | None = None,
) -> AnnuityAccount:
    """A month's contributions: of an occupational annuity by its rates from the base (8 % and 4 %),
    of an enterprise annuity as its plan has it.

    AnnuityNotFound, AnnuityOfAnotherEmployer, AnnuityState, AnnuityMonthAhead, AnnuityMonthTaken,
    AnnuityContributionWrong, PolicyMissing, FigureMissing.
    """
    with store.write() as tx:
        known = _of_caller(tx, account_id)
        domain.check_state(known, domain.ACCUMULATING, event="contribute")
        _check_period(tx, known, domain.EMPLOYER, month)
        explanation = None
        if known.kind == domain.OCCUPATIONAL:
            if base is None or employer is not None or person is not None:
                raise _wrong(known, "contribution_base_fen")
            rates = terms.annuity_rates(known.region_code, Month.parse(month).first)
            explained = institution.annuity_contribution(base, rates)
            employer, person = explained.totals()["employer"], explained.totals()["person"]
            explanation = explained.as_json()
        elif base is not None or employer is None or person is None:
            raise _wrong(known, "employer_fen, person_fen")
        known = _booked(tx, known, domain.EMPLOYER, month, employer, explanation)
        known = _booked(tx, known, domain.PERSON, month, person, explanation)
        tx.emit("annuity_account.booked", known.id, told(known))
        failpoint("benefits.annuity_contribution.before_commit")
        return tx.answer(known)


def _wrong(known: AnnuityAccount, wanted: str) -> problems.AnnuityContributionWrong:
    return problems.AnnuityContributionWrong(kind=known.kind, wanted=wanted)


def credit_income(account_id: str, month: str, amount: Money) -> AnnuityAccount:
    """What the investment of a month brought (投资收益), told by the trustee.

    AnnuityNotFound, AnnuityOfAnotherEmployer, AnnuityState, AnnuityMonthAhead, AnnuityMonthTaken.
    """
    with store.write() as tx:
        known = _of_caller(tx, account_id)
        open_ = (each for each in domain.STATUSES if each not in domain.NOTHING_IN_IT)
        domain.check_state(known, *open_, event="credit_income")
        _check_period(tx, known, domain.INCOME, month)
        changed = _booked(tx, known, domain.INCOME, month, amount, None)
        tx.emit("annuity_account.booked", changed.id, told(changed))
        failpoint("benefits.annuity_income.before_commit")
        return tx.answer(changed)


def _check_period(tx: Tx, known: AnnuityAccount, kind: str, month: str) -> None:
    if Month.parse(month) > Month.of(tx.world.today):
        raise problems.AnnuityMonthAhead(month=month)
    if rows.has_entry(tx, known.id, kind, month):
        raise problems.AnnuityMonthTaken(account_id=known.id, period=month)


def _of_caller(tx: Tx, account_id: str) -> AnnuityAccount:
    """Held; an employer's own."""
    known = held(tx, account_id)
    at = world.current()
    if at.role == "employer" and known.party_id != at.party_id:
        raise problems.AnnuityOfAnotherEmployer(account_id=account_id)
    return known


def _booked(
    tx: Tx,
    known: AnnuityAccount,
    kind: str,
    period: str,
    amount: Money,
    explanation: dict[str, Any] | None,
) -> AnnuityAccount:
    number, now = known.entries + 1, tx.world.now
    made = AnnuityEntry(
        id=tx.new_id("ane", known.id, number),
        account_id=known.id,
        ordinal=number,
        kind=kind,
        period=period,
        amount=amount,
        booked_on=tx.world.today,
        explanation=explanation,
        version=1,
        created_at=now,
        updated_at=now,
    )
    rows.entries.add(tx, made)
    return KEPT.change(tx, known, entries=number, balance=known.balance + amount)


# ---- moved


def moved_out(tx: Tx, account_id: str) -> None:
    """All of it leaves with the person for another plan; held, and nothing drawn of it yet."""
    known = held(tx, account_id)
    after = domain.MACHINE.after(known.status, "move")
    number = str(known.entries + 1)
    known = _booked(tx, known, domain.TRANSFER_OUT, number, -known.balance, None)
    known = KEPT.change(tx, known, status=after)
    tx.emit("annuity_account.booked", known.id, told(known))


def moved_in(tx: Tx, account_id: str, amount: Money) -> None:
    """It goes on here. To an account that was drawn to its end the rest is paid out as well."""
    known = held(tx, account_id)
    known = _booked(tx, known, domain.TRANSFER_IN, str(known.entries + 1), amount, None)
    if known.status in domain.NOTHING_IN_IT:
        after = domain.MACHINE.after(known.status, "take_in")
        known = KEPT.change(tx, known, status=after, emptied_on=None)
        if after == domain.RUNNING:
            tx.schedule(PAY, f"{known.id}:{known.paid_parts + 1}", next_month(tx))
    tx.emit("annuity_account.booked", known.id, told(known))


# ---- paid out


def claimed(
    tx: Tx, known: AnnuityAccount, event: str, first: datetime, **chosen: Any
) -> AnnuityAccount:
    """How it is drawn is fixed; the first part falls due at an instant."""
    after = domain.MACHINE.after(known.status, event)
    changed = KEPT.change(tx, known, status=after, **chosen)
    tx.schedule(PAY, f"{changed.id}:1", first)
    tx.emit("annuity_account.claimed", changed.id, told(changed))
    return changed


def next_month(tx: Tx) -> datetime:
    """The first day of the next month."""
    day = (Month.of(tx.world.today) + 1).first
    return datetime.combine(day, _AT, clock.SHANGHAI)


def next_day(tx: Tx) -> datetime:
    """Tomorrow: how long a trustee's instruction takes."""
    day = tx.world.today + timedelta(days=1)
    return datetime.combine(day, _AT, clock.SHANGHAI)


def pay_part(key: str) -> None:
    """The next part falls due; `key`: the account and the number of the part."""
    account_id, _, number = key.partition(":")
    with store.write() as tx:
        known = held(tx, account_id)
        is_drawn = known.status not in (domain.ACCUMULATING, *domain.NOTHING_IN_IT)
        if is_drawn and known.paid_parts + 1 == int(number):
            _paid_part(tx, known)
        failpoint("benefits.annuity_payout.before_commit")
        tx.complete_job()


def _paid_part(tx: Tx, known: AnnuityAccount) -> None:
    if known.status != domain.RUNNING:
        after = domain.MACHINE.after(known.status, "begin_payout")
        known = KEPT.change(tx, known, status=after)
    number, amount, now = known.paid_parts + 1, domain.next_part(known), tx.world.now
    payment = payments.order(
        tx,
        PaymentOrder(
            f"{known.id}/payout/{number}",
            amount,
            domain.FUNDS[known.kind],
            f"{_PURPOSES[known.kind]} {number}",
        ),
        item_code=domain.ITEMS[known.kind],
        region=known.region_code,
        person_id=known.person_id if known.payee is None else None,
        payee_name=known.payee or known.person_name,
    )
    rows.payouts.add(
        tx,
        AnnuityPayout(
            id=tx.new_id("anp", known.id, number),
            account_id=known.id,
            person_id=known.person_id,
            number=number,
            due_on=tx.world.today,
            amount=amount,
            payment_id=payment.id,
            status=domain.ORDERED,
            version=1,
            created_at=now,
            updated_at=now,
        ),
    )
    kind = domain.PREMIUM if known.manner == annuity.INSURANCE else domain.PAYOUT
    known = _booked(tx, known, kind, str(number), -amount, None)
    known = KEPT.change(tx, known, paid_parts=number)
    tx.emit("annuity_account.paid_out", known.id, told(known))
    if known.balance:
        tx.schedule(PAY, f"{known.id}:{number + 1}", next_month(tx))
        return
    after = domain.MACHINE.after(known.status, "empty")
    known = KEPT.change(tx, known, status=after, emptied_on=tx.world.today)
    tx.emit("annuity_account.emptied", known.id, told(known))


def on_payment(tx: Tx, payment: BenefitPayment) -> None:
    """A part follows its payment."""
    found = rows.payout_of(tx, payment.order_id)
    event = "pay" if payment.status == payments_domain.PAID else "return"
    if found is not None and domain.PART.allows(found.status, event):
        rows.payouts.change(tx, found, status=domain.PART.after(found.status, event))


# ---- reading


def told(known: AnnuityAccount) -> dict[str, Any]:
    """What an event says of an account."""
    return {
        "id": known.id,
        "person_id": known.person_id,
        "kind": known.kind,
        "region_code": known.region_code,
        "balance_fen": known.balance.fen,
        "status": known.status,
    }


def held(tx: Tx, account_id: str) -> AnnuityAccount:
    """Locked. AnnuityNotFound."""
    found = KEPT.find(tx, account_id, lock=True)
    if found is None:
        raise problems.AnnuityNotFound(account_id=account_id)
    return found


def get(account_id: str) -> AnnuityAccount:
    """AnnuityNotFound; AnnuityOfAnotherEmployer to an employer that didn't open it."""
    with store.read() as tx:
        found = KEPT.find(tx, account_id)
    if found is None:
        raise problems.AnnuityNotFound(account_id=account_id)
    at = world.current()
    if at.role == "employer" and found.party_id != at.party_id:
        raise problems.AnnuityOfAnotherEmployer(account_id=account_id)
    return found


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    """An employer sees those that it opened."""
    at = world.current()
    if at.role == "employer":
        filters = {**filters, "party_id": at.party_id}
    with store.read() as tx:
        return KEPT.page(tx, page, filters)


def entries(account_id: str, page: PageQuery) -> Page:
    get(account_id)
    with store.read() as tx:
        return rows.entries.page(tx, page, {"account_id": account_id})


def payouts(account_id: str, page: PageQuery) -> Page:
    get(account_id)
    with store.read() as tx:
        return rows.payouts.page(tx, page, {"account_id": account_id})

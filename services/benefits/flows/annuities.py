"""Annuity accounts: opened and paid into by employers, told income by the trustee."""

from typing import Any

from services.benefits import problems_annuity as problems
from services.benefits import terms_pension as terms
from services.benefits.domain.annuities import account as domain
from services.benefits.domain.annuities.account import AnnuityAccount, AnnuityEntry
from services.benefits.domain.pension import institution
from services.benefits.flows import applicants
from services.benefits.store import annuities as rows
from services.benefits.store import insurance, store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

KEPT = rows.accounts


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
        plan_number = domain.plan_of(region_code)
    person = applicants.person(person_id)
    with store.write() as tx:
        earlier = rows.in_plan(tx, person_id, kind, plan_number)
        if earlier is not None:
            raise problems.AnnuityAccountThere(plan_number=plan_number, account_id=earlier.id)
        made = new_account(
            tx,
            kind,
            person_id,
            person.name,
            region_code,
            plan_number,
            party_id=world.current().party_id,
            employer_name=employer_name,
        )
        KEPT.add(tx, made)
        tx.emit("annuity_account.opened", made.id, told(made))
        return tx.answer(made)


def new_account(
    tx: Tx,
    kind: str,
    person_id: str,
    person_name: str,
    region_code: str,
    plan_number: str,
    *,
    party_id: str,
    employer_name: str,
) -> AnnuityAccount:
    """One in which nothing is yet, not kept yet."""
    now = tx.world.now
    return AnnuityAccount(
        id=tx.new_id("ann", person_id, kind, plan_number),
        kind=kind,
        person_id=person_id,
        person_name=person_name,
        region_code=region_code,
        plan_number=plan_number,
        party_id=party_id,
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
        insurance.hold(tx, [known.person_id])
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
        known = booked(tx, known, domain.EMPLOYER, month, employer, explanation)
        known = booked(tx, known, domain.PERSON, month, person, explanation)
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
        changed = booked(tx, known, domain.INCOME, month, amount, None)
        tx.emit("annuity_account.booked", changed.id, told(changed))
        failpoint("benefits.annuity_income.before_commit")
        return tx.answer(changed)


def _check_period(tx: Tx, known: AnnuityAccount, kind: str, month: str) -> None:
    if Month.parse(month) > Month.of(tx.world.today):
        raise problems.AnnuityMonthAhead(month=month)
    when = Month.parse(month)
    charged = kind == domain.EMPLOYER and known.kind == domain.OCCUPATIONAL
    if rows.has_entry(tx, known.id, kind, month) or (
        charged and rows.months_taken(tx, [known.person_id], when, when)
    ):
        raise problems.AnnuityMonthTaken(account_id=known.id, period=month)


def _of_caller(tx: Tx, account_id: str) -> AnnuityAccount:
    """Held; an employer's own."""
    known = held(tx, account_id)
    at = world.current()
    if at.role == "employer" and known.party_id != at.party_id:
        raise problems.AnnuityOfAnotherEmployer(account_id=account_id)
    return known


def booked(
    tx: Tx,
    known: AnnuityAccount,
    kind: str,
    period: str,
    amount: Money,
    explanation: dict[str, Any] | None,
) -> AnnuityAccount:
    """One more entry, and the account as it is then."""
    number = known.entries + 1
    made = new_entry(tx, known.id, number, kind, period, amount, explanation=explanation)
    rows.entries.add(tx, made)
    return KEPT.change(tx, known, entries=number, balance=known.balance + amount)


def new_entry(
    tx: Tx,
    account_id: str,
    number: int,
    kind: str,
    period: str,
    amount: Money,
    *,
    reference: str = domain.DIRECT,
    explanation: dict[str, Any] | None = None,
) -> AnnuityEntry:
    """The account's entry of that number, not kept yet."""
    now = tx.world.now
    return AnnuityEntry(
        id=tx.new_id("ane", account_id, number),
        account_id=account_id,
        ordinal=number,
        kind=kind,
        period=period,
        reference=reference,
        amount=amount,
        booked_on=tx.world.today,
        explanation=explanation,
        version=1,
        created_at=now,
        updated_at=now,
    )


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

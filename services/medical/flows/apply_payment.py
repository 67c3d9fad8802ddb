"""An institution applies for a month's payment (费用申报), submits it, or withdraws it (撤销)."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from services.medical import problems_reconciliation as problems
from services.medical.domain.payment_application import DRAFT, MACHINE, Application
from services.medical.domain.reconciliation import UNEQUAL, Scope
from services.medical.flows import reconcile
from services.medical.store import (
    institution_bills,
    payment_applications,
    reconciliations,
    settlements,
    store,
)
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month, at
from sscsim.kernel.states import ForbiddenEdge

ZERO = Money.zero()


def create(institution_id: str, month: str, insurance_kind: str, visit_kind: str) -> Application:
    """Draw one up, with what the centre has settled in the month."""
    with store.write() as tx:
        made = created_in(tx, institution_id, month, insurance_kind, visit_kind)
        failpoint("medical.apply_payment.before_commit")
        return tx.answer(made)


def created_in(
    tx: Tx,
    institution_id: str,
    month: str,
    insurance_kind: str,
    visit_kind: str,
) -> Application:
    """The same as a part of something larger."""
    key = (institution_id, month, insurance_kind, visit_kind)
    scope = scope_of(*key)
    place = reconcile.own(tx, institution_id)
    check_over(month)
    ordinal = payment_applications.next_ordinal(tx, *key)
    other = payment_applications.live(tx, *key)
    if other is not None:
        raise problems.ApplicationExists(month=month, application_id=other.id, status=other.status)
    _check_ready(tx, month, scope)
    sums = institution_bills.sums(tx, scope)
    given_back, cross_given_back = payment_applications.given_back(tx, scope)
    made = Application(
        id=tx.new_id("pap", *key, ordinal),
        ordinal=ordinal,
        event_id=None,
        institution_id=institution_id,
        region_code=place.region_code,
        month=month,
        insurance_kind=insurance_kind,
        visit_kind=visit_kind,
        status=DRAFT,
        count=sums.count,
        total=sums.total,
        cash_pay=sums.cash_pay,
        account_pay=sums.account_pay,
        fund_applied=sums.fund_applied,
        cross_region=sums.cross_region,
        given_back=given_back,
        cross_given_back=cross_given_back,
        deducted=ZERO,
        cross_deducted=ZERO,
        not_booked=ZERO,
        reason=None,
        paid=None,
        paid_at=None,
        version=1,
        created_at=world.now(),
        updated_at=world.now(),
    )
    payment_applications.add(tx, made)
    payment_applications.note_move(tx, made.id, "create", DRAFT, world.current().role, None)
    tx.emit("payment_application.created", made.id, told(made))
    return made


def scope_of(institution_id: str, month: str, insurance_kind: str, visit_kind: str) -> Scope:
    """The settlements of a month: those that the insured side made in it (X25)."""
    found = Month.parse(month)
    return Scope(institution_id, found.first, found.last, insurance_kind, visit_kind)


def check_over(month: str) -> None:
    """MonthNotOver before the next one has begun."""
    next_month = (Month.parse(month) + 1).first
    if world.now() < at(next_month, time(0)):
        raise problems.MonthNotOver(month=month, from_date=next_month)


def _check_ready(tx: Tx, month: str, scope: Scope) -> None:
    """Nothing may still come into the month, and the last reconciliation of it must agree.

    An institution need not reconcile; but who did, and differs, has to clear that up first.
    """
    waiting = institution_bills.in_flight(tx, scope)
    if waiting is not None:
        raise problems.SettlementsInFlight(settlement_id=waiting, month=month)
    last = reconciliations.newest_overlapping(tx, scope)
    if last is not None and last.status == UNEQUAL:
        raise problems.ReconciliationOpen(reconciliation_id=last.id, month=month)


def submit(application_id: str) -> Application:
    with store.write() as tx:
        application = known(tx, application_id, lock=True)
        if application.status == DRAFT:
            _check_ready(tx, application.month, scope_of_application(application))
        done = moved(tx, application, "submit")
        failpoint("medical.submit_application.before_commit")
        return tx.answer(done)


def withdraw(application_id: str) -> Application:
    with store.write() as tx:
        return tx.answer(moved(tx, known(tx, application_id, lock=True), "withdraw"))


def moved(
    tx: Tx, application: Application, move: str, note: str | None = None, **changes: Any
) -> Application:
    """One step along the states, noted and told. ApplicationState."""
    try:
        status = MACHINE.after(application.status, move)
    except ForbiddenEdge as edge:
        raise problems.ApplicationState(
            application_id=application.id,
            status=application.status,
            move=move,
            allowed=", ".join(edge.allowed) or "-",
        ) from None
    changed = payment_applications.change(tx, application, status=status, **changes)
    role = world.current().role
    payment_applications.note_move(tx, application.id, move, status, role, note)
    tx.emit(f"payment_application.{status}", application.id, told(changed))
    return changed


def told(application: Application) -> dict[str, Any]:
    """What an event says."""
    return {
        "id": application.id,
        "object": "payment_application",
        "institution_id": application.institution_id,
        "month": application.month,
        "status": application.status,
        "fund_applied_fen": application.fund_applied.fen,
        "payable_fen": application.payable.fen,
    }


def known(tx: Tx, application_id: str, *, lock: bool = False) -> Application:
    """One of the caller's region. ApplicationNotFound, RegionNotAllowed."""
    found = payment_applications.find(tx, application_id, lock=lock)
    if found is None:
        raise problems.ApplicationNotFound(application_id=application_id)
    world.require_region(found.region_code)
    return found


def scope_of_application(application: Application) -> Scope:
    return scope_of(
        application.institution_id,
        application.month,
        application.insurance_kind,
        application.visit_kind,
    )


# ---- reading


def get(application_id: str) -> Application:
    with store.read() as tx:
        return known(tx, application_id)


def page(page: PageQuery, asked: Mapping[str, Any]) -> Page:
    with store.read() as tx:
        return payment_applications.page(tx, page, **reconcile.of_the_caller(asked))


def page_of_settlements(page: PageQuery, application_id: str) -> Page:
    """Its settlements and reversals, as the rule finds them."""
    with store.read() as tx:
        scope = scope_of_application(known(tx, application_id))
        return settlements.page_of(tx, page, institution_bills.ids(scope))


def page_of_moves(page: PageQuery, application_id: str) -> Page:
    with store.read() as tx:
        known(tx, application_id)
        return payment_applications.page_of_moves(tx, page, application_id)


def page_of_deductions(page: PageQuery, application_id: str, **filters: Any) -> Page:
    with store.read() as tx:
        known(tx, application_id)
        return payment_applications.page_of_deductions(tx, page, application_id, **filters)

"""Concessions are claimed from the regions whose rules gave them, and paid (优惠乘车补贴)."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from services.transport import problems_clearing as problems
from services.transport.domain.reimbursement import (
    CONFIRMED,
    MACHINE,
    PAID,
    SUBMITTED,
    Reimbursement,
)
from services.transport.flows.clearing import allowed, due
from services.transport.flows.clearing.close import PAYMENTS
from services.transport.store import reimbursements, store
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel import workdays
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month, at

_MORNING = time(9)


def claim_month(key: str) -> None:
    """Make the claim form of an operator's month in a region; `key` names the three.

    What earlier months gave back more than they took is taken off. Where nothing is left to pay
    there is no form, and the rest is carried on.
    """
    operator_id, region, named = key.split(":")
    month = Month.parse(named)
    with store.write() as tx:
        form_id = tx.new_id("crb", operator_id, region, named)
        if reimbursements.find(tx, form_id) is None:
            form = _form(tx, form_id, operator_id, region, month)
            if form.due > Money.zero():
                reimbursements.add(tx, form)
                tx.emit("concession_reimbursement.submitted", form.id, _told(form))
                failpoint("transport.reimbursement_claim.committing")
        tx.complete_job()


def _form(tx: Tx, form_id: str, operator_id: str, region: str, month: Month) -> Reimbursement:
    count, amount = reimbursements.conceded(tx, operator_id, region, month.last, month.first)
    _, everything = reimbursements.conceded(tx, operator_id, region, month.last)
    claimed = reimbursements.claimed(tx, operator_id, region)
    return Reimbursement(
        id=form_id,
        operator_id=operator_id,
        region_code=region,
        month=str(month),
        count=count,
        amount=amount,
        carried=everything - amount - claimed,
        status=SUBMITTED,
        note=None,
        decided_at=None,
        pay_on=None,
        paid_at=None,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )


def confirm(reimbursement_id: str) -> Reimbursement:
    """The region's agency confirms a form: it is paid some working days later.

    ReimbursementNotFound, ReimbursementState, RegionNotAllowed.
    """
    with store.write() as tx:
        form = _held(tx, reimbursement_id, "confirm")
        rules = due.rules(tx, form.region_code)
        pay_on = workdays.after(tx.world.today, rules.reimbursed_workdays).day
        tx.schedule(due.REIMBURSEMENT_PAY, form.id, at(pay_on, _MORNING))
        form = _moved(tx, form, "confirm", pay_on=pay_on, decided_at=tx.world.now, note=None)
        failpoint("transport.reimbursement_confirm.committing")
        return tx.answer(form)


def give_back(reimbursement_id: str, note: str) -> Reimbursement:
    """The region's agency returns a form with a reason (退回).

    ReimbursementNotFound, ReimbursementState, RegionNotAllowed.
    """
    with store.write() as tx:
        form = _held(tx, reimbursement_id, "return")
        return tx.answer(_moved(tx, form, "return", note=note, decided_at=tx.world.now))


def submit(reimbursement_id: str) -> Reimbursement:
    """The operator submits a returned form again, as it is.

    ReimbursementNotFound, ReimbursementState, RegionNotAllowed.
    """
    with store.write() as tx:
        form = _held(tx, reimbursement_id, "submit")
        return tx.answer(_moved(tx, form, "submit", decided_at=None))


def pay(reimbursement_id: str) -> None:
    """The region has paid what it confirmed (T7)."""
    with store.write() as tx:
        form = reimbursements.find(tx, reimbursement_id, locked=True)
        if form is not None and form.status == CONFIRMED:
            form = _moved(tx, form, "pay", paid_at=tx.world.now)
            assert form.status == PAID
            body = {
                "event": form.id,
                "operator": form.operator_id,
                "purpose": "concession",
                "region": form.region_code,
                "amount_fen": form.due.fen,
            }
            tx.send("settlement", PAYMENTS, body, form.id)
            failpoint("transport.reimbursement_pay.committing")
        tx.complete_job()
    failpoint("transport.reimbursement_pay.committed")


def find(reimbursement_id: str) -> Reimbursement:
    """ReimbursementNotFound."""
    with store.read() as tx:
        found = reimbursements.find(tx, reimbursement_id)
    if found is None:
        raise problems.ReimbursementNotFound(reimbursement_id=reimbursement_id)
    return found


def page(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    with store.read() as tx:
        return reimbursements.page(tx, page, filters)


def _held(tx: Tx, reimbursement_id: str, event: str) -> Reimbursement:
    """The form, locked, for the operator who submits it or the agency of the region that pays."""
    form = reimbursements.find(tx, reimbursement_id, locked=True)
    if form is None:
        raise problems.ReimbursementNotFound(reimbursement_id=reimbursement_id)
    if event == "submit":
        allowed.for_operator(form.operator_id)
    else:
        allowed.for_region(form.region_code)
    if not MACHINE.allows(form.status, event):
        raise problems.ReimbursementState(reimbursement_id=form.id, status=form.status)
    return form


_EVENTS = {
    "confirm": "concession_reimbursement.confirmed",
    "return": "concession_reimbursement.returned",
    "submit": "concession_reimbursement.submitted",
    "pay": "concession_reimbursement.paid",
}


def _moved(tx: Tx, form: Reimbursement, event: str, **changes: Any) -> Reimbursement:
    moved = reimbursements.change(tx, form, status=MACHINE.after(form.status, event), **changes)
    tx.emit(_EVENTS[event], moved.id, _told(moved))
    return moved


def _told(form: Reimbursement) -> dict[str, Any]:
    return {
        "id": form.id,
        "operator_id": form.operator_id,
        "region_code": form.region_code,
        "month": form.month,
        "status": form.status,
        "count": form.count,
        "due_fen": form.due.fen,
    }

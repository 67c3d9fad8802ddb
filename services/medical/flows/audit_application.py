"""The agency accepts, rejects or audits (审核) an application; the books answer and pay.

Audit, then: each deduction goes to the books of the settlement service, and after them, as
messages keep their order, the application itself, to be paid. Both are answered by a message.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.medical import problems_reconciliation as problems
from services.medical.domain import payment_application as domain
from services.medical.domain.payment_application import (
    AUDITED,
    HANDED,
    NOT_BOOKED,
    Application,
    Auditable,
    Deduction,
    Wanted,
)
from services.medical.flows import apply_payment
from services.medical.store import institution_bills, payment_applications, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money, sum_money


def accept(application_id: str) -> Application:
    with store.write() as tx:
        application = apply_payment.known(tx, application_id, lock=True)
        return tx.answer(apply_payment.moved(tx, application, "accept"))


def reject(application_id: str, reason: str) -> Application:
    with store.write() as tx:
        application = apply_payment.known(tx, application_id, lock=True)
        return tx.answer(apply_payment.moved(tx, application, "reject", note=reason, reason=reason))


def audit(application_id: str, wanted: Sequence[Wanted]) -> Application:
    """Deduct what the audit found, or nothing; the institution bears it (X15)."""
    with store.write() as tx:
        application = apply_payment.known(tx, application_id, lock=True)
        made: list[Deduction] = []
        if domain.MACHINE.allows(application.status, "audit"):
            made = _deductions(tx, application, wanted)
        cross = [one.amount for one in made if one.claim_id is not None]
        done = apply_payment.moved(
            tx,
            application,
            "audit",
            deducted=sum_money(one.amount for one in made),
            cross_deducted=sum_money(cross),
        )
        tx.send(
            "settlement",
            "/internal/v1/provider-applications",
            _to_be_paid(done),
            key=f"application:{done.id}",
        )
        failpoint("medical.audit_application.before_commit")
        return tx.answer(done)


def _deductions(tx: Tx, application: Application, wanted: Sequence[Wanted]) -> list[Deduction]:
    scope = apply_payment.scope_of(
        application.institution_id,
        application.month,
        application.insurance_kind,
        application.visit_kind,
    )
    found = institution_bills.auditable(tx, scope, [one.settlement_id for one in wanted])
    errors = domain.faults(wanted, found)
    if errors:
        raise problems.AuditRefused(application.id, errors)
    made = [
        Deduction(
            id=tx.new_id("adn", application.id, ordinal),
            application_id=application.id,
            ordinal=ordinal,
            settlement_id=one.settlement_id,
            claim_id=found[one.settlement_id].claim_id,
            amount=one.amount,
            reason_code=one.reason_code,
            note=one.note,
            status=HANDED,
            problem=None,
            version=1,
            created_at=world.now(),
            updated_at=world.now(),
        )
        for ordinal, one in enumerate(wanted, start=1)
    ]
    payment_applications.add_deductions(tx, made)
    for one in made:
        _hand_over(tx, application, one, found[one.settlement_id])
    return made


def _hand_over(tx: Tx, application: Application, made: Deduction, bill: Auditable) -> None:
    body: dict[str, Any] = {
        "deduction_id": made.id,
        "settlement_id": made.settlement_id,
        "region": application.region_code,
        "institution_id": application.institution_id,
        "insurance": bill.insurance_kind,
        "funds": bill.funds,
        "amount_fen": made.amount.fen,
        "reason": made.note or made.reason_code,
    }
    if made.claim_id is not None:
        body["claim_id"] = made.claim_id
    tx.send("settlement", "/internal/v1/audit-deductions", body, key=f"audit-deduction:{made.id}")


def _to_be_paid(application: Application) -> dict[str, Any]:
    return {
        "application_id": application.id,
        "region": application.region_code,
        "institution_id": application.institution_id,
        "insurance": application.insurance_kind,
        "month": application.month,
        "local_fen": application.local_payable.fen,
        "has_claims": bool(application.cross_region),
    }


# ---- what the books answer


def deduction_answered(*, deduction_id: str, status: str, problem: str | None = None) -> None:
    """The books took a deduction, or refused it; told once or more."""
    with store.write() as tx:
        found = payment_applications.find_deduction(tx, deduction_id, lock=True)
        if found is None:
            raise problems.DeductionUnknown(deduction_id=deduction_id)
        if not payment_applications.answer_deduction(tx, found, status, problem):
            return
        if status == NOT_BOOKED:
            application = payment_applications.find(tx, found.application_id, lock=True)
            assert application is not None
            not_booked = application.not_booked + found.amount
            payment_applications.change(tx, application, not_booked=not_booked)
        said: dict[str, Any] = {
            "id": deduction_id,
            "settlement_id": found.settlement_id,
            "amount_fen": found.amount.fen,
            "status": status,
        }
        if problem is not None:
            said["problem"] = problem
        tx.emit("audit_deduction.answered", deduction_id, said)


def paid(*, application_id: str, paid_fen: Money, paid_at: datetime) -> None:
    """The region paid; told once or more."""
    with store.write() as tx:
        found = payment_applications.find(tx, application_id, lock=True)
        if found is None:
            raise problems.ApplicationNotFound(application_id=application_id)
        if found.status == AUDITED:
            apply_payment.moved(tx, found, "pay", paid=paid_fen, paid_at=paid_at)

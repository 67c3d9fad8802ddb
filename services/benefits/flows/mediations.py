"""What a mediator does: an agreement that binds, its confirmation, or the end without one."""

from datetime import date, timedelta

from services.benefits import problems_relations as problems
from services.benefits.domain.labour import mediation as domain
from services.benefits.domain.labour.mediation import Mediation
from services.benefits.flows import labour_dues, relations
from services.benefits.flows.items.labour import mediation as item
from services.benefits.flows.items.labour import times
from services.benefits.store import labour, store
from sscsim import world
from sscsim.db import Tx
from sscsim.kernel.money import Money

_EXPIRED = "期限内未达成协议"


def _held(tx: Tx, mediation_id: str) -> Mediation:
    found = relations.held(tx, labour.mediations, mediation_id, problems.MediationNotFound)
    world.require_region(found.region_code)
    return found


def agree(
    mediation_id: str, amount: Money, agreement: str, pay_by_date: date | None = None
) -> Mediation:
    """Both agree (达成调解协议): what is to be paid becomes a due of the employer.

    MediationNotFound, RecordState, AwardAboveClaims, DatesReversed.
    """
    with store.write() as tx:
        found = _held(tx, mediation_id)
        status = relations.after(domain.MEDIATION, found, "agree")
        if amount > found.claimed:
            raise problems.AwardAboveClaims(
                claim="-", claimed=found.claimed.fen, awarded=amount.fen
            )
        today = tx.world.today
        days = times.dispute(found.region_code, today).pay_days
        until = pay_by_date or today + timedelta(days=days)
        if until < today:
            raise problems.DatesReversed(later=until.isoformat(), earlier=today.isoformat())
        due_id = _due(tx, found, amount, until) if amount else None
        changed = labour.mediations.change(
            tx,
            found,
            status=status,
            agreed=amount,
            agreed_on=today,
            agreement=agreement,
            pay_by_date=until if amount else None,
            due_id=due_id,
        )
        tx.emit("labour_mediation.agreed", changed.id, item.told(changed))
        return tx.answer(changed)


def _due(tx: Tx, found: Mediation, amount: Money, until: date) -> str:
    made = labour_dues.owe(
        tx,
        source=found,
        item_code="HRSS-079",
        debtor=(found.respondent_credit_code, found.respondent_name),
        amount=amount,
        due_date=until,
    )
    return made.id


def confirm(mediation_id: str) -> Mediation:
    """The agreement is reviewed and confirmed (仲裁审查确认): it may be enforced."""
    return _moved(mediation_id, "confirm", "confirmed")


def fail(mediation_id: str, reason: str) -> Mediation:
    """No agreement (调解不成): the way to arbitration is open."""
    return _moved(mediation_id, "fail", "failed", failed_reason=reason)


def _moved(mediation_id: str, event: str, told_as: str, **changes: str) -> Mediation:
    with store.write() as tx:
        found = _held(tx, mediation_id)
        status = relations.after(domain.MEDIATION, found, event)
        changed = labour.mediations.change(tx, found, status=status, **changes)
        tx.emit(f"labour_mediation.{told_as}", changed.id, item.told(changed))
        return tx.answer(changed)


def over(mediation_id: str) -> None:
    """The days of a mediation are over without agreement (due job)."""
    with store.write() as tx:
        found = labour.mediations.find(tx, mediation_id, lock=True)
        assert found is not None, "a mediation is never removed"
        if found.status == domain.SESSION:
            changed = labour.mediations.change(
                tx, found, status=domain.FAILED, failed_reason=_EXPIRED
            )
            tx.emit("labour_mediation.failed", changed.id, item.told(changed))
        tx.complete_job()

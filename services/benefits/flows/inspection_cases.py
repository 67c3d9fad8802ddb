"""What labour inspection does with a case: order, see it corrected, penalise, or hand it on."""

from datetime import timedelta
from typing import Any

from services.benefits import problems_relations as problems
from services.benefits.domain.labour import inspection as domain
from services.benefits.domain.labour.due import LabourDue
from services.benefits.domain.labour.inspection import InspectionCase
from services.benefits.flows import labour_dues, relations
from services.benefits.flows.items.labour import inspection as item
from services.benefits.flows.items.labour import times
from services.benefits.store import labour, store
from sscsim import world
from sscsim.db import Tx
from sscsim.kernel import workdays
from sscsim.kernel.money import Money


def _held(tx: Tx, case_id: str) -> InspectionCase:
    found = relations.held(tx, labour.inspections, case_id, problems.InspectionCaseNotFound)
    world.require_region(found.region_code)
    return found


def _moved(tx: Tx, found: InspectionCase, event: str, **changes: Any) -> InspectionCase:
    status = relations.after(domain.INSPECTION, found, event)
    changed = labour.inspections.change(tx, found, status=status, **changes)
    tx.emit("inspection_case.moved", changed.id, item.told(changed))
    return changed


def transfer(case_id: str, region_code: str) -> InspectionCase:
    """Handed on to the inspection that is competent, whose time begins anew (移送)."""
    with store.write() as tx:
        found, today = _held(tx, case_id), tx.world.today
        days = times.inspection(region_code, today).finish_days
        changed = _moved(
            tx,
            found,
            "transfer",
            region_code=region_code,
            finish_by=workdays.after(today, days).day,
            is_overdue=False,
        )
        item.watch(tx, changed)
        return tx.answer(changed)


def extend(case_id: str) -> InspectionCase:
    """More working days, once (延长). RecordState when it is closed, ExtendedBefore."""
    with store.write() as tx:
        found = _held(tx, case_id)
        if found.status not in domain.OPEN:
            relations.after(domain.INSPECTION, found, "order")
        if found.is_extended:
            raise problems.ExtendedBefore(record_id=found.id)
        days = times.inspection(found.region_code, tx.world.today).extension_days
        longer = workdays.after(found.finish_by, days).day
        changed = labour.inspections.change(tx, found, is_extended=True, finish_by=longer)
        item.watch(tx, changed)
        return tx.answer(changed)


def order(case_id: str, finding: str, amount: Money | None = None) -> InspectionCase:
    """The employer is ordered to correct it (责令改正); a sum is owed from then on."""
    with store.write() as tx:
        found, today = _held(tx, case_id), tx.world.today
        relations.after(domain.INSPECTION, found, "order")
        by = today + timedelta(days=times.inspection(found.region_code, today).correct_days)
        due_id = None
        if amount:
            due_id = labour_dues.owe(
                tx,
                source=found,
                item_code="HRSS-081",
                debtor=(found.employer_credit_code, found.employer_name),
                amount=amount,
                due_date=by,
            ).id
        changed = _moved(
            tx,
            found,
            "order",
            finding=finding,
            ordered=amount,
            ordered_on=today,
            correct_by=by,
            due_id=due_id,
        )
        return tx.answer(changed)


def dismiss(case_id: str, finding: str) -> InspectionCase:
    """Nothing unlawful was found: closed (不予处理)."""
    with store.write() as tx:
        found = _held(tx, case_id)
        today = tx.world.today
        return tx.answer(_moved(tx, found, "dismiss", finding=finding, closed_on=today))


def correct(case_id: str) -> InspectionCase:
    """The employer has corrected it: closed (改正结案)."""
    with store.write() as tx:
        found = _held(tx, case_id)
        return tx.answer(_moved(tx, found, "correct", closed_on=tx.world.today))


def penalise(case_id: str, fine: Money) -> InspectionCase:
    """The employer did not correct it in time (行政处罚). CorrectionTimeRuns, FineOutOfRange."""
    with store.write() as tx:
        found, today = _held(tx, case_id), tx.world.today
        relations.after(domain.INSPECTION, found, "penalise")
        limits = None
        if found.violation == domain.CARD_HELD_BACK:
            limits = times.card_fine(found.region_code, today)
        domain.check_penalty(found, fine, today, limits)
        return tx.answer(_moved(tx, found, "penalise", fine=fine, closed_on=today))


def _money_arrived(tx: Tx, due: LabourDue) -> None:
    """What was ordered is on the worker's card: the case is closed with it."""
    found = labour.inspections.find(tx, due.source_id, lock=True)
    if found is not None and domain.INSPECTION.allows(found.status, "correct"):
        _moved(tx, found, "correct", closed_on=tx.world.today)


labour_dues.ARRIVED["lic"] = _money_arrived


def late(key: str) -> None:
    """The last day for a case is over; `key`: the case and that day."""
    case_id, _, day = key.partition(":")
    with store.write() as tx:
        found = labour.inspections.find(tx, case_id, lock=True)
        assert found is not None, "a case is never removed"
        if found.status in domain.OPEN and found.finish_by.isoformat() == day:
            changed = labour.inspections.change(tx, found, is_overdue=True)
            tx.emit("inspection_case.overdue", changed.id, item.told(changed))
        tx.complete_job()

"""What happens to a visit before it is settled: changes, discharge, and taking things back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Protocol

from services.medical import problems
from services.medical.domain import fee_lines, refund
from services.medical.domain.visit import CANCELLED, Visit, check_dates
from services.medical.flows import admit, institutions, people, staff
from services.medical.flows.visits import known, split_of
from services.medical.problems_bills import PartSettled
from services.medical.problems_kinds import KindIncomplete
from services.medical.store import store, visits
from sscsim import world
from sscsim.db import Tx


class SeenVersion(Protocol):
    def check(self, version: int) -> None: ...


def change(visit_id: str, changes: dict[str, Any], match: SeenVersion) -> Visit:
    """Correct an admission (入院登记变更) while nothing is settled; null can't be meant."""
    with store.read() as tx:
        seen = known(tx, visit_id)
    check_insured(seen, changes.get("admission_date", seen.admission_date))
    with store.write() as tx:
        visit = known(tx, visit_id, lock=True)
        match.check(visit.version)
        return tx.answer(changed(tx, visit, changes))


def changed(tx: Tx, visit: Visit, changes: dict[str, Any]) -> Visit:
    """Correct an admission, in a transaction that may do more."""
    visit.check_open()
    if "admission_date" in changes and visit.settled_until is not None:
        raise PartSettled(visit_id=visit.id, until=visit.settled_until)
    admission = changes.get("admission_date", visit.admission_date)
    if visit.of_kind.is_stay:
        check_dates(visit.kind, admission, visit.discharge_date, world.today())
    else:
        check_dates(visit.kind, admission, admission, world.today())
        changes = changes | {"discharge_date": admission}
    if "delivery" in changes and not visit.of_kind.names_delivery:
        raise KindIncomplete(visit.kind, "delivery", is_needed=False)
    changes = changes | _staff(tx, visit, changes)
    written = visits.change(tx, visit, **changes)
    tx.emit("visit.changed", visit.id, {"id": visit.id, "fields": sorted(changes)})
    return written


def _staff(tx: Tx, visit: Visit, changes: Mapping[str, Any]) -> dict[str, str | None]:
    """Who treats from now on (转科); another department leaves the doctor behind."""
    if not changes.keys() & {"department_id", "doctor_id"}:
        return {}
    institution = institutions.known(tx, visit.institution_id)
    asked = (changes.get("department_id"), changes.get("doctor_id"))
    department_id, doctor_id = staff.named(tx, institution, visit.sex, *asked)
    if "doctor_id" not in changes and department_id == visit.department_id:
        doctor_id = visit.doctor_id
    return {"department_id": department_id, "doctor_id": doctor_id}


def check_insured(visit: Visit, day: date) -> None:
    """Asked before the transaction: the card service refuses where there is no insurance."""
    if day != visit.admission_date:
        people.coverage(visit.person_id, visit.insurance_kind, day)


def discharge(visit_id: str, discharge_date: date | None = None) -> Visit:
    """Discharge (出院登记), today unless said otherwise."""
    with store.write() as tx:
        return tx.answer(discharged(tx, stay(tx, visit_id), discharge_date))


def discharged(tx: Tx, visit: Visit, discharge_date: date | None) -> Visit:
    """Discharge from a stay that is locked and open, in a transaction that may do more."""
    if visit.discharge_date is not None:
        raise problems.AlreadyDischarged(visit_id=visit.id, on=visit.discharge_date)
    day = discharge_date or world.today()
    check_dates(visit.kind, visit.admission_date, day, world.today())
    if visit.settled_until is not None and day <= visit.settled_until:
        raise PartSettled(visit_id=visit.id, until=visit.settled_until)
    written = visits.change(tx, visit, discharge_date=day)
    tx.emit("visit.discharged", visit.id, {"id": visit.id, "discharge_date": day.isoformat()})
    return written


def undo_discharge(visit_id: str) -> Visit:
    """Take a discharge back (出院撤销): the stay goes on, if the person lies nowhere else."""
    with store.write() as tx:
        return tx.answer(resumed(tx, stay(tx, visit_id)))


def resumed(tx: Tx, visit: Visit) -> Visit:
    """A stay that is locked and open goes on, in a transaction that may do more."""
    if visit.discharge_date is None:
        raise problems.NotDischarged(visit_id=visit.id)
    visits.lock_person(tx, visit.person_id)
    admit.check_not_in_hospital(tx, replace(visit, discharge_date=None))
    written = visits.change(tx, visit, discharge_date=None)
    tx.emit("visit.readmitted", visit.id, {"id": visit.id})
    return written


def stay(tx: Tx, visit_id: str) -> Visit:
    """A stay, locked, of which nothing is being settled. VisitNotOpen, NotAStay."""
    visit = known(tx, visit_id, lock=True)
    visit.check_open()
    if not visit.of_kind.is_stay:
        raise problems.NotAStay(visit_id=visit.id, kind=visit.kind)
    return visit


def cancel(visit_id: str) -> Visit:
    """Take an admission back (入院撤销, 挂号撤销): as long as nothing is charged."""
    with store.write() as tx:
        return tx.answer(cancelled(tx, known(tx, visit_id, lock=True)))


def cancelled(tx: Tx, visit: Visit) -> Visit:
    """Take back the admission of a visit that is locked, in a transaction that may do more."""
    visit.check_open()
    if visit.live_lines:
        raise problems.VisitCharged(visit_id=visit.id, lines=visit.live_lines)
    written = visits.change(tx, visit, status=CANCELLED)
    tx.emit("visit.cancelled", visit.id, {"id": visit.id})
    return written


def withdraw(visit_id: str, fee_line_ids: Sequence[str] | None = None) -> dict[str, Any]:
    """Withdraw fee lines (费用明细撤销): those named, else all; the lines stay to be seen."""
    with store.write() as tx:
        return tx.answer(withdrawn(tx, known(tx, visit_id, lock=True), fee_line_ids))


def withdrawn(tx: Tx, visit: Visit, fee_line_ids: Sequence[str] | None = None) -> dict[str, Any]:
    """Withdraw lines of a visit that is locked, in a transaction that may do more."""
    visit.check_open()
    live = visits.live_lines(tx, visit.id)
    lines = [line for line in live if not visit.is_settled(line)]
    if fee_line_ids is not None:
        by_id = {line.id: line for line in live}
        _check_live(fee_line_ids, by_id)
        lines = [by_id[line_id] for line_id in fee_line_ids]
        if any(map(visit.is_settled, lines)):
            raise PartSettled(visit_id=visit.id, until=visit.settled_until)
        refund.check_withdrawn(fee_line_ids, live)
    visits.withdraw_lines(tx, visit.id, [line.id for line in lines])
    gone = {line.id for line in lines}
    left = fee_lines.bill(split_of(line) for line in live if line.id not in gone)
    written = visits.change(
        tx,
        visit,
        withdrawn_count=visit.withdrawn_count + len(lines),
        own_pay=left.own_pay,
        over_limit=left.over_limit,
        preself=left.preself,
        in_scope=left.in_scope,
    )
    return {"visit": written, "withdrawn": [line.id for line in lines]}


def _check_live(asked: Sequence[str], live: Any) -> None:
    """All or none, and each once."""
    for number, line_id in enumerate(asked):
        if line_id not in live or line_id in asked[:number]:
            raise problems.NoSuchFeeLine(f"/fee_line_ids/{number}", fee_line_id=line_id)

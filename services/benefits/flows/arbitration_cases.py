"""What an arbitration commission does with a case, and the parties after it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from services.benefits import problems_relations as problems
from services.benefits.domain.labour import arbitration as domain
from services.benefits.domain.labour.arbitration import ArbitrationCase
from services.benefits.flows import labour_dues, relations
from services.benefits.flows.items.labour import arbitration as item
from services.benefits.flows.items.labour import times
from services.benefits.store import labour, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint

BECOME_FINAL = "benefits.arbitration_final"


def _held(tx: Tx, case_id: str) -> ArbitrationCase:
    return relations.held(tx, labour.cases, case_id, problems.ArbitrationCaseNotFound)


def _commissions(tx: Tx, case_id: str) -> ArbitrationCase:
    """The case, held by the commission of its region."""
    found = _held(tx, case_id)
    world.require_region(found.region_code)
    return found


def _moved(tx: Tx, found: ArbitrationCase, event: str, **changes: Any) -> ArbitrationCase:
    status = relations.after(domain.ARBITRATION, found, event)
    changed = labour.cases.change(tx, found, status=status, **changes)
    tx.emit("arbitration_case.moved", changed.id, item.told(changed))
    return changed


def serve(case_id: str, hearing_on: date) -> ArbitrationCase:
    """Served on the respondent, with the day of the hearing (送达). DatesReversed."""
    with store.write() as tx:
        found, today = _commissions(tx, case_id), tx.world.today
        if hearing_on < today:
            raise problems.DatesReversed(later=hearing_on.isoformat(), earlier=today.isoformat())
        return tx.answer(_moved(tx, found, "serve", served_on=today, hearing_on=hearing_on))


def hear(case_id: str) -> ArbitrationCase:
    """The hearing was held (开庭)."""
    with store.write() as tx:
        found = _commissions(tx, case_id)
        return tx.answer(_moved(tx, found, "hear", heard_on=tx.world.today))


def extend(case_id: str, reason: str) -> ArbitrationCase:
    """More days for a complicated case, once (延期). RecordState, ExtendedBefore."""
    with store.write() as tx:
        found = _commissions(tx, case_id)
        relations.after(domain.ARBITRATION, found, "withdraw")  # what is undecided may be both
        if found.is_extended:
            raise problems.ExtendedBefore(record_id=found.id)
        days = times.dispute(found.region_code, tx.world.today).extension_days
        changed = labour.cases.change(
            tx,
            found,
            is_extended=True,
            extension_reason=reason,
            award_by=found.award_by + timedelta(days=days),
        )
        item.watch(tx, changed, "award")
        return tx.answer(changed)


def award(case_id: str, award: Sequence[Mapping[str, Any]]) -> ArbitrationCase:
    """Decided (裁决): how much of each claim; final when nobody sues in time.

    AwardAboveClaims, RecordState.
    """
    with store.write() as tx:
        found, today = _commissions(tx, case_id), tx.world.today
        plain = [{"claim": each["claim"], "amount_fen": each["amount_fen"].fen} for each in award]
        relations.after(domain.ARBITRATION, found, "award")
        awarded = domain.check_award(found, plain)
        until = today + timedelta(days=times.dispute(found.region_code, today).sue_days)
        changed = _moved(
            tx,
            found,
            "award",
            award=plain,
            awarded=awarded,
            awarded_on=today,
            sue_until=until,
        )
        tx.schedule(BECOME_FINAL, changed.id, relations.day_after(until))
        failpoint("benefits.award.before_commit")
        return tx.answer(changed)


def sue(case_id: str, by: str) -> ArbitrationCase:
    """A party takes it to court (起诉): the award has no force.

    SuingTooLate after the days for it; SuingTooEarly while the commission is still in time.
    """
    with store.write() as tx:
        found = _held(tx, case_id)
        if world.current().role == "agency":
            world.require_region(found.region_code)
        relations.after(domain.ARBITRATION, found, "sue")
        domain.check_suing(found, tx.world.today)
        return tx.answer(_moved(tx, found, "sue", sued_by=by))


def withdraw(case_id: str) -> ArbitrationCase:
    """The applicant takes the case back before it is decided (撤回仲裁申请)."""
    with store.write() as tx:
        found = _held(tx, case_id)
        if world.current().role == "agency":
            world.require_region(found.region_code)
        return tx.answer(_moved(tx, found, "withdraw"))


# ---- due jobs


def become_final(case_id: str) -> None:
    """Nobody sued: the award has force, and what it grants is owed."""
    with store.write() as tx:
        found = _held(tx, case_id)
        if found.status == domain.AWARDED:
            due_id = _due(tx, found) if found.awarded else None
            _moved(tx, found, "become_final", due_id=due_id)
        failpoint("benefits.award_final.before_commit")
        tx.complete_job()


def _due(tx: Tx, found: ArbitrationCase) -> str:
    assert found.awarded is not None
    today = tx.world.today
    days = times.dispute(found.region_code, today).pay_days
    made = labour_dues.owe(
        tx,
        source=found,
        item_code="HRSS-080",
        debtor=(found.respondent_credit_code, found.respondent_name),
        amount=found.awarded,
        due_date=today + timedelta(days=days),
    )
    return made.id


def late(key: str) -> None:
    """A last day of the commission is over; `key`: case, step and that day."""
    case_id, step, day = key.split(":")
    with store.write() as tx:
        found = _held(tx, case_id)
        waits = (domain.FILED,) if step == "serve" else domain.UNDECIDED
        by = found.serve_by if step == "serve" else found.award_by
        if found.status in waits and by.isoformat() == day:
            changed = labour.cases.change(tx, found, late_with=step)
            told = {**item.told(changed), "step": step}
            tx.emit("arbitration_case.overdue", changed.id, told)
        tx.complete_job()

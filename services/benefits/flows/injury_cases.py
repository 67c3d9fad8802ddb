"""Recognised work injuries: the wage that the agency confirms, and the employer's contest.

`medical` is told of each recognition and of its end, by messages of the same transaction.
"""

from datetime import date, timedelta
from typing import Any

from services.benefits import problems_injury as problems
from services.benefits import terms, terms_injury
from services.benefits.domain.injury import recognition as domain
from services.benefits.domain.injury.recognition import WorkInjury
from services.benefits.flows import injury_payouts, relations
from services.benefits.problems_relations import NotTheirRecord
from services.benefits.store import injuries, store, subsidies
from services.benefits.store import injury_payouts as rows
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money

KEPT = injuries.injuries
_DOOR = "/internal/v1/decided-recognitions"
_UPHELD = {True: "uphold_deemed", False: "uphold"}


def tell_medical(tx: Tx, made: WorkInjury) -> None:
    """Bills may rest on it from now on; of who wasn't insured the fund pays none."""
    if not made.is_insured:
        return
    body = {
        "person_id": made.person_id,
        "home_region_code": made.region_code,
        "decision_number": made.number,
        "injured_on": made.injured_on.isoformat(),
        "body_part": made.diagnosis[:80],
    }
    tx.send("medical", _DOOR, body, f"recognition:{made.id}")


def ended(tx: Tx, known: WorkInjury, why: str, day: date | None = None, **more: Any) -> WorkInjury:
    """The recognition, or the relation with the insurance, ends: no later bill rests on it."""
    last = day or tx.world.today
    changed = KEPT.change(tx, known, ended_on=last, ended_for=why, **more)
    if known.is_insured:
        body = {"decision_number": known.number, "last_day": last.isoformat()}
        tx.send("medical", f"{_DOOR}/end", body, f"recognition-end:{known.id}")
    tx.emit("injury_case.ended", changed.id, {**told(changed), "ended_for": why})
    return changed


def confirm_wage(injury_id: str, average_wage: Money) -> WorkInjury:
    """The agency confirms the average contribution wage of the twelve months before (核定).

    WorkInjuryNotFound, RegionNotAllowed, RecordState, InjuryWageUsed once a benefit rests on it.
    """
    with store.write() as tx:
        found = _held(tx, injury_id)
        world.require_region(found.region_code)
        if found.status not in domain.IN_FORCE:
            relations.after(domain.MACHINE, found, "confirm_wage")
        if rows.grants_of(tx, found.id) or rows.pensions_of(tx, found.id):
            raise problems.InjuryWageUsed(number=found.number)
        changed = KEPT.change(tx, found, confirmed_wage=average_wage)
        tx.emit("injury_case.wage_confirmed", changed.id, told(changed))
        return tx.answer(changed)


def extend_stop_work(injury_id: str, months: int) -> WorkInjury:
    """The labour-capacity board confirms that pay goes on for longer (延长停工留薪期), once.

    WorkInjuryNotFound, RegionNotAllowed, RecordState, StopWorkNone, StopWorkExtended,
    StopWorkOver, StopWorkTooLong, policy.PolicyMissing, policy.FigureMissing.
    """
    with store.write() as tx:
        found = _held(tx, injury_id)
        world.require_region(found.region_code)
        if found.status not in domain.IN_FORCE:
            relations.after(domain.MACHINE, found, "extend_stop_work")
        if not found.has_employer:
            raise problems.StopWorkNone(number=found.number)
        if found.stop_work_extended_on is not None:
            raise problems.StopWorkExtended(number=found.number, day=found.stop_work_extended_on)
        if tx.world.today > found.stop_work_until or injuries.findings_of(tx, found.id):
            raise problems.StopWorkOver(last=found.stop_work_until)
        law = terms_injury.law(found.region_code, tx.world.today)
        rule = terms_injury.stop_work_from(law)
        if months > rule.extension.value:
            raise problems.StopWorkTooLong(months=months, most=rule.extension.value)
        until = rule.extended(found.injured_on, months)
        changed = KEPT.change(
            tx, found, stop_work_until=until, stop_work_extended_on=tx.world.today
        )
        said = {**told(changed), "stop_work_until": until.isoformat()}
        tx.emit("injury_case.stop_work_extended", changed.id, said)
        return tx.answer(changed)


def contest(injury_id: str, reason: str) -> WorkInjury:
    """The employer asks for the decision to be reconsidered (行政复议); it is suspended meanwhile.

    WorkInjuryNotFound, NotTheirRecord, RecordState, InjuryContestLate.
    """
    with store.write() as tx:
        found = _held(tx, injury_id)
        _check_employer(tx, found)
        days = terms.service_rules(found.region_code, tx.world.today).appeal_days
        last = found.recognised_on + timedelta(days=days)
        if tx.world.today > last:
            raise problems.InjuryContestLate(number=found.number, last=last)
        if found.contested_on is not None:
            raise problems.InjuryContestedBefore(number=found.number, day=found.contested_on)
        status = relations.after(domain.MACHINE, found, "contest")
        changed = KEPT.change(tx, found, status=status, contested_on=tx.world.today)
        tx.emit("injury_case.contested", changed.id, {**told(changed), "reason": reason})
        failpoint("benefits.injury_contest.before_commit")
        return tx.answer(changed)


def decide_contest(injury_id: str, outcome: str) -> WorkInjury:
    """The reconsideration upholds the recognition, or overturns it.

    WorkInjuryNotFound, RegionNotAllowed, RecordState.
    """
    with store.write() as tx:
        found = _held(tx, injury_id)
        world.require_region(found.region_code)
        if outcome == "overturned":
            status = relations.after(domain.MACHINE, found, "overturn")
            changed = ended(tx, found, domain.OVERTURNED, status=status)
            injury_payouts.taken_back(tx, changed)
        else:
            status = relations.after(domain.MACHINE, found, _UPHELD[found.is_deemed])
            changed = KEPT.change(tx, found, status=status)
            tx.emit("injury_case.upheld", changed.id, told(changed))
        failpoint("benefits.injury_contest_decided.before_commit")
        return tx.answer(changed)


def _check_employer(tx: Tx, found: WorkInjury) -> None:
    at = world.current()
    if at.role == "agency":
        world.require_region(found.region_code)
    codes = subsidies.codes_of(tx, at.party_id) if at.role == "employer" else None
    if codes is not None and found.employer_credit_code not in codes:
        raise NotTheirRecord(record_id=found.id)


def _held(tx: Tx, injury_id: str) -> WorkInjury:
    return relations.held(tx, KEPT, injury_id, problems.WorkInjuryNotFound)


def told(known: WorkInjury) -> dict[str, Any]:
    """What an event says of an injury."""
    return {
        "id": known.id,
        "number": known.number,
        "person_id": known.person_id,
        "region_code": known.region_code,
        "status": known.status,
    }


# ---- reading


def get(injury_id: str) -> WorkInjury:
    with store.read() as tx:
        return relations.seen(tx, KEPT, injury_id, problems.WorkInjuryNotFound)


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    return relations.page(store, KEPT, page, filters)

"""Benefits of work injury insurance by the month (定期待遇): granted, run, suspended, ended.

One job a month orders the month for everybody at once, and the months before that are still to be
paid. Whoever wasn't certified in time is suspended in it, and whoever has died is stopped.
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from services.benefits import problems_injury as problems
from services.benefits import terms_injury as terms
from services.benefits.domain.decision import Case
from services.benefits.domain.injury import certification
from services.benefits.domain.injury import payout as domain
from services.benefits.domain.injury.certification import InjuryCertification
from services.benefits.domain.injury.finding import Finding
from services.benefits.domain.injury.payout import InjuryPension
from services.benefits.domain.injury.recognition import WorkInjury
from services.benefits.flows import applicants, payment_runs, relations
from services.benefits.flows.payment_runs import Due
from services.benefits.store import injury_payouts as rows
from services.benefits.store import store
from sscsim import clock
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.explain import Explanation
from sscsim.kernel.periods import Month

RUN = "benefits.pay_injury_pensions"
KEPT = rows.pensions
_DAY, _AT = 10, time(9, 0)
"""When a month is ordered: on this day of it. Ours; agencies set theirs."""
_PURPOSES = {
    domain.ALLOWANCE: "工伤伤残津贴",
    domain.CARE: "工伤生活护理费",
    domain.DEPENDANTS: "供养亲属抚恤金",
}


def grant(
    tx: Tx,
    case: Case,
    injury: WorkInjury,
    kind: str,
    monthly: Explanation,
    first: Month,
    *,
    ordinal: int,
    finding: Finding | None = None,
    person_id: str = "",
    payee_name: str = "",
    until: Month | None = None,
) -> InjuryPension:
    """Write it, have its first certification wanted in a year, and its months ordered."""
    now, today = tx.world.now, tx.world.today
    person_id = person_id or injury.person_id
    wanted = rows.open_certification(tx, person_id, kind)
    until_day = terms.certification(injury.region_code, today).until(today)
    if wanted is not None and wanted.status == certification.DUE:
        until_day = wanted.due_date  # one certification is for all that a person draws of a kind
    made = InjuryPension(
        id=tx.new_id("ipb", case.application_id, case.decision_no, ordinal),
        application_id=case.application_id,
        ordinal=ordinal,
        item_code=case.item.code,
        kind=kind,
        injury_id=injury.id,
        finding_id=finding.id if finding else None,
        grade=finding.grade if finding else None,
        person_id=person_id,
        payee_name=payee_name or injury.person_name,
        region_code=injury.region_code,
        monthly_amount=monthly.total,
        explanation=monthly.as_json(),
        from_month=str(first),
        next_month=str(first),
        until_month=str(until) if until else None,
        certified_until=until_day,
        ended_month=None,
        ended_for=None,
        status=domain.GRANTED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    KEPT.add(tx, made)
    if wanted is None:
        want_certification(tx, person_id, kind, injury.region_code, made.certified_until)
    month = Month.of(today)
    _schedule(tx, month if today.day < _DAY else month + 1)
    tx.emit("injury_pension.granted", made.id, told(made))
    return made


def want_certification(tx: Tx, person_id: str, kind: str, region: str, due: date) -> None:
    """The next one of the person's benefits of the kind, with its last day."""
    c = rows.certifications.c
    number = 1 + rows.certifications.count(tx, c.person_id == person_id, c.benefit == kind)
    now = tx.world.now
    rows.certifications.add(
        tx,
        InjuryCertification(
            id=tx.new_id("icf", person_id, kind, number),
            person_id=person_id,
            benefit=kind,
            ordinal=number,
            region_code=region,
            due_date=due,
            application_id=None,
            method=None,
            certified_on=None,
            status=certification.DUE,
            version=1,
            created_at=now,
            updated_at=now,
        ),
    )


def adjust(tx: Tx, known: InjuryPension, finding: Finding, monthly: Explanation | None) -> None:
    """Another finding: another sum from the next month that is ordered, or none any more."""
    if monthly is None:
        stop(tx, known, domain.REGRADED)
        return
    status = known.status
    if domain.PENSION.allows(status, "adjust"):
        status = domain.PENSION.after(status, "adjust")
    changed = KEPT.change(
        tx,
        known,
        status=status,
        finding_id=finding.id,
        grade=finding.grade,
        monthly_amount=monthly.total,
        explanation=monthly.as_json(),
    )
    tx.emit("injury_pension.adjusted", changed.id, told(changed))


def stop(tx: Tx, known: InjuryPension, why: str) -> None:
    """No month after those that were ordered is paid."""
    status = domain.PENSION.after(known.status, "stop")
    month = str(Month.of(tx.world.today))
    changed = KEPT.change(tx, known, status=status, ended_month=month, ended_for=why)
    tx.emit("injury_pension.stopped", changed.id, {**told(changed), "ended_for": why})


def _schedule(tx: Tx, month: Month) -> None:
    due = datetime.combine(month.day(_DAY), _AT, clock.SHANGHAI)
    tx.schedule(RUN, str(month), max(due, tx.world.now))


# ---- the run of a month


def run(key: str) -> None:
    """Order a month for everybody who draws (due job); `key`: the month."""
    month = Month.parse(key)
    with store.read() as tx:
        people = rows.payees(tx)
    died = applicants.deceased(people) if people else {}
    with store.write() as tx:
        _stopped(tx, died, month)
        for pension_id in rows.suspend(tx, month.first):
            tx.emit("injury_pension.suspended", pension_id, {"id": pension_id, "month": key})
        _caught_up(tx, month)
        if rows.payees(tx):
            _schedule(tx, month + 1)
        failpoint("benefits.injury_run.before_commit")
        tx.complete_job()


def _stopped(tx: Tx, died: Mapping[str, date], month: Month) -> None:
    """The month of the death is the last one."""
    before = [person for person, day in died.items() if Month.of(day) < month]
    for pension_id in rows.stop_of(tx, before, str(month)):
        tx.emit("injury_pension.died", pension_id, {"id": pension_id, "month": str(month)})


def _caught_up(tx: Tx, month: Month) -> None:
    """Each month up to this one that is still to be ordered, the earliest first."""
    first = rows.first_open(tx, str(month))
    while first is not None and first <= str(month):
        for pension_id in rows.stop_aged(tx, first):
            tx.emit("injury_pension.aged", pension_id, {"id": pension_id, "month": first})
        _ordered(tx, first)
        first = rows.first_open(tx, str(month))


def _ordered(tx: Tx, month: str) -> None:
    pensions = rows.payable(tx, month)
    ids = {each.id: tx.new_id("ipm", each.id, month) for each in pensions}
    dues = [
        Due(
            ids[each.id],
            each.monthly_amount,
            f"{_PURPOSES[each.kind]} {month}",
            each.item_code,
            each.region_code,
            each.person_id,
            each.payee_name,
        )
        for each in pensions
    ]
    paid = payment_runs.ordered(tx, domain.FUND, dues)
    now = tx.world.now
    rows.add_months(
        tx,
        [
            {
                "id": ids[each.id],
                "pension_id": each.id,
                "person_id": each.person_id,
                "month": month,
                "amount": each.monthly_amount,
                "status": domain.PAID if paid[ids[each.id]] is None else domain.ORDERED,
                "version": 1,
                "created_at": now,
                "updated_at": now,
            }
            for each in pensions
        ],
    )
    rows.ordered(tx, month, str(Month.parse(month) + 1))


def told(known: InjuryPension) -> dict[str, Any]:
    """What an event says of a benefit by the month."""
    return {
        "id": known.id,
        "kind": known.kind,
        "injury_id": known.injury_id,
        "person_id": known.person_id,
        "amount_fen": known.monthly_amount.fen,
        "status": known.status,
    }


# ---- reading


def get(pension_id: str) -> InjuryPension:
    with store.read() as tx:
        return relations.seen(tx, KEPT, pension_id, problems.InjuryPensionNotFound)


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    return relations.page(store, KEPT, page, filters)


def months(pension_id: str, page: PageQuery) -> Page:
    """The months that were ordered. InjuryPensionNotFound."""
    get(pension_id)
    with store.read() as tx:
        return rows.months_page(tx, page, pension_id)


def certifications(page: PageQuery, filters: dict[str, Any]) -> Page:
    return relations.page(store, rows.certifications, page, filters)


def certification_of(certification_id: str) -> InjuryCertification:
    with store.read() as tx:
        missing = problems.InjuryCertificationNotFound
        return relations.seen(tx, rows.certifications, certification_id, missing)

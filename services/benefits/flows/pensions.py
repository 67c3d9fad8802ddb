"""Pensions as records: granted, paused, resumed, ended; what was overpaid is demanded back.

A month is due by the record; it is paid by the roll of its month (`pension_runs.py`), or behind it
as arrears when it came too late for that.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.benefits import problems_pension as problems
from services.benefits import terms
from services.benefits.domain.decision import Case, Person
from services.benefits.domain.pension import certification as certify
from services.benefits.domain.pension import record as domain
from services.benefits.domain.pension import run
from services.benefits.domain.pension.certification import Certification
from services.benefits.domain.pension.record import Pause, Pension, PensionChange
from services.benefits.domain.recovery import Recovery
from services.benefits.flows import pension_overdrawn, pension_schedule, recoveries, yielding
from services.benefits.store import pension_runs as run_rows
from services.benefits.store import pensions as rows
from services.benefits.store import store
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import Month

KEPT = rows.pensions


def grant(
    tx: Tx,
    case: Case,
    *,
    scheme: str,
    kind: str = domain.PENSION,
    months: int,
    retired: Month,
    first: Month,
    last: Month | None = None,
    made: Explanation,
    account_part: Money,
    in_hard_region: bool = False,
    person: Person | None = None,
) -> Pension:
    """Write the pension; its first month comes on the next roll that is not made yet, and what was
    due before that is paid behind with it. The person, the case's when left out, is held by the
    caller."""
    person, region, now = person or case.person, case.competent_region, tx.world.now
    roll = next_roll(tx, region, scheme, first)
    ordinal = KEPT.next_ordinal(tx, person.id)
    granted = Pension(
        id=tx.new_id("pns", person.id, ordinal),
        ordinal=ordinal,
        person_id=person.id,
        person_name=person.name,
        birth_date=person.birth_date,
        scheme=scheme,
        kind=kind,
        item_code=case.item.code,
        application_id=case.application_id,
        region_code=region,
        months=months,
        retired_month=str(retired),
        from_month=str(first),
        last_month=str(last) if last is not None else None,
        roll_month=str(roll),
        monthly=made.total,
        account_part=account_part,
        in_hard_region=in_hard_region,
        certified_until=_certified(tx, person.id, region),
        paused_from=None,
        paused_for=None,
        ended_for=None,
        status=domain.GRANTED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    KEPT.add(tx, granted)
    rows.note(
        tx, granted, domain.MADE, str(first), str(roll),
        application_id=case.application_id, explanation=made.as_json(),
    )  # fmt: skip
    behind = domain.due_months(granted, (), first, roll + -1)
    rows.owe(tx, granted.id, "granted", _times(made.total, len(behind)), str(roll))
    pension_schedule.next_run(tx, region, scheme, roll)
    tx.emit("pension.granted", granted.id, told(granted))
    yielding.begins(tx, granted)
    return granted


def _certified(tx: Tx, person_id: str, region: str) -> date:
    """Who is granted a pension was seen by that, and is next after the usual time."""
    known = rows.certification_of(tx, person_id)
    if known is not None and known.status != certify.OVERDUE:
        return known.valid_until
    figures = terms.figures_of("pension_certification", region, tx.world.today)
    until = certify.good_until(tx.world.today, figures.number("valid").value)
    if known is not None:
        again = certify.MACHINE.after(known.status, "certify")
        rows.certifications.change(tx, known, status=again, valid_until=until)
        return until
    rows.certifications.add(
        tx,
        Certification(
            id=tx.new_id("pce", person_id),
            person_id=person_id,
            region_code=region,
            method=None,
            living_place=None,
            certified_on=None,
            valid_until=until,
            status=certify.CERTIFIED,
            version=1,
            created_at=tx.world.now,
            updated_at=tx.world.now,
        ),
    )
    return until


def next_roll(tx: Tx, region: str, scheme: str, first: Month) -> Month:
    """The first roll, from a month on, that is neither made nor being made."""
    return max(first, run.next_month(run_rows.latest(tx, region, scheme), tx.world.today))


def _times(amount: Money, count: int) -> Money:
    return Money(amount.fen * count)


def told(known: Pension, **more: Any) -> dict[str, Any]:
    """What an event says of a pension."""
    said: dict[str, Any] = {
        "id": known.id,
        "person_id": known.person_id,
        "region_code": known.region_code,
        "scheme": known.scheme,
        "kind": known.kind,
        "status": known.status,
    }
    return said | more


def yields(
    tx: Tx, case: Case, scheme: str, begins: Month, person_id: str | None = None
) -> list[str]:
    """What the person draws of another scheme ends because this begins; the ids of it."""
    ended = []
    for each in rows.drawn(tx, person_id or case.person.id):
        if each.scheme == scheme:
            end(tx, each, "other_pension", begins + -1, application_id=case.application_id)
            ended.append(each.id)
    return ended


# ---- paused and resumed


def pause(
    tx: Tx, known: Pension, month: Month, why: str, application_id: str | None = None
) -> tuple[Pension, Recovery | None]:
    """Nothing is due from that month on; what was paid for it is demanded back."""
    after = domain.MACHINE.after(known.status, "suspend")
    paused = KEPT.change(tx, known, status=after, paused_from=str(month), paused_for=why)
    rows.add_pauses(tx, [Pause(known.id, str(month), None, why)])
    rows.note(
        tx, paused, domain.PAUSED, str(month), str(month), reason=why, application_id=application_id
    )
    owed = _overpaid(tx, paused, f"{paused.id}/paused/{month}", month, "facts_ended")
    tx.emit("pension.suspended", paused.id, told(paused, reason=why))
    return paused, owed


def pause_all(tx: Tx, several: Sequence[Pension], month: Month, why: str) -> None:
    """The same for many that a roll leaves out, in few statements; nothing was paid yet."""
    if not several:
        return
    ids = [each.id for each in several]
    c = KEPT.c
    tx.execute(
        KEPT.table.update()
        .where(c.id.in_(ids))
        .values(
            status=domain.SUSPENDED,
            paused_from=str(month),
            paused_for=why,
            version=c.version + 1,
            updated_at=tx.world.now,
        )
    )
    rows.add_pauses(tx, [Pause(each.id, str(month), None, why) for each in several])
    last = rows.last_ordinals(tx, ids)
    rows.add_changes(
        tx,
        [
            PensionChange(
                each.id, last[each.id] + 1, domain.PAUSED, str(month), str(month),
                each.monthly, why, None, None, tx.world.now,
            )
            for each in several
        ],
    )  # fmt: skip
    said = [(each.id, told(each) | {"status": domain.SUSPENDED, "reason": why}) for each in several]
    tx.emit_all("pension.suspended", said)


def resume(tx: Tx, known: Pension, month: Month, application_id: str | None = None) -> Pension:
    """Due again from that month on; months of a pause that are not lost by it are paid behind."""
    assert known.paused_from is not None, "it is suspended"
    since = Month.parse(known.paused_from)
    roll = next_roll(tx, known.region_code, known.scheme, month)
    lost = known.paused_for in domain.WITHOUT_ARREARS
    rows.end_pause(tx, known, str(month + -1))
    changes = rows.changes_of(tx, known.id)
    first = month if lost else since
    pauses = [each for each in rows.pauses_of(tx, known.id) if each.from_month < str(since)]
    behind = domain.due_months(known, pauses, first, roll + -1)
    owed = sum_money(amount_in(changes, each) for each in behind)
    rows.owe(tx, known.id, f"resumed/{since}", owed, str(roll))
    after = domain.MACHINE.after(known.status, "resume")
    reason = known.paused_for
    resumed = KEPT.change(
        tx, known, status=after, paused_from=None, paused_for=None, roll_month=str(roll)
    )
    rows.note(
        tx, resumed, domain.RESUMED, str(month), str(roll),
        reason=reason, application_id=application_id,
    )  # fmt: skip
    pension_schedule.next_run(tx, known.region_code, known.scheme, roll)
    tx.emit("pension.resumed", resumed.id, told(resumed))
    return resumed


def amount_in(changes: Sequence[PensionChange], month: Month) -> Money:
    """What was due for a month, by the newest change that reaches back to it."""
    amounts = [
        each.monthly
        for each in changes
        if each.kind in domain.WITH_AMOUNT and each.month <= str(month)
    ]
    return amounts[-1] if amounts else Money.zero()


# ---- ended


def end(
    tx: Tx,
    known: Pension,
    why: str,
    last: Month,
    *,
    event: str = "stop",
    application_id: str | None = None,
) -> tuple[Pension, Recovery | None]:
    """No month behind `last` is due any more; what was paid for one is demanded back."""
    after = domain.MACHINE.after(known.status, event)
    if known.paused_from is not None:
        rows.end_pause(tx, known, max(str(last), known.paused_from))
    ended = KEPT.change(
        tx, known, status=after, last_month=str(last), ended_for=why,
        paused_from=None, paused_for=None,
    )  # fmt: skip
    rows.note(
        tx, ended, domain.ENDED, str(last + 1), str(last + 1),
        reason=why, application_id=application_id,
    )  # fmt: skip
    pension_overdrawn.restore(tx, ended, pension_overdrawn.wrong_ones(tx, ended, last + 1))
    owed = _overpaid(tx, ended, f"{ended.id}/ended", last + 1, "facts_ended")
    tx.emit("pension.ended", ended.id, told(ended, reason=why))
    return ended, owed


def _overpaid(tx: Tx, known: Pension, key: str, first: Month, reason: str) -> Recovery | None:
    """What was paid for months from that one on is owed back by whoever drew it."""
    wrong = pension_overdrawn.wrong_ones(tx, known, first)
    if not wrong:
        return None
    demanded = recoveries.demand(
        tx,
        key,
        sum_money(each.amount for each in wrong),
        person_id=known.person_id,
        party_id=None,
        region=known.region_code,
        fund=known.fund,
        item_code=domain.PAYOUT_ITEMS[known.scheme],
        about_id=known.id,
        reason=reason,
    )
    after = run.LINE.after(run.PAID, "recover")
    for each in wrong:
        run_rows.change_line(tx, each, status=after, recovery_id=demanded.id)
    return demanded


# ---- reading


def get(pension_id: str) -> Pension:
    """PensionNotFound."""
    with store.read() as tx:
        found = KEPT.find(tx, pension_id)
    if found is None:
        raise problems.PensionNotFound(pension_id=pension_id)
    return found


def explanation(pension_id: str) -> dict[str, Any]:
    """How what is due now came about: the explanation of the newest amount. PensionNotFound."""
    get(pension_id)
    with store.read() as tx:
        changes = rows.changes_of(tx, pension_id)
    with_amount = [each for each in changes if each.kind in domain.WITH_AMOUNT]
    found: dict[str, Any] = with_amount[-1].explanation
    return found


def changes(pension_id: str, page: PageQuery) -> Page:
    """PensionNotFound."""
    get(pension_id)
    with store.read() as tx:
        return rows.changes_page(tx, page, pension_id)


def months(pension_id: str, page: PageQuery) -> Page:
    """The months that came on a roll. PensionNotFound."""
    get(pension_id)
    with store.read() as tx:
        return run_rows.lines_page(tx, page, {"pension_id": pension_id})


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return KEPT.page(tx, page, filters)

"""Monthly checks (按月核对): due with a month's turn, confirmed by the person, missed, excused.

The turn of a month closes the checks of the month before: whoever has missed so many in a row as
the region says loses the benefit. It opens the month's own, and has its payout follow.
"""

from typing import Any

from services.benefits import problems_unemployment as problems
from services.benefits import terms_unemployment as terms
from services.benefits.domain.unemployment import monthly_check as domain
from services.benefits.domain.unemployment.monthly_check import MonthlyCheck
from services.benefits.domain.unemployment.record import UnemploymentBenefit
from services.benefits.flows.unemployment import benefits, schedule
from services.benefits.store import store
from services.benefits.store import unemployment as rows
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.periods import Month

KEPT = rows.checks


def turn(key: str) -> None:
    """The first day of a month in a region; `key`: both. Safe to run twice."""
    region, month = schedule.read(key)
    with store.write() as tx:
        _close(tx, region, month + -1)
        _open(tx, region, month)
        if rows.goes_on(tx, region):
            schedule.payout(tx, region, month)
            schedule.month(tx, region, month + 1)
        failpoint("benefits.unemployment_turn.before_commit")
        tx.complete_job()


def _close(tx: Tx, region: str, month: Month) -> None:
    """Checks that nobody confirmed are missed; too many in a row end the benefit."""
    due = rows.still_due(tx, region, str(month))
    if not due:
        return
    misses = terms.region(region, month.last).number("misses").value
    before = rows.rows_before(tx, [each.benefit_id for each in due], str(month))
    live = {each.id: each for each in rows.live_among(tx, [each.benefit_id for each in due])}
    groups: dict[tuple[str, int], list[MonthlyCheck]] = {}
    for each in due:
        row = before.get(each.benefit_id, 0)
        event = "lapse"
        if each.benefit_id in live:
            row, event = domain.missed(row, misses)
        groups.setdefault((event, row), []).append(each)
    for (event, row), some in groups.items():
        after = domain.MACHINE.after(domain.DUE, event)
        rows.miss(tx, [each.id for each in some], after, row)
        if event != "lapse":
            told = [(each.id, {**_told(each), "status": after}) for each in some]
            tx.emit_all("unemployment_check.missed", told)
        if event == "miss_again":
            for each in some:
                benefits.end(tx, live[each.benefit_id], "checks_missed", month)


def _open(tx: Tx, region: str, month: Month) -> None:
    """A check for everybody who draws the month's benefit."""
    drawing = rows.unchecked(tx, region, str(month))
    before = rows.rows_before(tx, [each.id for each in drawing], str(month))
    made = [_made(tx, each, month, before.get(each.id, 0)) for each in drawing]
    rows.add_checks(tx, made)


def _made(tx: Tx, known: UnemploymentBenefit, month: Month, in_a_row: int) -> MonthlyCheck:
    now = tx.world.now
    return MonthlyCheck(
        id=tx.new_id("uck", known.person_id, month),
        benefit_id=known.id,
        person_id=known.person_id,
        region_code=known.region_code,
        month=str(month),
        method=None,
        offers_refused=0,
        applications=[],
        confirmed_on=None,
        excused_for=None,
        in_a_row=in_a_row,
        status=domain.DUE,
        version=1,
        created_at=now,
        updated_at=now,
    )


def confirm(tx: Tx, known: MonthlyCheck, said: dict[str, Any]) -> MonthlyCheck:
    """The person has come: the row of missed months is broken."""
    changed = KEPT.change(
        tx,
        known,
        **said,
        in_a_row=0,
        confirmed_on=tx.world.today,
        status=domain.MACHINE.after(known.status, "confirm"),
    )
    tx.emit("unemployment_check.confirmed", changed.id, _told(changed))
    return changed


def excuse(unemployment_check_id: str, reason: str) -> MonthlyCheck:
    """There was a good reason for missing it. CheckNotFound, CheckState, RegionNotAllowed.

    A benefit that ended for missed checks stays ended: the months left count for another claim.
    """
    with store.write() as tx:
        known = KEPT.find(tx, unemployment_check_id, lock=True)
        if known is None:
            raise problems.CheckNotFound(check_id=unemployment_check_id)
        if world.current().role == "agency":
            world.require_region(known.region_code)
        if not domain.MACHINE.allows(known.status, "excuse"):
            raise problems.CheckState(check_id=known.id, status=known.status)
        before = rows.rows_before(tx, [known.benefit_id], known.month)
        changed = KEPT.change(
            tx,
            known,
            excused_for=reason,
            in_a_row=before.get(known.benefit_id, 0),
            status=domain.MACHINE.after(known.status, "excuse"),
        )
        tx.emit("unemployment_check.excused", changed.id, _told(changed))
        return tx.answer(changed)


def _told(known: MonthlyCheck) -> dict[str, Any]:
    return {
        "id": known.id,
        "benefit_id": known.benefit_id,
        "person_id": known.person_id,
        "month": known.month,
        "status": known.status,
    }


def get(unemployment_check_id: str) -> MonthlyCheck:
    with store.read() as tx:
        found = KEPT.find(tx, unemployment_check_id)
    if found is None:
        raise problems.CheckNotFound(check_id=unemployment_check_id)
    return found


def page(query: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return KEPT.page(tx, query, filters)

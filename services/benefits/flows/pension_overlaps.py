"""Pensions that exclude each other: two that are drawn at once, and work beside an allowance.

A claim sees what its own scheme pays, in whatever region. What another scheme pays in another
region comes out when the regions compare their rolls through the exchange (重复领取比对), the
day after a pension was granted to somebody who draws one already: one is kept.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from services.benefits.domain import overlap
from services.benefits.domain.overlap import Drawn
from services.benefits.domain.pension import record, run
from services.benefits.domain.pension.record import Pension
from services.benefits.flows import pensions
from services.benefits.store import pension_runs as run_rows
from services.benefits.store import pensions as rows
from services.benefits.store import store
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

COMPARE: Final = "benefits.compare_pensions"
_AFTER = timedelta(days=1)
_CALLED: Final[Mapping[str, str]] = {
    record.EMPLOYEE: overlap.EMPLOYEE_PENSION,
    record.INSTITUTION: overlap.INSTITUTION_PENSION,
    record.RESIDENT: overlap.RESIDENT_PENSION,
}


def compare_later(tx: Tx, granted: Pension) -> None:
    """Have the rolls compared where the person draws another pension already."""
    if len(_drawn(tx, granted.person_id)) > 1:
        tx.schedule(COMPARE, granted.id, tx.world.now + _AFTER)


def compare(pension_id: str) -> None:
    """One of a person's pensions is kept, the others end, in a due job; safe to run twice."""
    with store.write() as tx:
        granted = rows.pensions.find(tx, pension_id)
        assert granted is not None, "a pension is never removed"
        rows.hold_person(tx, granted.person_id)
        drawn = _drawn(tx, granted.person_id)
        by_place = {_shown(tx, each): each for each in drawn}
        for cleared in overlap.double_claims(list(by_place)):
            _end(tx, by_place[cleared.pension], cleared, by_place)
        failpoint("benefits.pension_comparison.before_commit")
        tx.complete_job()


def _drawn(tx: Tx, person_id: str) -> list[Pension]:
    return [each for each in rows.drawn(tx, person_id) if each.kind == record.PENSION]


def _shown(tx: Tx, known: Pension) -> Drawn:
    """As the other regions see it."""
    paid = tuple(
        (Month.parse(each.month), each.amount)
        for each in run_rows.lines_of(tx, known.id)
        if each.status == run.PAID
    )
    since = Month.parse(known.from_month)
    return Drawn(known.region_code, _CALLED[known.scheme], since, paid)


def _end(tx: Tx, known: Pension, cleared: overlap.Cleared, drawn: Mapping[Drawn, Pension]) -> None:
    """It ends with the month before both were drawn, and what was paid since is owed back."""
    [stays] = [each for place, each in drawn.items() if place == cleared.stays]
    begins = max(cleared.pension.since, cleared.stays.since)
    ended, owed = pensions.end(tx, known, "other_pension", begins + -1)
    demanded = owed.owed if owed is not None else Money.zero()
    said = pensions.told(ended, kept_pension_id=stays.id, owed_fen=demanded.fen)
    tx.emit("pension.double_claim_found", ended.id, said)


def works_again(tx: Tx, person_id: str, since: date) -> list[str]:
    """A disability allowance ends with the new work, whose month is not paid any more; a pension
    goes on beside it. The ids of what ended."""
    rows.hold_person(tx, person_id)
    month, ended = Month.of(since), []
    for each in rows.drawn(tx, person_id):
        if each.kind == record.ALLOWANCE:
            last = max(month, Month.parse(each.from_month)) + -1
            pensions.end(tx, each, "works_again", last)
            ended.append(each.id)
    return ended

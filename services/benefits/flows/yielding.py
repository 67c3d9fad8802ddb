"""What ends because a pension begins (待遇竞合): told to each benefit on the pension's first day.

Unemployment benefit ends with the month before. An allowance of work injury insurance for grades 1
to 4 gives way to the difference by which the pension is smaller, as the pension is on that day, and
ends where it isn't. What was paid of the months since then is owed back.
"""

from datetime import datetime, time
from typing import Final

from services.benefits import terms_injury
from services.benefits.domain import overlap
from services.benefits.domain.injury import payout
from services.benefits.domain.injury.payout import InjuryPension
from services.benefits.domain.pension import record
from services.benefits.domain.pension.record import Pension
from services.benefits.flows import injury_pensions, recoveries
from services.benefits.flows.unemployment import benefits
from services.benefits.store import injuries, injury_payouts, pensions, store, unemployment
from sscsim import clock
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

YIELD = "benefits.yield_to_pension"
WORD: Final = {
    record.EMPLOYEE: overlap.EMPLOYEE_PENSION,
    record.INSTITUTION: overlap.EMPLOYEE_PENSION,
    record.RESIDENT: overlap.RESIDENT_PENSION,
}
"""A scheme of pensions -> what the rule calls it."""


def begins(tx: Tx, granted: Pension) -> None:
    """A pension was granted: what yields to it ends on its first day, which may be over."""
    if granted.kind != record.PENSION or not _drawn(tx, granted):
        return
    first = datetime.combine(Month.parse(granted.from_month).first, time(), clock.SHANGHAI)
    if first <= tx.world.now:
        _yields(tx, granted)
    else:
        tx.schedule(YIELD, granted.id, first)


def due(pension_id: str) -> None:
    """The first day of a pension, unless it was taken back before; safe to run twice."""
    with store.write() as tx:
        known = pensions.pensions.find(tx, pension_id)
        if known is not None and known.status in record.DRAWN:
            _yields(tx, known)
        failpoint("benefits.pension_yield.before_commit")
        tx.complete_job()


def _drawn(tx: Tx, granted: Pension) -> list[str]:
    """What the person draws beside it, in the words of the rule, as far as it yields."""
    found = []
    if unemployment.open_of(tx, granted.person_id) is not None:
        found.append(overlap.UNEMPLOYMENT_BENEFIT)
    if injury_payouts.allowances_of(tx, granted.person_id):
        found.append(overlap.INJURY_ALLOWANCE)
    first = Month.parse(granted.from_month)
    return list(overlap.yielding(found, WORD[granted.scheme], first))


def _yields(tx: Tx, granted: Pension) -> None:
    first = Month.parse(granted.from_month)
    ends = _drawn(tx, granted)
    if overlap.UNEMPLOYMENT_BENEFIT in ends:
        unemployment.hold(tx, granted.person_id)
        known = unemployment.open_of(tx, granted.person_id)
        if known is not None:
            benefits.end(tx, known, "on_pension", first + -1)
    if overlap.INJURY_ALLOWANCE in ends:
        for each in injury_payouts.allowances_of(tx, granted.person_id):
            _gives_way(tx, each, granted, first)


def _gives_way(tx: Tx, known: InjuryPension, granted: Pension, first: Month) -> None:
    """The allowance becomes the difference, or ends; a month is paid once."""
    assert known.grade is not None and known.finding_id is not None, "an allowance is for a grade"
    rule = terms_injury.disability_from(terms_injury.law(known.region_code, first.first))
    gap = overlap.topped_up(known.grade, known.monthly_amount, granted.monthly, rule)
    added = gap.total if gap is not None else Money.zero()
    paid = [
        (Month.parse(each.month), each.amount - added)
        for each in injury_payouts.months_of(tx, known.id)
        if each.month >= str(first) and each.status in (payout.ORDERED, payout.PAID)
    ]
    owed = overlap.overpaid(paid, first).total
    if owed:
        recoveries.demand(
            tx,
            f"{known.id}/pension/{granted.id}",
            owed,
            person_id=known.person_id,
            party_id=None,
            region=known.region_code,
            fund=payout.FUND,
            item_code=known.item_code,
            about_id=known.id,
            reason="facts_ended",
        )
    finding = injuries.findings.find(tx, known.finding_id)
    assert finding is not None, "a finding is never removed"
    if gap is not None and added:
        injury_pensions.adjust(tx, known, finding, gap)
    else:
        injury_pensions.stop(tx, known, payout.ON_PENSION)

"""Months of unemployment insurance from before this system, taken over (历史缴费补录)."""

from dataclasses import dataclass

from services.benefits import problems_unemployment as problems
from services.benefits.domain import insurance as words
from services.benefits.domain.insurance import month as months_domain
from services.benefits.domain.insurance.month import ContributionMonth
from services.benefits.flows import applicants
from services.benefits.store import insurance, store
from services.benefits.store import unemployment as rows
from sscsim import world
from sscsim.db import Tx
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

MOST_MONTHS = 600


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What came of it: months that were added, and all there are by now."""

    person_id: str
    region_code: str
    added_months: int
    contribution_months: int


def take_over(
    *, person_id: str, region_code: str, from_month: str, to_month: str, base: Money
) -> TakenOver:
    """Take them over, all or none. RegionNotAllowed, EarlierMonthsImpossible."""
    world.require_region(region_code)
    person = applicants.person(person_id)
    first, last = Month.parse(from_month), Month.parse(to_month)
    with store.write() as tx:
        insurance.hold(tx, [person.id])
        why = _wrong(tx, person.id, Month.of(person.birth_date) + 16 * 12, first, last)
        if why is not None:
            raise problems.EarlierMonthsImpossible(
                from_month=from_month, to_month=to_month, why=why
            )
        made = [
            _month(tx, person.id, region_code, first + n, base) for n in range(last - first + 1)
        ]
        insurance.add_months(tx, made)
        count = len(rows.contributed(tx, person.id))
        return tx.answer(TakenOver(person.id, region_code, len(made), count))


def _wrong(tx: Tx, person_id: str, of_age: Month, first: Month, last: Month) -> str | None:
    """What can't be: the wrong way round, too young, not over, twice."""
    if last < first or last - first >= MOST_MONTHS:
        return f"{last - first + 1} months (1 to {MOST_MONTHS})"
    if first < of_age:
        return f"of age in {of_age}"
    if last >= Month.of(tx.world.today):
        return f"{last} is not over"
    live = months_domain.LIVE
    known = insurance.months_of(tx, person_id, (words.UNEMPLOYMENT,), first, last, statuses=live)
    return f"{known[0].month} is on record" if known else None


def _month(
    tx: Tx, person_id: str, region_code: str, month: Month, base: Money
) -> ContributionMonth:
    now = tx.world.now
    return ContributionMonth(
        person_id=person_id,
        kind=words.UNEMPLOYMENT,
        month=str(month),
        region_code=region_code,
        relation_id=None,
        charge_id=None,
        category=words.EMPLOYEE,
        base=base,
        employer=Money.zero(),
        personal=Money.zero(),
        subsidy=Money.zero(),
        to_account=Money.zero(),
        index_millionths=None,
        origin=months_domain.TRANSFERRED,
        paid_on=None,
        status=months_domain.PAID_STATUS,
        live=1,
        version=1,
        created_at=now,
        updated_at=now,
    )

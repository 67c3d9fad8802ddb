"""What unemployment insurance takes along to another province, and what goes on there.

The months move as those of any insurance do. Of a benefit that is drawn the old area pays what it
has ordered and ends it; the new one pays the rest by a benefit of its own, at its own amount, from
the month after the merging. Months of an earlier claim that aren't drawn wait there for the next.
"""

from typing import Any

from services.benefits import terms_transfer
from services.benefits import terms_unemployment as terms
from services.benefits.domain.insurance import UNEMPLOYMENT
from services.benefits.domain.transfer import enterprise
from services.benefits.domain.transfer import unemployment as rules
from services.benefits.domain.transfer.record import InsuranceTransfer
from services.benefits.domain.transfer.unemployment import Moved, Relation
from services.benefits.domain.unemployment import benefit_claim, record
from services.benefits.domain.unemployment.record import UnemploymentBenefit
from services.benefits.flows.transfers.leaving import Leaving
from services.benefits.flows.unemployment import benefits
from services.benefits.store import employment_records, insurance, pensions
from services.benefits.store import unemployment as rows
from sscsim.db import Tx
from sscsim.kernel import explain, regions
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text


def relation(tx: Tx, person_id: str, old: str, new: str) -> Relation:
    """What the old province has of somebody today.

    Raises policy.PolicyMissing and policy.FigureMissing where it has no benefit.
    """
    last = rows.last_of(tx, person_id)
    home = regions.province_of(old)
    months = [
        month
        for month, region in rows.contributed_where(tx, person_id)
        if regions.province_of(region) == home
    ]
    count, _ = benefit_claim.counted(months, last.counted_until if last else None)
    known = last if last and regions.province_of(last.region_code) == home else None
    left = 0
    if known is not None:
        left = known.left if known.live is not None else known.left_for_next
    pays = known.region_code if known is not None else old
    benefit = terms.amount(pays, tx.world.today).monthly().total
    return Relation(old, new, count, left, benefit)


def moves(tx: Tx, found: Relation) -> Moved:
    """Raises policy.PolicyMissing and policy.FigureMissing."""
    day, old = tx.world.today, found.from_region
    law = terms.law(old, day)
    duration = terms.duration_from(law, terms.region(old, day))
    least = terms_transfer.law(found.to_region, day).number("unemployment.least")
    return rules.moves(found, duration, least, law.ratio("moving_extra"))


# ---- the old area


def leaving(tx: Tx, transfer: InsuranceTransfer, _person: Any) -> Leaving:
    """What it has on record today; a benefit that is drawn ends with what was ordered of it.

    Nothing, and the letter goes back, where nothing is left or the benefit is interrupted.
    """
    person_id, old = transfer.person_id, transfer.from_region_code
    rows.hold(tx, person_id)
    found = relation(tx, person_id, old, transfer.to_region_code)
    whole = insurance.months_of(tx, person_id, (UNEMPLOYMENT,))
    months = enterprise.of_province(whole, old)
    moved = moves(tx, found)
    money = moved.money.total if moved.money is not None else Money.zero()
    known = rows.open_of(tx, person_id)
    interrupted = known is not None and known.status == record.SUSPENDED
    if interrupted or not (found.contributed or found.left):
        months = []
    elif known is not None:
        _ends(tx, known)
    return Leaving(
        months=months,
        account=None,
        interest=None,
        explanation=moved.money or _without_money(found),
        amount=Money.zero(),
        pooled=money,
    )


def _without_money(found: Relation) -> Explanation:
    """The months alone move: less than a year of contributions."""
    step = explain.number(
        "unemployment.moving.months",
        "contributed",
        {"contributed": found.contributed},
        Text(
            zh="缴费 {contributed} 个月，不满一年，只转移缴费年限，不转移资金",
            en="{contributed} months of contributions are less than a year: no money moves",
        ),
        places=0,
    )
    return Explanation(Money.zero(), (step,))


def _ends(tx: Tx, known: UnemploymentBenefit) -> None:
    held = rows.benefits.find(tx, known.id, lock=True)
    assert held is not None, "a benefit is never removed"
    paid = rows.months_of(tx, held.id)
    last = Month.parse(paid[-1].month) if paid else Month.parse(held.from_month) + -1
    benefits.end(tx, held, record.MOVED, last)


# ---- the new area


def put_in(tx: Tx, transfer: InsuranceTransfer) -> None:
    """Months that aren't drawn go on, or wait for the next claim."""
    rows.hold(tx, transfer.person_id)
    last = rows.last_of(tx, transfer.person_id)
    if last is None or not _of(transfer, last):
        return
    left = last.left if last.ended_for == record.MOVED else last.left_for_next
    if not left:
        return
    ended_for = _ended_for(tx, last)
    made = _benefit(tx, transfer, last, left, ended_for)
    rows.benefits.add(tx, made)
    if ended_for is None:
        benefits.goes_on(tx, made)


def _of(transfer: InsuranceTransfer, last: UnemploymentBenefit) -> bool:
    """Whether that benefit is of the province that is left."""
    old = regions.province_of(transfer.from_region_code)
    return last.live is None and regions.province_of(last.region_code) == old


def _ended_for(tx: Tx, last: UnemploymentBenefit) -> str | None:
    """Why nothing of it is paid on: what ended it before it moved, or since."""
    if last.ended_for != record.MOVED:
        return last.ended_for
    works = employment_records.employments.of(tx, last.person_id)
    if any(each.status == "active" for each in works):
        return "employed"
    if pensions.drawn(tx, last.person_id):
        return "on_pension"
    known = employment_records.current_unemployment(tx, last.person_id)
    return None if known is not None else "deregistered"


def _benefit(
    tx: Tx,
    transfer: InsuranceTransfer,
    last: UnemploymentBenefit,
    left: int,
    ended_for: str | None,
) -> UnemploymentBenefit:
    now, today = tx.world.now, tx.world.today
    ordinal = rows.benefits.next_ordinal(tx, last.person_id)
    newest = rows.newest_month(tx, last.person_id)
    first = benefit_claim.never_twice(Month.of(today) + 1, newest)
    return UnemploymentBenefit(
        id=tx.new_id("unb", last.person_id, ordinal),
        application_id=transfer.application_id,
        person_id=last.person_id,
        person_name=last.person_name,
        ordinal=ordinal,
        region_code=transfer.to_region_code,
        registration_id=last.registration_id,
        left_for=last.left_for,
        contributed=0,
        counted_until=last.counted_until,
        carried=left,
        granted=left,
        most=last.most,
        paid=0,
        settled=0,
        counts_from=today,
        from_month=str(first),
        last_month=None if ended_for is None else str(first + -1),
        suspended_for=None,
        ended_on=None if ended_for is None else today,
        ended_for=ended_for,
        status=record.GRANTED if ended_for is None else record.STOPPED,
        live=1 if ended_for is None else None,
        version=1,
        created_at=now,
        updated_at=now,
    )

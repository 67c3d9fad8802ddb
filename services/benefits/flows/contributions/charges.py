"""Charges (缴费单): made over months of contributions, followed until they are paid or missed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from services.benefits import problems_insurance as problems
from services.benefits.domain.insurance import charge as domain
from services.benefits.domain.insurance import declaration as declarations
from services.benefits.domain.insurance.charge import Charge, Part
from services.benefits.domain.insurance.month import ContributionMonth
from services.benefits.store import contributions, insurance, store
from sscsim import clock, world
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel.money import Money, sum_money

MISS = "benefits.contribution_missed"
KEPT = contributions.charges
_AT = time(6, 0)
_NOTHING = Money.zero()


def make(
    tx: Tx,
    key: str,
    kind: str,
    months: Sequence[ContributionMonth],
    *,
    region: str,
    payer_name: str,
    pay_by: str,
    due_on: date,
    person_id: str | None = None,
    party_id: str | None = None,
    credit_code: str | None = None,
    application_id: str | None = None,
    declaration_id: str | None = None,
) -> Charge:
    """Write a charge for these months, and them; one that there is under the key is that one."""
    earlier = contributions.charge_for(tx, key)
    if earlier is not None:
        return earlier
    charge_id, now = tx.new_id("ctc", key), tx.world.now
    parts = _parts(charge_id, region, months)
    made = Charge(
        id=charge_id,
        business_key=key,
        kind=kind,
        region_code=region,
        person_id=person_id,
        party_id=party_id,
        credit_code=credit_code,
        payer_name=payer_name,
        application_id=application_id,
        declaration_id=declaration_id,
        from_month=min(each.month for each in months),
        month=max(each.month for each in months),
        persons=len({each.person_id for each in months}),
        amount=sum_money(each.amount for each in parts),
        subsidy=sum_money(each.subsidy for each in parts),
        late_fee=Money.zero(),
        pay_by=pay_by,
        due_on=due_on,
        paid_on=None,
        tries=0,
        return_code=None,
        reference=None,
        status=domain.DUE,
        version=1,
        created_at=now,
        updated_at=now,
    )
    KEPT.add(tx, made)
    contributions.add_parts(tx, parts)
    insurance.add_months(tx, [replace(each, charge_id=charge_id) for each in months])
    if made.credit_code is not None:
        tx.schedule(MISS, made.id, max(_morning_after(due_on), now))
    tx.emit("contribution_charge.made", made.id, told(made))
    return made


def _parts(charge_id: str, region: str, months: Sequence[ContributionMonth]) -> list[Part]:
    sums: dict[tuple[str, str], list[int]] = {}
    for each in months:
        part = sums.setdefault((each.month, each.kind), [0, 0, 0])
        part[0] += each.employer.fen
        part[1] += each.personal.fen
        part[2] += each.subsidy.fen
    return [
        Part(charge_id, kind, month, region, Money(own), Money(personal), Money(more), _NOTHING)
        for (month, kind), (own, personal, more) in sorted(sums.items())
    ]


def _morning_after(day: date) -> datetime:
    return datetime.combine(date.fromordinal(day.toordinal() + 1), _AT, clock.SHANGHAI)


def told(known: Charge) -> dict[str, Any]:
    """What an event says of a charge."""
    said: dict[str, Any] = {
        "id": known.id,
        "kind": known.kind,
        "region_code": known.region_code,
        "amount_fen": known.amount.fen,
        "status": known.status,
    }
    return said | ({"person_id": known.person_id} if known.person_id is not None else {})


def held(tx: Tx, charge_id: str) -> Charge:
    """ChargeNotFound."""
    found = KEPT.find(tx, charge_id, lock=True)
    if found is None:
        raise problems.ChargeNotFound(charge_id=charge_id)
    return found


def moved(tx: Tx, known: Charge, event: str, **changes: Any) -> Charge:
    """The charge after `event`, kept and told; ChargeState where its state has no such move."""
    if not domain.MACHINE.allows(known.status, event):
        raise problems.ChargeState(charge_id=known.id, status=known.status)
    changed = KEPT.change(tx, known, status=domain.MACHINE.after(known.status, event), **changes)
    tx.emit("contribution_charge.changed", changed.id, told(changed))
    return changed


def missed(charge_id: str) -> None:
    """Its last day is over unpaid: late fees run (due job)."""
    with store.write() as tx:
        known = held(tx, charge_id)
        if domain.MACHINE.allows(known.status, "miss"):
            moved(tx, known, "miss")
            follow(tx, charge_id, "miss")
        tx.complete_job()


def follow(tx: Tx, charge_id: str, event: str) -> None:
    """Declarations follow their charge."""
    for each in contributions.of_charge(tx, charge_id):
        if declarations.MACHINE.allows(each.status, event):
            after = declarations.MACHINE.after(each.status, event)
            done = contributions.declarations.change(tx, each, status=after)
            tell_declaration(tx, done)


def tell_declaration(tx: Tx, known: declarations.Declaration) -> None:
    said = {"id": known.id, "region_code": known.region_code, "status": known.status}
    tx.emit("contribution_declaration.changed", known.id, {**said, "lines": known.lines_count})


# ---- reading


def get(charge_id: str) -> Charge:
    """ChargeNotFound; NotTheirCharge for another employer."""
    with store.read() as tx:
        found = KEPT.find(tx, charge_id)
    if found is None:
        raise problems.ChargeNotFound(charge_id=charge_id)
    check_employer(found.party_id, charge_id)
    return found


def check_employer(party_id: str | None, thing_id: str) -> None:
    """An employer sees and pays its own. NotTheirContributions."""
    at = world.current()
    if at.role == "employer" and at.party_id != party_id:
        raise problems.NotTheirContributions(thing_id=thing_id)


def parts(charge_id: str) -> list[Part]:
    """By insurance and month. ChargeNotFound."""
    get(charge_id)
    with store.read() as tx:
        return contributions.parts_of(tx, charge_id)


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    at = world.current()
    if at.role == "employer":
        filters = {**filters, "party_id": at.party_id}
    with store.read() as tx:
        return KEPT.page(tx, page, filters)

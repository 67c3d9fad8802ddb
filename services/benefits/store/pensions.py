"""Pensions, their changes, pauses and arrears; certifications; adjustments; plans of recovery."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from services.benefits.domain.pension import certification as certify
from services.benefits.domain.pension import record as domain
from services.benefits.domain.pension.adjusting import PensionAdjustment
from services.benefits.domain.pension.certification import Certification
from services.benefits.domain.pension.record import Pause, Pension, PensionChange
from services.benefits.store.kept import Kept, OfPerson
from services.benefits.store.tables_pension import (
    pension_adjustments,
    pension_arrears,
    pension_certifications,
    pension_changes,
    pension_pauses,
    pension_recovery_plans,
)
from services.benefits.store.tables_pension import pensions as rows
from sscsim import db
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values
from sscsim.db.types import instant_text
from sscsim.kernel.money import Money

pensions = OfPerson(Pension, rows)
adjustments = Kept(PensionAdjustment, pension_adjustments)
certifications = OfPerson(Certification, pension_certifications)
_CHANGES, _read_change = reader(PensionChange, pension_changes)
_PAUSES, _read_pause = reader(Pause, pension_pauses)
_p, _c, _s, _a = rows.c, pension_changes.c, pension_pauses.c, pension_arrears.c
_k = pension_certifications.c


def hold_person(tx: Tx, person_id: str) -> None:
    """Two decisions about one person's pensions wait for each other."""
    tx.lock("pensions", person_id)


def drawn(tx: Tx, person_id: str) -> list[Pension]:
    """What the person draws, or would but for a pause; the first one first."""
    return pensions.every(tx, _p.person_id == person_id, _p.status.in_(domain.DRAWN))


def goes_on(tx: Tx, region_code: str, scheme: str) -> bool:
    """Whether somebody draws a pension of the scheme there, or may again."""
    found = sa.select(_p.id).where(
        _p.region_code == region_code, _p.scheme == scheme, _p.status.in_(domain.DRAWN)
    )
    return tx.one(found.limit(1)) is not None


# ---- changes


def note(tx: Tx, known: Pension, kind: str, month: str, roll_month: str, **more: Any) -> None:
    """A line of the history; the pension is held."""
    last = tx.scalar(sa.select(sa.func.max(_c.ordinal)).where(_c.pension_id == known.id))
    made = PensionChange(
        pension_id=known.id,
        ordinal=(last or 0) + 1,
        kind=kind,
        month=month,
        roll_month=roll_month,
        monthly=known.monthly,
        reason=more.get("reason"),
        application_id=more.get("application_id"),
        explanation=more.get("explanation"),
        created_at=tx.world.now,
    )
    tx.execute(pension_changes.insert(), values(made))


def last_ordinals(tx: Tx, ids: Sequence[str]) -> dict[str, int]:
    last = sa.func.max(_c.ordinal).label("last")
    query = sa.select(_c.pension_id, last).where(_c.pension_id.in_(ids)).group_by(_c.pension_id)
    return {row.pension_id: int(row.last) for row in tx.all(query)}


def add_changes(tx: Tx, made: Sequence[PensionChange]) -> None:
    tx.add_all(pension_changes, [values(each) for each in made])


def changes_of(tx: Tx, pension_id: str) -> list[PensionChange]:
    query = _CHANGES.where(_c.pension_id == pension_id).order_by(_c.ordinal)
    return [_read_change(row) for row in tx.all(query)]


def monthly_on_roll(tx: Tx, ids: Sequence[str], month: str) -> dict[str, Money]:
    """What these pensions are on the roll of a month: by the newest change that it has."""
    last = (
        sa.select(_c.pension_id, sa.func.max(_c.ordinal).label("ordinal"))
        .where(_c.pension_id.in_(ids), _c.roll_month <= month, _c.kind.in_(domain.WITH_AMOUNT))
        .group_by(_c.pension_id)
        .subquery()
    )
    mine = (_c.pension_id == last.c.pension_id) & (_c.ordinal == last.c.ordinal)
    query = sa.select(_c.pension_id, _c.monthly).join_from(pension_changes, last, mine)
    return {row.pension_id: row.monthly for row in tx.all(query)}


def changes_page(tx: Tx, page: PageQuery, pension_id: str) -> Page:
    query = _CHANGES.where(_c.pension_id == pension_id)
    return tx.page(query, pension_changes, page).map(_read_change)


def next_to_adjust(tx: Tx, known: PensionAdjustment, limit: int) -> list[Pension]:
    """Pensions that go on, of who had retired before the year, and were not adjusted for it; held.

    Allowances rise with no adjustment: they are computed anew.
    """
    was = sa.exists().where(
        _c.pension_id == _p.id, _c.kind == domain.ADJUSTED, _c.reason == str(known.year)
    )
    where = (
        _p.region_code == known.region_code,
        _p.scheme == known.scheme,
        _p.kind == domain.PENSION,
        _p.status.in_(domain.DRAWN),
        _p.retired_month < f"{known.year:04d}-01",
        ~was,
    )
    return pensions.first(tx, limit, *where)


# ---- pauses


def pauses_of(tx: Tx, pension_id: str) -> list[Pause]:
    query = _PAUSES.where(_s.pension_id == pension_id).order_by(_s.from_month)
    return [_read_pause(row) for row in tx.all(query)]


def pauses_by(tx: Tx, ids: Sequence[str]) -> dict[str, list[Pause]]:
    """The same of many, by pension."""
    found: dict[str, list[Pause]] = {}
    for row in tx.all(_PAUSES.where(_s.pension_id.in_(ids)).order_by(_s.pension_id, _s.from_month)):
        found.setdefault(row.pension_id, []).append(_read_pause(row))
    return found


def raise_all(tx: Tx, raised: Sequence[tuple[Pension, Money]]) -> None:
    """These pensions (as held) have these monthly amounts from now on."""
    now = instant_text(tx.world.now)
    changes = [(each.id, monthly.fen, each.version + 1, now) for each, monthly in raised]
    tx.change_each(rows, ("id",), ("monthly", "version", "updated_at"), changes)


def add_pauses(tx: Tx, made: Sequence[Pause]) -> None:
    tx.add_all(pension_pauses, [values(each) for each in made])


def end_pause(tx: Tx, known: Pension, to_month: str) -> None:
    """The open pause's last month."""
    open_ = _s.pension_id == known.id, _s.to_month.is_(None)
    tx.execute(pension_pauses.update().where(*open_).values(to_month=to_month))


# ---- arrears


def owe(tx: Tx, pension_id: str, key: str, amount: Money, roll_month: str) -> None:
    """To be paid behind with the first line from a roll on, once under its key."""
    known = sa.select(_a.seq).where(_a.pension_id == pension_id, _a.key == key)
    if amount and tx.scalar(known) is None:
        said = {"pension_id": pension_id, "key": key, "amount": amount, "roll_month": roll_month}
        tx.execute(pension_arrears.insert(), said)


def owe_all(tx: Tx, made: Sequence[dict[str, Any]]) -> None:
    tx.add_all(pension_arrears, made)


def arrears(tx: Tx, ids: Sequence[str], month: str) -> dict[str, int]:
    """What is to be paid behind with the roll of a month, in fen by pension."""
    total = sa.cast(sa.func.sum(sa.type_coerce(_a.amount, sa.BigInteger)), sa.BigInteger)
    query = sa.select(_a.pension_id, total.label("fen")).where(*_waiting(ids, month))
    return {row.pension_id: int(row.fen) for row in tx.all(query.group_by(_a.pension_id))}


def settle_arrears(tx: Tx, ids: Sequence[str], month: str) -> None:
    tx.execute(pension_arrears.update().where(*_waiting(ids, month)).values(paid_month=month))


def _waiting(ids: Sequence[str], month: str) -> tuple[Any, ...]:
    return _a.pension_id.in_(ids), _a.paid_month.is_(None), _a.roll_month <= month


def arrears_left(tx: Tx, pension_id: str) -> Money:
    """What was never paid behind, as of somebody who died before."""
    amount = sa.type_coerce(_a.amount, db.Int())
    query = sa.select(sa.func.coalesce(sa.func.sum(amount), 0))
    return Money(int(tx.scalar(query.where(_a.pension_id == pension_id, _a.paid_month.is_(None)))))


# ---- certifications


def certification_of(tx: Tx, person_id: str, *, lock: bool = False) -> Certification | None:
    found = certifications.newest(tx, _k.person_id == person_id)
    return certifications.find(tx, found.id, lock=True) if found is not None and lock else found


def certified_until(tx: Tx, person_id: str, until: date) -> None:
    """All that the person draws goes by it."""
    tx.execute(
        rows.update()
        .where(_p.person_id == person_id, _p.status.in_(domain.DRAWN))
        .values(certified_until=until, version=_p.version + 1, updated_at=tx.world.now)
    )


def fall_due(tx: Tx, region_code: str, until: date) -> None:
    """Certifications of a region that are good no longer than that are due now."""
    _move(tx, region_code, certify.CERTIFIED, certify.DUE, _k.valid_until <= until)


def miss(tx: Tx, region_code: str, today: date) -> None:
    """Those that were not made in time."""
    _move(tx, region_code, certify.DUE, certify.OVERDUE, _k.valid_until < today)


def _move(tx: Tx, region_code: str, before: str, after: str, which: Any) -> None:
    tx.execute(
        pension_certifications.update()
        .where(_k.region_code == region_code, _k.status == before, which)
        .values(status=after, version=_k.version + 1, updated_at=tx.world.now)
    )


# ---- plans of recovery


def add_plan(tx: Tx, recovery_id: str, manner: str, dues: Sequence[tuple[str, int]]) -> None:
    said = {"recovery_id": recovery_id, "manner": manner, "created_at": tx.world.now}
    tx.execute(pension_recovery_plans.insert(), said | {"dues": [list(each) for each in dues]})


def plans(tx: Tx, recovery_ids: Collection[str]) -> dict[str, Any]:
    """The plans of these recoveries, by recovery: `manner` and `dues`."""
    r = pension_recovery_plans.c
    query = sa.select(r.recovery_id, r.manner, r.dues).where(r.recovery_id.in_(recovery_ids))
    return {row.recovery_id: row for row in tx.all(query)}

"""Applications for payment, their moves, and what audits deducted."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from services.medical.domain.payment_application import DEAD, HANDED, Application, Deduction
from services.medical.domain.reconciliation import Scope
from services.medical.store import institution_bills
from services.medical.store.tables import settlements, visits
from services.medical.store.tables_reconciliation import (
    application_moves,
    audit_deductions,
    payment_applications,
)
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values
from sscsim.kernel.money import Money

_a, _m, _d = payment_applications.c, application_moves.c, audit_deductions.c
_SELECT, _read = reader(Application, payment_applications)
_DEDUCTIONS, _deduction = reader(Deduction, audit_deductions)


def next_ordinal(tx: Tx, *key: str) -> int:
    """Counts the applications of a month and kind from 1; the key is held."""
    tx.lock("payment_application", *key)
    last = tx.scalar(sa.select(sa.func.max(_a.ordinal)).where(_of(key)))
    return int(last or 0) + 1


def live(tx: Tx, *key: str) -> Application | None:
    """The one that is neither withdrawn nor rejected."""
    row = tx.one(_SELECT.where(_of(key), _a.status.not_in(DEAD)))
    return _read(row) if row else None


def _of(key: Sequence[str]) -> Any:
    columns = (_a.institution_id, _a.month, _a.insurance_kind, _a.visit_kind)
    return sa.and_(*(column == value for column, value in zip(columns, key, strict=True)))


def add(tx: Tx, made: Application) -> None:
    tx.execute(payment_applications.insert().values(**values(made)))


def find(tx: Tx, application_id: str, *, lock: bool = False) -> Application | None:
    query = _SELECT.where(_a.id == application_id)
    row = tx.one(query.with_for_update() if lock else query)
    return _read(row) if row else None


def of_event(tx: Tx, event_id: str) -> list[Application]:
    """Those that were applied for together, or the one that was made alone; held."""
    alone = sa.and_(_a.id == event_id, _a.event_id.is_(None))
    query = _SELECT.where(sa.or_(_a.event_id == event_id, alone))
    return [_read(row) for row in tx.all(query.order_by(_a.seq).with_for_update())]


def of_month(
    tx: Tx,
    institution_id: str,
    month: str,
    without: Sequence[str],
    kinds: Mapping[str, str | None],
) -> list[Application]:
    """Of one institution and month, as they were made, but for those in these states."""
    where = [
        _a.institution_id == institution_id,
        _a.month == month,
        _a.status.not_in(without),
        *(_a[name] == kind for name, kind in kinds.items() if kind is not None),
    ]
    return [_read(row) for row in tx.all(_SELECT.where(*where).order_by(_a.seq))]


def change(tx: Tx, application: Application, **changes: Any) -> Application:
    stamps: dict[str, Any] = {"version": application.version + 1, "updated_at": tx.world.now}
    tx.execute(
        payment_applications.update().where(_a.id == application.id).values(**changes, **stamps)
    )
    return replace(application, **changes, **stamps)


def page(tx: Tx, page: PageQuery, **filters: Any) -> Page:
    query = _SELECT.where(*(_a[name] == value for name, value in filters.items()))
    return tx.page(query, payment_applications, page).map(_read)


def note_move(
    tx: Tx, application_id: str, move: str, status: str, role: str, note: str | None
) -> None:
    count = sa.select(sa.func.count()).where(_m.application_id == application_id)
    tx.execute(
        application_moves.insert().values(
            application_id=application_id,
            ordinal=int(tx.scalar(count)) + 1,
            move=move,
            status=status,
            role=role,
            note=note,
            moved_at=tx.world.now,
        )
    )


def page_of_moves(tx: Tx, page: PageQuery, application_id: str) -> Page:
    query = sa.select(_m.move, _m.status, _m.role, _m.note, _m.moved_at)
    found = tx.page(query.where(_m.application_id == application_id), application_moves, page)
    return found.map(lambda row: dict(row._mapping))


# ---- deductions


def add_deductions(tx: Tx, made: Sequence[Deduction]) -> None:
    if made:
        tx.execute(audit_deductions.insert(), [values(one) for one in made])


def find_deduction(tx: Tx, deduction_id: str, *, lock: bool = False) -> Deduction | None:
    query = _DEDUCTIONS.where(_d.id == deduction_id)
    row = tx.one(query.with_for_update() if lock else query)
    return _deduction(row) if row else None


def answer_deduction(tx: Tx, deduction: Deduction, status: str, problem: str | None) -> bool:
    """Note what the books said; False when they said it before."""
    done = tx.execute(
        audit_deductions.update()
        .where(_d.id == deduction.id, _d.status == HANDED)
        .values(
            status=status,
            problem=problem,
            version=deduction.version + 1,
            updated_at=tx.world.now,
        )
    )
    return bool(done.rowcount)


def page_of_deductions(tx: Tx, page: PageQuery, application_id: str, **filters: Any) -> Page:
    query = _DEDUCTIONS.where(_d.application_id == application_id)
    query = query.where(*(_d[name] == value for name, value in filters.items()))
    return tx.page(query, audit_deductions, page).map(_deduction)


def given_back(tx: Tx, scope: Scope) -> tuple[Money, Money]:
    """What was deducted from settlements that are reversed in the scope: all of it, and of it
    that of persons insured elsewhere."""
    s = settlements.c
    amount = sa.type_coerce(_d.amount, sa.BigInteger)
    crosses = s.home_region_code != s.care_region_code
    row = tx.one(
        sa.select(
            sa.cast(sa.func.coalesce(sa.func.sum(amount), 0), sa.BigInteger),
            sa.cast(
                sa.func.coalesce(sa.func.sum(sa.case((crosses, amount), else_=0)), 0),
                sa.BigInteger,
            ),
        )
        .select_from(
            settlements.join(visits, visits.c.id == s.visit_id).join(
                audit_deductions, _d.settlement_id == s.reverses
            )
        )
        .where(institution_bills.within(scope))
    )
    assert row is not None
    return Money(int(row[0])), Money(int(row[1]))

"""Notices, the money that came for them, and what is still open."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from services.settlement.domain.cycles import Cycle
from services.settlement.domain.receipts import RECEIPT, Notice, Receipt
from services.settlement.domain.statements import Notice as Told
from services.settlement.store.rows import stamps, total
from services.settlement.store.tables_clearing import receipts
from services.settlement.store.tables_cycles import notices, payments
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values
from sscsim.kernel.money import Money

_all, _read = reader(Receipt, receipts)
_by_id = _all.where(receipts.c.id == bindparam("id"))


# ---- notices


def issue(tx: Tx, cycle: Cycle, made: Iterable[tuple[str | None, Told]]) -> None:
    """Two notices for each transfer; `None` where no single statement is behind it."""
    rows = []
    for statement_id, notice in made:
        about = statement_id or f"{cycle.id}:{notice.region}:{notice.counterpart}"
        notice_id = tx.new_id("ntc", about, notice.kind)
        serial = tx.new_id("pay", about)[-20:] if notice.kind == "payment" else None
        rows.append(
            {
                "id": notice_id,
                "cycle_id": cycle.id,
                "statement_id": statement_id,
                "kind": notice.kind,
                "region": notice.region,
                "counterpart": notice.counterpart,
                "amount": notice.amount,
                "bank_serial": serial,
                "issued_at": tx.world.now,
            }
        )
    tx.add_all(notices, rows)


_paid = (
    sa.select(payments.c.notice_id, total(payments.c.amount).label("paid"))
    .where(payments.c.cycle_id == bindparam("cycle_id"))
    .group_by(payments.c.notice_id)
    .subquery()
)
_to_pay = (
    sa.select(notices, _paid.c.paid)
    .outerjoin(_paid, _paid.c.notice_id == notices.c.id)
    .where(notices.c.cycle_id == bindparam("cycle_id"), notices.c.kind == "payment")
    .order_by(notices.c.region, notices.c.counterpart, notices.c.statement_id, notices.c.id)
)
_is_open = sa.or_(
    sa.and_(_paid.c.paid.is_(None), notices.c.amount != Money.zero()),
    _paid.c.paid != notices.c.amount,
)
_to_pay_by = _to_pay.where(notices.c.region == bindparam("payer"))
_to_pay_with = _to_pay.where(
    sa.or_(notices.c.bank_serial == bindparam("serial"), notices.c.bank_serial.is_(None))
)
_who_has_open = (
    sa.select(notices.c.region)
    .outerjoin(_paid, _paid.c.notice_id == notices.c.id)
    .where(notices.c.cycle_id == bindparam("cycle_id"), notices.c.kind == "payment", _is_open)
    .distinct()
)


def to_pay(
    tx: Tx, cycle_id: str, payer: str | None = None, serial: str | None = None
) -> list[Notice]:
    """The notices to pay of a month, by payer and payee, with what is open of each.

    With `payer` only what that region pays, with `serial` only the one that has it.
    """
    asked = {"cycle_id": cycle_id}
    if serial is not None:
        rows = tx.all(_to_pay_with, {**asked, "serial": serial})
    elif payer is not None:
        rows = tx.all(_to_pay_by, {**asked, "payer": payer})
    else:
        rows = tx.all(_to_pay, asked)
    return [
        Notice(
            row.id,
            row.statement_id,
            row.region,
            row.counterpart,
            row.amount,
            row.amount - (row.paid or Money.zero()),
            row.bank_serial or row.id[-20:],
        )
        for row in rows
    ]


def still_open(tx: Tx, cycle_id: str, payer: str | None = None) -> list[Notice]:
    return [each for each in to_pay(tx, cycle_id, payer) if each.open]


def who_has_open(tx: Tx, cycle_id: str) -> set[str]:
    """The payers that have something open."""
    return {row[0] for row in tx.all(_who_has_open, {"cycle_id": cycle_id})}


# ---- money


def parts(tx: Tx, cycle_id: str, payer: str) -> dict[str, int]:
    """Notice -> how many payments of this payer came for it, where any came."""
    found = tx.all(_parts, {"cycle_id": cycle_id, "payer": payer})
    return {row[0]: row[1] for row in found}


_parts = (
    sa.select(payments.c.notice_id, sa.func.count())
    .where(
        payments.c.cycle_id == bindparam("cycle_id"),
        payments.c.payer == bindparam("payer"),
        payments.c.notice_id.is_not(None),
    )
    .group_by(payments.c.notice_id)
)


def pay(tx: Tx, made: Iterable[tuple[Notice, Receipt]]) -> None:
    """Note that the money of each receipt was for its notice."""
    rows = [
        {
            "id": tx.new_id("pay", receipt.id),
            "cycle_id": receipt.cycle_id,
            "statement_id": notice.statement_id,
            "notice_id": notice.id,
            "payer": notice.payer,
            "payee": notice.payee,
            "amount": receipt.amount,
            "bank_serial": receipt.bank_serial,
            "paid_at": tx.world.now,
        }
        for notice, receipt in made
    ]
    tx.add_all(payments, rows)


def payments_of(tx: Tx, cycle_id: str) -> dict[str, list[Any]]:
    """The payments of each statement, the oldest first."""
    found: dict[str, list[Any]] = {}
    where = (payments.c.cycle_id == cycle_id, payments.c.statement_id.is_not(None))
    for row in tx.all(sa.select(payments).where(*where).order_by(payments.c.seq)):
        found.setdefault(row.statement_id, []).append(row)
    return found


# ---- receipts


def add(tx: Tx, cycle_id: str, serial: str, **values: Any) -> Receipt:
    receipt_id = tx.new_id("rcp", serial)
    row = {"id": receipt_id, "cycle_id": cycle_id, "bank_serial": serial, **values}
    tx.execute(receipts.insert().values(**row, **stamps(tx.world.now)))
    found = find(tx, receipt_id)
    assert found is not None
    return found


def add_paid(tx: Tx, cycle_id: str, paid: Iterable[tuple[Notice, str]]) -> list[Receipt]:
    """What is open of each notice came in with this serial, and is matched by it."""
    now = tx.world.now
    made = [
        Receipt(
            id=tx.new_id("rcp", serial),
            cycle_id=cycle_id,
            payer=notice.payer,
            payee=notice.payee,
            amount=notice.open,
            bank_serial=serial,
            reference=None,
            status="matched",
            finding=None,
            notice_id=notice.id,
            matched_by="serial",
            decided_at=now,
            version=1,
            created_at=now,
            updated_at=now,
        )
        for notice, serial in paid
    ]
    tx.add_all(receipts, [values(each) for each in made])
    return made


def find(tx: Tx, receipt_id: str) -> Receipt | None:
    row = tx.one(_by_id, {"id": receipt_id})
    return _read(row) if row else None


def locked(tx: Tx, receipt_id: str) -> Receipt | None:
    row = tx.one(_by_id.with_for_update(), {"id": receipt_id})
    return _read(row) if row else None


def by_serial(tx: Tx, serial: str) -> Receipt | None:
    tx.lock("receipt", serial)
    row = tx.one(_all.where(receipts.c.bank_serial == serial))
    return _read(row) if row else None


def move(tx: Tx, receipt: Receipt, event: str, **values: Any) -> Receipt:
    values |= {
        "status": RECEIPT.after(receipt.status, event),
        "decided_at": tx.world.now,
        "version": receipt.version + 1,
        "updated_at": tx.world.now,
    }
    tx.execute(receipts.update().where(receipts.c.id == receipt.id).values(values))
    found = find(tx, receipt.id)
    assert found is not None
    return found


def page(tx: Tx, query: PageQuery, cycle_id: str, filters: dict[str, Any]) -> Page:
    statement = _all.where(receipts.c.cycle_id == cycle_id)
    if "status" in filters:
        statement = statement.where(receipts.c.status == filters["status"])
    return tx.page(statement, receipts, query).map(_read)


def unmatched_total(tx: Tx, cycle_id: str) -> Sequence[Any]:
    """Rows of (payee, amount) of what waits to be matched."""
    return tx.all(
        sa.select(receipts.c.payee, total(receipts.c.amount))
        .where(receipts.c.cycle_id == cycle_id, receipts.c.status == "unmatched")
        .group_by(receipts.c.payee)
        .order_by(receipts.c.payee)
    )

"""Runs of payment and their lines: chosen, written and changed by the chunk."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from services.benefits.domain import payment as money
from services.benefits.domain import recovery
from services.benefits.domain.insurance import ledger
from services.benefits.domain.insurance.ledger import AccountEntry
from services.benefits.domain.payment import BenefitPayment
from services.benefits.domain.pension import record
from services.benefits.domain.pension import run as domain
from services.benefits.domain.pension.record import Pension
from services.benefits.domain.pension.run import PensionMonth, PensionRun
from services.benefits.store.kept import Kept
from services.benefits.store.tables import benefit_payments
from services.benefits.store.tables_insurance import pension_account_entries, pension_accounts
from services.benefits.store.tables_pension import pension_months, pensions
from services.benefits.store.tables_pension import pension_runs as run_rows
from services.benefits.store.tables_subsidies import benefit_recoveries
from sscsim import db
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values
from sscsim.db.types import instant_text
from sscsim.kernel.periods import Month

runs = Kept(PensionRun, run_rows)
_LINES, _read_line = reader(PensionMonth, pension_months)
_PENSIONS, _read_pension = reader(Pension, pensions)
_r, _m, _p, _b = run_rows.c, pension_months.c, pensions.c, benefit_payments.c
_AT_ONCE = 400


# ---- runs


def run_of(tx: Tx, region_code: str, scheme: str, month: str) -> PensionRun | None:
    return runs.newest(
        tx, _r.region_code == region_code, _r.scheme == scheme, _r.pay_month == month
    )


def latest(tx: Tx, region_code: str, scheme: str) -> Month | None:
    """The latest month that was paid, or is being paid."""
    last = sa.select(sa.func.max(_r.pay_month)).where(
        _r.region_code == region_code, _r.scheme == scheme
    )
    found = tx.scalar(last)
    return None if found is None else Month.parse(found)


# ---- whom a roll takes next


def next_on_roll(tx: Tx, run: PensionRun, limit: int, *, lock: bool = False) -> list[Pension]:
    """Pensions that are due in the run's month and on none of its lines yet."""
    has_line = sa.exists().where(_m.pension_id == _p.id, _m.month == run.pay_month)
    query = _PENSIONS.where(
        _p.region_code == run.region_code,
        _p.scheme == run.scheme,
        _p.status.in_(record.ON_THE_ROLL),
        _p.roll_month <= run.pay_month,
        ~has_line,
    )
    query = query.order_by(_p.seq).limit(limit)
    found = tx.all(query.with_for_update() if lock else query)
    return [_read_pension(row) for row in found]


def accounts_of(tx: Tx, people: Collection[str], kind: str) -> dict[str, Any]:
    """Open accounts with something in them, by person: id, version and fen; held."""
    a, found = pension_accounts.c, {}
    fen = sa.type_coerce(a.balance, db.Int()).label("fen")
    for some in _slices(people):
        query = sa.select(a.id, a.person_id, a.version, fen).where(
            a.person_id.in_(some), a.kind == kind, a.status == ledger.OPEN
        )
        for row in tx.all(query.order_by(a.seq).with_for_update()):
            found[row.person_id] = row
    return found


def debtors(tx: Tx, people: Collection[str], region_code: str, fund: str) -> set[str]:
    """Who of these owes something back to the fund."""
    r, found = benefit_recoveries.c, set()
    for some in _slices(people):
        query = sa.select(r.person_id).where(
            r.person_id.in_(some),
            r.region_code == region_code,
            r.fund == fund,
            r.status == recovery.OPEN,
        )
        found |= {row.person_id for row in tx.all(query)}
    return found


def _slices(ids: Collection[str]) -> list[list[str]]:
    listed = sorted(set(ids))
    return [listed[start : start + _AT_ONCE] for start in range(0, len(listed), _AT_ONCE)]


# ---- what a chunk writes


def add_lines(tx: Tx, lines: Sequence[PensionMonth], ordered: Sequence[BenefitPayment]) -> None:
    tx.add_all(benefit_payments, [values(each) for each in ordered])
    tx.add_all(pension_months, [values(each) for each in lines])


def draw(tx: Tx, entries: Sequence[tuple[AccountEntry, Any]]) -> None:
    """Take the account's part of these months out of the accounts (as held)."""
    tx.add_all(pension_account_entries, [values(entry) for entry, _ in entries])
    now = instant_text(tx.world.now)
    moved = [
        (account.id, account.fen + entry.amount.fen, account.version + 1, now)
        for entry, account in entries
    ]
    tx.change_each(pension_accounts, ("id",), ("balance", "version", "updated_at"), moved)


def begin(tx: Tx, ids: Sequence[str]) -> None:
    """Pensions that come on a roll for the first time run from now on."""
    for some in _slices(ids):
        tx.execute(
            pensions.update()
            .where(_p.id.in_(some), _p.status == record.GRANTED)
            .values(status=record.RUNNING, version=_p.version + 1, updated_at=tx.world.now)
        )


# ---- the bank


def next_to_credit(tx: Tx, run_id: str, limit: int) -> list[Any]:
    """What the bank is told of the first lines that wait for it: payment, person, name, fen."""
    query = (
        sa.select(
            _b.id, _b.person_id, _b.payee_name, _b.purpose, _b.version,
            sa.type_coerce(_b.amount, db.Int()).label("fen"),
        )
        .select_from(pension_months.join(benefit_payments, _b.id == _m.payment_id))
        .where(
            _m.run_id == run_id, _m.status == domain.ORDERED, _b.status == money.ORDERED
        )
        .order_by(_m.seq)
        .limit(limit)
    )  # fmt: skip
    return list(tx.all(query))


def credited(tx: Tx, told: Sequence[tuple[Any, str]]) -> None:
    """What the bank said of these (as chosen), payments and lines alike: the row and its code."""
    now = instant_text(tx.world.now)
    payments, lines = [], []
    for row, code in told:
        paid = code == money.ACCEPTED_CODE
        status = money.PAID if paid else money.RETURNED
        said = (status, None if paid else code, now if paid else None, row.version + 1, now)
        payments.append((row.id, *said))
        lines.append((row.id, domain.PAID if paid else domain.RETURNED, now))
    columns = ("status", "return_code", "paid_at", "version", "updated_at")
    tx.change_each(benefit_payments, ("id",), columns, payments)
    tx.change_each(pension_months, ("payment_id",), ("status", "updated_at"), lines)


# ---- lines


def line_paid_by(tx: Tx, order_id: str) -> PensionMonth | None:
    row = tx.one(_LINES.where(_m.payment_id == order_id))
    return _read_line(row) if row else None


def lines_of(tx: Tx, pension_id: str) -> list[PensionMonth]:
    """A pension's lines, the first month first."""
    query = _LINES.where(_m.pension_id == pension_id).order_by(_m.month)
    return [_read_line(row) for row in tx.all(query)]


def change_line(tx: Tx, known: PensionMonth, **changes: Any) -> None:
    tx.execute(
        pension_months.update()
        .where(_m.pension_id == known.pension_id, _m.month == known.month)
        .values(**changes, updated_at=tx.world.now)
    )


def lines_page(tx: Tx, page: PageQuery, filters: Mapping[str, Any]) -> Page:
    query = _LINES.where(*(_m[name] == value for name, value in filters.items()))
    return tx.page(query, pension_months, page).map(_read_line)

"""Annuity accounts: reading and writing their records."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from services.benefits.domain import insurance as words
from services.benefits.domain.annuities import account as domain
from services.benefits.domain.annuities.account import AnnuityAccount, AnnuityEntry, AnnuityPayout
from services.benefits.store import tables_annuity as tables
from services.benefits.store.insurance import AT_ONCE
from services.benefits.store.kept import Kept, OfPerson
from services.benefits.store.tables_insurance import contribution_months
from sscsim.db import Tx
from sscsim.db.rows import values
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

accounts = OfPerson(AnnuityAccount, tables.annuity_accounts)
entries = Kept(AnnuityEntry, tables.annuity_entries)
payouts = Kept(AnnuityPayout, tables.annuity_payouts)
_a, _e, _m = accounts.c, entries.c, contribution_months.c


def in_plan(tx: Tx, person_id: str, kind: str, plan_number: str) -> AnnuityAccount | None:
    """The person's account in a plan; two that open one at once wait for each other."""
    tx.lock_some("annuity account", keys=[f"{person_id}/{kind}/{plan_number}"])
    c = accounts.c
    return accounts.newest(
        tx, c.person_id == person_id, c.kind == kind, c.plan_number == plan_number
    )


def of_kind(tx: Tx, person_id: str, kind: str) -> list[AnnuityAccount]:
    """The person's accounts of a kind, the first one first."""
    c = accounts.c
    return accounts.every(tx, c.person_id == person_id, c.kind == kind)


def entries_of(tx: Tx, account_id: str) -> list[AnnuityEntry]:
    return entries.every(tx, entries.c.account_id == account_id)


def has_entry(tx: Tx, account_id: str, kind: str, period: str) -> bool:
    c = entries.c
    return (
        entries.newest(tx, c.account_id == account_id, c.kind == kind, c.period == period)
        is not None
    )


def payout_of(tx: Tx, order_id: str) -> AnnuityPayout | None:
    return payouts.newest(tx, payouts.c.payment_id == order_id)


# ---- of many persons


def months_taken(
    tx: Tx, people: Collection[str], first: Month, last: Month
) -> set[tuple[str, str]]:
    """Persons and months of the occupational annuity that are charged, or were paid directly."""
    found: set[tuple[str, str]] = set()
    for some in _slices(people):
        charged = sa.select(_m.person_id, _m.month).where(
            _m.person_id.in_(some),
            _m.kind == words.OCCUPATIONAL_ANNUITY,
            _m.live == 1,
            _m.month >= str(first),
            _m.month <= str(last),
        )
        direct = (
            sa.select(_a.person_id, _e.period)
            .select_from(accounts.table.join(entries.table, _e.account_id == _a.id))
            .where(
                _a.person_id.in_(some),
                _a.kind == domain.OCCUPATIONAL,
                _e.kind == domain.EMPLOYER,
                _e.reference == domain.DIRECT,
                _e.period >= str(first),
                _e.period <= str(last),
            )
        )
        for query in (charged, direct):
            found |= {(row[0], row[1]) for row in tx.all(query)}
    return found


def in_plan_of(tx: Tx, people: Collection[str], plan_number: str) -> dict[str, AnnuityAccount]:
    """By person the occupational account in a plan; held."""
    keys = [f"{each}/{domain.OCCUPATIONAL}/{plan_number}" for each in people]
    tx.lock_some("annuity account", keys=keys)
    found: dict[str, AnnuityAccount] = {}
    for some in _slices(people):
        where = (
            _a.person_id.in_(some),
            _a.kind == domain.OCCUPATIONAL,
            _a.plan_number == plan_number,
        )
        found |= {each.person_id: each for each in accounts.first(tx, len(some), *where)}
    return found


def add_accounts(tx: Tx, made: Sequence[AnnuityAccount]) -> None:
    tx.add_all(accounts.table, [values(each) for each in made])


def add_entries(tx: Tx, made: Sequence[AnnuityEntry]) -> None:
    """Write them, and have the accounts of all of them follow."""
    tx.add_all(entries.table, [values(each) for each in made])
    sums: dict[str, tuple[int, Money]] = {}
    for each in made:
        count, amount = sums.get(each.account_id, (0, Money.zero()))
        sums[each.account_id] = (count + 1, amount + each.amount)
    statement = (
        accounts.table.update()
        .where(_a.id == sa.bindparam("of_account"))
        .values(
            entries=_a.entries + sa.bindparam("count", type_=_a.entries.type),
            balance=_a.balance + sa.bindparam("added", type_=_a.balance.type),
            version=_a.version + 1,
            updated_at=tx.world.now,
        )
    )
    if sums:
        given: list[dict[str, Any]] = [
            {"of_account": account, "count": count, "added": amount}
            for account, (count, amount) in sums.items()
        ]
        tx.execute(statement, given)


def products(tx: Tx, year: int) -> Sequence[Any]:
    """Of every account that is paid into, and was told no income in the year: `id`, `entries`,
    `region_code` and `product`, its product of months in fen for that year.

    What was there before counts twelve months, an entry of a month that month and those after it.
    """
    first, last = str(Month(year, 1)), str(Month(year, 12))
    weight = sa.case(
        (_e.period < first, 12),
        else_=13 - sa.cast(sa.func.substr(_e.period, 6, 2), sa.Integer),
    )
    fen = sa.type_coerce(_e.amount, sa.BigInteger)
    other = entries.table.alias()
    earned = sa.exists().where(
        other.c.account_id == _a.id,
        other.c.kind == domain.INCOME,
        other.c.period >= first,
        other.c.period <= last,
    )
    posted = sa.exists().where(
        other.c.account_id == _a.id,
        other.c.kind == domain.INTEREST,
        other.c.period == str(year),
    )
    query = (
        sa.select(
            _a.id,
            _a.entries,
            _a.region_code,
            sa.cast(sa.func.sum(fen * weight), sa.BigInteger).label("product"),
        )
        .select_from(accounts.table.join(entries.table, _e.account_id == _a.id))
        .where(
            _a.kind == domain.OCCUPATIONAL,
            _a.status == domain.ACCUMULATING,
            _e.period <= last,
            _e.period != str(year),
            ~earned,
            ~posted,
        )
        .group_by(_a.id, _a.entries, _a.region_code)
        .order_by(_a.id)
    )
    return tx.all(query)


def _slices(people: Collection[str]) -> list[list[str]]:
    listed = sorted(set(people))
    return [listed[start : start + AT_ONCE] for start in range(0, len(listed), AT_ONCE)]

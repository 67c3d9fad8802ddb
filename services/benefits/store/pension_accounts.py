"""Pension accounts and their entries: opened, posted to, read as the rules count them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from services.benefits.domain.insurance import ledger as domain
from services.benefits.domain.insurance import month as months_domain
from services.benefits.domain.insurance.ledger import Account, AccountEntry
from services.benefits.domain.pension.account import Entry
from services.benefits.store.insurance import AT_ONCE
from services.benefits.store.kept import OfPerson
from services.benefits.store.tables_insurance import (
    contribution_months,
    pension_account_entries,
    pension_accounts,
)
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import Month

accounts = OfPerson(Account, pension_accounts)
_a, _e, _m = pension_accounts.c, pension_account_entries.c, contribution_months.c
_ENTRIES, read_entry = reader(AccountEntry, pension_account_entries)


def account_of(tx: Tx, person_id: str, kind: str, *, lock: bool = False) -> Account | None:
    """The person's open account in a scheme; there is one at most."""
    found = accounts.newest(
        tx, _a.person_id == person_id, _a.kind == kind, _a.status == domain.OPEN
    )
    return accounts.find(tx, found.id, lock=True) if found is not None and lock else found


def opened(tx: Tx, person_id: str, kind: str, region_code: str) -> Account:
    """The person's open account, opened now where there is none; held either way."""
    tx.lock("pension account", person_id, kind)
    known = account_of(tx, person_id, kind, lock=True)
    if known is not None:
        return known
    made = _new(tx, person_id, kind, region_code, _last_ordinal(tx, [person_id], kind))
    accounts.add(tx, made)
    return made


def open_for(tx: Tx, charge_id: str, kind: str, region_code: str) -> None:
    """Open accounts for those on a charge that have none of this kind, in few statements."""
    known = sa.exists().where(
        _a.person_id == _m.person_id, _a.kind == kind, _a.status == domain.OPEN
    )
    lacking = sa.select(_m.person_id).where(_m.charge_id == charge_id, _m.kind == kind, ~known)
    people = sorted({row.person_id for row in tx.all(lacking)})
    last = _last_ordinal(tx, people, kind)
    made = [_new(tx, person_id, kind, region_code, last) for person_id in people]
    tx.add_all(pension_accounts, [values(each) for each in made])


def _last_ordinal(tx: Tx, people: Sequence[str], kind: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(people), AT_ONCE):
        query = sa.select(_a.person_id, sa.func.max(_a.ordinal)).where(
            _a.person_id.in_(people[start : start + AT_ONCE]), _a.kind == kind
        )
        found |= {row[0]: row[1] for row in tx.all(query.group_by(_a.person_id))}
    return found


def _new(tx: Tx, person_id: str, kind: str, region_code: str, last: Mapping[str, int]) -> Account:
    ordinal = last.get(person_id, 0) + 1
    return Account(
        id=tx.new_id("pac", person_id, kind, ordinal),
        person_id=person_id,
        kind=kind,
        region_code=region_code,
        ordinal=ordinal,
        balance=Money.zero(),
        opened_on=tx.world.today,
        closed_on=None,
        status=domain.OPEN,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )


def close(tx: Tx, known: Account) -> Account:
    """It is kept no more; whoever closes it has brought its balance to nothing before."""
    after = domain.MACHINE.after(known.status, "close")
    return accounts.change(tx, known, status=after, closed_on=tx.world.today)


# ---- entries


def post(
    tx: Tx, known: Account, key: str, kind: str, month: Month, amount: Money
) -> tuple[Account, bool]:
    """Post one entry under what it is for, once; the account after it, and whether it is new.

    `amount` is signed: what goes out is below zero. The account is held by the caller.
    """
    if tx.scalar(sa.select(_e.seq).where(_e.business_key == key)) is not None:
        return known, False
    made = AccountEntry(
        account_id=known.id,
        business_key=key,
        person_id=known.person_id,
        month=str(month),
        kind=kind,
        amount=amount,
        posted_on=tx.world.today,
        created_at=tx.world.now,
    )
    tx.execute(pension_account_entries.insert(), values(made))
    return accounts.change(tx, known, balance=known.balance + amount), True


def post_charge(tx: Tx, charge_id: str, kind: str) -> None:
    """Post what the paid months of a charge add to the accounts of their persons, all at once.

    The person's part and the government's subsidy are entries of their own.
    """
    parts = ((domain.CONTRIBUTION, _m.to_account), (domain.SUBSIDY, _m.subsidy))
    on_charge = (
        _m.charge_id == charge_id,
        _m.kind == kind,
        _m.status == months_domain.PAID_STATUS,
    )
    owners = sa.and_(_a.person_id == _m.person_id, _a.kind == _m.kind, _a.status == domain.OPEN)
    joined = contribution_months.join(pension_accounts, owners)
    columns = ("account_id", "business_key", "person_id", "month", "kind", "amount")
    more = ("posted_on", "created_at")
    for entry_kind, amount in parts:
        key = sa.literal(f"{charge_id}/{entry_kind}/") + _m.person_id + "/" + _m.month
        tx.execute(
            pension_account_entries.insert().from_select(
                [*columns, *more],
                sa.select(
                    _a.id,
                    key,
                    _m.person_id,
                    _m.month,
                    sa.literal(entry_kind),
                    amount,
                    sa.literal(tx.world.today, _e.posted_on.type),
                    sa.literal(tx.world.now, _e.created_at.type),
                )
                .select_from(joined)
                .where(*on_charge, amount > Money.zero())
                .order_by(_m.seq),
            )
        )
    _raise(tx, joined, on_charge)


def _raise(tx: Tx, joined: sa.Join, on_charge: tuple[Any, ...]) -> None:
    """Accounts rise by what these months bring; the months are read once, not once an account."""
    fen = sa.type_coerce(_m.to_account, sa.BigInteger) + sa.type_coerce(_m.subsidy, sa.BigInteger)
    sums = (
        sa.select(_a.id, sa.cast(sa.func.sum(fen), sa.BigInteger).label("fen"))
        .select_from(joined)
        .where(*on_charge)
        .group_by(_a.id)
        .order_by(_a.id)
    )
    raised = [{"of_account": row.id, "added": Money(int(row.fen))} for row in tx.all(sums)]
    statement = (
        pension_accounts.update()
        .where(_a.id == sa.bindparam("of_account"))
        .values(
            balance=_a.balance + sa.bindparam("added", type_=_a.balance.type),
            version=_a.version + 1,
            updated_at=tx.world.now,
        )
    )
    if raised:
        tx.execute(statement, raised)


def entries_of(tx: Tx, account_id: str, until: Month | None = None) -> list[AccountEntry]:
    """An account's entries by month, those of one month in the order of posting."""
    query = _ENTRIES.where(_e.account_id == account_id)
    if until is not None:
        query = query.where(_e.month <= str(until))
    return [read_entry(row) for row in tx.all(query.order_by(_e.month, _e.seq))]


def as_rules_count(tx: Tx, account_id: str, year: int) -> tuple[Money, list[Entry]]:
    """The balance before a year's January, and the year's entries: what interest is made of."""
    found = entries_of(tx, account_id)
    january = str(Month(year, 1))
    opening = sum_money(each.amount for each in found if each.month < january)
    return opening, [each.as_entry for each in found if each.month[:4] == january[:4]]


def entries_page(tx: Tx, page: PageQuery, account_id: str) -> Page:
    query = _ENTRIES.where(_e.account_id == account_id)
    return tx.page(query, pension_account_entries, page).map(read_entry)


# ---- interest


def products(tx: Tx, year: int, kinds: Collection[str]) -> Iterable[Any]:
    """Of every open account with entries: `account_id`, `person_id`, `kind`, `region_code` and
    `product`, its product of months in fen for a whole year, without interest posted in it, and
    `given`, that interest in fen, as of somebody who retired in the year.

    The opening balance counts twelve months, an entry of a month that month and those after it.
    """
    first, last = str(Month(year, 1)), str(Month(year, 12))
    is_given = sa.and_(_e.kind == domain.INTEREST, _e.month >= first)
    weight = sa.case(
        (is_given, 0),
        (_e.month < first, 12),
        else_=13 - sa.cast(sa.func.substr(_e.month, 6, 2), sa.Integer),
    )
    fen = sa.type_coerce(_e.amount, sa.BigInteger)
    query = (
        sa.select(
            _a.id.label("account_id"),
            _a.person_id,
            _a.kind,
            _a.region_code,
            sa.cast(sa.func.sum(fen * weight), sa.BigInteger).label("product"),
            sa.cast(sa.func.sum(sa.case((is_given, fen), else_=0)), sa.BigInteger).label("given"),
        )
        .select_from(pension_accounts.join(pension_account_entries, _e.account_id == _a.id))
        .where(_a.status == domain.OPEN, _a.kind.in_(kinds), _e.month <= last)
        .group_by(_a.id, _a.person_id, _a.kind, _a.region_code)
        .order_by(_a.id)
    )
    return tx.all(query)


def post_interest(tx: Tx, year: int, amounts: Mapping[str, tuple[str, Money]]) -> None:
    """A year's interest: by account its person and sum; once an account and year."""
    now, today = tx.world.now, tx.world.today
    rows = [
        values(
            AccountEntry(
                account_id,
                f"interest/{account_id}/{year}",
                person_id,
                str(Month(year, 12)),
                domain.INTEREST,
                amount,
                today,
                now,
            )
        )
        for account_id, (person_id, amount) in amounts.items()
    ]
    tx.add_all(pension_account_entries, rows)
    key = sa.literal("interest/") + _a.id + f"/{year}"
    added = sa.select(_e.amount).where(_e.business_key == key).scalar_subquery()
    posted = sa.exists().where(_e.business_key == key)
    if rows:
        tx.execute(
            pension_accounts.update()
            .where(posted)
            .values(balance=_a.balance + added, version=_a.version + 1, updated_at=now)
        )

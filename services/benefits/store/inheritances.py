"""Inherited accounts: reading and writing their records."""

from services.benefits.domain import inheritance as domain
from services.benefits.domain.inheritance import AccountInheritance, InheritanceShare
from services.benefits.store import tables_inheritance as tables
from services.benefits.store.kept import Kept, OfPerson
from sscsim.db import Tx

inheritances = OfPerson(AccountInheritance, tables.account_inheritances)
shares = Kept(InheritanceShare, tables.inheritance_shares)


def newest_of(tx: Tx, account_id: str) -> AccountInheritance | None:
    return inheritances.newest(tx, inheritances.c.account_id == account_id)


def next_number(tx: Tx, account_id: str) -> int:
    """The account is held."""
    return inheritances.count(tx, inheritances.c.account_id == account_id) + 1


def share_of(tx: Tx, order_id: str) -> InheritanceShare | None:
    """The share that this payment order pays."""
    return shares.newest(tx, shares.c.payment_id == order_id)


def unpaid(tx: Tx, inheritance_id: str) -> int:
    c = shares.c
    return shares.count(tx, c.inheritance_id == inheritance_id, c.status != domain.PAID)


def heirs_of(tx: Tx, inheritance_id: str) -> list[str]:
    found = shares.every(tx, shares.c.inheritance_id == inheritance_id)
    return [each.person_id for each in found]

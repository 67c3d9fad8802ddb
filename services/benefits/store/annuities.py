"""Annuity accounts: reading and writing their records."""

from services.benefits.domain.annuities.account import AnnuityAccount, AnnuityEntry, AnnuityPayout
from services.benefits.store import tables_annuity as tables
from services.benefits.store.kept import Kept, OfPerson
from sscsim.db import Tx

accounts = OfPerson(AnnuityAccount, tables.annuity_accounts)
entries = Kept(AnnuityEntry, tables.annuity_entries)
payouts = Kept(AnnuityPayout, tables.annuity_payouts)


def in_plan(tx: Tx, person_id: str, kind: str, plan_number: str) -> AnnuityAccount | None:
    """The person's account in a plan; two that open one at once wait for each other."""
    tx.lock("annuity account", f"{person_id}/{kind}/{plan_number}")
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

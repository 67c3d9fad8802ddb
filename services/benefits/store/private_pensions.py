"""Private pensions: reading and writing their records."""

from typing import Any

import sqlalchemy as sa

from services.benefits.domain.private_pension import account, contribution, holding
from services.benefits.domain.private_pension.account import Entry, FundsAccount, PrivatePension
from services.benefits.domain.private_pension.contribution import Contribution
from services.benefits.domain.private_pension.holding import Holding
from services.benefits.domain.private_pension.withdrawal import Payout
from services.benefits.store import tables_private_pension as tables
from services.benefits.store.kept import Kept, OfPerson
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel.money import Money, sum_money

pensions = OfPerson(PrivatePension, tables.private_pensions)
funds = Kept(FundsAccount, tables.private_pension_funds)
entries = Kept(Entry, tables.private_pension_entries)
contributions = OfPerson(Contribution, tables.private_pension_contributions)
holdings = Kept(Holding, tables.private_pension_holdings)
payouts = Kept(Payout, tables.private_pension_payouts)


def held(tx: Tx, person_id: str) -> PrivatePension | None:
    """The person's information account, locked: two at once wait for each other, at any bank."""
    tx.lock("private pension", person_id)
    found = pensions.of(tx, person_id)
    return pensions.find(tx, found[0].id, lock=True) if found else None


def active_funds(tx: Tx, pension_id: str) -> FundsAccount:
    """The funds account of today; of a closed pension, the last one."""
    c = funds.c
    found = funds.newest(tx, c.pension_id == pension_id, c.status == account.ACTIVE)
    assert found is not None, "there is one from the opening on"
    return found


def funds_of(tx: Tx, pension_id: str) -> list[FundsAccount]:
    return funds.every(tx, funds.c.pension_id == pension_id)


def of_year(tx: Tx, person_id: str, year: int) -> list[Contribution]:
    """All contributions of the person for the year, whichever bank."""
    c = contributions.c
    return contributions.every(tx, c.person_id == person_id, c.year == year)


def under_way(tx: Tx, person_id: str) -> Contribution | None:
    return contributions.current(tx, person_id, contribution.DUE, contribution.PAYING)


def with_reference(tx: Tx, bank_code: str, reference: str) -> Contribution | None:
    c = contributions.c
    return contributions.newest(tx, c.bank_code == bank_code, c.reference == reference)


def held_products(tx: Tx, pension_id: str) -> list[Holding]:
    c = holdings.c
    return holdings.every(tx, c.pension_id == pension_id, c.status == holding.HELD)


def next_number(tx: Tx, records: Kept[Any], pension_id: str) -> int:
    """How many of the pension there are, and one; the pension is held."""
    return records.count(tx, records.c.pension_id == pension_id) + 1


def paid_out(tx: Tx, pension_id: str) -> Money:
    """What was paid out of a pension yet, tax included."""
    found = payouts.every(tx, payouts.c.pension_id == pension_id)
    return sum_money(each.gross for each in found)


def payout_of(tx: Tx, order_id: str) -> Payout | None:
    """The payout whose net sum, or tax, this payment order is."""
    c = payouts.c
    return payouts.newest(tx, sa.or_(c.payment_id == order_id, c.tax_payment_id == order_id))


def page_of(tx: Tx, records: Kept[Any], page: PageQuery, pension_id: str) -> Page:
    return records.page(tx, page, {"pension_id": pension_id})

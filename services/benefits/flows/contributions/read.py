"""Relations, months and accounts as they are shown."""

from typing import Any

from services.benefits import problems_insurance as problems
from services.benefits.domain.insurance.ledger import Account
from services.benefits.domain.insurance.payout_account import PayoutAccount
from services.benefits.domain.insurance.personal_data import DataChange
from services.benefits.domain.insurance.relation import Relation
from services.benefits.flows.contributions import charges
from services.benefits.store import (
    insurance,
    payout_accounts,
    pension_accounts,
    personal_data,
    store,
)
from sscsim import world
from sscsim.db import Page, PageQuery


def relations(page: PageQuery, filters: dict[str, Any]) -> Page:
    """An employer sees those of its staff."""
    at = world.current()
    if at.role == "employer":
        filters = {**filters, "employer_party_id": at.party_id}
    with store.read() as tx:
        return insurance.relations.page(tx, page, filters)


def relation(relation_id: str) -> Relation:
    """RelationNotFound; NotTheirContributions for another employer."""
    with store.read() as tx:
        found = insurance.relations.find(tx, relation_id)
    if found is None:
        raise problems.RelationNotFound(relation_id=relation_id)
    charges.check_employer(found.employer_party_id, found.id)
    return found


def months(page: PageQuery, filters: dict[str, Any]) -> Page:
    """As of a person."""
    with store.read() as tx:
        return insurance.months_page(tx, page, filters)


def accounts(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return pension_accounts.accounts.page(tx, page, filters)


def account(account_id: str) -> Account:
    """PensionAccountNotFound."""
    with store.read() as tx:
        found = pension_accounts.accounts.find(tx, account_id)
    if found is None:
        raise problems.PensionAccountNotFound(account_id=account_id)
    return found


def entries(account_id: str, page: PageQuery) -> Page:
    """PensionAccountNotFound."""
    account(account_id)
    with store.read() as tx:
        return pension_accounts.entries_page(tx, page, account_id)


def payout_accounts_page(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return payout_accounts.KEPT.page(tx, page, filters)


def payout_account(payout_account_id: str) -> PayoutAccount:
    """PayoutAccountNotFound."""
    with store.read() as tx:
        found = payout_accounts.KEPT.find(tx, payout_account_id)
    if found is None:
        raise problems.PayoutAccountNotFound(payout_account_id=payout_account_id)
    return found


def data_changes(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return personal_data.KEPT.page(tx, page, filters)


def data_change(change_id: str) -> DataChange:
    """DataChangeNotFound."""
    with store.read() as tx:
        found = personal_data.KEPT.find(tx, change_id)
    if found is None:
        raise problems.DataChangeNotFound(change_id=change_id)
    return found

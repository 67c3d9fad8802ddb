"""Private pensions as they are: found, held, shown; and entries in their funds accounts."""

from dataclasses import fields
from typing import Any

from services.benefits import problems_private_pension as problems
from services.benefits.domain.private_pension.account import Entry, FundsAccount, PrivatePension
from services.benefits.store import private_pensions as rows
from services.benefits.store import store
from services.benefits.store.kept import Kept
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel.money import Money

NOTHING = Money.zero()


def get(pension_id: str) -> PrivatePension:
    """PrivatePensionNotFound."""
    with store.read() as tx:
        return _found(tx, pension_id)


def _found(tx: Tx, pension_id: str) -> PrivatePension:
    found = rows.pensions.find(tx, pension_id)
    if found is None:
        raise problems.PrivatePensionNotFound(pension_id=pension_id)
    return found


def held(tx: Tx, pension_id: str) -> PrivatePension:
    """Locked with everything that is its. PrivatePensionNotFound."""
    found = rows.held(tx, _found(tx, pension_id).person_id)
    assert found is not None, "a pension is never removed"
    return found


def shown(pension_id: str) -> dict[str, Any]:
    """The pension with its funds account of today. PrivatePensionNotFound."""
    with store.read() as tx:
        found = _found(tx, pension_id)
        return with_funds(found, rows.active_funds(tx, pension_id))


def with_funds(pension: PrivatePension, funds: FundsAccount) -> dict[str, Any]:
    """A pension as it is shown alone: with its funds account of today."""
    plain = {each.name: getattr(pension, each.name) for each in fields(pension)}
    return {**plain, "funds_account": funds}


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return rows.pensions.page(tx, page, filters)


def page_of(records: Kept[Any], pension_id: str, page: PageQuery) -> Page:
    """What belongs to one pension. PrivatePensionNotFound."""
    with store.read() as tx:
        _found(tx, pension_id)
        return rows.page_of(tx, records, page, pension_id)


def listed(records: Kept[Any], page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return records.page(tx, page, filters)


def told(known: PrivatePension, **more: Any) -> dict[str, Any]:
    """What an event says of a pension."""
    return {
        "id": known.id,
        "person_id": known.person_id,
        "region_code": known.region_code,
        "status": known.status,
        **more,
    }


def booked(
    tx: Tx,
    account: FundsAccount,
    kind: str,
    reference: str,
    *,
    cash: Money = NOTHING,
    holdings: Money = NOTHING,
    explanation: dict[str, Any] | None = None,
) -> FundsAccount:
    """One more entry, and the account as it is then."""
    number, now = account.entries + 1, tx.world.now
    made = Entry(
        id=tx.new_id("ppe", account.id, number),
        pension_id=account.pension_id,
        funds_account_id=account.id,
        ordinal=number,
        kind=kind,
        cash=cash,
        holdings=holdings,
        reference=reference,
        booked_on=tx.world.today,
        explanation=explanation,
        version=1,
        created_at=now,
        updated_at=now,
    )
    rows.entries.add(tx, made)
    return rows.funds.change(
        tx,
        account,
        entries=number,
        cash=account.cash + cash,
        holdings=account.holdings + holdings,
    )

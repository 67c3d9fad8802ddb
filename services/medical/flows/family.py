"""Settling with the family's accounts (家庭共济支付), and giving back to exactly those.

Accounts are locked in the order of their owners' ids, the patient's among them, so that
two families that settle crosswise wait for each other and never for themselves.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from services.medical import terms_accounts as terms
from services.medical.domain import account
from services.medical.domain.account import PersonalAccount
from services.medical.domain.asked import Asked
from services.medical.domain.insurance_year import year_of
from services.medical.domain.sharing import FamilyAccount, FamilyPart, Sharer
from services.medical.flows import sharers as flow
from services.medical.problems import AccountOverdrawn
from services.medical.store import accounts, packs, sharers
from sscsim.db import Tx
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money


def open_to(tx: Tx, stay: Asked, *, lock: bool = False) -> list[FamilyAccount]:
    """The accounts that may pay for the patient now, in the order in which they were opened.

    With `lock` these and the patient's own stay as they are until the transaction ends.
    """
    if not stay.uses_family_accounts:
        return []
    today = tx.world.now.date()
    given = [one for one in sharers.open_to(tx, stay.person_id) if one.covers(today)]
    held = _held(tx, [stay.person_id, *(one.person_id for one in given)], lock=lock)
    found: dict[str, FamilyAccount] = {}
    for one in given:
        theirs = held.get(one.person_id)
        if theirs is not None:
            allowed = flow.allowed_by(tx, theirs.region_code, stay.home_region_code)
            if allowed is not None:
                found.setdefault(one.person_id, _usable(tx, one, theirs, allowed))
    return list(found.values())


def _held(tx: Tx, person_ids: Iterable[str], *, lock: bool) -> Mapping[str, PersonalAccount]:
    found = ((one, accounts.find(tx, one, lock=lock)) for one in sorted(set(person_ids)))
    return {person_id: held for person_id, held in found if held is not None}


def _usable(
    tx: Tx, one: Sharer, held: PersonalAccount, allowed: tuple[Figure[bool], ...]
) -> FamilyAccount:
    year = _account_year(tx, held.region_code)
    limit = one.limit_per_year
    return FamilyAccount(
        sharer_id=one.id,
        person_id=held.person_id,
        region_code=held.region_code,
        account_year=year,
        balance=held.balance,
        limit_left=limit and max(Money.zero(), limit - sharers.used(tx, one.id, year)),
        allowed_by=allowed,
    )


def _account_year(tx: Tx, region: str) -> int:
    today = tx.world.now.date()
    return year_of(today, terms.credit(region, today, packs.text_of(tx, region)).starts_on.value)


def pay(tx: Tx, exchange_id: str, home_region: str, parts: list[FamilyPart]) -> None:
    """Each account pays its part; the caller locked them all by `open_to`."""
    for part in parts:
        held = accounts.find(tx, part.account.person_id)
        assert held is not None
        _move(tx, exchange_id, held, home_region, part.amount)
    sharers.add_payments(tx, exchange_id, parts)


def give_back(tx: Tx, original: str, exchange_id: str, patient: str, home_region: str) -> Money:
    """Give back what the family's accounts paid in the original; how much that was.

    The patient's account and all of theirs are locked from here on.
    """
    rows = sharers.payments_of(tx, original)
    held = _held(tx, [patient, *(row.person_id for row in rows)], lock=True)
    for row in rows:
        if row.amount < Money.zero():
            _check_limit(tx, row)
        _move(tx, exchange_id, held[row.person_id], home_region, -row.amount)
    sharers.add_mirrored(tx, exchange_id, rows)
    return Money(sum(row.amount.fen for row in rows))


def _check_limit(tx: Tx, row: Any) -> None:
    """What a difference gave back is paid once more: AccountOverdrawn above the year's limit."""
    sharer = sharers.find(tx, row.sharer_id)
    if sharer is None or sharer.limit_per_year is None:
        return
    left = sharer.limit_per_year - sharers.used(tx, sharer.id, row.account_year)
    if left < -row.amount:
        raise AccountOverdrawn(balance=left, amount=-row.amount)


def gave(tx: Tx, patient: str, exchanges: Iterable[str]) -> list[FamilyAccount]:
    """The accounts that paid in a settlement and its differences; of each, as its balance, what
    it gave: priced again it gives no more. Locked like those that give back."""
    rows = [row for one in exchanges for row in sharers.payments_of(tx, one)]
    held = _held(tx, [patient, *(row.person_id for row in rows)], lock=True)
    given: dict[tuple[str, str, int], Money] = {}
    for row in rows:
        key = (row.sharer_id, row.person_id, row.account_year)
        given[key] = given.get(key, Money.zero()) + row.amount
    return [
        FamilyAccount(sharer_id, owner, held[owner].region_code, year, amount, None)
        for (sharer_id, owner, year), amount in given.items()
        if amount
    ]


def give_less(
    tx: Tx, exchange_id: str, home_region: str, given: list[FamilyAccount], now: list[FamilyPart]
) -> list[FamilyPart]:
    """What each account gave and no longer has to goes back to it: parts below zero."""
    stays = {part.account.sharer_id: part.amount for part in now}
    back = [
        FamilyPart(one, stays.get(one.sharer_id, Money.zero()) - one.balance)
        for one in given
        if stays.get(one.sharer_id) != one.balance
    ]
    for part in back:
        held = accounts.find(tx, part.account.person_id)
        assert held is not None, "an account that paid is there"
        _move(tx, exchange_id, held, home_region, part.amount)
    sharers.add_payments(tx, exchange_id, back)
    return back


def _move(tx: Tx, exchange_id: str, held: PersonalAccount, home_region: str, amount: Money) -> None:
    """One account pays `amount`, or, below zero, gets it back."""
    kind = account.SETTLEMENT if amount > Money.zero() else account.REVERSAL
    accounts.enter(tx, held, kind, Money(abs(amount.fen)), refers_to=exchange_id)
    _carry(tx, exchange_id, held.person_id, held.region_code, home_region, amount)


def _carry(
    tx: Tx, exchange_id: str, owner: str, account_region: str, home_region: str, amount: Money
) -> None:
    """Account money of another region's book goes to the home region's, which spends it."""
    if account_region == home_region:
        return
    for region, moved in ((account_region, -amount), (home_region, amount)):
        credit_id = tx.new_id("acb", exchange_id, owner, region)
        tx.send(
            "settlement",
            "/internal/v1/account-credits",
            {"credit_id": credit_id, "region": region, "amount_fen": moved.fen},
            key="credit:" + credit_id,
        )


def shown(parts: Iterable[FamilyPart]) -> dict[str, Any]:
    """The accounts used, as a result travels; left out when there are none."""
    used = [
        {
            "person_id": part.account.person_id,
            "sharer_id": part.account.sharer_id,
            "amount_fen": part.amount.fen,
        }
        for part in parts
    ]
    return {"family_accounts": used} if used else {}

"""What a transfer takes along: the months of the old province, the account, part of the fund."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from services.benefits import terms_pension, terms_transfer
from services.benefits.domain.decision import Person
from services.benefits.domain.insurance import RESIDENT_PENSION, ledger
from services.benefits.domain.insurance.ledger import Account, AccountEntry
from services.benefits.domain.insurance.month import DEEMED, MILITARY, ContributionMonth
from services.benefits.domain.pension import account as rules
from services.benefits.domain.pension.history import History
from services.benefits.domain.transfer import sums
from services.benefits.domain.transfer.record import InsuranceTransfer
from services.benefits.domain.transfer.temporary import TEMPORARY, Arrival, account_of
from services.benefits.flows.transfers.leaving import Leaving
from services.benefits.store import insurance, pension_accounts
from sscsim.db import Tx
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import Month

_OWN = (ledger.CONTRIBUTION, ledger.SUBSIDY)


def rate(kind: str, region: str, year: int) -> Figure[Fraction]:
    """The account's interest of a year. Raises policy.PolicyMissing and policy.FigureMissing."""
    if kind == RESIDENT_PENSION:
        return terms_pension.resident(region, Month(year, 1).first).interest()
    return terms_pension.account_interest(region, year)


def leaving(tx: Tx, transfer: InsuranceTransfer, person: Person) -> Leaving:
    """What the old area has on record today."""
    return by_years(tx, transfer, lambda months: _years(transfer, months, person))


def by_years(
    tx: Tx,
    transfer: InsuranceTransfer,
    years: Callable[[Sequence[ContributionMonth]], Sequence[sums.Year]],
) -> Leaving:
    """The account, but for what was paid in where nothing leaves, and of the fund what the bases
    of `years` give."""
    whole = insurance.months_of(tx, transfer.person_id, (transfer.from_kind,))
    months = [each for each in whole if transfer.leaves(each.region_code)]
    account = pension_accounts.account_of(tx, transfer.person_id, transfer.from_kind, lock=True)
    others = {each.month for each in whole} - {each.month for each in months}
    entries = pension_accounts.entries_of(tx, account.id) if account else []
    stays = sum_money(each.amount for each in entries if each.kind in _OWN and each.month in others)
    interest = interest_of(tx, transfer, account)
    held = _held(tx, entries, others)
    law = terms_transfer.law(transfer.to_region_code, tx.world.today)
    moved = sums.moves(held, years(months), terms_transfer.moving_from(law), interest)
    return Leaving(
        months=months,
        account=account,
        interest=interest,
        explanation=moved.explanation,
        amount=moved.account,
        pooled=moved.pooled,
        stays=stays,
    )


def _held(tx: Tx, entries: Sequence[AccountEntry], others: set[str]) -> sums.Account:
    """The account by the first day of the year and since, without what other provinces took in."""
    january = str(Month(tx.world.today.year, 1))
    mine = [each for each in entries if not (each.kind in _OWN and each.month in others)]
    return sums.Account(
        since=sum_money(each.amount for each in mine if each.month < january),
        this_year=sum_money(each.amount for each in mine if each.month >= january),
    )


def interest_of(
    tx: Tx, transfer: InsuranceTransfer, account: Account | None
) -> rules.Interest | None:
    """Of the year's months that are over; none in January."""
    until = Month.of(tx.world.today) + -1
    if account is None or until.year != tx.world.today.year:
        return None
    opening, entries = pension_accounts.as_rules_count(tx, account.id, until.year)
    counted = [each for each in entries if each.kind != rules.INTEREST]
    figure = rate(transfer.from_kind, transfer.from_region_code, until.year)
    made = rules.interest(opening, counted, figure, until)
    return made if made.amount else None


def _years(
    transfer: InsuranceTransfer, months: Sequence[ContributionMonth], person: Person
) -> list[sums.Year]:
    """The paid months by year; of a temporary account with what employers paid."""
    paid = [each for each in months if each.origin not in (DEEMED, MILITARY)]
    years = sums.years_of(History(tuple(each.as_paid for each in paid), ()))
    if not paid or not _is_temporary(transfer, paid, person):
        return list(years)
    return [replace(each, employer=_employer(each, paid)) for each in years]


def _is_temporary(
    transfer: InsuranceTransfer, paid: Sequence[ContributionMonth], person: Person
) -> bool:
    law = terms_transfer.law(transfer.from_region_code, transfer.applied_on)
    arrival = Arrival(
        region_code=transfer.from_region_code,
        register=person.region_code,
        sex=person.sex,
        birth_date=person.birth_date,
        insured_on=paid[0].when.first,
    )
    return account_of(arrival, terms_transfer.temporary_from(law)) == TEMPORARY


def _employer(year: sums.Year, paid: Sequence[ContributionMonth]) -> Fraction | None:
    gave = sum_money(each.employer for each in paid if each.when.year == year.year)
    return Fraction(gave.fen, year.bases.fen) if year.bases and gave else None


def take_out(tx: Tx, transfer: InsuranceTransfer, found: Leaving) -> None:
    """The old account gives it up and is closed; what was paid in elsewhere opens the next one."""
    account = found.account
    if account is None:
        return
    month = Month.of(tx.world.today)
    if found.interest is not None:
        key = f"transfer/{transfer.id}/interest"
        last = month + -1
        account, _ = pension_accounts.post(
            tx, account, key, ledger.INTEREST, last, found.interest.amount
        )
    whole = account.balance
    out = ledger.TRANSFER_OUT
    amount = found.amount
    if amount:
        account, _ = pension_accounts.post(tx, account, transfer.out_key, out, month, -amount)
    if found.refund and transfer.from_kind == RESIDENT_PENSION:
        account = _given_back(tx, transfer, account, found.refund)
    if found.stays:
        key = f"transfer/{transfer.id}/stays-out"
        account, _ = pension_accounts.post(tx, account, key, out, month, -found.stays)
    assert not account.balance, f"{account.id} held {whole}, and {account.balance} is left"
    pension_accounts.close(tx, account)
    if found.stays:
        _put_in(tx, transfer, f"transfer/{transfer.id}/stays-in", found.stays)


def _given_back(tx: Tx, transfer: InsuranceTransfer, account: Account, refund: Money) -> Account:
    month = Month.of(tx.world.today)
    key = transfer.refund_key
    return pension_accounts.post(tx, account, key, ledger.REFUND, month, -refund)[0]


def refund_from_other(tx: Tx, transfer: InsuranceTransfer, account: Account, refund: Money) -> None:
    """The residents' account that stays gives back what was paid twice."""
    _given_back(tx, transfer, account, refund)


def put_in(tx: Tx, transfer: InsuranceTransfer) -> None:
    """The account goes on in the new area, by as much as left the old one."""
    if transfer.account:
        _put_in(tx, transfer, transfer.in_key, transfer.account)


def _put_in(tx: Tx, transfer: InsuranceTransfer, key: str, amount: Money) -> None:
    account = pension_accounts.opened(
        tx, transfer.person_id, transfer.to_kind, transfer.to_region_code
    )
    month = Month.of(tx.world.today)
    pension_accounts.post(tx, account, key, ledger.TRANSFER_IN, month, amount)

"""What leaves when somebody changes between employees' and residents' pensions (制度衔接).

The whole account moves and nothing of the fund does. Of months that both schemes have what was paid
as a resident goes back to the person, out of the residents' account.
"""

from collections.abc import Sequence
from typing import Any

from services.benefits.domain.insurance import EMPLOYEE_PENSION, RESIDENT_PENSION
from services.benefits.domain.insurance.ledger import Account
from services.benefits.domain.insurance.month import ContributionMonth
from services.benefits.domain.transfer import conversion, enterprise
from services.benefits.domain.transfer.conversion import Asked, Converted, ResidentYear
from services.benefits.domain.transfer.record import InsuranceTransfer
from services.benefits.flows.transfers import sums
from services.benefits.flows.transfers.leaving import Leaving
from services.benefits.store import insurance, pension_accounts
from sscsim.db import Tx
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month


def leaving(tx: Tx, transfer: InsuranceTransfer, _person: Any) -> Leaving:
    """What the old scheme has on record today, in the province that is left."""
    employee = insurance.months_of(tx, transfer.person_id, (EMPLOYEE_PENSION,))
    resident = insurance.months_of(tx, transfer.person_id, (RESIDENT_PENSION,))
    left = resident if transfer.from_kind == RESIDENT_PENSION else employee
    months = enterprise.of_province(left, transfer.from_region_code)
    account = pension_accounts.account_of(tx, transfer.person_id, transfer.from_kind, lock=True)
    interest = sums.interest_of(tx, transfer, account)
    whole = account.balance if account is not None else Money.zero()
    whole += interest.amount if interest is not None else Money.zero()
    paying = account if transfer.from_kind == RESIDENT_PENSION else _resident_account(tx, transfer)
    years = _years(resident, employee) if transfer.reason in conversion.DIRECTIONS[:2] else ()
    asked = _asked(transfer, len(employee), len(resident))
    made = conversion.convert(asked, whole, years)
    refund = made.explanation.totals().get(conversion.REFUND, Money.zero())
    holds = whole if transfer.from_kind == RESIDENT_PENSION else _balance(paying)
    if refund > holds:  # an account that never held them has nothing to give back
        made, refund = conversion.convert(asked, whole), Money.zero()
    if refund and transfer.from_kind != RESIDENT_PENSION and paying is not None:
        sums.refund_from_other(tx, transfer, paying, refund)
    return Leaving(
        months=months,
        account=account,
        interest=interest,
        explanation=made.explanation,
        amount=_moved(made),
        refund=refund,
        refunded_by=paying.region_code if refund and paying is not None else None,
    )


def _moved(made: Converted) -> Money:
    return made.explanation.totals()[conversion.ACCOUNT]


def _asked(transfer: InsuranceTransfer, employee: int, resident_years: int) -> Asked:
    """What the sums need of it; the conditions were the decision's."""
    month = Month.of(transfer.applied_on)
    return Asked(transfer.reason, month, month, employee, resident_years * 12)


def _years(
    resident: Sequence[ContributionMonth], employee: Sequence[ContributionMonth]
) -> list[ResidentYear]:
    """Residents' years, each with how many of its months were an employee's as well."""
    return [
        ResidentYear(
            year=each.when.year,
            own=each.personal,
            subsidy=each.subsidy,
            double_months=sum(1 for month in employee if month.when.year == each.when.year),
        )
        for each in resident
    ]


def _resident_account(tx: Tx, transfer: InsuranceTransfer) -> Account | None:
    return pension_accounts.account_of(tx, transfer.person_id, RESIDENT_PENSION, lock=True)


def _balance(account: Account | None) -> Money:
    return account.balance if account is not None else Money.zero()

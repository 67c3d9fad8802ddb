"""Contributions of before this system: months of any insurance that an agency takes over
(历史缴费补录), what was in a pension's account by then, and service that is deemed paid (视同缴费).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from services.benefits import problems_pension as problems
from services.benefits.domain import insurance as words
from services.benefits.domain.insurance import ledger
from services.benefits.domain.insurance import month as months_domain
from services.benefits.domain.insurance.month import INDEX_PARTS, ContributionMonth
from services.benefits.domain.pension import history as rules
from services.benefits.domain.pension import record
from services.benefits.flows import applicants
from services.benefits.store import insurance, pension_accounts, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import FieldError, Text

CATEGORY_OF = {
    words.INSTITUTION_PENSION: words.INSTITUTION,
    words.RESIDENT_PENSION: words.RESIDENT,
}
"""Of others it is an employee's."""
BESIDE_PENSIONS = (words.UNEMPLOYMENT, words.WORK_INJURY, words.MEDICAL, words.MATERNITY)
"""Insurances of an employee without an account of the person."""
SCHEMES = (*record.SCHEMES, *BESIDE_PENSIONS)
"""A scheme of pensions, or another insurance."""
WORKING_AGE = 16
DEEMED, TAKEN_OVER = "deemed", "taken_over"
KINDS = (TAKEN_OVER, DEEMED)
_BP = 10_000
MOST_MONTHS = 1_200

BACKWARDS = Text(
    zh="{from_month} 至 {to_month} 的终止月份早于起始月份",
    en="{from_month} to {to_month} ends before it starts",
)
NOT_OVER = Text(zh="{month} 尚未结束", en="{month} is not over")
THERE_ALREADY = Text(zh="{month} 已有记录", en="{month} is on record already")
NO_JANUARY = Text(
    zh="居民按年缴费，{month} 不是年初", en="Residents pay by the year: {month} is no January"
)
PENSIONS_ONLY = Text(zh="仅适用于养老保险", en="Of pensions only")
TOO_YOUNG = Text(
    zh="{month} 未满 {age} 周岁", en="In {month} the person was younger than {age} years"
)
TOO_LONG = Text(zh="超过 {most} 个月", en="More than {most} months")


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of it: months on record by now, and the account."""

    person_id: str
    scheme: str
    region_code: str
    added_months: int
    contribution_months: int
    account_balance: Money


def take_over(
    *,
    person_id: str,
    region_code: str,
    scheme: str,
    stretches: Sequence[Mapping[str, Any]],
    account_balance: Money = Money.zero(),  # noqa: B008  # a value
) -> Recorded:
    """Take them over, all or none.

    RegionNotAllowed, PersonNotFound, EarlierContributionsImpossible.
    """
    world.require_region(region_code)
    person = applicants.person(person_id)
    kind = scheme if scheme in BESIDE_PENSIONS else f"{scheme}_pension"
    if scheme in BESIDE_PENSIONS:
        _refuse(_beside_pensions(person.birth_date, stretches, account_balance))
    with store.write() as tx:
        insurance.hold(tx, [person.id])
        months = _months(tx, kind, region_code, person.id, stretches)
        _check(tx, kind, person.id, person.birth_date, months)
        insurance.add_months(tx, months)
        balance = Money.zero()
        if account_balance or pension_accounts.account_of(tx, person.id, kind) is not None:
            account = pension_accounts.opened(tx, person.id, kind, region_code)
            number = len(pension_accounts.entries_of(tx, account.id)) + 1
            if account_balance:
                last = Month.of(tx.world.today) + -1
                key = f"taken-over/{account.id}/{number}"
                account, _ = pension_accounts.post(
                    tx, account, key, ledger.TRANSFER_IN, last, account_balance
                )
            balance = account.balance
        count = insurance.count(tx, person.id, kind)
        failpoint("benefits.earlier_contributions.before_commit")
        return tx.answer(Recorded(person.id, scheme, region_code, len(months), count, balance))


def _beside_pensions(
    birth: date, stretches: Sequence[Mapping[str, Any]], account_balance: Money
) -> list[FieldError]:
    """What an insurance without an account doesn't have, and nobody has before working."""
    of_age = Month.of(birth) + WORKING_AGE * 12
    faults = []
    if account_balance:
        faults.append(_fault("no_personal_account", PENSIONS_ONLY, "/account_balance_fen"))
    for number, said in enumerate(stretches):
        where, first = f"/stretches/{number}", said["from_month"]
        if said["kind"] == DEEMED:
            faults.append(_fault("deemed_without_pension", PENSIONS_ONLY, f"{where}/kind"))
        if Month.parse(first) < of_age:
            faults.append(
                _fault("month_before_working_age", TOO_YOUNG, where, month=first, age=WORKING_AGE)
            )
    return faults


def _months(
    tx: Tx, kind: str, region_code: str, person_id: str, stretches: Sequence[Mapping[str, Any]]
) -> list[ContributionMonth]:
    """A month each, residents' years one for each January."""
    faults: list[FieldError] = []
    made: list[ContributionMonth] = []
    for number, said in enumerate(stretches):
        first, last = Month.parse(said["from_month"]), Month.parse(said["to_month"])
        where = f"/stretches/{number}"
        step = 12 if kind == words.RESIDENT_PENSION else 1
        wrong = _wrong(said, first, last, step, where)
        if wrong is not None:
            faults.append(wrong)
            continue
        made += [
            _month(tx, kind, region_code, person_id, first + n, said)
            for n in range(0, last - first + 1, step)
        ]
    _refuse(faults)
    return made


def _wrong(
    said: Mapping[str, Any], first: Month, last: Month, step: int, where: str
) -> FieldError | None:
    """What is wrong with a stretch by itself."""
    if last < first:
        return _fault(
            "stretch_out_of_order", BACKWARDS, where, from_month=str(first), to_month=str(last)
        )
    if last - first >= MOST_MONTHS:
        return _fault("stretch_too_long", TOO_LONG, where, most=MOST_MONTHS)
    if step == 12 and first.month != 1:
        return _fault("stretch_no_year", NO_JANUARY, where, month=str(first))
    return None


def _month(
    tx: Tx, kind: str, region_code: str, person_id: str, month: Month, said: Mapping[str, Any]
) -> ContributionMonth:
    now, is_deemed = tx.world.now, said["kind"] == DEEMED
    index = said.get("index_bp")
    return ContributionMonth(
        person_id=person_id,
        kind=kind,
        month=str(month),
        region_code=region_code,
        relation_id=None,
        charge_id=None,
        category=CATEGORY_OF.get(kind, words.EMPLOYEE),
        base=said.get("base", Money.zero()),
        employer=Money.zero(),
        personal=said.get("personal", Money.zero()),
        subsidy=Money.zero(),
        to_account=Money.zero(),
        index_millionths=None if index is None else index * INDEX_PARTS // _BP,
        origin=months_domain.DEEMED if is_deemed else months_domain.TRANSFERRED,
        paid_on=None,
        status=months_domain.PAID_STATUS,
        live=1,
        version=1,
        created_at=now,
        updated_at=now,
    )


def _check(
    tx: Tx, kind: str, person_id: str, birth: date, months: Sequence[ContributionMonth]
) -> None:
    """What can't be: before birth, twice, not over, without a base."""
    now = Month.of(tx.world.today)
    live = months_domain.LIVE
    known = {each.month for each in insurance.months_of(tx, person_id, (kind,), statuses=live)}
    paid = tuple(each.as_paid for each in months if each.origin != months_domain.DEEMED)
    stretches = tuple(
        rules.Deemed(each.when, each.when, each.index or Fraction(1))
        for each in months
        if each.origin == months_domain.DEEMED
    )
    fixed = tuple(
        each if each.index is None else rules.PaidMonth(each.month, Money(1), each.index)
        for each in paid
    )
    faults = [
        FieldError(each.code, each.text, pointer="/stretches", params=each.params)
        for each in rules.against(rules.History(fixed, stretches), birth)
    ]
    faults += [
        _fault("month_not_over", NOT_OVER, month=each.month) for each in months if each.when >= now
    ]
    faults += [
        _fault("month_on_record", THERE_ALREADY, month=each.month)
        for each in months
        if each.month in known
    ]
    _refuse(faults)


def _fault(code: str, text: Text, where: str = "/stretches", **params: Any) -> FieldError:
    return FieldError(code, text, pointer=where, params=params)


def _refuse(faults: Sequence[FieldError]) -> None:
    if faults:
        raise problems.EarlierContributionsImpossible(errors=faults[:50], count=len(faults))

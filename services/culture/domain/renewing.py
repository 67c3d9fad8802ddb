"""Whether a loan may be renewed (续借): every reason against it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.culture import problems_libraries as problems
from services.culture.domain import loans
from services.culture.domain.house import Rules
from services.culture.domain.loans import Loan
from sscsim.kernel.problems import Text

REASONS: Final = {
    "loan_not_open": Text(zh="该借阅已结束或正在处理", en="The loan is not open."),
    "too_many_renewals": Text(zh="已达续借次数上限", en="It was renewed as often as it can be."),
    "too_early_to_renew": Text(zh="未到可续借的日期", en="It is too early to renew."),
    "too_late_to_renew": Text(zh="已过可续借的日期", en="It is too late to renew."),
    "others_wait": Text(zh="已有其他读者预约", en="Others wait for it."),
    "recalled": Text(zh="已被召回", en="It was called back."),
    "renewal_blocked": Text(zh="欠费或违约，暂停借阅", en="The reader may not borrow now."),
}
"""Why a loan isn't renewed: the closed list."""


@dataclass(frozen=True, slots=True)
class Case:
    """All that decides. waiting: readers who wait for the title; is_blocked: see `lending`."""

    rules: Rules
    loan: Loan
    day: date
    waiting: int
    is_blocked: bool = False


def reasons(case: Case) -> tuple[str, ...]:
    """Codes of `REASONS`. LibraryRuleMissing where the house doesn't say whether it renews."""
    return tuple(dict.fromkeys(_reasons(case)))


def _reasons(case: Case) -> Iterator[str]:
    house, common, loan = case.rules.house, case.rules.common, case.loan
    if loan.status != loans.OPEN:
        yield "loan_not_open"
    for name in ("renewals", "renewal_days", "renewal_from"):
        if getattr(house, name) is None:
            raise problems.LibraryRuleMissing(house.library_id, name)
    assert house.renewals is not None
    if loan.renewals >= house.renewals.value:
        yield "too_many_renewals"
    after = house.renew_after_days
    if after is not None and (case.day - loan.lent_on).days < after.value:
        yield "too_early_to_renew"
    if _is_too_late(case):
        yield "too_late_to_renew"
    if case.waiting and not common.renew_with_holds.value:
        yield "others_wait"
    if loan.recalled_on is not None:
        yield "recalled"
    if case.is_blocked:
        yield "renewal_blocked"


def _is_too_late(case: Case) -> bool:
    if case.loan.days_overdue(case.day):
        return not case.rules.common.renew_overdue.value
    before = case.rules.house.renew_before_due
    return before is not None and before.value and case.day == case.loan.due_on

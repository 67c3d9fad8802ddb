"""HRSS-023: pausing a pension and paying it again (暂停、恢复养老待遇).

What was paid for months in which nothing was due comes back at once, by instalments, or out of
later months.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.pension import overpayment, record
from services.benefits.domain.pension.overpayment import RecoveryRules
from services.benefits.domain.pension.record import Pension
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

CODE: Final = "HRSS-023"
SUSPEND, RESUME = "suspend", "resume"
_RULE: Final = "社会保险经办条例第二十五条"

NOT_OF_THE_ACTION = decision.reason(
    "pension_pause_reason_wrong",
    "原因“{reason}”不适用于所办事项",
    "{reason} is no reason for that",
    _RULE,
)
NOTHING_TO_PAUSE = decision.reason(
    "no_pension_to_pause",
    "本地没有正在发放的养老待遇",
    "No pension is being paid here",
    _RULE,
)
NOT_PAUSED = decision.reason(
    "pension_not_paused_for_that",
    "没有因该情形暂停的养老待遇",
    "No pension is paused for that",
    _RULE,
)
STILL_UNCERTIFIED = decision.reason(
    "pension_still_uncertified",
    "尚未补办资格认证，先办理 HRSS-022",
    "The certification is still missing: HRSS-022 comes first",
    _RULE,
)
MONTH_WRONG = decision.reason(
    "pension_pause_month_wrong",
    "生效月份 {month} 应当在 {first} 至 {last} 之间",
    "{month} is not between {first} and {last}, from which it can count",
    _RULE,
)
ON_ITS_WAY = decision.reason(
    "pension_payment_on_its_way",
    "{month} 的待遇正在发放，银行回盘后再办理",
    "The payment for {month} is on its way; try again when the bank has answered",
    _RULE,
)
MANNER_MISSING = decision.reason(
    "overpayment_manner_missing",
    "已发放的 {months} 个月须退还，请选择退还方式",
    "{months} months that were paid come back: say how",
    "社会保险经办条例第四十六条",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """pensions: what the person draws here. paid: what each month was paid with. on_its_way: months
    whose payment the bank has not answered. certified_until: as of the certification on record"""

    pensions: Sequence[Pension]
    paid: Sequence[tuple[Month, Money]]
    on_its_way: Sequence[str]
    certified_until: date | None
    rules: RecoveryRules


def decide(case: Case, facts: Facts) -> Decision:
    month = Month.parse(case.inputs["effective_month"])
    if case.inputs["action"] == SUSPEND:
        return _suspend(case, facts, month)
    return _resume(case, facts, month)


def _suspend(case: Case, facts: Facts, month: Month) -> Decision:
    why = case.inputs["reason"]
    if why not in record.PAUSED_FOR:
        return decision.reject(NOT_OF_THE_ACTION.with_(reason=why))
    running = [each for each in facts.pensions if each.status in record.ON_THE_ROLL]
    if not running:
        return decision.reject(NOTHING_TO_PAUSE)
    first = min(Month.parse(each.from_month) for each in running)
    last = Month.of(case.today) + 1
    if not first <= month <= last:
        wrong = MONTH_WRONG.with_(month=str(month), first=str(first), last=str(last))
        return decision.reject(wrong)
    waiting = [each for each in facts.on_its_way if each >= str(month)]
    if waiting:
        return decision.reject(ON_ITS_WAY.with_(month=waiting[0]))
    owed = overpayment.overpaid(facts.paid, month + -1)
    against = _against(case, facts, owed.total, len(owed.steps))
    if against:
        return decision.reject(*against)
    return decision.approve(
        owed.total if owed.total else None,
        owed if owed.total else None,
        pensions=[each.id for each in running],
        month=month,
        why=why,
    )


def _against(case: Case, facts: Facts, owed: Money, months: int) -> list[Reason]:
    """Whether what was overpaid can come back in the manner that was chosen."""
    if not owed:
        return []
    manner = case.inputs.get("repayment")
    if manner is None:
        return [MANNER_MISSING.with_(months=months)]
    if manner == overpayment.INSTALMENTS:
        count = case.inputs["instalments"]
        return overpayment.instalments(owed, count, Month.of(case.today) + 1, facts.rules)[1]
    return []


def _resume(case: Case, facts: Facts, month: Month) -> Decision:
    why = record.ENDS.get(case.inputs["reason"])
    if why is None:
        return decision.reject(NOT_OF_THE_ACTION.with_(reason=case.inputs["reason"]))
    paused = [each for each in facts.pensions if each.paused_for == why]
    if not paused:
        return decision.reject(NOT_PAUSED)
    until = facts.certified_until
    if why == record.UNCERTIFIED and (until is None or until < case.today):
        return decision.reject(STILL_UNCERTIFIED)
    first = max(Month.parse(each.paused_from or each.from_month) for each in paused) + 1
    last = Month.of(case.today) + 1
    if not first <= month <= last:
        wrong = MONTH_WRONG.with_(month=str(month), first=str(first), last=str(last))
        return decision.reject(wrong)
    return decision.approve(pensions=[each.id for each in paused], month=month)

"""Claiming an annuity (HRSS-036, HRSS-037): whether, and by which plan it is paid.

By payout months (计发月数) the balance is divided by those of the age, and paid every month until
nothing is left; so is an enterprise annuity by the month, which is assumed, as the plan's own rules
decide. Retirement is known by the age and the month that is named; other reasons by a document, and
a death by the record of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from services.benefits.domain import annuity, decision
from services.benefits.domain.annuities import account
from services.benefits.domain.annuities.account import AnnuityAccount
from services.benefits.domain.annuity import Manners
from services.benefits.domain.decision import Case, Decision, Reason
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Step
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

INSURER: Final = "示范人寿保险"

MANNERS: Final = {
    "monthly": annuity.MONTHLY,
    "instalments": annuity.INSTALMENTS,
    "once": annuity.AT_ONCE,
    "by_payout_months": annuity.BY_PAYOUT_MONTHS,
    "annuity_insurance": annuity.INSURANCE,
}
"""The word of the forms -> the rule's."""

NO_ACCOUNT = decision.reason(
    "annuity_no_account",
    "没有该年金个人账户",
    "There is no such annuity account",
)
NOBODY_NAMED = decision.reason(
    "annuity_person_not_named",
    "单位代办须指明领取人",
    "An employer says for whom it files",
)
TOO_YOUNG = decision.reason(
    "annuity_before_retirement",
    "{month} 早于可以退休的最早月份 {earliest}",
    "{month} is before the earliest month of retirement, {earliest}",
    "企业年金办法第二十四条；机关事业单位职业年金办法第九条",
)
MONTH_AHEAD = decision.reason(
    "annuity_retirement_ahead",
    "退休月份 {month} 尚未到来",
    "The month of retirement, {month}, has not come yet",
)
DRAWN = decision.reason(
    "annuity_drawn_already",
    "该年金已选定领取方式（{status}）",
    "How it is drawn was chosen already; it is {status}",
)
EMPTY = decision.reason(
    "annuity_empty",
    "年金个人账户没有余额",
    "Nothing is in the annuity account",
)
TOO_MANY_PARTS = decision.reason(
    "annuity_too_many_parts",
    "余额 {balance} 元不足以分 {parts} 次领取",
    "{balance} can't be paid in {parts} parts",
)
PROOF_WANTED = decision.reason(
    "annuity_proof_wanted",
    "请提供领取原因 {reason} 的证明",
    "A document is wanted that shows the reason {reason}",
)
LIVES = decision.reason(
    "annuity_person_lives", "领取人健在", "The person of the account has not died"
)
DIED = decision.reason(
    "annuity_person_died",
    "账户所有人已死亡，由继承人领取",
    "The person of the account has died; the heirs claim it",
    "企业年金办法第二十四条第三项",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """known: the account, if there is one. earliest: month in which the person may retire. payout:
    the balance over the payout months of the age in a month, as steps."""

    known: AnnuityAccount | None
    manners: Manners
    earliest: Month
    payout: Callable[[Money, Month], Sequence[Step]]
    has_died: bool = False
    died_on: date | None = None


def occupational(case: Case, facts: Facts) -> Decision:
    """By payout months, or as an insurance, for whoever retired by now."""
    month = Month.parse(case.inputs["retirement_month"])
    against = [DIED] if facts.has_died else []
    if month > Month.of(case.today):
        against.append(MONTH_AHEAD.with_(month=str(month)))
    manner = MANNERS[case.inputs["payout_option"]]
    return _decided(case, facts, annuity.RETIREMENT, manner, month, against)


def enterprise(case: Case, facts: Facts) -> Decision:
    """By the month, in parts or at once, at retirement; at once after a death or abroad."""
    if case.subject is None:
        return decision.refuse_acceptance(NOBODY_NAMED)
    reason = case.inputs["reason"]
    against: list[Reason] = []
    if reason == annuity.DEATH and facts.died_on is None:
        against.append(LIVES)
    if reason != annuity.DEATH and facts.has_died:
        against.append(DIED)
    manner = MANNERS[case.inputs["payout_option"]]
    return _decided(case, facts, reason, manner, Month.of(case.today), against)


def _decided(
    case: Case, facts: Facts, reason: str, manner: str, month: Month, against: list[Reason]
) -> Decision:
    known = facts.known
    if known is None:
        return decision.reject(NO_ACCOUNT)
    if reason == annuity.RETIREMENT and month < facts.earliest:
        against.append(TOO_YOUNG.with_(month=str(month), earliest=str(facts.earliest)))
    against += annuity.against(known.kind, reason, manner, facts.manners, known.manner)
    against += _nothing_to_draw(case, known, manner)
    if against:
        return decision.reject(*against)
    if reason in (annuity.DISABILITY, annuity.EMIGRATION) and "proof" not in case.inputs:
        return decision.ask_supplement("proof", why=(PROOF_WANTED.with_(reason=reason),))
    explanation = _explained(case, facts, manner, month)
    terms: dict[str, Any] = {
        "account_id": known.id,
        "reason": reason,
        "manner": manner,
        "parts": _parts(case, manner),
        "part": explanation.total,
        "payee": INSURER if manner == annuity.INSURANCE else None,
    }
    if reason == annuity.DEATH:
        terms["died_on"] = facts.died_on.isoformat() if facts.died_on is not None else None
    return decision.approve(explanation.total, explanation, **terms)


def _nothing_to_draw(case: Case, known: AnnuityAccount, manner: str) -> list[Reason]:
    if known.status != account.ACCUMULATING:
        return [DRAWN.with_(status=known.status)]
    if not known.balance:
        return [EMPTY]
    parts = _parts(case, manner) or 1
    if known.balance < Money(parts):
        return [TOO_MANY_PARTS.with_(balance=known.balance, parts=parts)]
    return []


def _parts(case: Case, manner: str) -> int | None:
    """In how many parts; None: as long as something is left."""
    if manner in (annuity.MONTHLY, annuity.BY_PAYOUT_MONTHS):
        return None
    return int(case.inputs["instalments"]) if manner == annuity.INSTALMENTS else 1


def _explained(case: Case, facts: Facts, manner: str, month: Month) -> Explanation:
    """What a part is."""
    assert facts.known is not None
    balance = facts.known.balance
    parts = _parts(case, manner)
    if parts is None:
        steps = tuple(facts.payout(balance, month))
        return Explanation(steps[-1].money, steps)
    share = Money(balance.fen // parts)
    step = explain.amount(
        "annuity.part",
        "(balance - rest) / parts",
        {"balance": balance, "rest": balance - share * parts, "parts": parts},
        Text(
            zh="余额 {balance} 元分 {parts} 次，每次 {result} 元，余数 {rest} 元并入末次",
            en="{balance} in {parts} parts of {result}; {rest} are added to the last",
        ),
        share="part",
    )
    return Explanation(step.money, (step,))

"""What a person on benefit gets besides it: for seeking work, for a child, for new work, on death.

After Guangdong's regulation of 2022, articles 20 to 23 and 25; other provinces have some of them,
with figures of their own. Amounts are rounded once, half up to the fen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil

from services.benefits.domain import decision, percents
from services.benefits.domain.decision import Reason
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

JOB_SEEKING_USED = decision.reason(
    "job_seeking_grant_used_up",
    "求职补贴已领 {had} 个月，最长 {most} 个月",
    "The job-seeking grant was paid for {had} months, {most} are the most",
)
PAST_RETIREMENT = decision.reason(
    "job_seeking_past_retirement",
    "已超过法定退休年龄，不享受求职补贴",
    "Past the retirement age there is no job-seeking grant",
)
CONTRACT_TOO_SHORT = decision.reason(
    "early_contract_too_short",
    "劳动合同期限 {months} 个月，不足 {least} 个月",
    "The contract is for {months} months; {least} are wanted",
)
INSURED_TOO_SHORT = decision.reason(
    "early_insured_too_short",
    "就业后参保 {months} 个月，不足 {least} 个月",
    "Insured for {months} months since; {least} are wanted",
)
NOTHING_UNUSED = decision.reason(
    "no_benefit_months_unused",
    "没有尚未领取的失业保险金",
    "No months of benefit are unused",
)
CLAIMED_TOO_LATE = decision.reason(
    "death_benefit_too_late",
    "应在 {last} 前申领",
    "It had to be claimed until {last}",
)

WAGES_COUNTED = 12
"""Months of wages, at most, on which the job-seeking grant looks back."""


@dataclass(frozen=True, slots=True)
class JobSeekingRule:
    """share: of the average contribution wage; most: months."""

    share: Figure[Fraction]
    most: Figure[int]

    def refuses(self, had: int, is_past_retirement: bool) -> list[Reason]:
        """had: months of the grant in this claim."""
        against = []
        if had >= self.most.value:
            against.append(JOB_SEEKING_USED.with_(had=had, most=self.most.value))
        if is_past_retirement:
            against.append(PAST_RETIREMENT)
        return against

    def monthly(self, wages: Sequence[Money]) -> Explanation:
        """A month's grant. wages: contribution wages of the last months before, at most 12 of
        which count, the newest last; ValueError without any."""
        counted = wages[-WAGES_COUNTED:]
        if not counted:
            raise ValueError("no contribution wage is known")
        step = explain.amount(
            "unemployment.job_seeking",
            "wages / months * share",
            {"wages": sum_money(counted), "months": len(counted), "share": self.share},
            Text(
                zh="失业前 {months} 个月缴费工资共 {wages} 元，月平均的 {share} 为 {result} 元",
                en="{share} of the average wage of {months} months that sum to {wages}: {result}",
            ),
            rounding="half_up_fen",
            share="job_seeking",
        )
        return Explanation(step.money, (step,))


def childbirth(benefit: Money, times: Figure[Fraction]) -> Explanation:
    """Once, for a birth while on benefit. benefit: of the month of birth."""
    step = explain.amount(
        "unemployment.childbirth",
        "benefit * times",
        {"benefit": benefit, "times": times},
        Text(
            zh="生育当月失业保险金 {benefit} 元的 {times}，一次性加发 {result} 元",
            en="{times} of the month's benefit {benefit}: {result} once",
        ),
        rounding="half_up_fen",
        share="childbirth",
    )
    return Explanation(step.money, (step,))


@dataclass(frozen=True, slots=True)
class Lump:
    """Months of benefit that are paid at once; they count as drawn."""

    months: int
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class EarlyWorkRule:
    """contract, insured: months that new work needs; share of the unused months for a job, and
    for a business of one's own."""

    contract: Figure[int]
    insured: Figure[int]
    share: Figure[Fraction]
    own_business: Figure[Fraction]

    def refuses_job(self, contract: int, insured: int, left: int) -> list[Reason]:
        """Months of the contract, of insurance since, and of benefit that are left."""
        against = []
        if contract < self.contract.value:
            against.append(CONTRACT_TOO_SHORT.with_(months=contract, least=self.contract.value))
        if insured < self.insured.value:
            against.append(INSURED_TOO_SHORT.with_(months=insured, least=self.insured.value))
        return against + self.refuses_business(left)

    def refuses_business(self, left: int) -> list[Reason]:
        return [] if left else [NOTHING_UNUSED]

    def job(self, left: int, benefit: Money) -> Lump:
        """A part of what is left; a part of a month counts as one."""
        return _lump("early_work", left, self.share, benefit)

    def business(self, left: int, benefit: Money) -> Lump:
        return _lump("own_business", left, self.own_business, benefit)


def _lump(rule: str, left: int, share: Figure[Fraction], benefit: Money) -> Lump:
    months = ceil(left * share.value)
    said: Figure[str] = Figure(percents.spoken(share.value), share.basis)
    step = explain.amount(
        f"unemployment.{rule}",
        "benefit * months",
        {"benefit": benefit, "months": months, "left": str(left), "share": said},
        Text(
            zh="尚未领取 {left} 个月的 {share}，计 {months} 个月，每月 {benefit} 元，"
            "一次性领取 {result} 元",
            en="{share} of the {left} months left, {months} months of {benefit}, are paid at "
            "once: {result}",
        ),
        share=rule,
    )
    return Lump(months, Explanation(step.money, (step,)))


@dataclass(frozen=True, slots=True)
class DeathRule:
    """funeral, survivors: months of `base`, which is the area's average wage or the benefit;
    claim: months within which it is claimed, None where no limit is known."""

    funeral: Figure[int]
    survivors: Figure[int]
    claim: Figure[int] | None

    def of(self, base: Money | Figure[Money], has_survivors: bool) -> Explanation:
        """Funeral grant, and the payment to survivors where there are any."""
        parts = [("funeral", self.funeral, "丧葬补助金", "Funeral grant")]
        if has_survivors:
            parts.append(("survivors", self.survivors, "抚恤金", "Payment to survivors"))
        steps = [
            explain.amount(
                f"unemployment.{share}",
                "base * months",
                {"base": base, "months": months},
                Text(
                    zh=f"{zh}：{{base}} 元 × {{months}} 个月 = {{result}} 元",
                    en=f"{en}: {{months}} months of {{base}}, {{result}}",
                ),
                share=share,
            )
            for share, months, zh, en in parts
        ]
        return Explanation(sum_money(step.money for step in steps), tuple(steps))

    def claim_until(self, died_on: date) -> date | None:
        """The last day for the claim; None without a limit."""
        if self.claim is None:
            return None
        return (Month.of(died_on) + self.claim.value).day(died_on.day)

    def refuses(self, died_on: date, claimed_on: date) -> list[Reason]:
        last = self.claim_until(died_on)
        return [] if last is None or claimed_on <= last else [CLAIMED_TOO_LATE.with_(last=last)]

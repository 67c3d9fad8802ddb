"""Subsidies for a certificate: training and appraisal (HRSS-069), skills upgrade (HRSS-070).

Both are paid once for a certificate's occupation and level, by the rate of the level; the
upgrade out of the unemployment fund, to whoever has been insured long enough.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.training import skill_certificate as certificates
from services.benefits.domain.training.skill_certificate import SkillCertificate
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text
from sscsim.kernel.states import Machine

TRAINING, APPRAISAL, UPGRADE = "training", "appraisal", "upgrade"
SUBSIDIES: Final = (TRAINING, APPRAISAL, UPGRADE)
FUNDS: Final = {
    TRAINING: "training_subsidy",
    APPRAISAL: "training_subsidy",
    UPGRADE: "unemployment",
}
GRANTED, PAID, RETURNED = "granted", "paid", "returned"
MACHINE: Final = Machine(
    "skill subsidy",
    initial=GRANTED,
    edges=[(GRANTED, "pay", PAID), (GRANTED, "return", RETURNED), (RETURNED, "pay", PAID)],
)
STATUSES: Final = MACHINE.states

NOT_CONFIRMED = decision.reason(
    "certificate_not_confirmed",
    "联网核验无本人有效证书 {number}",
    "No valid certificate {number} of the person was found",
    "证书联网核验",
)
DIFFERS = decision.reason(
    "certificate_differs",
    "申报内容与证书不一致：{what}",
    "What is claimed differs from the certificate: {what}",
)
NO_RATE = decision.reason(
    "level_without_rate",
    "等级 {level} 没有补贴标准",
    "There is no rate for the level {level}",
)
CLAIM_LATE = decision.reason(
    "certificate_too_old",
    "证书于 {day} 核发，已超过 {months} 个月",
    "The certificate of {day} was issued more than {months} months ago",
    "证书核发之日起十二个月内申领",
)
HAD_BEFORE = decision.reason(
    "skill_subsidy_had_before",
    "同一职业同一等级已享受（{record_id}）",
    "Had before for this occupation and level ({record_id})",
    "同一职业同一等级只享受一次",
)
INSURED_SHORT = decision.reason(
    "insured_too_short",
    "累计参保 {months} 个月，不足 {needed} 个月",
    "Insured for {months} months, of the {needed} needed",
)
TOO_MANY = decision.reason(
    "skill_subsidies_of_the_year",
    "本年度已享受 {times} 次",
    "{times} were had this year already",
    "每年最多三次",
)
RECEIPT_WANTED = decision.reason(
    "fee_receipt_wanted", "须提供缴费票据", "The receipt of the fee is wanted"
)


@dataclass(frozen=True, slots=True)
class SkillGrant:
    """What was granted for a certificate, and whether it reached the person."""

    id: str
    application_id: str
    item_code: str
    subsidy: str
    person_id: str
    region_code: str
    certificate_id: str
    occupation: str
    level: str
    amount: Money
    granted_on: date
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What both rules look at.

    certificate: by its number, whoever's it is; rate: of its level, None where there is none
    earlier: grants of the person under the item; insured_months: as data of the card say
    """

    certificate: SkillCertificate | None
    rate: Figure[Money] | None
    claim_months: int
    earlier: tuple[SkillGrant, ...]
    insured_months: int = 0
    insured_needed: int = 0
    times_a_year: int | None = None


def decide_training(case: Case, facts: Facts) -> Decision:
    """HRSS-069: the rate of the level, and no more than was paid; the receipt shows that."""
    against = _against(case, facts, case.inputs["subsidy"])
    if against:
        return decision.reject(*against)
    if case.inputs.get("fee_receipt") is None:
        return decision.ask_supplement("fee_receipt", why=(RECEIPT_WANTED,))
    assert facts.rate is not None
    step = explain.amount(
        "training_subsidy.amount",
        "min(rate, fee)",
        {"rate": facts.rate, "fee": case.inputs["fee_fen"]},
        Text(
            zh="标准 {rate} 元与实际费用 {fee} 元取其低：{result} 元",
            en="The lower of the rate, {rate}, and the fee, {fee}: {result}",
        ),
        share="subsidy",
    )
    return decision.approve(
        step.money, Explanation(step.money, (step,)), subsidy=case.inputs["subsidy"]
    )


def decide_upgrade(case: Case, facts: Facts) -> Decision:
    """HRSS-070: the rate of the level, to whoever is insured long enough, so often a year."""
    against = _against(case, facts, UPGRADE)
    if facts.insured_months < facts.insured_needed:
        against.append(
            INSURED_SHORT.with_(months=facts.insured_months, needed=facts.insured_needed)
        )
    this_year = [each for each in facts.earlier if each.granted_on.year == case.today.year]
    if facts.times_a_year is not None and len(this_year) >= facts.times_a_year:
        against.append(TOO_MANY.with_(times=len(this_year)))
    if against:
        return decision.reject(*against)
    assert facts.rate is not None
    step = explain.amount(
        "skills_upgrade.amount",
        "rate",
        {"rate": facts.rate},
        Text(zh="该等级补贴标准 {rate} 元", en="The rate of the level is {rate}"),
        share="subsidy",
    )
    return decision.approve(step.money, Explanation(step.money, (step,)), subsidy=UPGRADE)


def _against(case: Case, facts: Facts, subsidy: str) -> list[Reason]:
    """What both have in common: the certificate is the person's, as claimed, recent, and new."""
    found, number = facts.certificate, case.inputs["certificate_number"]
    if (
        found is None
        or found.person_id != case.person.id
        or found.status != certificates.VALID
        or found.level is None
    ):
        return [NOT_CONFIRMED.with_(number=number)]
    against = []
    claimed = {
        "skill_level": (case.inputs["skill_level"], found.level),
        "issued_on_date": (case.inputs["issued_on_date"], found.issued_on),
        "occupation": (case.inputs.get("occupation", found.occupation), found.occupation),
    }
    differs = [name for name, (said, is_) in claimed.items() if said != is_]
    if differs:
        against.append(DIFFERS.with_(what=", ".join(differs)))
    if facts.rate is None:
        against.append(NO_RATE.with_(level=found.level))
    last = (Month.of(found.issued_on) + facts.claim_months).day(found.issued_on.day)
    if case.today > last:
        against.append(CLAIM_LATE.with_(day=found.issued_on.isoformat(), months=facts.claim_months))
    for each in facts.earlier:
        if (each.subsidy, each.occupation, each.level) == (subsidy, found.occupation, found.level):
            against.append(HAD_BEFORE.with_(record_id=each.id))
    return against


def months_of(stretches: list[tuple[date, date | None]], today: date) -> int:
    """In how many months, whole or begun, somebody was insured: none counts twice.

    >>> months_of([(date(2025, 11, 20), date(2026, 1, 5)), (date(2026, 1, 1), None)],
    ...     date(2026, 4, 1))
    6
    """
    months = set()
    for first, last in stretches:
        month, end = Month.of(first), Month.of(min(last or today, today))
        while month <= end:
            months.add(month)
            month = month + 1
    return len(months)

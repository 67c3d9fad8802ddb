"""HRSS-024: the account at once (个人账户一次性待遇), which ends the insurance."""

from dataclasses import dataclass
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.pension import account
from services.benefits.domain.pension.account import Entry, Interest, LumpSum
from services.benefits.domain.pension.deceased import Dead, against, wanted
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

CODE: Final = "HRSS-024"
REASONS: Final = {
    "death": account.DEATH,
    "emigration": account.EMIGRATION,
    "short_contribution": account.SHORT,
}
NO_ACCOUNT = decision.reason(
    "no_pension_account",
    "没有未终结的职工养老保险个人账户",
    "There is no open account in the employees' scheme",
    "个人账户一次性待遇",
)
ACCOUNT_EMPTY = decision.reason(
    "pension_account_empty",
    "个人账户没有余额",
    "Nothing is left in the account",
    "个人账户一次性待遇",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """opening: of the year's first day; entries: since; interest: of the year so far."""

    dead: Dead
    account_id: str | None
    opening: Money
    entries: tuple[Entry, ...]
    interest: Interest | None
    legal: Month
    months: int
    least: Figure[int]


def decide(case: Case, facts: Facts) -> Decision:
    reason = REASONS[case.inputs["reason"]]
    is_death = reason == account.DEATH
    reasons: list[Reason] = against(case, facts.dead) if is_death else []
    if not reasons:
        asked = LumpSum(
            reason,
            Month.of(case.today),
            facts.legal,
            facts.months,
            waived=bool(case.inputs.get("waives_continuation")),
        )
        if facts.account_id is None:
            reasons.append(NO_ACCOUNT)
        reasons += account.against(asked, facts.least)
    if reasons:
        return decision.reject(*reasons)
    missing = _missing(case, facts.dead)
    if missing:
        return decision.ask_supplement(*missing)
    made = account.lump_sum(facts.opening, facts.entries, facts.interest)
    if not made.total:
        return decision.reject(ACCOUNT_EMPTY)
    who = facts.dead.person if is_death else case.person
    assert who is not None
    return decision.approve(made.total, made, person_id=who.id, died_on=facts.dead.died_on)


def _missing(case: Case, dead: Dead) -> tuple[str, ...]:
    """Settling abroad is proved by a paper, and so is a death whose survivor nobody knows."""
    reason = case.inputs["reason"]
    if reason == "emigration" and "settlement_proof" not in case.inputs:
        return ("settlement_proof",)
    unknown = reason == "death" and wanted(case, dead, has_proof_input=True)
    if unknown and "death_proof" not in case.inputs:
        return ("death_proof",)
    return ()

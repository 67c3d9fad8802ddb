"""HRSS-027: the pension of a later month, from what is on record (养老金测算)."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from services.benefits.domain.decision import Case, Reason
from services.benefits.domain.insurance import EMPLOYEE_PENSION
from services.benefits.domain.pension import age
from services.benefits.domain.pension.age import Span
from services.benefits.domain.pension.estimate import Kept, Standing
from services.benefits.domain.pension.retirement import NEVER_INSURED
from services.benefits.flows import pension_estimates, pension_facts
from services.benefits.flows.handling import Answer, Handling
from services.benefits.flows.pension_estimates import Asked, Choice, Found
from sscsim.db import Tx
from sscsim.kernel.periods import Month

CODE = "HRSS-027"
_BP = 10_000


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found, or why nothing can be said."""

    found: Found | None
    reasons: tuple[Reason, ...]
    on_record: int


def _facts(tx: Tx, case: Case, _gathered: Any) -> Facts:
    now = Month.of(case.today)
    chosen = Month.parse(case.inputs["retirement_month"])
    known = pension_facts.history(tx, case.person.id, EMPLOYEE_PENSION, now + -1)
    worker_class, span = _span(case, chosen)
    reasons = _against(chosen, span, now, known.months)
    if reasons:
        return Facts(None, tuple(reasons), known.months)
    balance = pension_facts.balance(tx, case, EMPLOYEE_PENSION, now + -1)
    index = Fraction(case.inputs.get("assumed_index_bp", _BP), _BP)
    asked = Asked(
        case.competent_region,
        worker_class,
        Standing(
            case.person.birth_date,
            known,
            balance.amount,
            now,
            account=Kept(balance.opening, balance.entries),
        ),
        [Choice(str(chosen), chosen, index)],
        Fraction(case.inputs.get("assumed_growth_bp", 0), _BP),
    )
    [found] = pension_estimates.compare(asked)
    return Facts(found, found.reasons, known.months)


def _span(case: Case, chosen: Month) -> tuple[str, Span]:
    """A woman's post isn't known: of the two classes the one that the month fits."""
    classes = (age.MEN,) if case.person.sex == "male" else (age.WOMEN_50, age.WOMEN_55)
    spans = [(each, pension_facts.span_of(case, each)) for each in classes]
    for each, span in spans:
        if span.earliest <= chosen <= span.latest:
            return each, span
    return spans[-1]


def _against(chosen: Month, span: Span, now: Month, months: int) -> list[Reason]:
    reasons = []
    earliest = max(span.earliest, now)
    if chosen < earliest:
        reasons.append(age.TOO_EARLY.with_(chosen=str(chosen), earliest=str(earliest)))
    if chosen > span.latest:
        reasons.append(age.TOO_LATE.with_(chosen=str(chosen), latest=str(span.latest)))
    if not months and chosen <= now:
        reasons.append(NEVER_INSURED)
    return reasons


def _query(case: Case, facts: Facts) -> Answer:
    shown: dict[str, Any] = {
        "retirement_month": case.inputs["retirement_month"],
        "months_on_record": facts.on_record,
        "reasons": [each.stored() for each in facts.reasons],
    }
    if facts.found is not None:
        made = facts.found.estimate
        shown |= {
            "choice": facts.found.kind,
            "age_months": made.age,
            "contribution_months": made.months,
            "account_balance_fen": made.balance.fen,
            "pension_fen": made.pension.fen,
            "explanation": made.explanation.as_json(),
        }
    return Answer(shown)


HANDLING = Handling(CODE, query=_query, facts=_facts, one_at_a_time=False)

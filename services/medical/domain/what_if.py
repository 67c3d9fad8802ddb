"""Bills priced again under another policy: who gains, who loses, and at which step.

The bills of one person's insurance year are replayed in their order, since each moves the
accumulators of those after it. Account money is left out: it changes how a person pays, not
what they bear.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.medical.domain import benefit
from services.medical.domain.benefit import Outcome
from services.medical.domain.fee_lines import Split
from services.medical.domain.insurance_year import year_of
from services.medical.domain.kinds import Occasion
from services.medical.domain.rules import Stay, Terms
from services.medical.domain.shares import Accounts
from services.medical.domain.year import DiseaseYear, YearSoFar
from sscsim.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Bill:
    """One bill and what the insured side must know of it. `id` is only to name it by."""

    id: str
    person_id: str
    home_region_code: str
    occasion: Occasion
    day: date  # of discharge
    split: Split
    stay: Stay


Policy = Callable[[Bill], Terms]
"""The terms that decide a bill."""


@dataclass(frozen=True, slots=True)
class StepChange:
    """One rule's amount before and after; zero where the rule has no step."""

    rule: str
    before: int  # fen, or basis points for the ratio
    after: int

    @property
    def difference(self) -> int:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Changed:
    bill: Bill
    before: Outcome
    after: Outcome

    @property
    def person_difference(self) -> Money:
        """What the person bears more (or, negative, less)."""
        return self.after.person_part - self.before.person_part

    def steps(self) -> list[StepChange]:
        """The rules whose amounts differ, in the order of the calculation."""
        before, after = _by_rule(self.before), _by_rule(self.after)
        rules = list(dict.fromkeys([*after, *before]))
        changes = [StepChange(rule, before.get(rule, 0), after.get(rule, 0)) for rule in rules]
        return [change for change in changes if change.difference]


def _by_rule(outcome: Outcome) -> dict[str, int]:
    steps = outcome.explanation.as_json()["steps"]
    return {s["rule"]: s["result_fen"] if "result_fen" in s else s["result_bp"] for s in steps}


def compare(bills: Iterable[Bill], before: Policy, after: Policy) -> list[Changed]:
    """Each bill under both policies, in the order given; a year starts with nothing used."""
    listed = list(bills)
    pairs = zip(listed, replay(listed, before), replay(listed, after), strict=True)
    return [Changed(bill, one, other) for bill, one, other in pairs]


def replay(bills: Sequence[Bill], policy: Policy) -> list[Outcome]:
    """What each bill comes to, one after the other."""
    years: dict[tuple[str, str, str, int], YearSoFar] = {}
    diseases: dict[Any, DiseaseYear] = {}
    outcomes = []
    for bill in bills:
        terms = policy(bill)
        insurance_year = year_of(bill.day, terms.year_starts_on.value)
        insurance_kind = bill.occasion.insurance_kind
        key = (bill.person_id, insurance_kind, bill.home_region_code, insurance_year)
        year = years.get(key, YearSoFar())
        of_disease = diseases.get((key, terms.disease), DiseaseYear())
        outcome = benefit.settle(bill.split, bill.stay, year, Accounts(), terms, of_disease)
        years[key] = year.plus(outcome.year)
        diseases[key, terms.disease] = of_disease.plus(outcome.of_disease)
        outcomes.append(outcome)
    return outcomes


@dataclass(frozen=True, slots=True)
class Summary:
    """Persons by what they bear over all their bills, and the sums of all bills."""

    gain: int
    lose: int
    same: int
    fund_before: Money
    fund_after: Money
    person_before: Money
    person_after: Money


def summary(changed: Sequence[Changed]) -> Summary:
    by_person: dict[str, int] = {}
    for one in changed:
        borne = one.person_difference.fen
        by_person[one.bill.person_id] = by_person.get(one.bill.person_id, 0) + borne
    outcomes: Mapping[str, list[Outcome]] = {
        "before": [one.before for one in changed],
        "after": [one.after for one in changed],
    }
    return Summary(
        gain=sum(difference < 0 for difference in by_person.values()),
        lose=sum(difference > 0 for difference in by_person.values()),
        same=sum(difference == 0 for difference in by_person.values()),
        fund_before=_sum(one.fund_pay for one in outcomes["before"]),
        fund_after=_sum(one.fund_pay for one in outcomes["after"]),
        person_before=_sum(one.person_part for one in outcomes["before"]),
        person_after=_sum(one.person_part for one in outcomes["after"]),
    )


def _sum(amounts: Iterable[Money]) -> Money:
    return Money(sum(amount.fen for amount in amounts))

"""Laws of the calculation for every kind of visit, with the figures of Demo City."""

from dataclasses import fields
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from services.medical import terms
from services.medical.domain import benefit
from services.medical.domain.fee_lines import Split
from services.medical.domain.kinds import SCHEMES, Occasion
from services.medical.domain.rules import Stay, Terms
from services.medical.domain.shares import Accounts
from services.medical.domain.vocabulary import ENTITLEMENTS, LEVELS, TREATMENTS
from services.medical.domain.year import DiseaseYear, YearSoFar
from sscsim import policy
from sscsim.kernel import explain
from sscsim.kernel.money import Money

REGION, DAY, ZERO = "990100", date(2026, 4, 1), Money.zero()
OCCASIONS = [
    occasion
    for scheme in policy.builtin("medical", REGION)
    if scheme.name in SCHEMES
    for occasion in terms.occasions_of(scheme.on(DAY))
]


def money(most: int) -> st.SearchStrategy[Money]:
    return st.integers(0, most).map(Money)


bills = st.builds(Split, money(10**6), money(10**6), money(10**6), money(10**8))
years = st.builds(YearSoFar, st.integers(0, 4), *[money(10**7)] * (len(fields(YearSoFar)) - 1))
disease_years = st.builds(DiseaseYear, money(10**5), money(10**6))
occasions = st.sampled_from(OCCASIONS)


@st.composite
def stays(draw: st.DrawFn, occasion: Occasion) -> Stay:
    entitlements = draw(st.frozensets(st.sampled_from(ENTITLEMENTS)))
    level, treatment = draw(st.sampled_from(LEVELS)), draw(st.sampled_from(TREATMENTS))
    return Stay(level, occasion.category, treatment, entitlements)


def rules(occasion: Occasion) -> Terms:
    return terms.benefit(REGION, occasion, DAY)


def test_every_scheme_of_the_city_has_its_occasions() -> None:
    assert {occasion.scheme for occasion in OCCASIONS} == SCHEMES


@given(occasions, st.data(), bills, years, disease_years)
def test_the_shares_are_the_bill_and_no_fund_pays_for_more_than_is_in_scope(
    occasion: Occasion, data: st.DataObject, bill: Split, year: YearSoFar, of_disease: DiseaseYear
) -> None:
    stay, held = data.draw(stays(occasion)), Accounts(data.draw(money(10**6)))
    outcome = benefit.settle(bill, stay, year, held, rules(occasion), of_disease)
    assert explain.faults(outcome.explanation.as_json()) == []
    assert outcome.fund_pay + outcome.person_part == bill.total
    assert outcome.account_pay + outcome.cash == outcome.person_part
    assert all(paid >= ZERO for paid in outcome.funds.values())
    assert outcome.fund_pay <= bill.in_scope + bill.preself
    assert outcome.cash >= ZERO
    if occasion.is_work_injury:
        assert (outcome.deductible, outcome.account_pay) == (ZERO, ZERO)
    if not occasion.has_prescription and occasion.kind.takes_prescription:
        assert outcome.fund_pay == ZERO


@given(occasions, st.data(), bills, years, disease_years)
def test_no_cap_is_passed(
    occasion: Occasion, data: st.DataObject, bill: Split, year: YearSoFar, of_disease: DiseaseYear
) -> None:
    policy_of_day = rules(occasion)
    stay = data.draw(stays(occasion))
    outcome = benefit.settle(bill, stay, year, Accounts(), policy_of_day, of_disease)
    cap, used = policy_of_day.pool_cap.value, policy_of_day.counts.used(year)
    if cap is not None and policy_of_day.counts.pool is not None:
        added = getattr(outcome.year, policy_of_day.counts.pool)
        assert added <= max(cap - used, ZERO)
    if policy_of_day.disease_cap is not None:
        assert outcome.of_disease.pool <= max(policy_of_day.disease_cap - of_disease.pool, ZERO)


@given(occasions, st.data(), bills, years, disease_years)
def test_taking_it_back_restores_every_accumulator(
    occasion: Occasion, data: st.DataObject, bill: Split, year: YearSoFar, of_disease: DiseaseYear
) -> None:
    stay = data.draw(stays(occasion))
    outcome = benefit.settle(bill, stay, year, Accounts(), rules(occasion), of_disease)
    assert year.plus(outcome.year).minus(outcome.year) == year
    assert of_disease.plus(outcome.of_disease).minus(outcome.of_disease) == of_disease

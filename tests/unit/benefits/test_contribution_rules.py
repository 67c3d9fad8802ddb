"""Contributions: what may be declared, what goes back, and laws of the arithmetic."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.benefits import terms_contributions
from services.benefits.domain.contributions import (
    EMPLOYER,
    INSURANCES,
    PERSON,
    check,
    posting,
    refund,
)
from services.benefits.domain.contributions.check import Declared, Insured
from services.benefits.domain.contributions.posting import Posting
from services.benefits.terms_contributions import Employer
from sscsim.kernel import explain
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import Month
from sscsim.policy import FigureMissing, PolicyMissing

DAY = date(2026, 4, 1)
MONTH = Month(2026, 4)
EMPLOYED = Employer(industry_class=2, size="small")
WAGES = st.integers(min_value=0, max_value=10_000_000).map(Money)


def posted(wage: Money, region: str = "510100", month: Month = MONTH) -> Posting:
    bases = terms_contributions.bases(region, month.first)
    rates = terms_contributions.rates(region, month.first, EMPLOYED)
    return posting.of_employee(month, wage, bases, rates)


# ---------------------------------------------------------------- where figures come from


@pytest.mark.parametrize(
    ("region", "average"),
    [("510100", "8462.00"), ("510700", "8462.00"), ("310000", "12434.00"), ("990100", "7000.00")],
)
def test_a_citys_average_is_its_provinces_where_it_has_none(region: str, average: str) -> None:
    assert terms_contributions.average_wage(region, DAY).value == Money.yuan(average)


def test_a_region_without_figures_is_refused_by_name() -> None:
    with pytest.raises(PolicyMissing) as missing:
        terms_contributions.bases("110000", DAY)
    assert missing.value.params["region"] == "110000"
    with pytest.raises(PolicyMissing) as missing:
        terms_contributions.bases("440600", DAY)  # Foshan's minimum wage was not found
    assert missing.value.params["scheme"] == "minimum_wage"
    with pytest.raises(PolicyMissing) as missing:
        terms_contributions.bases("290957", DAY)  # no region at all
    assert missing.value.params["region"] == "290957"


@pytest.mark.parametrize("industry_class", [0, 9])
def test_a_class_that_there_is_not_is_refused_by_name(industry_class: int) -> None:
    with pytest.raises(FigureMissing) as missing:
        terms_contributions.rates("510100", DAY, Employer(industry_class, "small"))
    assert missing.value.params["leaf"] == f"injury.class_{industry_class}"


def test_before_the_first_day_a_figure_is_missing() -> None:
    with pytest.raises(FigureMissing):
        terms_contributions.bases("510100", date(2023, 12, 31))


def test_only_the_insurances_that_are_declared_are_posted() -> None:
    rates = terms_contributions.rates("510100", DAY, EMPLOYED, ["pension", "maternity"])
    assert [rate.share for rate in rates] == [
        "pension_employer", "pension_person", "maternity_employer",
    ]  # fmt: skip


# ---------------------------------------------------------------- laws of a posting


@given(WAGES)
def test_the_parts_of_a_month_sum_to_it_and_can_be_worked_out_again(wage: Money) -> None:
    found = posted(wage)
    assert found.total == sum_money(line.amount for line in found.lines)
    assert found.total == found.paid_by(EMPLOYER) + found.paid_by(PERSON)
    assert explain.faults(found.explanation.as_json()) == []


@given(WAGES, WAGES)
def test_more_wage_never_means_less_contribution(one: Money, other: Money) -> None:
    lower, higher = sorted((one, other))
    assert posted(lower).total <= posted(higher).total


@given(WAGES)
def test_a_base_lies_within_its_limits_and_is_the_wage_where_it_can_be(wage: Money) -> None:
    rule = terms_contributions.bases("510100", DAY)["pension"]
    low, high = rule.limits()
    base = rule.of(wage).money
    assert low <= base <= high
    assert base == wage or not low <= wage <= high
    assert bool(rule.refuses(wage)) == (not low <= wage <= high)


@given(st.integers(min_value=507_720, max_value=2_538_600).map(Money))
def test_account_and_pool_are_what_was_paid(chosen: Money) -> None:
    rule = terms_contributions.flexible("510100", DAY, with_medical=False)
    assert rule.refuses(chosen) == []
    found = rule.of(chosen)
    assert found.total == chosen.times(Fraction(20, 100))
    assert found.totals()["account"] == chosen.times(Fraction(8, 100))


# ---------------------------------------------------------------- refunds


@given(WAGES)
def test_a_month_that_was_paid_twice_goes_back_once(wage: Money) -> None:
    once = posted(wage)
    back = refund.of_month([once, once], due=once)
    assert back.explanation.total == once.total
    assert back.to(PERSON) == once.paid_by(PERSON)
    assert explain.faults(back.explanation.as_json()) == []


def test_a_base_that_was_too_high_goes_back_part_by_part() -> None:
    back = refund.of_month([posted(Money.yuan("9000.00"))], due=posted(Money.yuan("8000.00")))
    # 1000.00 too much: the person paid 8 % + 0.5 % + 2 % of it
    assert back.to(PERSON) == Money.yuan("105.00")
    # and the employer 16 % + 0.5 % + 0.4 % + 8 % + 0.5 %
    assert back.to(EMPLOYER) == Money.yuan("254.00")


def test_a_month_after_death_goes_back_whole() -> None:
    paid = posted(Money.yuan("9000.00"))
    assert refund.of_month([paid], due=None).explanation.total == paid.total


def test_what_was_paid_too_little_is_no_refund() -> None:
    back = refund.of_month([posted(Money.yuan("8000.00"))], due=posted(Money.yuan("9000.00")))
    assert back.explanation.total == Money.zero()
    assert back.lines == ()


# ---------------------------------------------------------------- what may be declared

NOW = Month(2026, 4)
WHO = Insured(born=date(1990, 5, 20), died=None, paid={})


def codes(one: Declared, who: Insured = WHO) -> list[str]:
    return [each.code for each in check.faults(one, who, NOW, working_age=16)]


def declared(month: Month = NOW, wage: str = "6000.00", *insurances: str) -> Declared:
    return Declared(month, Money.yuan(wage), insurances or ("pension",), "990100")


@pytest.mark.parametrize(
    ("month", "found"),
    [
        (Month(1990, 4), ["contribution_before_birth"]),
        (Month(1990, 5), ["contribution_too_young"]),
        (Month(2006, 4), ["contribution_too_young"]),
        (Month(2006, 5), []),
        (NOW, []),
        (NOW + 1, ["contribution_in_future"]),
    ],
)
def test_a_month_lies_in_a_working_life(month: Month, found: list[str]) -> None:
    assert codes(declared(month)) == found


def test_a_month_after_death_and_a_negative_wage_are_refused_together() -> None:
    dead = Insured(date(1990, 5, 20), date(2026, 2, 28), {})
    assert codes(declared(Month(2026, 2)), dead) == []
    assert codes(declared(Month(2026, 3), "-0.01"), dead) == [
        "contribution_after_death",
        "contribution_wage_negative",
    ]
    assert codes(declared(NOW, "0.00")) == []


def test_no_month_of_an_insurance_is_paid_twice_or_in_two_places() -> None:
    paid = {
        ("pension", NOW): "990100",
        ("medical", NOW): "510100",
        ("injury", NOW + -1): "990100",
    }
    who = Insured(date(1990, 5, 20), None, paid)
    found = check.faults(declared(NOW, "1.00", *INSURANCES), who, NOW, 16)
    assert [each.code for each in found] == [
        "contribution_month_twice",
        "contribution_month_elsewhere",
    ]
    assert "510100" in found[1].stored()["en"]


def test_an_insurance_that_there_is_not_is_named() -> None:
    [found] = check.faults(declared(NOW, "1.00", "pension", "housing"), WHO, NOW, 16)
    assert "housing" in found.stored()["en"]


def test_who_stands_twice_in_a_file_is_named_once() -> None:
    rows = [("a", NOW), ("b", NOW), ("a", NOW), ("a", NOW), ("a", NOW + -1)]
    assert check.twice_in_file(rows) == [("a", NOW)]


def test_residents_need_not_be_of_working_age() -> None:
    child = Insured(date(2015, 1, 1), None, {}, is_employee=False)
    assert codes(declared(), child) == []

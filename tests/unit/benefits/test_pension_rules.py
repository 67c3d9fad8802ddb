"""Retirement and pension rules beside their figures: refusals, plans, where figures are found."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from services.benefits import terms_pension
from services.benefits.domain.decision import Reason
from services.benefits.domain.pension import (
    account,
    employee,
    history,
    overpayment,
    recalculation,
)
from services.benefits.domain.pension.account import Entry, LumpSum
from services.benefits.domain.pension.employee import Facts
from services.benefits.domain.pension.history import Deemed, History, PaidMonth
from sscsim import policy
from sscsim.kernel.explain import faults
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from tests.policy.pension_cases import given_figure

DAY = date(2026, 4, 1)
YUAN = Money.yuan
LEAST = given_figure(180)


def codes(reasons: list[Reason]) -> list[str]:
    return [reason.code for reason in reasons]


# ---------------------------------------------------------------- histories


def test_a_history_says_everything_that_is_wrong_with_it() -> None:
    known = History(
        (
            PaidMonth(Month(1979, 12), YUAN("100.00")),
            PaidMonth(Month(2000, 1), YUAN("0.00")),
            PaidMonth(Month(2000, 2), YUAN("-5.00")),
            PaidMonth(Month(1995, 3), YUAN("100.00")),
        ),
        (Deemed(Month(1995, 1), Month(1995, 12), Fraction(1)),),
    )
    against = history.against(known, date(1980, 1, 20))
    assert codes(against) == [
        "history_before_birth",
        "history_month_twice",
        "contribution_base_not_positive",
        "contribution_base_not_positive",
    ]
    assert [reason.params["month"] for reason in against] == [
        "1979-12", "1995-03", "2000-01", "2000-02",
    ]  # fmt: skip


def test_the_month_of_birth_is_not_before_it() -> None:
    known = History((PaidMonth(Month(1980, 1), YUAN("100.00")),))
    assert history.against(known, date(1980, 1, 20)) == []


def test_an_index_is_the_base_over_the_wage_of_the_year_before() -> None:
    """2005: 12 * 1500 over 1000 (2004) = 18; 2006: 2 * 1500 over 2000 (2005) = 1.5; three fixed
    months of 0.8 = 2.4; 21.9 over 17 months = 1.2882."""
    base = YUAN("1500.00")
    paid = [PaidMonth(Month(2005, 1) + n, base) for n in range(14)]
    paid += [PaidMonth(Month(2006, 3) + n, base, Fraction(8, 10)) for n in range(3)]
    averages = terms_pension.averages("990100", DAY)
    steps = history.average_index(History(tuple(paid)), averages, given_figure(4), "index")
    assert [str(step.decimal) for step in steps] == [
        "18.000000", "1.500000", "2.400000", "21.900000", "1.2882",
    ]  # fmt: skip


def test_the_wage_of_an_unknown_year_is_a_refusal_that_names_it() -> None:
    with pytest.raises(policy.FigureMissing) as refused:
        terms_pension.averages("510100", DAY)(1995)
    assert refused.value.params == {
        "pack": "benefits/510000/average_wage",
        "leaf": "monthly",
        "day": "1995-01-01",
    }


# ---------------------------------------------------------------- accounts


def test_the_account_of_a_pensioner_is_drawn_until_the_pool_takes_over() -> None:
    left, drawn = YUAN("2500.00"), []
    for _ in range(4):
        month = account.draw(left, YUAN("1000.00"))
        left -= month.account
        drawn.append((month.account.plain(), month.pool.plain()))
    assert drawn == [
        ("1000.00", "0.00"),
        ("1000.00", "0.00"),
        ("500.00", "500.00"),
        ("0.00", "1000.00"),
    ]


def test_what_is_posted_paid_and_earned_sums_to_the_balance() -> None:
    entries = [
        Entry(Month(2025, 1), account.POSTED, YUAN("640.00")),
        Entry(Month(2025, 2), account.PAID_OUT, YUAN("100.00")),
        Entry(Month(2025, 2), account.INTEREST, YUAN("0.80")),
    ]
    assert account.balance(entries) == YUAN("540.80")


@pytest.mark.parametrize(
    ("asked", "reasons"),
    [
        (LumpSum("death", Month(2020, 1), Month(2026, 4), 300), []),
        (LumpSum("emigration", Month(2020, 1), Month(2026, 4), 300), []),
        (LumpSum("short_contribution", Month(2026, 4), Month(2026, 4), 179, True), []),
        (
            LumpSum("short_contribution", Month(2026, 3), Month(2026, 4), 179, True),
            ["before_retirement_age"],
        ),
        (
            LumpSum("short_contribution", Month(2026, 4), Month(2026, 4), 180, True),
            ["minimum_years_reached"],
        ),
        (
            LumpSum("short_contribution", Month(2026, 4), Month(2026, 4), 179),
            ["continuation_not_waived"],
        ),
    ],
)
def test_who_may_take_the_account_at_once(asked: LumpSum, reasons: list[str]) -> None:
    assert codes(account.against(asked, LEAST)) == reasons


def test_a_lump_sum_without_interest_yet() -> None:
    entries = [Entry(Month(2026, 1), account.POSTED, YUAN("640.00"))]
    made = account.lump_sum(YUAN("1000.00"), entries, None)
    assert (made.total, faults(made.as_json())) == (YUAN("1640.00"), [])


def test_heirs_share_to_the_last_fen() -> None:
    assert account.split(YUAN("100.00"), (2, 1, 1)) == (YUAN("50.00"), YUAN("25.00"), YUAN("25.00"))
    assert account.split(Money(10), (1, 1, 1)) == (Money(4), Money(3), Money(3))
    for nonsense in ((), (0, 0), (1, -1)):
        with pytest.raises(ValueError, match="weights"):
            account.split(Money(10), nonsense)


# ---------------------------------------------------------------- overpayments


def test_what_was_paid_behind_the_last_month_due_is_overpaid() -> None:
    paid = [(Month(2026, 1) + n, YUAN("3000.00")) for n in range(5)]
    made = overpayment.overpaid(paid, Month(2026, 3))
    assert (made.total, len(made.steps), faults(made.as_json())) == (YUAN("6000.00"), 2, [])
    assert overpayment.overpaid(paid, Month(2026, 5)).total == Money.zero()
    [due] = overpayment.refund(made.total, Month(2026, 6))
    assert (due.month, due.amount) == (Month(2026, 6), YUAN("6000.00"))


def test_a_pension_computed_anew_is_paid_for_the_months_since() -> None:
    """As the notice of June 2024: 3,916.03 at first, 3,929.92 anew; 13.89 for each month."""
    due = [(Month(2024, 7) + n, YUAN("3916.03"), YUAN("3929.92")) for n in range(3)]
    [stretch] = recalculation.stretches(due)
    assert (stretch.first, stretch.last, stretch.months) == (Month(2024, 7), Month(2024, 9), 3)
    made = recalculation.difference([stretch])
    assert (made.total, faults(made.as_json())) == (YUAN("41.67"), [])
    assert recalculation.difference([]).total == YUAN("0.00")


def test_what_was_adjusted_since_makes_a_stretch_of_its_own() -> None:
    due = [
        (Month(2024, 11), YUAN("100.00"), YUAN("110.00")),
        (Month(2024, 12), YUAN("100.00"), YUAN("110.00")),
        (Month(2025, 1), YUAN("102.00"), YUAN("112.20")),
        (Month(2025, 3), YUAN("102.00"), YUAN("112.20")),  # February was paused
    ]
    made = recalculation.difference(recalculation.stretches(due))
    assert [step.money for step in made.steps] == [YUAN("20.00"), YUAN("20.40")]
    assert (made.total, faults(made.as_json())) == (YUAN("40.40"), [])


# ---------------------------------------------------------------- where figures are found


@pytest.mark.parametrize(
    ("city", "pack"),
    [
        ("510100", "benefits/510000/employee_pension"),
        ("510000", "benefits/510000/employee_pension"),
        ("310000", "benefits/310000/employee_pension"),
        ("990100", "benefits/990100/employee_pension"),
    ],
)
def test_a_city_has_the_rules_of_its_province(city: str, pack: str) -> None:
    assert terms_pension.employee(city, DAY).area_base.basis.pack == pack


@pytest.mark.parametrize("look_up", [terms_pension.employee, terms_pension.resident])
def test_a_province_nobody_has_figures_for_is_a_refusal(
    look_up: Callable[[str, date], object],
) -> None:
    with pytest.raises(policy.PolicyMissing) as refused:
        look_up("110000", DAY)
    assert refused.value.params["region"] == "110000"


def test_a_refusal_names_the_region_that_was_asked_for() -> None:
    with pytest.raises(policy.PolicyMissing) as refused:
        terms_pension.adjustment("510100", 2026)
    assert refused.value.params["region"] == "510100"


def test_national_figures_hold_in_every_province() -> None:
    assert terms_pension.least_months("110000", date(2030, 6, 1)).value == 186
    assert terms_pension.account_share("650100", DAY).value == Fraction(8, 100)
    assert terms_pension.account_interest("510100", 2024).value == Fraction(262, 10_000)
    assert terms_pension.account_interest("510100", 2031).value == Fraction(26, 1000)
    choice = terms_pension.choice("510100", DAY)
    assert choice is not None
    assert (choice.early.value, choice.late.value) == (36, 36)
    assert terms_pension.choice("510100", date(2024, 12, 31)) is None
    assert terms_pension.special_trades("510100", DAY).men.value == 55
    assert terms_pension.pay_up("510100", DAY).insured_before.value == Month(2011, 7)
    assert terms_pension.allowance("510100", DAY).near.value == 60
    assert terms_pension.annuity_rates("510100", DAY).employer.value == Fraction(8, 100)
    assert terms_pension.paid_share("510100", DAY) is None
    assert terms_pension.recovery("510100", DAY).most.value == 60
    assert terms_pension.survivor("510100", DAY).income.value == YUAN("3768.92")
    assert terms_pension.adjustment("990100", 2026).fixed.value == YUAN("25.00")


def test_below_the_table_of_payout_months_nobody_knows() -> None:
    with pytest.raises(policy.FigureMissing) as refused:
        terms_pension.payout("510100", DAY).at(39 * 12)
    assert refused.value.params["leaf"] == "whole.39"


def test_an_unknown_transitional_figure_refuses_only_who_needs_it() -> None:
    rules = terms_pension.employee("440100", date(2025, 12, 31))
    facts = Facts(720, 240, Decimal("1"), YUAN("139000.00"))
    assert employee.pension(facts, rules).total > Money.zero()
    early = Facts(720, 240, Decimal("1"), YUAN("139000.00"), early_months=12)
    with pytest.raises(policy.FigureMissing) as refused:
        employee.pension(early, rules)
    assert refused.value.params["leaf"] == "transitional.rate"


def test_figures_that_decided_are_named_with_their_sources() -> None:
    rules = terms_pension.employee("510100", DAY)
    facts = Facts(721, 517, Decimal("0.872"), YUAN("111640.05"), early_months=157)
    made = employee.pension(facts, rules)
    leaves = {basis.leaf for basis in made.bases()}
    assert leaves == {
        *("area_base", "accrual", "rounding.years_places", "rounding.years_up"),
        *("rounding.amounts", "whole.60", "whole.61", "places", "extra"),
        *("transitional.rate", "transitional.formula"),
    }
    assert {basis.source.status for basis in made.bases()} == {"secondary"}

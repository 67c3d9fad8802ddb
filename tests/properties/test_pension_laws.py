"""Laws of retirement and pensions over generated people, histories and payments.

More contributions never lower a pension, as far as the formulas of the provinces allow: paying more
for a month never does, nor does a further month at the average index or above it. A further month
at a low index lowers the average index, and with it a transitional pension that takes the average
of all months; what it adds to the other parts it never takes away, but where years are rounded up.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.benefits import terms
from services.benefits.domain.pension import (
    account,
    adjustment,
    age,
    employee,
    estimate,
    history,
    overpayment,
    resident,
    survivor,
)
from services.benefits.domain.pension.employee import Facts
from services.benefits.domain.pension.history import Deemed, History, PaidMonth
from services.benefits.terms_pension import (
    adjustment_from,
    averages_from,
    choice_from,
    employee_from,
    recovery_from,
    resident_from,
    survivor_from,
)
from sscsim.kernel.explain import Explanation, Figure, faults
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import Month
from tests.policy.pension_cases import builtin, given_figure, payout_on

DAY = date(2026, 4, 1)
PROVINCES = (
    *("310000", "320000", "330000", "340000", "440000", "460000", "500000", "510000"),
    "990100",
)
PAYOUT = payout_on(DAY)
RULES = {
    region: employee_from(builtin(region, "employee_pension").on(DAY), PAYOUT)
    for region in PROVINCES
}
DEMO = RULES["990100"]
WAGE = given_figure(Money.yuan("7000.00"))

provinces = pytest.mark.parametrize("region", PROVINCES)
indices = st.integers(60, 300).map(lambda n: Fraction(n, 100))
ages = st.integers(50 * 12, 66 * 12)
money = st.integers(0, 10**8).map(Money)
months = st.integers(0, 600).map(lambda n: Month(1980, 1) + n)


def steady(wage: Figure[Money]) -> Callable[[int], Figure[Money]]:
    """The same average wage in every year."""
    return lambda year: wage


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Up to twenty stretches of paid months, one behind the other, some of them deemed."""
    at, paid, deemed = draw(months), [], []
    for _ in range(draw(st.integers(1, 12))):
        at += draw(st.integers(0, 6))
        length, index = draw(st.integers(1, 48)), draw(indices)
        if draw(st.booleans()) and at < Month(1998, 1):
            deemed.append(Deemed(at, at + (length - 1), index))
        else:
            paid += [PaidMonth(at + n, WAGE.value.times(index)) for n in range(length)]
        at += length
    return History(tuple(paid), tuple(deemed))


def pension(known: History, months_of_age: int, region: str, balance: Money) -> Explanation:
    rules = RULES[region]
    facts, steps = estimate.facts_of(known, months_of_age, balance, rules, steady(WAGE))
    return employee.pension(facts, rules).after(steps)


def posted(base: Money) -> Money:
    return base.times(Fraction(8, 100))


@provinces
@given(known=histories(), months_of_age=ages, balance=money)
def test_a_pension_comes_out_again_of_its_explanation(
    region: str, known: History, months_of_age: int, balance: Money
) -> None:
    made = pension(known, months_of_age, region, balance)
    assert faults(made.as_json()) == []
    assert sum_money(made.totals().values()) == made.total
    assert min(made.totals().values()) >= Money.zero()


@provinces
@given(known=histories(), months_of_age=ages, balance=money, data=st.data())
def test_paying_more_for_a_month_never_lowers_a_pension(
    region: str, known: History, months_of_age: int, balance: Money, data: st.DataObject
) -> None:
    if not known.paid:
        return
    at = data.draw(st.integers(0, len(known.paid) - 1))
    more = Money(data.draw(st.integers(0, 10**6)))
    one = known.paid[at]
    higher = replace(one, base=one.base + more)
    paid = (*known.paid[:at], higher, *known.paid[at + 1 :])
    before = pension(known, months_of_age, region, balance)
    after = pension(History(paid, known.deemed), months_of_age, region, balance + posted(more))
    for share, amount in before.totals().items():
        assert after.totals()[share] >= amount


def further(known: History, index: Fraction) -> History:
    """The history with the month behind its last one."""
    last = max(
        [each.month for each in known.paid] + [each.last for each in known.deemed],
    )
    return known.with_([PaidMonth(last + 1, Money(1), index)])


@provinces
@given(known=histories(), months_of_age=ages, balance=money, more=st.integers(0, 100))
def test_a_further_month_at_the_average_index_never_lowers_a_pension(
    region: str, known: History, months_of_age: int, balance: Money, more: int
) -> None:
    steps = history.average_index(known, steady(WAGE), given_figure(6), "index")
    index = Fraction(steps[-1].decimal) + Fraction(more + 1, 100)
    base = WAGE.value.times(index)
    before = pension(known, months_of_age, region, balance)
    after = pension(further(known, index), months_of_age, region, balance + posted(base))
    for share, amount in before.totals().items():
        assert after.totals()[share] >= amount


YEARS_GO_UP = ("340000",)


@pytest.mark.parametrize("region", [each for each in PROVINCES if each not in YEARS_GO_UP])
@given(known=histories(), months_of_age=ages, balance=money, index=indices)
def test_a_further_month_never_lowers_what_is_not_transitional(
    region: str, known: History, months_of_age: int, balance: Money, index: Fraction
) -> None:
    base = WAGE.value.times(index)
    before = pension(known, months_of_age, region, balance)
    after = pension(further(known, index), months_of_age, region, balance + posted(base))
    early = employee.TRANSITIONAL

    def rest(made: Explanation) -> Money:
        return made.total - made.totals()[early]

    assert rest(after) >= rest(before)


def test_a_further_low_month_can_lower_a_pension_that_takes_the_average() -> None:
    """As the formula has it: 157 months at three times the average, then one at 0.6.

    The index falls from 3 to 2.985: the transitional pension by 10.8, the basic one rises by 5.5.
    """
    known = History((), (Deemed(Month(1982, 12), Month(1995, 12), Fraction(3)),))
    before = pension(known, 720, "510000", Money.zero())
    after = pension(further(known, Fraction(6, 10)), 720, "510000", Money.zero())
    assert after.total < before.total


@given(known=histories(), more=indices)
def test_the_part_of_a_history_is_its_months_up_to_there(known: History, more: Fraction) -> None:
    every = [each.month for each in known.paid]
    every += [month for each in known.deemed for month in each.months]
    for last in (min(every), max(every), Month(1995, 12)):
        assert known.until(last).months == sum(month <= last for month in every)
    assert history.against(known, date(1960, 1, 1)) == []
    assert further(known, more).months == known.months + 1


# ---------------------------------------------------------------- accounts and plans


@st.composite
def years_of_entries(draw: st.DrawFn) -> list[account.Entry]:
    kinds = st.sampled_from((account.POSTED, account.POSTED, account.PAID_OUT))
    count = draw(st.integers(0, 30))
    return [
        account.Entry(
            Month(2025, draw(st.integers(1, 12))), draw(kinds), Money(draw(st.integers(1, 10**6)))
        )
        for _ in range(count)
    ]


@given(opening=money, entries=years_of_entries(), bp=st.integers(0, 1000), last=st.integers(1, 12))
def test_an_account_is_its_entries_and_no_fen_is_lost(
    opening: Money, entries: list[account.Entry], bp: int, last: int
) -> None:
    rate = given_figure(Fraction(bp, 10_000))
    made = account.interest(opening, entries, rate, Month(2025, last))
    assert faults(made.explanation.as_json()) == []
    whole = account.lump_sum(opening, entries, made)
    assert faults(whole.as_json()) == []
    assert whole.total == opening + account.balance([*entries, made.entry])


@given(opening=money, bp=st.integers(0, 1000))
def test_months_of_a_year_bear_its_interest_in_parts(opening: Money, bp: int) -> None:
    """Twelve months are within a fen of twelve times one: nothing is rounded month by month."""
    rate = given_figure(Fraction(bp, 10_000))
    exact = opening.fen * Fraction(bp, 10_000)
    year = account.interest(opening, [], rate, Month(2025, 12)).amount
    assert abs(year.fen - exact) <= Fraction(1, 2)


@given(amount=money, weights=st.lists(st.integers(0, 9), min_size=1, max_size=12).filter(any))
def test_shares_sum_to_what_is_shared(amount: Money, weights: list[int]) -> None:
    shares = account.split(amount, weights)
    assert sum_money(shares) == amount
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share.fen - Fraction(amount.fen * weight, sum(weights))) < 1


@given(left=money, part=money, rest=money)
def test_a_month_is_paid_whole_from_account_and_pool(left: Money, part: Money, rest: Money) -> None:
    drawn = account.draw(left, part, rest)
    assert drawn.account + drawn.pool == part + rest
    assert Money.zero() <= drawn.account <= left


RECOVERY = recovery_from(builtin("joint", "benefit_recovery").on(DAY))
owing = st.integers(1, 10**7).map(Money)


@given(owed=owing, count=st.integers(1, 60))
def test_instalments_give_back_what_is_owed(owed: Money, count: int) -> None:
    due, against = overpayment.instalments(owed, count, Month(2026, 5), RECOVERY)
    assert against == []
    assert sum_money(each.amount for each in due) == owed
    assert max(each.amount for each in due) - min(each.amount for each in due) <= Money(1)
    assert [each.month for each in due] == [Month(2026, 5) + n for n in range(len(due))]


@given(owed=owing, benefit=st.integers(1000, 10**6).map(Money))
def test_an_offset_gives_back_what_is_owed_within_the_share(owed: Money, benefit: Money) -> None:
    due, against = overpayment.offset(owed, benefit, Month(2026, 5), RECOVERY)
    assert against == []
    assert sum_money(each.amount for each in due) == owed
    assert max(each.amount for each in due) <= benefit.times(RECOVERY.share.value)


# ---------------------------------------------------------------- ages, residents, survivors


births = st.dates(date(1950, 1, 1), date(2005, 12, 31))
AGES = terms.retirement_from(builtin("joint", "retirement").on(DAY))
CHOICE = choice_from(builtin("joint", "retirement_choice").on(DAY))


@given(born=births, which=st.sampled_from(age.CLASSES), days=st.integers(0, 4000))
def test_who_is_born_later_never_retires_earlier(born: date, which: str, days: int) -> None:
    ages_of = age.class_of(AGES, which)
    found = age.span(ages_of, born, CHOICE)
    assert found.earliest <= found.legal <= found.latest
    assert age.age_at(born, found.earliest) >= ages_of.age * 12
    later = date.fromordinal(born.toordinal() + days)
    assert age.span(ages_of, later, CHOICE).legal >= found.legal


@given(at=st.integers(40 * 12, 75 * 12))
def test_payout_months_never_rise_with_age(at: int) -> None:
    assert PAYOUT.exact(at + 1) <= PAYOUT.exact(at)


RESIDENT = resident_from(builtin("990100", "resident_pension").on(DAY))


@given(months_paid=st.integers(0, 600), balance=money, more=money, years=st.integers(60, 100))
def test_more_never_lowers_a_residents_pension(
    months_paid: int, balance: Money, more: Money, years: int
) -> None:
    before = resident.pension(resident.Claimant(years, months_paid, balance), RESIDENT)
    after = resident.pension(resident.Claimant(years, months_paid + 1, balance + more), RESIDENT)
    assert after.total >= before.total
    assert faults(after.as_json()) == []


INCOME = given_figure(Money.yuan("5015.00"))
SURVIVOR = survivor_from(builtin("joint", "survivor_benefit").on(DAY), INCOME)


@given(
    months_paid=st.integers(0, 600),
    drawn=st.none() | st.integers(0, 600),
    own=money,
)
def test_survivors_get_no_more_than_the_months_and_the_cap(
    months_paid: int, drawn: int | None, own: Money
) -> None:
    made = survivor.benefits(survivor.Deceased(months_paid, drawn, own), SURVIVOR)
    assert faults(made.as_json()) == []
    assert made.total <= INCOME.value * 26
    if drawn is None and months_paid < 60:
        assert made.total <= own
    else:
        assert made.total >= INCOME.value * 8
    if drawn is not None:
        assert made.totals()[survivor.SURVIVORS] >= INCOME.value * 9


ADJUSTMENT = adjustment_from(builtin("990100", "pension_adjustment").on(DAY))


@given(
    paid=st.integers(1, 10**6).map(Money),
    months_paid=st.integers(0, 600),
    years=st.integers(50, 100),
    hard=st.booleans(),
    first=st.integers(1, 12),
)
def test_an_adjustment_raises_and_is_paid_from_january(
    paid: Money, months_paid: int, years: int, hard: bool, first: int
) -> None:
    who = adjustment.Pensioner(paid, Month(2025, 12), months_paid, years, hard)
    made = adjustment.adjust(who, ADJUSTMENT)
    assert faults(made.as_json()) == []
    assert made.total > Money.zero()
    behind = adjustment.arrears(made.total, 2026, Month(2026, first))
    assert behind.total == made.total * (first - 1)


# ---------------------------------------------------------------- estimates


ASSUMED = estimate.Assumptions(
    Fraction(1), Fraction(3, 100), Fraction(2, 100), given_figure(Fraction(8, 100))
)
AVERAGES = averages_from(builtin("990100", "average_wage"))


@given(
    born=st.dates(date(1966, 1, 1), date(1985, 12, 31)),
    paid_months=st.integers(1, 240),
    later=st.integers(0, 36),
    balance=money,
    growth=st.integers(0, 1000),
)
def test_an_estimate_comes_out_again_of_its_explanation(
    born: date, paid_months: int, later: int, balance: Money, growth: int
) -> None:
    known = History(
        tuple(PaidMonth(Month(2006, 1) + n, Money.yuan("5000.00")) for n in range(paid_months))
    )
    standing = estimate.Standing(born, known, balance, Month(2026, 4))
    assumed = replace(ASSUMED, growth=Fraction(growth, 10_000))
    found = estimate.estimate(standing, Month(2026, 4) + later, DEMO, AVERAGES, assumed)
    assert faults(found.explanation.as_json()) == []
    assert found.months == paid_months + later
    assert found.balance >= balance


def test_an_estimate_of_today_is_the_pension_of_today() -> None:
    """With the interest of April, as who retires in April gets it: 139000 * 2 % / 12 = 231.67."""
    paid = tuple(PaidMonth(Month(2006, 1) + n, Money.yuan("2000.00")) for n in range(108))
    standing = estimate.Standing(
        date(1966, 4, 9), History(paid), Money.yuan("139000.00"), Month(2026, 4)
    )
    found = estimate.estimate(standing, Month(2026, 4), DEMO, AVERAGES, ASSUMED)
    now = employee.pension(Facts(720, 108, Decimal("1.0000"), Money.yuan("139231.67")), DEMO)
    # 8400 * 9 % + 139231.67 / 139 + 2 * 9
    assert found.pension == now.total == Money.yuan("1775.67")


def later_ones(*months_of: Month) -> list[Any]:
    paid = tuple(PaidMonth(Month(2006, 1) + n, Money.yuan("2000.00")) for n in range(108))
    standing = estimate.Standing(date(1966, 4, 9), History(paid), Money.zero(), Month(2026, 4))
    return estimate.series(standing, months_of, DEMO, AVERAGES, ASSUMED)


def test_a_series_compares_months_of_retirement() -> None:
    """A year later: nine months at 8000.00, three at 8240.00, each by eight of a hundred.

    2026: 9 * 640.00 posted, interest (9+8+...+1) * 640 * 2 % / 12 = 48.00; 2027: 3 * 659.20, and
    (5808 * 4 + 659.20 * (4+3+2)) * 2 % / 12 = 48.61, that of the month of retirement included.
    """
    first, second = later_ones(Month(2026, 4), Month(2027, 4))
    assert (first.months, second.months) == (108, 120)
    assert second.balance == Money.yuan("7834.21")  # 5760 + 48 + 1977.60 + 48.61
    assert second.pension > first.pension
    with pytest.raises(ValueError, match="before"):
        later_ones(Month(2026, 3))

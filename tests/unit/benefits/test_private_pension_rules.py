"""Private pension: the room of a year is never passed, whichever bank; payouts and their tax."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.benefits import terms_private_pension as terms
from services.benefits.domain.private_pension import products
from services.benefits.domain.private_pension.payout import (
    CONDITIONS,
    MANNERS,
    Facts,
    instalments,
)
from services.benefits.domain.private_pension.room import RETURNED, Contribution
from sscsim.kernel import explain
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import Month
from sscsim.policy import FigureMissing, PolicyMissing

DAY = date(2026, 4, 1)
LIMIT = Money.yuan("12000.00")
AMOUNTS = st.integers(min_value=-100, max_value=1_300_000).map(Money)
BANKS = ("629991", "629992", "629993")


class Savers(RuleBasedStateMachine):
    """A person pays in through any bank, gets some back, and years pass."""

    def __init__(self) -> None:
        super().__init__()
        self.room = terms.room_from(terms.figures("510100", DAY))
        self.known: list[Contribution] = []
        self.now = 2026

    @rule(amount=AMOUNTS, bank=st.sampled_from(BANKS), back=st.integers(0, 1))
    def pays(self, amount: Money, bank: str, back: int) -> None:
        year = self.now - back
        left = self.room.left(year, self.known).total
        refused = self.room.refuses(year, self.now, amount, self.known)
        fits = year == self.now and Money.zero() < amount <= left
        assert (refused == []) is fits
        if not refused:
            self.known.append(Contribution(year, amount, bank))

    @rule(bank=st.sampled_from(BANKS))
    def pays_all_that_is_left(self, bank: str) -> None:
        left = self.room.left(self.now, self.known).total
        if left:
            assert self.room.refuses(self.now, self.now, left, self.known) == []
            self.known.append(Contribution(self.now, left, bank))
        assert self.room.refuses(self.now, self.now, Money(1), self.known)

    @rule(which=st.integers(min_value=0, max_value=50))
    def bank_gives_back(self, which: int) -> None:
        if which < len(self.known):
            one = self.known[which]
            self.known[which] = Contribution(one.year, one.amount, one.bank, RETURNED)

    @rule()
    def a_year_passes(self) -> None:
        self.now += 1

    @invariant()
    def no_year_passes_its_limit(self) -> None:
        for year in {each.year for each in self.known}:
            counted = [
                each.amount for each in self.known if each.year == year and each.status != RETURNED
            ]
            assert sum_money(counted) <= LIMIT


TestSavers = Savers.TestCase


# ---------------------------------------------------------------- amounts


@given(st.integers(min_value=0, max_value=10**9).map(Money))
def test_tax_and_net_are_what_is_paid_out(amount: Money) -> None:
    found = terms.payout_from(terms.figures("510100", DAY)).net(amount)
    assert found.totals()["tax"] == amount.times(Fraction(3, 100))
    assert found.totals()["tax"] + found.totals()["net"] == amount
    assert explain.faults(found.as_json()) == []


@given(st.integers(min_value=1, max_value=10**8), st.integers(min_value=1, max_value=400))
def test_instalments_are_the_balance_and_alike(fen: int, parts: int) -> None:
    if fen < parts:
        with pytest.raises(ValueError, match="parts"):
            instalments(Money(fen), parts)
        return
    paid = instalments(Money(fen), parts)
    assert sum_money(paid) == Money(fen)
    assert len(paid) == parts
    assert all(part > Money.zero() for part in paid)
    assert paid[-1].fen - paid[0].fen < parts


def test_no_part_is_no_payout() -> None:
    with pytest.raises(ValueError, match="0 parts"):
        instalments(Money(100), 0)


INCOMES = st.integers(min_value=0, max_value=300_000_000).map(Money)


@given(INCOMES, st.integers(0, 2_000_000).map(Money))
def test_a_deduction_saves_between_nothing_and_45_of_a_hundred(
    income: Money, contribution: Money
) -> None:
    found = terms.tax("510100", DAY).saved(income, Money.zero(), contribution)
    assert Money.zero() <= found.total
    # each of the two taxes is rounded to the fen
    assert found.total.fen <= min(contribution, LIMIT).fen * 45 // 100 + 1
    assert explain.faults(found.as_json()) == []


@given(INCOMES, st.integers(0, 1_200_000).map(Money), st.integers(0, 1_200_000).map(Money))
def test_a_larger_contribution_never_saves_less(income: Money, one: Money, other: Money) -> None:
    rule_of_tax = terms.tax("510100", DAY)
    less, more = sorted((one, other))
    saved = [rule_of_tax.saved(income, Money.zero(), paid).total for paid in (less, more)]
    assert saved[0] <= saved[1]


# ---------------------------------------------------------------- figures


def test_before_the_pilot_there_is_no_private_pension() -> None:
    terms.room_from(terms.figures("510100", date(2022, 11, 25)))
    with pytest.raises(FigureMissing):
        terms.room_from(terms.figures("510100", date(2022, 11, 24)))


def test_thirty_six_places_began() -> None:
    rule_of_places = terms.places_from(terms.figures("510100", date(2022, 11, 25)))
    assert len(rule_of_places.pilots.value) == 36


def test_a_province_whose_income_was_not_found_is_refused() -> None:
    assert terms.provincial_income("510100", DAY).value == Money.yuan("34325.00")
    with pytest.raises(PolicyMissing) as missing:
        terms.provincial_income("460100", DAY)
    assert missing.value.params["scheme"] == "provincial_income"


def test_the_words_of_the_figures_are_those_of_the_rules() -> None:
    payout = terms.payout_from(terms.figures("510100", DAY))
    assert payout.conditions.value == CONDITIONS
    assert payout.manners.value == MANNERS
    assert tuple(terms.products("510100", DAY).counts) == products.CLASSES


@pytest.mark.parametrize(
    ("balance", "asked", "refused"),
    [("100.00", "100.00", False), ("100.00", "100.01", True), ("100.00", "0.00", True)],
)
def test_a_purchase_needs_the_money(balance: str, asked: str, refused: bool) -> None:
    found = products.refuses_purchase(Money.yuan(balance), Money.yuan(asked))
    assert bool(found) is refused


def test_months_of_benefit_count_once() -> None:
    payout = terms.payout_from(terms.figures("510100", DAY))
    months = [Month(2026, 1)] * 12
    facts = Facts(Month(2026, 4), Month(2050, 1), benefit_months=months)
    found = payout.refuses("unemployed", "monthly", Money(100), facts)
    assert [each.code for each in found] == ["payout_condition_not_met"]

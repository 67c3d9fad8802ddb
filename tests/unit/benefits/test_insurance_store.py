"""The records of social insurance: what rules are given, and what is never there twice."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from services.benefits import terms_pension
from services.benefits.domain import insurance as words
from services.benefits.domain.insurance import ledger
from services.benefits.domain.insurance.month import ContributionMonth
from services.benefits.domain.pension import account as rules
from services.benefits.store import insurance, pension_accounts, store, tables_insurance
from sscsim.db import Tx
from sscsim.demo_people import CHEN_YU, SEED
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from tests.unit.benefits.conftest import Counter

pytestmark = pytest.mark.db
WHO = CHEN_YU.person_id(SEED)


def month_of(tx: Tx, month: str, **more: Any) -> ContributionMonth:
    made = ContributionMonth(
        person_id=WHO,
        kind=words.EMPLOYEE_PENSION,
        month=month,
        region_code="990100",
        relation_id=None,
        charge_id="ctc_1",
        category=words.EMPLOYEE,
        base=Money(600_000),
        employer=Money(96_000),
        personal=Money(48_000),
        subsidy=Money(0),
        to_account=Money(48_000),
        index_millionths=None,
        origin="paid",
        paid_on=tx.world.today,
        status="paid",
        live=1,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )
    return replace(made, **more)


@pytest.fixture
def tx(counter: Counter) -> Iterator[Tx]:
    with counter.bench.entered(), store.write() as opened:
        yield opened


def test_a_month_of_a_kind_is_live_once(counter: Counter) -> None:
    with counter.bench.entered():
        with store.write() as tx:
            insurance.add_months(tx, [month_of(tx, "2026-01")])
        with pytest.raises(IntegrityError), store.write() as tx:
            insurance.add_months(tx, [month_of(tx, "2026-01", charge_id="ctc_2")])
        with store.write() as tx:
            moved = insurance.move_months(tx, WHO, words.EMPLOYEE_PENSION, "990100")
            assert [each.month for each in moved] == ["2026-01"]
            there = month_of(tx, "2026-01", region_code="510100", origin="transferred")
            insurance.add_months(tx, [there])
            assert insurance.count(tx, WHO, words.EMPLOYEE_PENSION) == 1


def test_a_history_has_paid_months_and_deemed_stretches(tx: Tx) -> None:
    deemed = {"origin": "deemed", "charge_id": None, "index_millionths": 1_200_000}
    insurance.add_months(
        tx,
        [
            *(month_of(tx, f"1992-{n:02}", **deemed) for n in (11, 12)),
            month_of(tx, "1993-01", **deemed),
            month_of(tx, "1993-03", **deemed),
            month_of(tx, "2026-01"),
            month_of(tx, "2026-02", origin="transferred", index_millionths=600_000),
        ],
    )
    found = insurance.history(tx, WHO)
    assert (found.months, found.paid_months) == (6, 2)
    assert [(str(each.first), str(each.last)) for each in found.deemed] == [
        ("1992-11", "1993-01"),
        ("1993-03", "1993-03"),
    ]
    assert {each.index for each in found.deemed} == {Fraction(6, 5)}
    assert [each.index for each in found.paid] == [None, Fraction(3, 5)]


def test_entries_sum_to_the_balance_and_none_is_posted_twice(tx: Tx) -> None:
    insurance.add_months(tx, [month_of(tx, f"2025-{n:02}") for n in (3, 11)])
    pension_accounts.open_for(tx, "ctc_1", words.EMPLOYEE_PENSION, "990100")
    pension_accounts.post_charge(tx, "ctc_1", words.EMPLOYEE_PENSION)
    known = pension_accounts.account_of(tx, WHO, words.EMPLOYEE_PENSION)
    assert known is not None and known.balance == Money(96_000)
    month = Month(2025, 12)
    known, new = pension_accounts.post(tx, known, "pay/1", ledger.PAYOUT, month, Money(-6_000))
    assert new and known.balance == Money(90_000)
    known, new = pension_accounts.post(tx, known, "pay/1", ledger.PAYOUT, month, Money(-6_000))
    assert not new and known.balance == Money(90_000)
    assert pension_accounts.opened(tx, WHO, words.EMPLOYEE_PENSION, "990100") == known


def test_a_years_interest_is_what_the_rule_says(tx: Tx) -> None:
    insurance.add_months(tx, [month_of(tx, m) for m in ("2024-05", "2025-03", "2025-11")])
    pension_accounts.open_for(tx, "ctc_1", words.EMPLOYEE_PENSION, "990100")
    pension_accounts.post_charge(tx, "ctc_1", words.EMPLOYEE_PENSION)
    known = pension_accounts.account_of(tx, WHO, words.EMPLOYEE_PENSION)
    assert known is not None
    pension_accounts.post(tx, known, "pay/1", ledger.PAYOUT, Month(2025, 6), Money(-1_000))
    [row] = pension_accounts.products(tx, 2025, words.PENSIONS)
    opening, entries = pension_accounts.as_rules_count(tx, known.id, 2025)
    rate = terms_pension.account_interest("990100", 2025)
    by_rule = rules.interest(opening, entries, rate, Month(2025, 12))
    assert rules.interest_of(row.product, rate) - Money(row.given) == by_rule.amount
    pension_accounts.post_interest(tx, 2025, {known.id: (WHO, by_rule.amount)})
    after = pension_accounts.account_of(tx, WHO, words.EMPLOYEE_PENSION)
    assert after is not None and after.balance == Money(143_000) + by_rule.amount
    e = tables_insurance.pension_account_entries
    assert len(tx.all(e.select())) == 5


def test_many_persons_are_held_at_once(tx: Tx) -> None:
    """By a lock each while they are few, by one for all when they are many."""
    insurance.hold(tx, [f"psn_{number}" for number in range(3)])
    insurance.hold(tx, [f"psn_{number}" for number in range(300)])
    insurance.hold(tx, ["psn_1"])

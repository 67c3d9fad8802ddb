"""Rides, deposits and passes, posting by posting; amounts worked out by hand."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.settlement.domain import chart
from services.settlement.domain import operator_rules as rules
from sscsim.kernel.ledger import Journal, balances
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.shares import largest_remainder


def shown(*moved) -> dict[tuple[str, str], int]:
    postings = tuple(each for rule in moved for each in rule)
    for each in postings:
        assert chart.is_known(each.book, each.debit), each
        assert chart.is_known(each.book, each.credit), each
    found = balances([Journal("t", "t", postings)])
    return {tuple(account): amount.fen for account, amount in found.items() if amount}


def test_a_top_up_and_a_ride_at_home():
    topped_up = rules.card_topped_up("cd", Money(5_000))
    assert shown(topped_up, rules.ridden("cd", "cd", Money(200))) == {
        ("T:cd", "bank"): 5_000,
        ("T:cd", "float.card"): -4_800,
        ("T:cd", "fare.revenue"): -200,
    }


def test_a_ride_on_a_foreign_network_with_a_fee():
    """A fare of 2.00 with a fee of 0.03: Chengdu owes Chongqing 1.97."""
    assert shown(rules.ridden("cd", "cq", Money(200), Money(3))) == {
        ("T:cd", "float.card"): 200,
        ("T:cd", "payable.acquirer:cq"): -197,
        ("T:cd", "interchange.fee"): -3,
        ("T:cq", "receivable.issuer:cd"): 197,
        ("T:cq", "fare.revenue"): -200,
        ("T:cq", "interchange.fee"): 3,
    }
    assert len(rules.ridden("cd", "cq", Money(200))) == 2


def test_a_ride_by_concession():
    assert shown(rules.ridden_by_concession("cq", "500000", Money(100))) == {
        ("T:cq", "concession.subsidy:500000"): 100,
        ("T:cq", "fare.revenue"): -100,
    }


def test_a_deposit_refunded_elsewhere_less_a_fine():
    """100.00 left with A, 95.50 handed back at B, 4.50 kept by A: A owes B 95.50."""
    paid = rules.deposit_paid("A", Money(10_000))
    assert shown(paid, rules.deposit_refunded("A", "B", Money(9_550), Money(450))) == {
        ("L:A", "bank"): 10_000,
        ("L:A", "due.to:B"): -9_550,
        ("L:A", "fine.income"): -450,
        ("L:B", "due.from:A"): 9_550,
        ("L:B", "bank"): -9_550,
    }
    assert shown(paid, rules.deposit_refunded("A", "A", Money(10_000))) == {}
    assert shown(rules.deposit_refunded("A", "B", Money.zero(), Money(10_000))) == {
        ("L:A", "deposit.reader"): 10_000,
        ("L:A", "fine.income"): -10_000,
    }


def test_a_pass_sold_and_shared_by_visits():
    """200.00 less a fee of 1.00; 199.00 by weights 1 : 1 : 1 is 66.33 each and one fen over."""
    thirds = dict.fromkeys(("v1", "v2", "v3"), Fraction(1))
    sold = rules.pass_sold(Money(20_000), Money(100))
    assert shown(sold, rules.pass_period_closed(Money(19_900), thirds)) == {
        ("V", "bank"): 20_000,
        ("V", "issuer.fee"): -100,
        ("V", "payable.venue:v1"): -6_634,
        ("V", "payable.venue:v2"): -6_633,
        ("V", "payable.venue:v3"): -6_633,
    }
    nobody = {"v1": Fraction(0)}
    for visits in ({}, nobody):
        assert shown(rules.pass_period_closed(Money(19_900), visits)) == {
            ("V", "pass.deferred"): 19_900,
            ("V", "breakage"): -19_900,
        }


weights = st.dictionaries(
    st.sampled_from("abcdefg"), st.fractions(0, 100, max_denominator=50), min_size=1
).filter(lambda each: any(each.values()))


@given(st.integers(0, 10**10).map(Money), weights)
def test_p21_shares_add_up_and_none_is_a_fen_off(amount: Money, shared: dict[str, Fraction]):
    shares = largest_remainder(amount, shared)
    assert sum_money(shares.values()) == amount
    total = sum(shared.values())
    for name, share in shares.items():
        assert abs(share.fen - amount.fen * shared[name] / total) < 1
    assert largest_remainder(amount, dict(reversed(shared.items()))) == shares


@pytest.mark.parametrize(
    ("amount", "shared"),
    [(-1, {"a": Fraction(1)}), (1, {}), (1, {"a": Fraction(0)}), (1, {"a": Fraction(-1)})],
)
def test_what_can_not_be_shared(amount: int, shared: dict[str, Fraction]):
    with pytest.raises(ValueError, match="shared"):
        largest_remainder(Money(amount), shared)


@pytest.mark.parametrize(
    ("book", "account", "known"),
    [
        ("T:cd", "float.card", True),
        ("T:cd", "bank.treasury", False),
        ("T:", "bank", False),
        ("L:a", "due.to:b", True),
        ("L:a", "due.to:", False),
        ("V", "payable.venue:v", True),
        ("R:510100", "bank.in_transit", True),
        ("R:510100", "float.card", False),
        ("N", "clr.rounding", True),
        ("X:1", "bank", False),
    ],
)
def test_the_chart_is_closed(book: str, account: str, known: bool):
    assert chart.is_known(book, account) is known


def test_a_ride_that_no_purse_pays():
    """T4 when it is owed, T5 when it came."""
    assert shown(
        rules.ridden_on_account("cq", Money(300)), rules.account_paid("cq", Money(200))
    ) == {
        ("T:cq", "fare.revenue"): -300,
        ("T:cq", "receivable.rider"): 100,
        ("T:cq", "bank"): 200,
    }


def test_a_city_moves_what_its_issuer_owes():
    """T6 after T2: the fare of 2.00 less the fee of 0.03, and nobody owes anything."""
    assert shown(
        rules.ridden("card", "bus", Money(200), Money(3)),
        rules.city_cleared("card", "bus", Money(197)),
    ) == {
        ("T:card", "float.card"): 200,
        ("T:card", "interchange.fee"): -3,
        ("T:card", "bank"): -197,
        ("T:bus", "fare.revenue"): -200,
        ("T:bus", "interchange.fee"): 3,
        ("T:bus", "bank"): 197,
    }


def test_libraries_of_a_city_settle():
    """B2 after B1: the branch handed a deposit of 100.00 out for the other library."""
    assert (
        shown(
            rules.deposit_paid("A", Money(10_000)),
            rules.deposit_refunded("A", "B", Money(10_000)),
            rules.libraries_cleared("A", "B", Money(10_000)),
        )
        == {}
    )


def test_a_region_pays_its_concessions():
    assert shown(
        rules.ridden_by_concession("bus", "500000", Money(100)),
        rules.concession_paid("bus", "500000", Money(100)),
    ) == {("T:bus", "fare.revenue"): -100, ("T:bus", "bank"): 100}

"""The netting example: A owes B 120, B owes A 50, B owes C 30, C owes A 10 (yuan)."""

import pytest

from services.settlement.domain import netting
from services.settlement.domain.netting import Transfer
from sscsim.kernel.money import Money


def yuan(text: str) -> Money:
    return Money.yuan(text)


DEBTS = [
    ("A", "B", yuan("120.00")),
    ("B", "A", yuan("50.00")),
    ("B", "C", yuan("30.00")),
    ("C", "A", yuan("10.00")),
]


def test_gross_pays_every_debt():
    transfers = netting.gross(DEBTS)
    assert len(transfers) == 4
    assert netting.moved(transfers) == yuan("210.00")


def test_bilateral_pays_the_difference_of_each_pair():
    transfers = netting.bilateral(DEBTS)
    assert transfers == (
        Transfer("A", "B", yuan("70.00")),
        Transfer("B", "C", yuan("30.00")),
        Transfer("C", "A", yuan("10.00")),
    )
    assert netting.moved(transfers) == yuan("110.00")


def test_multilateral_pays_the_hub():
    transfers = netting.multilateral(DEBTS)
    assert transfers == (
        Transfer("A", "N", yuan("60.00")),
        Transfer("N", "B", yuan("40.00")),
        Transfer("N", "C", yuan("20.00")),
    )
    assert netting.moved(transfers) == yuan("60.00")


def test_the_positions_are_the_same_in_every_mode():
    for mode in netting.MODES:
        nets = {p.region: p.net for p in netting.positions(netting.NET[mode](DEBTS))}
        assert nets == {"A": yuan("-60.00"), "B": yuan("40.00"), "C": yuan("20.00")}


def test_a_debt_below_zero_is_paid_in_the_opposite_direction():
    """Exception X18."""
    assert netting.gross([("A", "B", yuan("-5.00"))]) == (Transfer("B", "A", yuan("5.00")),)


def test_nobody_pays_nothing_and_nobody_pays_himself():
    assert netting.gross([("A", "B", Money.zero())]) == ()
    for bad in (("A", "A", Money(1)), ("A", "B", Money(0)), ("A", "B", Money(-1))):
        with pytest.raises(ValueError, match="not a transfer"):
            Transfer(*bad)

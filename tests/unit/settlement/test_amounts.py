import pytest

from services.settlement.domain.amounts import Split, TooMuchDeducted, deduction
from sscsim.kernel.money import Money

LEFT = Split(hifp=Money(100), hifob=Money(50), account=Money(30))


def test_a_split_sums_to_the_clearing_amount():
    assert LEFT.fund_total == Money(150)
    assert LEFT.clearing == Money(180)
    assert not (LEFT - LEFT)
    assert (-LEFT).clearing == Money(-180)


def test_an_unknown_fund_is_refused():
    with pytest.raises(KeyError, match="no such fund"):
        Split.of({"lottery": Money(1)}, Money.zero())


@pytest.mark.parametrize(
    ("fen", "hifp", "hifob"), [(1, 1, 0), (100, 100, 0), (101, 100, 1), (150, 100, 50)]
)
def test_a_deduction_takes_from_the_pooled_fund_first(fen: int, hifp: int, hifob: int):
    taken = deduction(LEFT, Money(fen))
    assert taken == Split(hifp=Money(hifp), hifob=Money(hifob))


@pytest.mark.parametrize("fen", [-1, 0, 151])
def test_a_deduction_takes_fund_money_that_is_there(fen: int):
    with pytest.raises(TooMuchDeducted):
        deduction(LEFT, Money(fen))

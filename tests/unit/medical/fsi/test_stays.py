"""A stay by message, whole, with every step that takes another back."""

from collections.abc import Iterator

import pytest

from sscsim import control
from tests.contract.fsi.ward import Ward
from tests.support.bench import Bench

pytestmark = pytest.mark.db
BED, CEFTRIAXONE, CONSULT = "009911090000199", "XJ01DDX990A001040199004", "009911020000199"


@pytest.fixture
def ward(demo_bench: Bench) -> Iterator[Ward]:
    yield Ward(demo_bench)
    control.close()


def test_a_stay_and_every_way_back(ward: Ward) -> None:
    """2401 2301 2302 2301 2402 2405 2402 2303 2304, 2405 refused, 2305 2405 2402 2304.

    Chengdu, level 3, employee: bed 44.00 of 50.00 within the limit, 5 days: 250.00 = 30.00 over
    + 220.00 in scope; 400 ceftriaxone at 6.20 = 2,480.00 in scope. 2,730.00 in all, 2,700.00 in
    scope; less 800.00 of deductible, 85 % of 1,900.00 is 1,615.00. The person bears 1,115.00, of
    which 300.00 are the account's.
    """
    stay = ward.admitted()
    stay.charge(stay.form("1", BED, 1, "50.00"))
    stay.withdraw("1")
    stay.charge(stay.form("1", BED, 5, "50.00"), stay.form("2", CEFTRIAXONE, 400, "6.20"))
    stay.discharge()
    stay.undo_discharge()
    stay.discharge("2026-03-31")
    tried = stay.try_("2730.00")
    settled = stay.settle("2730.00")
    assert (tried["medfee_sumamt"], tried["overlmt_selfpay"], tried["inscp_scp_amt"]) == (
        2730.0, 30.0, 2700.0,
    )  # fmt: skip
    assert (settled["act_pay_dedc"], settled["hifp_pay"], settled["fund_pay_sumamt"]) == (
        800.0, 1615.0, 1615.0,
    )  # fmt: skip
    assert (settled["acct_pay"], settled["psn_cash_pay"], settled["balc"]) == (300.0, 815.0, 0.0)
    assert "[visit_not_open]" in stay.bad("2405", {"data": stay.key})
    back = stay.take_back(settled)
    assert (back["fund_pay_sumamt"], back["balc"]) == (-1615.0, 300.0)
    stay.undo_discharge()
    stay.discharge("2026-04-01")
    again = stay.settle("2730.00")
    assert again["setl_id"] not in (settled["setl_id"], back["setl_id"])
    ward.holds()


def test_an_admission_is_taken_back(ward: Ward) -> None:
    stay = ward.admitted()
    stay.undo()
    assert "[visit_not_open]" in stay.bad("2404", {"data": stay.key})
    other = ward.admitted()
    assert other.key["mdtrt_id"] != stay.key["mdtrt_id"]

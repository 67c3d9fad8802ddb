"""A difference gives back to exactly the accounts of the family that paid, and takes no more."""

import pytest

from sscsim.demo_people import CHEN_YU
from tests.unit.medical.conftest import Hospital
from tests.unit.medical.test_difference import differ, loads
from tests.unit.medical.test_family import CHEN, WANG, ZHOU, balances, opened

pytestmark = pytest.mark.db


def bill(hospital: Hospital, on: str = "2026-03-25") -> str:
    """4,500.00 in scope, the deductible 800.00: at 80 % the person's part is 1,540.00."""
    visit = hospital.admit(
        person=CHEN_YU, institution="H99010000003", admission_date=on, discharge_date=on
    )
    hospital.charge(visit["id"], [{"item_class": "A", "quantity": 1, "unit_price_fen": 450_000}])
    return str(visit["id"])


def deductible(hospital: Hospital, yuan: int) -> None:
    old = '2023-07-01: {value: "800.00", source: demo}'
    loads(hospital, "990100", old, old.replace("800", str(yuan)))


def test_each_gets_back_what_is_no_longer_needed_the_last_first(hospital: Hospital) -> None:
    """With a deductible of 400.00 the part is 1,220.00: 1,000.00 of it own, 220.00 from Zhou."""
    zhou = opened(hospital, ZHOU, CHEN, limit_per_year_fen=50_000)["id"]
    wang = opened(hospital, WANG, CHEN)["id"]
    old = hospital.settled(bill(hospital))
    assert (old["own_account_pay_fen"], old["family_account_pay_fen"]) == (100_000, 54_000)
    assert balances(hospital, CHEN, ZHOU, WANG) == [0, 0, 16_000]
    deductible(hospital, 400)
    less = differ(hospital, old["id"], "less").json
    assert (less["fund_pay_fen"], less["family_account_pay_fen"]) == (32_000, -32_000)
    assert less["own_account_pay_fen"] == less["cash_pay_fen"] == 0
    assert less["family_accounts"] == [
        {"person_id": ZHOU, "sharer_id": zhou, "amount_fen": -28_000},
        {"person_id": WANG, "sharer_id": wang, "amount_fen": -4_000},
    ]
    assert balances(hospital, CHEN, ZHOU, WANG) == [0, 28_000, 20_000]
    moved = {
        (body["region"], body["amount_fen"])
        for body in hospital.messages("/internal/v1/account-credits")
        if body["credit_id"].startswith("acb_")
    }
    assert {("500000", 28_000), ("990100", -28_000)} <= moved, "back into Chongqing's book"
    assert hospital.broken_laws() == {}
    # Dearer again: what they gave back isn't taken a second time.
    deductible(hospital, 800)
    more = differ(hospital, old["id"], "more").json
    assert (more["account_pay_fen"], more["cash_pay_fen"]) == (0, 32_000)
    assert "family_accounts" not in more
    # Undone one by one, all stands as before the bill.
    hospital.reverse(more["id"], "undo-more")
    back = hospital.reverse(less["id"], "undo-less").json
    assert [one["amount_fen"] for one in back["family_accounts"]] == [28_000, 4_000]
    assert balances(hospital, CHEN, ZHOU, WANG) == [0, 0, 16_000]
    assert hospital.broken_laws() == {}
    hospital.reverse(old["id"], "undo-all")
    assert balances(hospital, CHEN, ZHOU, WANG) == [100_000, 50_000, 20_000]
    assert hospital.broken_laws() == {}


def test_own_and_family_money_go_back_together(hospital: Hospital) -> None:
    """A deductible of 100.00 leaves 980.00, less than the own account gave."""
    opened(hospital, ZHOU, CHEN)
    old = hospital.settled(bill(hospital))
    assert (old["account_pay_fen"], old["cash_pay_fen"]) == (150_000, 4_000)
    deductible(hospital, 100)
    told = differ(hospital, old["id"]).json
    shares = ("own_account_pay_fen", "family_account_pay_fen", "cash_pay_fen")
    assert [told[name] for name in shares] == [-2_000, -50_000, -4_000]
    assert balances(hospital, CHEN, ZHOU) == [2_000, 50_000]
    assert hospital.broken_laws() == {}


def test_the_years_limit_holds_when_a_difference_is_reversed(hospital: Hospital) -> None:
    """What it gave back was used up meanwhile, for a bill of the insurance year before."""
    opened(hospital, ZHOU, CHEN, limit_per_year_fen=20_000)
    old = hospital.settled(bill(hospital))
    deductible(hospital, 100)
    told = differ(hospital, old["id"]).json
    assert told["family_account_pay_fen"] == -20_000
    hospital.settled(bill(hospital, on="2025-06-20"), "of the year before")
    assert balances(hospital, CHEN, ZHOU) == [0, 30_000]
    back = hospital.reverse(told["id"], "undo")
    assert (back.status_code, back.json["code"]) == (422, "personal_account_overdrawn")
    assert hospital.get(f"/v1/settlements/{told['id']}")["status"] == "settled"
    assert hospital.broken_laws() == {}

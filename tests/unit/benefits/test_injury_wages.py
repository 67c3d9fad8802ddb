"""The wage behind benefits: the agency's word, else months on record, else what was declared."""

from datetime import timedelta
from typing import Any

import pytest

from services.benefits.flows import injury_wages
from services.benefits.store import injuries, store
from sscsim.demo_people import CHEN_YU
from sscsim.kernel.money import Money
from tests.support.insurance import CODE, Insured
from tests.unit.benefits.conftest import Counter
from tests.unit.benefits.test_laws_injury import PROOF, _recognised

pytestmark = pytest.mark.db


def _wage(counter: Counter, result: Any) -> Any:
    with counter.bench.entered(), store.read() as tx:
        injury = injuries.with_number(tx, result["recognition_number"])
        assert injury is not None
        return injury_wages.own(tx, injury)


def _hurt(counter: Counter, days: int = 9) -> Any:
    """Who declares 8000.00 a month."""
    return _recognised(counter, (counter.bench.now.date() - timedelta(days=days)).isoformat())


def test_what_was_declared_counts_where_no_month_is_on_record(counter: Counter) -> None:
    step = _wage(counter, _hurt(counter))
    assert (step.money, step.inputs["months"]) == (Money(800_000), 12)


def test_months_on_record_count_before_what_was_declared(counter: Counter) -> None:
    insured = Insured(counter)
    insured.registered()
    insured.enrol(insured.staff(CHEN_YU, back=2))
    unpaid = _wage(counter, _hurt(counter, 8))
    assert unpaid.money == Money(800_000), "what is owed is not paid"
    [charge] = insured.charges(credit_code=CODE)
    counter.post(f"/v1/contribution-charges/{charge['id']}/pay")
    hurt = _hurt(counter)
    step = _wage(counter, hurt)
    # hurt in March: of the months before, February is on record
    assert (step.money, step.inputs["months"]) == (Money(600_000), 1)
    assert hurt["stop_work_pay_fen"] == 600_000
    path = f"/v1/work-injuries/{hurt['work_injury_id']}/confirm-wage"
    assert counter.post(path, {"average_wage_fen": 712_345}).status_code == 200
    assert _wage(counter, hurt).money == Money(712_345)


# Demo City's average is 7000.00: 4200.00 to 21000.00
@pytest.mark.parametrize(
    ("confirmed", "own"),
    [
        (419_999, 420_000),
        (420_000, 420_000),
        (420_001, 420_001),
        (2_099_999, 2_099_999),
        (2_100_000, 2_100_000),
        (2_100_001, 2_100_000),
    ],
)
def test_it_lies_within_60_and_300_of_a_hundred(counter: Counter, confirmed: int, own: int) -> None:
    hurt = _hurt(counter)
    path = f"/v1/work-injuries/{hurt['work_injury_id']}/confirm-wage"
    counter.post(path, {"average_wage_fen": confirmed})
    assert _wage(counter, hurt).money == Money(own)


def test_an_accident_before_the_employment_on_record_wants_a_proof(counter: Counter) -> None:
    today = counter.bench.now.date()
    post = {
        "employment_kind": "employed",
        "employer_credit_code": CODE,
        "employer_name": "示范单位一",
        "contract_kind": "open_ended",
        "post": "木工",
        "start_date": today.isoformat(),
        "contract": PROOF,
    }
    made = counter.applied("HRSS-002", post)
    assert made["status"] == "effective", made
    form = {
        "employer_credit_code": CODE,
        "injured_on_date": (today - timedelta(days=9)).isoformat(),
        "injury_kind": "at_work",
        "place": "示范工地",
        "circumstances": "在工作岗位上搬运货物时砸伤左手。",
        "diagnosis": "左手第二掌骨骨折",
    }
    early = counter.applied("HRSS-042", form)
    assert [each["code"] for each in early["reasons"]] == ["injury_before_employment"]
    proven = counter.applied("HRSS-042", {**form, "employment_proof": PROOF})
    assert proven["status"] == "effective"
    same_day = {**form, "injured_on_date": today.isoformat()}
    assert counter.applied("HRSS-042", same_day)["status"] == "effective"

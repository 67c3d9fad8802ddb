"""Refunds to employers that kept their staff: the law holds, and turns red when it is spoiled."""

from typing import Any

import pytest

from services.benefits.flows import payments
from services.benefits.flows.invariants import CHECKS
from services.benefits.store import store, tables, tables_unemployment
from sscsim.demo_people import CHEN_YU, HE_JING
from sscsim.kernel.money import Money
from tests.support.insurance import CODE, Insured
from tests.unit.benefits.conftest import Counter

pytestmark = pytest.mark.db

r, pay = tables_unemployment.job_retention_refunds, tables.benefit_payments
PLANTED: dict[str, list[Any]] = {
    "benefits.job_retention": [
        r.update().values(amount=Money(1_000_000)),
        r.update().values(amount=Money(1)),
        r.update().values(months=13),
        r.update().values(laid_off=3),
        r.update().values(payment_id=None, status="ordered"),
        r.update().values(payment_id="bpy_nowhere"),
        r.update().values(status="returned"),
        pay.update().where(pay.c.purpose == "稳岗返还 2025").values(amount=Money(40_000)),
    ],
}
BODY = {"credit_code": CODE, "region_code": "990100"}
PATH = "/v1/job-retention-refunds"
BACK = 15
"""Months from the demo's April back to January of last year."""


@pytest.fixture
def firm(counter: Counter) -> Insured:
    """A large employer with two people, of whom one was there for half of last year."""
    made = Insured(counter)
    made.registered(size="large")
    made.enrol(made.staff(CHEN_YU, back=BACK))
    made.enrol(made.staff(HE_JING, back=BACK - 6))
    for each in made.charges(status="due"):
        paid = counter.post(f"/v1/contribution-charges/{each['id']}/pay")
        assert paid.status_code == 200, paid.json
    made.run(1)
    return made


def _asked(firm: Insured) -> Any:
    made = firm.counter.post(PATH, BODY)
    assert made.status_code == 201, made.json
    return made.json


def test_the_law_holds_and_turns_red(firm: Insured) -> None:
    """18 months of 60.00 are 1080.00, of which 30 % go back to a large employer."""
    counter, made = firm.counter, _asked(firm)
    assert (made["contributed_fen"], made["amount_fen"]) == (108_000, 32_400)
    assert (made["months_contributed"], made["staff_count"]) == (12, 2)
    assert counter.post(PATH, BODY).status_code == 409
    with counter.bench.entered(role="system"):
        for _ in range(2):
            payments.pay_out(made["payment_id"])
    assert counter.get(f"{PATH}/{made['id']}")["status"] == "paid"
    laws = {law.id: law for law in CHECKS}
    with counter.bench.entered(), store.read() as tx:
        assert {name for name, law in laws.items() if law.look(tx)} == set()
    for name, planted in PLANTED.items():
        for number, corruption in enumerate(planted):
            found = counter.with_corruption(corruption, laws[name])
            assert found, f"{name}: corruption {number} is not seen"


def test_a_refusal_writes_nothing(counter: Counter) -> None:
    made = Insured(counter)
    made.registered()
    before = counter.written()
    refused = counter.post(PATH, BODY)
    assert (refused.status_code, refused.json["code"]) == (422, "job_retention_refused")
    [why] = refused.json["errors"]
    assert why["code"] == "retention_contributed_too_short"
    for body in ({}, BODY | {"region_code": "x"}, BODY | {"credit_code": 1}):
        assert counter.post(PATH, body).status_code == 400
    assert counter.written() == before

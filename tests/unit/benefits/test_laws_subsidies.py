"""The laws of subsidies, fiscal batches and recoveries hold on a store that has them, and turn
red when spoiled."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from services.benefits.flows import payments, recoveries, subsidies
from services.benefits.flows.invariants import CHECKS
from services.benefits.store import store, tables_fiscal, tables_subsidies
from sscsim.demo_people import HE_JING, SEED
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from tests.support.subsidies import Office
from tests.unit.benefits.conftest import Counter

pytestmark = pytest.mark.db

RECEIPT = {"title": "缴费凭证", "sha256": "cd" * 32}
MONTHLY = 60_000
b, line = tables_fiscal.subsidy_batches, tables_fiscal.subsidy_lines
r, part = tables_subsidies.benefit_recoveries, tables_subsidies.benefit_recovery_parts
month = tables_subsidies.subsidy_months

PLANTED: dict[str, list[Any]] = {
    "benefits.recoveries": [
        r.update().values(given_back=Money(1)),
        r.update().values(promised=Money(1)),
        r.update().values(amount=Money(20_001)),
        r.update().values(status="settled"),
        part.update().where(part.c.status == "done").values(amount=Money(1)),
        part.delete().where(part.c.status == "done"),
        part.update().where(part.c.status == "ordered").values(status="failed"),
    ],
    "benefits.subsidies_apart": [
        month.update().where(month.c.month == "2026-06").values(month="2026-04"),
    ],
    "benefits.subsidies_counted": [
        b.update().values(lines_count=b.c.lines_count + 1),
        b.update().values(total=Money(1)),
        b.update().values(paid_count=b.c.paid_count + 1),
        b.update().values(paid_total=Money(1)),
        b.update().values(returned_count=b.c.returned_count + 1),
        b.update().values(returned_total=Money(1)),
        b.update().values(taken_back=Money(1)),
        b.update().values(ordered_count=b.c.ordered_count + 1),
        b.update().values(ordered_total=Money(1)),
        b.update().values(status="closed"),
        line.update().where(line.c.number == 1).values(amount=Money(1)),
        line.update().where(line.c.number == 1).values(status="returned"),
        line.delete().where(line.c.number == 1),
    ],
    "benefits.subsidies_once": [
        line.update().where(line.c.status == "paid").values(person_id="psn_0"),
    ],
}


@pytest.fixture
def busy(counter: Counter) -> Iterator[Counter]:
    """Two subsidies of one person that were paid, a month owed back; a batch partly returned."""
    _opened_account(counter)
    _at_work(counter)
    first = _granted(counter, "2026-04", months=2)
    _paid(counter, first, "2026-04", "2026-05")
    _paid(counter, _granted(counter, "2026-06", months=2), "2026-06")
    _owed_back(counter, first)
    _batch(counter)
    yield counter


def _opened_account(counter: Counter) -> None:
    body = {"card_id": HE_JING.card_id(SEED), "reserved_phone": "19900000001"}
    made = counter.card.post("/v1/bank-accounts", body, key="account").json
    said = {"password": "471592", "reserved_phone": "19900000001"}
    path = f"/v1/bank-accounts/{made['id']}/activate"
    assert counter.card.post(path, said, key="activated").status_code == 200


def _at_work(counter: Counter) -> None:
    """A graduate without work, who begins to work for herself."""
    today = counter.bench.now.date().isoformat()
    left = {
        "person_id": HE_JING.person_id(SEED),
        "school_name": "示范学院",
        "education": "bachelor",
        "graduated_on": today,
    }
    assert counter.post("/v1/unemployed-graduates", left).status_code == 201
    work = {
        "start_date": today,
        "contract": RECEIPT,
        "employment_kind": "self_employed",
        "post": "摄影师",
    }
    assert counter.applied("HRSS-002", work, HE_JING)["status"] == "effective"


def _granted(counter: Counter, from_month: str, months: int) -> str:
    form = {
        "category": "graduate",
        "graduation_date": "2026-04-01",
        "from_month": from_month,
        "months": months,
        "insurances": ["pension", "medical"],
        "payment_receipt": RECEIPT,
    }
    made = counter.applied("HRSS-007", form, HE_JING)
    assert made["status"] == "effective", made
    return str(made["result"]["subsidy_id"])


def _paid(counter: Counter, subsidy_id: str, *months: str) -> None:
    """Each month paid after it is over."""
    for each in months:
        over = Month.parse(each).last + timedelta(days=5)
        counter.bench.at(counter.bench.now.replace(year=over.year, month=over.month, day=over.day))
        with counter.bench.entered(role="system"):
            subsidies.pay_month(f"{subsidy_id}:{each}")
    for each in counter.get(f"/v1/subsidies/{subsidy_id}/months")["data"]:
        with counter.bench.entered(role="system"):
            payments.pay_out(each["payment_id"])


def _owed_back(counter: Counter, subsidy_id: str) -> None:
    """A month is owed back: some of it was refunded, and some is on its way."""
    said = {"reason": "缴费不实", "from_month": "2026-05"}
    assert counter.post(f"/v1/subsidies/{subsidy_id}/recover", said).status_code == 200
    [owed] = counter.get(f"/v1/benefit-recoveries?about_id={subsidy_id}")["data"]
    assert owed["owed_fen"] == MONTHLY
    with counter.bench.entered(role="system"):
        recoveries.refund(owed["id"], Money(20_000))
        [taken] = recoveries.parts(owed["id"])
        recoveries.take_refund(taken.id)
        known = recoveries.refund(owed["id"], Money(5_000))
    assert (known.given_back, known.promised) == (Money(20_000), Money(5_000))


def _batch(counter: Counter) -> None:
    """Four lines were paid, and one came back."""
    office = Office(counter.bench, counter.client)
    people = office.people(5)
    office.make_dormant([people[2].account_id])
    made = office.ordered(office.roll(people))
    office.run(days=1)
    shown = office.get(made)
    assert (shown["paid_count"], shown["returned_count"]) == (4, 1)


def test_the_laws_of_subsidies_hold_and_turn_red(busy: Counter) -> None:
    laws = {law.id: law for law in CHECKS}
    with busy.bench.entered(), store.read() as tx:
        assert {name: found for name, law in laws.items() if (found := law.look(tx))} == {}
    for name, planted in PLANTED.items():
        for number, corruption in enumerate(planted):
            found = busy.with_corruption(corruption, laws[name])
            assert found, f"{name}: corruption {number} is not seen"

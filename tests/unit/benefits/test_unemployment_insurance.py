"""Unemployment insurance at the counter: its laws hold, turn red when spoiled, and jobs that run
twice pay once."""

from collections.abc import Iterator
from typing import Any

import pytest

from services.benefits.flows.invariants import CHECKS
from services.benefits.flows.unemployment import checks, crediting, payout, premiums
from services.benefits.store import store, tables, tables_employment_records, tables_unemployment
from sscsim.demo_people import CHEN_YU, HE_JING
from sscsim.kernel.money import Money
from tests.support.unemployment import Jobless, run, to_day
from tests.unit.benefits.conftest import Counter

pytestmark = pytest.mark.db

g = tables_unemployment.unemployment_grants
b, m = tables_unemployment.unemployment_benefits, tables_unemployment.unemployment_benefit_months
runs = tables_unemployment.unemployment_runs
p, pay = tables_unemployment.unemployment_premiums, tables.benefit_payments
work = tables_employment_records.employment_records

PLANTED: dict[str, list[Any]] = {
    "benefits.unemployment_period": [
        b.update().values(granted=25),
        b.update().values(granted=30, most=30),
        b.update().where(b.c.live == 1).values(granted=0),
        b.update().values(paid=b.c.paid + 1),
        b.update().values(settled=24),
        g.update().values(months=1),
        b.update().where(b.c.ordinal == 2).values(carried=24),
        b.update().where(b.c.ordinal == 1).values(carried=1),
        m.delete().where(m.c.status == "paid"),
    ],
    "benefits.unemployment_no_work": [
        work.update().values(status="active"),
    ],
    "benefits.unemployment_paid": [
        m.update().values(amount=Money(1)),
        m.update().values(kept_back=Money(1)),
        m.update().values(payment_id=None),
        m.update().where(m.c.status == "paid").values(status="returned"),
        m.update().where(m.c.status == "returned").values(status="paid"),
        pay.update().where(pay.c.item_code == "HRSS-014").values(amount=Money(1)),
    ],
    "benefits.unemployment_runs": [
        runs.update().values(lines_count=runs.c.lines_count + 1),
        runs.update().values(total=Money(1)),
        runs.update().values(kept_back=Money(1)),
        runs.update().values(paid_count=runs.c.paid_count + 1),
        runs.update().values(paid_total=Money(1)),
        runs.update().values(returned_count=runs.c.returned_count + 1),
        runs.update().values(returned_total=Money(1)),
        m.update().where(m.c.status == "paid").values(status="ordered"),
        m.delete().where(m.c.status == "returned"),
    ],
    "benefits.unemployment_premiums": [
        p.update().values(amount=Money(1)),
        p.update().where(p.c.payment_id.is_not(None)).values(payment_id="bpy_nowhere"),
        m.delete(),
    ],
}


@pytest.fixture
def jobless(counter: Counter) -> Iterator[tuple[Jobless, Jobless]]:
    """Two who lost their work; one has an account."""
    first, second = Jobless(counter, HE_JING), Jobless(counter, CHEN_YU)
    first.account()
    for each, months in ((first, 60), (second, 12)):
        each.insured(months)
        each.lost(each.at_work())
    yield first, second


def test_the_laws_hold_and_turn_red(counter: Counter, jobless: tuple[Jobless, Jobless]) -> None:
    first, second = jobless
    one, other = first.claimed(), second.claimed()
    to_day(counter, 16)
    assert [status for _, status in first.months(one["id"])] == ["paid"]
    assert [status for _, status in second.months(other["id"])] == ["returned"]
    [ran] = counter.get("/v1/unemployment-runs")["data"]
    assert (ran["status"], ran["paid_count"], ran["returned_count"]) == ("completed", 1, 1)
    assert ran["paid_total_fen"] == ran["returned_total_fen"] == 198_000
    first.lost(first.at_work(), "contract_ended")
    again = first.claimed("contract_ended")
    assert (again["months_carried"], again["months_granted"]) == (13, 13)
    birth = {"kind": "childbirth"}
    path = f"/v1/unemployment-benefits/{again['id']}/grants"
    assert counter.post(path, birth).status_code == 200
    to_day(counter, 21)
    assert second.benefit(other["id"])["status"] == "exhausted"
    laws = {law.id: law for law in CHECKS}
    with counter.bench.entered(), store.read() as tx:
        assert {name: found for name, law in laws.items() if (found := law.look(tx))} == {}
    for name, planted in PLANTED.items():
        for number, corruption in enumerate(planted):
            found = counter.with_corruption(corruption, laws[name])
            assert found, f"{name}: corruption {number} is not seen"


def test_jobs_that_run_twice_pay_once(counter: Counter, jobless: tuple[Jobless, Jobless]) -> None:
    first, _ = jobless
    one = first.claimed()
    to_day(counter, 21)
    month = str(first.month)
    [ran] = counter.get("/v1/unemployment-runs")["data"]
    before = counter.written()
    with counter.bench.entered(role="system"):
        checks.turn(f"990100:{month}")
        payout.start(f"990100:{month}")
        payout.roll(f"{ran['id']}/1")
        crediting.credit(f"{ran['id']}/1")
        premiums.pay_month(f"990100:{month}")
    run(counter, counter.bench.now)
    assert counter.written() == before
    assert first.months(one["id"]) == [(month, "paid")]


def test_what_is_owed_is_kept_back_from_the_next_month(
    counter: Counter, jobless: tuple[Jobless, Jobless]
) -> None:
    """Work was registered late: a month is owed back, and the next claim's first month goes to
    it whole; nothing is paid onto the card for it."""
    first, _ = jobless
    one = first.claimed()
    began = first.month.day(2).isoformat()
    to_day(counter, 16)
    first.lost(first.at_work(began), "contract_ended")
    assert [status for _, status in first.months(one["id"])] == ["recovered"]
    assert first.benefit(one["id"])["months_paid"] == 0
    again = first.claimed("contract_ended")
    assert again["months_granted"] == 14
    to_day(counter, 16)
    [month] = counter.get(f"/v1/unemployment-benefits/{again['id']}/months")["data"]
    assert (month["kept_back_fen"], month["status"]) == (month["amount_fen"], "paid")
    assert "payment_id" not in month
    with counter.bench.entered(), store.read() as tx:
        found = {law.id: law.look(tx) for law in CHECKS}
    assert {name for name, each in found.items() if each} == set()


def test_a_payment_on_its_way_when_work_is_registered_is_owed_back(
    counter: Counter, jobless: tuple[Jobless, Jobless]
) -> None:
    """It comes back with the bank, and is issued again although it was not due any more."""
    _, second = jobless
    one = second.claimed()
    began = second.month.day(2).isoformat()
    to_day(counter, 16)
    assert [status for _, status in second.months(one["id"])] == ["returned"]
    second.at_work(began)
    second.account()
    [payment] = counter.get("/v1/benefit-payments?item_code=HRSS-014&status=returned")["data"]
    counter.post(f"/v1/benefit-payments/{payment['id']}/reissue")
    run(counter, counter.bench.now.replace(hour=18))
    assert [status for _, status in second.months(one["id"])] == ["recovered"]
    [owed] = counter.get(f"/v1/benefit-recoveries?about_id={one['id']}")["data"]
    assert owed["owed_fen"] == payment["amount_fen"]
    [ran] = counter.get("/v1/unemployment-runs")["data"]
    assert (ran["paid_count"], ran["returned_count"]) == (1, 0), "as it was issued again"
    with counter.bench.entered(), store.read() as tx:
        assert {law.id for law in CHECKS if law.look(tx)} == set()


def test_months_paid_for_early_work_are_nobodys_twice(
    counter: Counter, jobless: tuple[Jobless, Jobless]
) -> None:
    """A job of six months and two months of insurance in it: half of what is left, once; the rest
    is carried into the next claim."""
    first, _ = jobless
    one = first.claimed()
    path = f"/v1/unemployment-benefits/{one['id']}/grants"
    counter.bench.at(counter.bench.now.replace(day=2))
    form = {
        "employment_kind": "employed",
        "employer_credit_code": "91990100MA0000001G",
        "employer_name": "示范单位",
        "contract_kind": "open_ended",
        "post": "厨师",
        "start_date": first.today,
        "contract": {"title": "劳动合同", "sha256": "cd" * 32},
    }
    made = counter.applied("HRSS-002", form, HE_JING)
    assert made["status"] == "effective", made
    refused = counter.post(path, {"kind": "early_work"})
    assert refused.status_code == 422
    assert [each["code"] for each in refused.json["errors"]] == ["early_insured_too_short"]
    to_day(counter, 2, months=2)
    first.insured(2)
    grant = counter.post(path, {"kind": "early_work"}).json
    assert (grant["months"], grant["amount_fen"]) == (7, 7 * 198_000)
    assert counter.post(path, {"kind": "early_work"}).json["id"] == grant["id"]
    first.lost(made["result"]["employment_record_id"])
    again = first.claimed()
    assert (again["months_carried"], again["months_granted"]) == (7, 7)
    late = counter.post(path, {"kind": "early_work"})
    assert [each["code"] for each in late.json["errors"]] == ["no_early_work"]
    with counter.bench.entered(), store.read() as tx:
        assert {law.id for law in CHECKS if law.look(tx)} == set()


def test_the_last_month_of_a_benefit_is_never_moved_on(
    counter: Counter, jobless: tuple[Jobless, Jobless]
) -> None:
    """It was ended from a month on, which was paid; work that begins later changes nothing."""
    first, _ = jobless
    one = first.claimed()
    to_day(counter, 16)
    stop = {"reason": "military_service", "from_month": str(first.month)}
    assert counter.post(f"/v1/unemployment-benefits/{one['id']}/stop", stop).status_code == 200
    assert [status for _, status in first.months(one["id"])] == ["recovered"]
    to_day(counter, 16)
    before = first.benefit(one["id"])["last_month"]
    first.at_work()
    after = first.benefit(one["id"])
    assert (after["last_month"], after["ended_for"]) == (before, "military_service")


def test_what_the_bank_pays_after_the_benefit_has_ended_is_owed_back(
    counter: Counter, jobless: tuple[Jobless, Jobless], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ordered, then ended from that month on, then credited: the month comes back at once; a
    chunk takes more than one line, and the run that has several goes on by itself."""
    first, second = jobless
    second.account()
    one, other = first.claimed(), second.claimed()
    month = first.month + 1
    until = counter.bench.now.replace(year=month.year, month=month.month, day=15, hour=9)
    run(counter, until)
    [ran] = counter.get("/v1/unemployment-runs")["data"]
    assert (ran["status"], ran["lines_count"], ran["paid_count"]) == ("crediting", 2, 0)
    stop = {"reason": "military_service", "from_month": str(month)}
    assert counter.post(f"/v1/unemployment-benefits/{one['id']}/stop", stop).status_code == 200
    monkeypatch.setattr(crediting, "CHUNK", 1)
    run(counter, until.replace(hour=10))
    assert [status for _, status in first.months(one["id"])] == ["recovered"]
    assert [status for _, status in second.months(other["id"])] == ["paid"]
    [ran] = counter.get("/v1/unemployment-runs")["data"]
    assert (ran["status"], ran["paid_count"]) == ("completed", 2)
    with counter.bench.entered(), store.read() as tx:
        assert {law.id for law in CHECKS if law.look(tx)} == set()

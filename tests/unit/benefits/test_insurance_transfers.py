"""Transfers of insurance: nothing is lost on the way, and the laws turn red when it is."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from services.benefits.domain.insurance import EMPLOYEE_PENSION, RESIDENT_PENSION, ledger
from services.benefits.flows import payments
from services.benefits.flows.invariants import CHECKS
from services.benefits.flows.transfers import arrivals, new_area, old_area, steps
from services.benefits.store import (
    insurance,
    pension_accounts,
    store,
    tables_insurance,
    tables_transfer,
)
from sscsim.demo_people import CHEN_YU, SEED
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from tests.support.pensions import Fund
from tests.unit.benefits.conftest import Counter

pytestmark = pytest.mark.db

CHONGQING, DEMO_CITY = "500000", "990100"
ACCOUNT = 12_000_000
t, s = tables_transfer.insurance_transfers, tables_transfer.insurance_transfer_months
m, e = tables_insurance.contribution_months, tables_insurance.pension_account_entries
r = tables_transfer.duplicate_refunds
TASKS = {
    steps.CLOSE: old_area.close_due,
    steps.SEND: old_area.send_due,
    steps.MERGE: new_area.merge_due,
}

TRANSFERS: dict[str, list[Any]] = {
    "benefits.transfer_accounts": [
        t.update().values(account=Money(1)),
        e.update().where(e.c.kind == "transfer_in").values(amount=Money(1)),
        e.update().where(e.c.kind == "transfer_out").values(amount=Money(-1)),
        t.update().values(status="letter_sent"),
    ],
    "benefits.transfer_months": [
        t.update().values(months=1),
        t.update().values(doubles=1),
        m.update().where(m.c.status == "moved").values(status="refunded"),
        m.update().where(m.c.origin == "transferred").values(base=Money(1)),
        m.update().where(m.c.region_code == DEMO_CITY).values(region_code="510100"),
        s.delete().where(s.c.month == "2025-01"),
    ],
    "benefits.one_transfer": [
        t.update().values(live=None),
        t.update().values(status="completed"),
    ],
}

REFUNDS: dict[str, list[Any]] = {
    "benefits.transfer_refunds": [
        t.update().values(refund=Money(1)),
        e.update().where(e.c.kind == "refund").values(amount=Money(-1)),
        t.update().values(payment_id=None),
    ],
    "benefits.duplicate_refunds": [
        r.update().values(amount=Money(1)),
        e.update().where(e.c.kind == "refund").values(amount=Money(-1)),
        m.update().where(m.c.status == "refunded").values(status="moved"),
    ],
}

PLANTED = TRANSFERS | REFUNDS


class Moving:
    """Somebody of Demo City who was insured in Chongqing; jobs and messages are run by hand."""

    def __init__(self, counter: Counter, account: int = ACCOUNT) -> None:
        self.counter = counter
        months = {"kind": "taken_over", "from_month": "2024-01", "to_month": "2025-12"}
        body = {
            "person_id": CHEN_YU.person_id(SEED),
            "region_code": CHONGQING,
            "scheme": "employee",
            "stretches": [{**months, "base_fen": 600_000, "personal_fen": 48_000}],
            "account_balance_fen": account,
        }
        made = counter.post("/v1/earlier-contributions", body)
        assert made.status_code == 200, made.json

    def asked(self, old: str = CHONGQING) -> Any:
        form = {
            "from_region_code": old,
            "to_region_code": DEMO_CITY,
            "reason": "return",
            "contact_phone": "19900000001",
        }
        return self.counter.applied("HRSS-060", form, CHEN_YU, region_code=DEMO_CITY)

    def told(self, door: str, path: str, **body: Any) -> None:
        with self.counter.bench.entered(role="system"):
            (arrivals.paper_arrived if door == "paper" else new_area.funds_arrived)(path, **body)

    def job(self, name: str, key: str) -> None:
        with self.counter.bench.entered(role="system"):
            TASKS[name](key)

    def get(self, transfer_id: str) -> Any:
        return self.counter.get(f"/v1/insurance-transfers/{transfer_id}")


def _merged(moving: Moving) -> str:
    found = str(moving.asked()["result"]["insurance_transfer_id"])
    for _ in range(2):  # whatever comes, comes twice
        moving.told("paper", found, paper="letter")
        moving.job(steps.CLOSE, f"{found}:1")
        moving.told("paper", found, paper="sheet")
        moving.job(steps.SEND, f"{found}:1")
        moving.told("funds", found)
        moving.job(steps.MERGE, f"{found}:1")
    return found


@pytest.fixture
def moving(counter: Counter) -> Iterator[Moving]:
    yield Moving(counter)


def test_the_laws_hold_and_turn_red(moving: Moving) -> None:
    laws = {law.id: law for law in CHECKS}
    counter, found = moving.counter, _merged(moving)
    assert moving.get(found)["status"] == "merged"
    with counter.bench.entered(), store.read() as tx:
        assert {name: seen for name in TRANSFERS if (seen := laws[name].look(tx))} == {}
        months = tx.all(m.select().where(m.c.live == 1))
        sums = [row.amount.fen for row in tx.all(e.select())]
    assert {(row.region_code, row.origin) for row in months} == {(DEMO_CITY, "transferred")}
    done = moving.get(found)
    assert (len(months), done["months_count"]) == (24, 24)
    assert sum(sums) == done["account_fen"] > ACCOUNT, "the account goes on with its interest"
    assert done["pooled_fen"] == 24 * 600_000 * 12 // 100
    for name, planted in TRANSFERS.items():
        for number, corrupt in enumerate(planted):
            seen = counter.with_corruption(corrupt, laws[name])
            assert seen, f"{name}: corruption {number} is not seen"


def test_two_at_once_and_a_letter_to_nobody_write_nothing(moving: Moving) -> None:
    assert moving.asked()["status"] == "effective"
    again = moving.asked()
    assert [each["code"] for each in again["reasons"]] == ["transfer_under_way"]
    nothing = moving.asked("440100")
    codes = [each["code"] for each in nothing["reasons"]]
    assert codes == ["transfer_nothing_there", "transfer_under_way"]
    listed = moving.counter.get("/v1/insurance-transfers")["data"]
    assert len(listed) == 1


def test_a_month_that_is_there_already_counts_once(moving: Moving) -> None:
    found = str(moving.asked()["result"]["insurance_transfer_id"])
    moving.told("paper", found, paper="letter")
    moving.job(steps.CLOSE, f"{found}:1")
    stretch = {"kind": "taken_over", "from_month": "2025-12", "to_month": "2025-12"}
    body = {
        "person_id": CHEN_YU.person_id(SEED),
        "region_code": DEMO_CITY,
        "scheme": "employee",
        "stretches": [{**stretch, "base_fen": 700_000, "personal_fen": 56_000}],
    }
    assert moving.counter.post("/v1/earlier-contributions", body).status_code == 200
    moving.job(steps.SEND, f"{found}:1")
    moving.told("funds", found)
    moving.job(steps.MERGE, f"{found}:1")
    done = moving.get(found)
    assert (done["months_count"], done["doubles_count"]) == (24, 1)
    laws = {law.id: law for law in CHECKS}
    with moving.counter.bench.entered(), store.read() as tx:
        assert laws["benefits.transfer_months"].look(tx) is None


def test_what_was_paid_in_elsewhere_stays_with_its_area(counter: Counter) -> None:
    """The account holds a month of Demo City too: only Chongqing's part is sent."""
    moving = Moving(counter, account=0)
    who = CHEN_YU.person_id(SEED)
    with counter.bench.entered(), store.write() as tx:
        account = pension_accounts.opened(tx, who, EMPLOYEE_PENSION, CHONGQING)
        kind = ledger.CONTRIBUTION
        for month, fen in ((Month(2025, 12), 48_000), (Month(2026, 1), 50_000)):
            key = f"planted/{month}"
            account, _ = pension_accounts.post(tx, account, key, kind, month, Money(fen))
        [known, *_] = insurance.months_of(tx, who, (EMPLOYEE_PENSION,))
        here = replace(known, month="2026-01", region_code=DEMO_CITY, base=Money(625_000))
        insurance.add_months(tx, [here])
    found = str(moving.asked()["result"]["insurance_transfer_id"])
    moving.told("paper", found, paper="letter")
    moving.job(steps.CLOSE, f"{found}:1")
    sent = moving.get(found)
    interest = sent["account_fen"] - 48_000
    assert 0 < interest < 1_000
    with counter.bench.entered(), store.read() as tx:
        left = pension_accounts.account_of(tx, who, EMPLOYEE_PENSION)
        assert left is not None
        assert (left.region_code, left.balance) == (DEMO_CITY, Money(50_000))
        assert all(law.look(tx) is None for law in CHECKS if "transfer" in law.id)


def _of_age(counter: Counter) -> Any:
    """A man who has just reached the legal age."""
    return Fund(counter).person(born="1965-10-15")


def _taken_over(
    counter: Counter, who: Any, scheme: str, first: str, last: str, personal: int
) -> None:
    stretch = {"kind": "taken_over", "from_month": first, "to_month": last, "base_fen": 600_000}
    body = {
        "person_id": who["id"],
        "region_code": DEMO_CITY,
        "scheme": scheme,
        "stretches": [{**stretch, "personal_fen": personal}],
        "account_balance_fen": 500_000,
    }
    made = counter.post("/v1/earlier-contributions", body)
    assert made.status_code == 200, made.json


def _changed(counter: Counter, who: Any, direction: str) -> Any:
    """A change of scheme within Demo City, merged; the transfer."""
    form = {"direction": direction, "from_region_code": DEMO_CITY, "to_region_code": DEMO_CITY}
    body = {"item_code": "HRSS-062", "card_id": who["card_id"], "inputs": form}
    made = counter.post("/v1/service-applications", body | {"region_code": DEMO_CITY})
    path = f"/v1/insurance-transfers/{made.json['result']['insurance_transfer_id']}"
    found = path.rsplit("/", 1)[1]
    with counter.bench.entered(role="system"):
        arrivals.paper_arrived(found, "letter")
        old_area.close_due(f"{found}:1")
        old_area.send_due(f"{found}:1")
        new_area.funds_arrived(found)
        new_area.merge_due(f"{found}:1")
    return counter.get(path)


def test_residents_years_that_were_an_employees_go_back(counter: Counter) -> None:
    """Half of 2025 was both: half of what was paid in person goes back, the rest moves."""
    who = _of_age(counter)
    _taken_over(counter, who, "employee", "2006-01", "2025-06", 48_000)
    _taken_over(counter, who, "resident", "2025-01", "2025-01", 30_001)
    done = _changed(counter, who, "resident_to_employee")
    assert (done["status"], done["refund_fen"]) == ("merged", 15_001), done
    laws = {law.id: law for law in CHECKS}
    with counter.bench.entered(), store.read() as tx:
        assert [law for law in laws if "transfer" in law and laws[law].look(tx)] == []
        held = pension_accounts.account_of(tx, who["id"], EMPLOYEE_PENSION)
        assert held is not None
        assert held.balance.fen == 500_000 + done["account_fen"]
        assert insurance.count(tx, held.person_id, EMPLOYEE_PENSION) == 234
    for corrupt in REFUNDS["benefits.transfer_refunds"]:
        assert counter.with_corruption(corrupt, laws["benefits.transfer_refunds"])


def test_an_employees_months_become_a_residents_years(counter: Counter) -> None:
    """2024 is new there, 2025 was paid for as a resident already: its half goes back."""
    who = _of_age(counter)
    _taken_over(counter, who, "employee", "2024-01", "2025-06", 48_000)
    _taken_over(counter, who, "resident", "2025-01", "2025-01", 30_000)
    done = _changed(counter, who, "employee_to_resident")
    assert (done["months_count"], done["doubles_count"], done["refund_fen"]) == (18, 6, 15_000)
    laws = {law.id: law for law in CHECKS}
    with counter.bench.entered(), store.read() as tx:
        assert [law for law in laws if "transfer" in law and laws[law].look(tx)] == []
        years = insurance.months_of(tx, who["id"], (RESIDENT_PENSION,))
    assert [(each.month, each.base.fen) for each in years] == [
        ("2024-01", 12 * 600_000),
        ("2025-01", 600_000),
    ]
    gone = m.delete().where(m.c.month == "2024-01", m.c.kind == RESIDENT_PENSION)
    assert counter.with_corruption(gone, laws["benefits.transfer_months"])


def test_years_paid_twice_go_back_once_and_the_law_sees_when_not(counter: Counter) -> None:
    who = _of_age(counter)
    _taken_over(counter, who, "employee", "2024-01", "2025-12", 48_000)
    _taken_over(counter, who, "resident", "2023-01", "2025-01", 30_000)
    form = {
        "kept_region_code": DEMO_CITY,
        "dropped_region_code": DEMO_CITY,
        "from_month": "2025-01",
        "to_month": "2025-12",
    }
    body = {"item_code": "HRSS-065", "card_id": who["card_id"], "inputs": form}
    made = counter.post("/v1/service-applications", body | {"region_code": DEMO_CITY}).json
    assert made["status"] == "paying", made
    path = f"/v1/duplicate-refunds/{made['result']['duplicate_refund_id']}"
    with counter.bench.entered(role="system"):
        payments.pay_out(counter.get(path)["payment_id"])
    done = counter.get(path)
    assert (done["status"], done["months_count"]) == ("refunded", 12), "other years are left"
    laws = {law.id: law for law in CHECKS}
    law = laws["benefits.duplicate_refunds"]
    with counter.bench.entered(), store.read() as tx:
        assert law.look(tx) is None
        held = pension_accounts.account_of(tx, who["id"], RESIDENT_PENSION)
        assert held is not None
        assert held.balance.fen == 500_000 - done["amount_fen"]
        assert insurance.count(tx, who["id"], RESIDENT_PENSION) == 2
    for corrupt in REFUNDS["benefits.duplicate_refunds"]:
        assert counter.with_corruption(corrupt, law)

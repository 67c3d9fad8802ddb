"""Service in the army: it counts once, its money is in the account, and the laws see when not."""

from typing import Any

import pytest

from services.benefits.domain.insurance import EMPLOYEE_PENSION
from services.benefits.flows.invariants import CHECKS
from services.benefits.flows.transfers import army
from services.benefits.store import insurance, pension_accounts, store
from services.benefits.store.tables import benefit_payments
from services.benefits.store.tables_insurance import contribution_months, pension_account_entries
from services.benefits.store.tables_transfer import military_transfers
from sscsim.demo_people import CHEN_YU, SEED
from sscsim.kernel.money import Money
from tests.unit.benefits.conftest import Counter

pytestmark = pytest.mark.db

DEMO_CITY = "990100"
PERSON = CHEN_YU.person_id(SEED)
t, m = military_transfers, contribution_months
e, b = pension_account_entries, benefit_payments

PLANTED: dict[str, list[Any]] = {
    "benefits.military_service": [
        t.update().values(months=1),
        t.update().values(merged_on=None),
        t.update().values(status="funds_received"),
        m.delete().where(m.c.month == "2013-05"),
        m.update().where(m.c.month == "2012-07").values(origin="paid"),
    ],
    "benefits.military_money": [
        t.update().values(account=Money(1)),
        t.update().values(received=Money(1)),
        t.update().values(refund=Money(1)),
        e.update().where(e.c.business_key.endswith("/in")).values(amount=Money(1)),
        e.update().where(e.c.kind == "refund").values(amount=Money(-1)),
        b.update().values(amount=Money(1)),
    ],
}


def _post(counter: Counter, path: str, body: Any) -> Any:
    made = counter.post(path, body)
    assert made.status_code in (200, 201), made.json
    return made.json


def _taken_over(counter: Counter, first: str, last: str, account: int, **more: Any) -> None:
    stretch = {"from_month": first, "to_month": last}
    usual = {"kind": "taken_over", "base_fen": 600_000, "personal_fen": 48_000}
    body = {
        "person_id": PERSON,
        "region_code": DEMO_CITY,
        "scheme": "employee",
        "stretches": [{**stretch, **(more or usual)}],
        "account_balance_fen": account,
    }
    _post(counter, "/v1/earlier-contributions", body)


def _sent(counter: Counter, **more: Any) -> Any:
    body = {
        "voucher_number": "JT-1",
        "person_id": PERSON,
        "region_code": DEMO_CITY,
        "service_from_month": "2012-05",
        "service_to_month": "2017-04",
        "account_fen": 900_000,
        "pooled_fen": 1_350_000,
        "received_fen": 2_250_000,
        "index_bp": 12_000,
    }
    return _post(counter, "/v1/military-transfers", body | more)


def _asked(counter: Counter) -> Any:
    form = {
        "voucher_number": "JT-1",
        "left_army_on_date": "2017-04-30",
        "funds_fen": 2_250_000,
        "to_region_code": DEMO_CITY,
    }
    return counter.applied("HRSS-063", form, CHEN_YU, region_code=DEMO_CITY)


def _laws_hold(counter: Counter) -> None:
    with counter.bench.entered(), store.read() as tx:
        assert {law.id: seen for law in CHECKS if (seen := law.look(tx))} == {}


def test_the_laws_hold_and_turn_red(counter: Counter) -> None:
    """Of 60 months two are deemed and 58 paid; 2017's first four were an employee's as well."""
    _taken_over(counter, "2017-01", "2017-12", 600_000)
    made = _sent(counter)
    done = _asked(counter)
    assert done["status"] == "effective", done
    path = f"/v1/military-transfers/{made['id']}"
    shown = counter.get(path)
    assert (shown["status"], shown["months_count"], shown["doubles_count"]) == ("merged", 60, 4)
    assert shown["refund_fen"] > 4 * 48_000, "with the interest of nine years"
    with counter.bench.entered(role="system"):
        army.tell_due(made["id"])
        army.tell_due(made["id"])  # what comes twice changes nothing
    assert counter.get(path)["status"] == "completed"
    with counter.bench.entered(), store.read() as tx:
        months = insurance.months_of(tx, PERSON, (EMPLOYEE_PENSION,))
        account = pension_accounts.account_of(tx, PERSON, EMPLOYEE_PENSION)
        history = insurance.history(tx, PERSON)
    assert account is not None
    assert account.balance.fen == 600_000 - shown["refund_fen"] + 900_000
    origins = [each.origin for each in months]
    assert [origins.count(each) for each in ("deemed", "military", "transferred")] == [2, 58, 8]
    assert [(str(each.first), str(each.last)) for each in history.deemed] == [
        ("2012-05", "2017-04")
    ]
    assert history.months == 68, "each month once"
    _laws_hold(counter)
    laws = {law.id: law for law in CHECKS}
    for name, planted in PLANTED.items():
        for number, corrupt in enumerate(planted):
            seen = counter.with_corruption(corrupt, laws[name])
            assert seen, f"{name}: corruption {number} is not seen"


def test_service_that_was_recorded_as_deemed_stays_and_counts_once(counter: Counter) -> None:
    _taken_over(counter, "2012-05", "2012-06", 0, kind="deemed", index_bp=15_000)
    _sent(counter)
    assert _asked(counter)["status"] == "effective"
    with counter.bench.entered(), store.read() as tx:
        months = insurance.months_of(tx, PERSON, (EMPLOYEE_PENSION,))
    found = [(each.month, each.index_millionths) for each in months[:3]]
    assert found == [("2012-05", 1_500_000), ("2012-06", 1_500_000), ("2012-07", 1_200_000)]
    _laws_hold(counter)


def test_money_that_comes_in_parts_is_added_up(counter: Counter) -> None:
    made = _sent(counter, received_fen=1)
    path = f"/v1/military-transfers/{made['id']}"
    assert [each["code"] for each in _asked(counter)["reasons"]] == ["army_funds_differ"]
    for fen in (1, 2_249_998):
        _post(counter, f"{path}/funds", {"amount_fen": fen})
    shown = counter.get(path)
    assert (shown["received_fen"], shown["remittances_count"]) == (2_250_000, 3)
    assert _asked(counter)["status"] == "effective"
    late = counter.post(f"{path}/funds", {"amount_fen": 1})
    assert late.json["code"] == "service_record_state"
    _laws_hold(counter)


@pytest.mark.parametrize(
    ("first", "last"),
    [("2017-05", "2017-04"), ("2014-05", "2199-12"), ("1900-01", "2017-04")],
)
def test_service_that_cant_be_is_refused_and_nothing_is_written(
    counter: Counter, first: str, last: str
) -> None:
    body = {
        "voucher_number": "JT-1",
        "person_id": PERSON,
        "region_code": DEMO_CITY,
        "service_from_month": first,
        "service_to_month": last,
        "account_fen": 0,
        "pooled_fen": 1,
        "received_fen": 1,
    }
    refused = counter.post("/v1/military-transfers", body)
    assert (refused.status_code, refused.json["code"]) == (422, "military_service_impossible")
    assert counter.get("/v1/military-transfers")["data"] == []

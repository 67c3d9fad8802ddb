"""Visits of every kind through the door: the books of both regions know what each fund paid."""

from typing import Any

import pytest

from sscsim.demo_people import CHEN_YU, HE_JING, SEED, WANG_GUILAN, DemoPerson
from sscsim.kernel.ids.resource import resource_id

pytestmark = pytest.mark.db

DEMO, CHENGDU = "990100", "510100"
RECOGNITION = resource_id("wir", SEED, "medical", CHEN_YU.person_id(SEED), 1)


def settled(one: Any, someone: DemoPerson, where: str, key: str, **more: Any) -> dict[str, Any]:
    """A visit of one line of class A of 1,000.00, settled."""
    visit = {
        "institution_id": resource_id("ins", SEED, "medical", f"H{where}00003"),
        "card_id": someone.card_id(SEED),
        "insurance_kind": someone.insurance_kind,
        "admission_date": "2026-03-30",
        **more,
    }
    opened = one.post("/v1/visits", visit)
    assert opened.status_code == 201, opened.text
    line = {"item_class": "A", "quantity": 1, "unit_price_fen": 100_000}
    one.post(f"/v1/visits/{opened.json['id']}/fee-lines", {"fee_lines": [line]})
    body = {"visit_id": opened.json["id"]}
    done = one.post("/v1/settlements", body, **{"Idempotency-Key": key})
    assert done.status_code == 201, done.text
    shown: dict[str, Any] = done.json
    return shown


def filed(one: Any, someone: DemoPerson, **more: Any) -> None:
    filing = {"person_id": someone.person_id(SEED), "care_region_code": CHENGDU,
              "kind": "long_term", "start_date": "2026-01-01", **more}  # fmt: skip
    assert one.post("/v1/filings", filing).status_code == 201


def balances(one: Any, region: str) -> dict[str, int]:
    found = one.get(f"/v1/books/{region}/accounts").json["accounts"]
    return {account["account"]: account["balance_fen"] for account in found}


def test_what_each_kind_costs_stands_in_the_books(demo: Any) -> None:
    injured = {"insurance_kind": "work_injury", "recognition_id": RECOGNITION}
    settled(demo, CHEN_YU, DEMO, "at-home", kind="outpatient", **injured)
    filed(demo, CHEN_YU, insurance_kind="work_injury")
    settled(demo, CHEN_YU, CHENGDU, "away", kind="outpatient", **injured)
    filed(demo, WANG_GUILAN)
    chronic = {"kind": "chronic", "disease": "hypertension"}
    away = settled(demo, WANG_GUILAN, CHENGDU, "chronic", **chronic)
    checked = settled(demo, HE_JING, DEMO, "check-up", kind="maternity_outpatient")
    demo.post("/sandbox/v1/clock/advance", {"by": "PT1M"})
    books = balances(demo, DEMO)
    # 1,000.00 at home and away, all of it the fund's of work injuries
    assert books["benefit.oth.410"] == 200_000
    # (1,000.00 - 100.00) x 75%, and 1,000.00 x 90%
    assert books["benefit.hifp.310"] == 67_500 + 90_000
    claims = demo.get(f"/v1/claims?home_region_code={DEMO}").json["data"]
    assert {one["insurance_kind"] for one in claims} == {"work_injury", "employee_basic_medical"}
    laws = demo.get("/sandbox/v1/invariants").json["checks"]
    assert [law["id"] for law in laws if not law["holds"]] == []
    for number, one in enumerate((away, checked)):
        path, key = f"/v1/settlements/{one['id']}/reverse", {"Idempotency-Key": f"back-{number}"}
        assert demo.post(path, **key).status_code == 201
    demo.post("/sandbox/v1/clock/advance", {"by": "PT1M"})
    assert balances(demo, DEMO)["benefit.hifp.310"] == 0
    laws = demo.get("/sandbox/v1/invariants").json["checks"]
    assert [law["id"] for law in laws if not law["holds"]] == []

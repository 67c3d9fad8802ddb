"""What follows later from a work injury: another grade, an age that is reached, a device's time."""

from datetime import timedelta
from typing import Any

import pytest

from services.benefits.flows import assistive_devices, capacity_findings, injury_pensions
from services.benefits.store import store
from services.benefits.store.tables_injury import injury_pensions as pensions
from sscsim.kernel.periods import Month
from tests.unit.benefits.conftest import Counter
from tests.unit.benefits.test_laws_injury import _recognised

pytestmark = pytest.mark.db


def _found(counter: Counter, number: str, kind: str, grade: int, care: str, *devices: str) -> Any:
    """What a panel found, final seventeen days later."""
    form = {
        "recognition_number": number,
        "appraisal_kind": kind,
        "injured_parts": ["左手"],
        "asks_for": ["grade"],
    }
    made = counter.applied("HRSS-043", form)
    panel = {
        "service_application_id": made["id"],
        "experts": "5",
        "grade": grade,
        "care_level": care,
        "devices": list(devices),
    }
    answer = counter.post("/v1/capacity-panels", panel)
    assert answer.status_code == 201, answer.json
    result = counter.now(made)["result"]
    counter.bench.at(counter.bench.now + timedelta(days=17))
    with counter.bench.entered(role="system"):
        capacity_findings.stands(result["capacity_finding_id"])
    return result


def _claimed(counter: Counter, finding: Any) -> Any:
    form = {
        "appraisal_number": finding["appraisal_number"],
        "grade": finding["grade"],
        "care_level": finding["care_level"],
        "keeps_working": False,
    }
    made = counter.applied("HRSS-048", form)
    assert made["status"] == "effective", made
    return made["result"]


def _injured(counter: Counter) -> str:
    day = (counter.bench.now.date() - timedelta(days=9)).isoformat()
    return str(_recognised(counter, day)["recognition_number"])


def _shown(counter: Counter, pension_id: str) -> Any:
    return counter.get(f"/v1/injury-pensions/{pension_id}")


def test_a_review_changes_what_is_paid_by_the_month_and_not_the_sum_once(counter: Counter) -> None:
    number = _injured(counter)
    first = _claimed(counter, _found(counter, number, "first", 2, "major"))
    allowance, care = first["injury_pension_ids"]
    counter.bench.at(counter.bench.now + timedelta(days=370))
    second = _claimed(counter, _found(counter, number, "review", 3, "none"))
    assert "injury_grant_id" not in second
    shown = _shown(counter, allowance)
    # 80 % of 8000.00
    assert (shown["status"], shown["monthly_amount_fen"]) == ("adjusted", 640_000)
    assert (_shown(counter, care)["status"], _shown(counter, care)["ended_for"]) == (
        "stopped",
        "regraded",
    )
    counter.bench.at(counter.bench.now + timedelta(days=370))
    third = _claimed(counter, _found(counter, number, "review", 8, "none"))
    assert third["injury_pension_ids"] == [allowance]
    assert _shown(counter, allowance)["ended_for"] == "regraded"


def test_an_age_that_is_reached_ends_it_with_its_last_month(counter: Counter) -> None:
    result = _claimed(counter, _found(counter, _injured(counter), "first", 1, "none"))
    [allowance] = result["injury_pension_ids"]
    last = str(Month.parse(_shown(counter, allowance)["from_month"]) + 1)
    with counter.bench.entered(role="system"), store.write() as tx:
        tx.execute(pensions.update().values(until_month=last))
    counter.bench.at(counter.bench.now + timedelta(days=150))
    with counter.bench.entered(role="system"):
        injury_pensions.run(str(Month.of(counter.bench.now.date())))
    shown = _shown(counter, allowance)
    assert (shown["status"], shown["ended_for"]) == ("stopped", "age_reached")
    listed = counter.get(f"/v1/injury-pensions/{allowance}/months")["data"]
    assert sorted(each["month"] for each in listed) == [shown["from_month"], last]


def test_a_device_expires_and_can_be_replaced(counter: Counter) -> None:
    finding = _found(counter, _injured(counter), "first", 4, "none", "wheelchair")
    form = {
        "appraisal_number": finding["appraisal_number"],
        "device": "wheelchair",
        "request": "fit",
        "supplier_name": "示例辅具中心",
    }
    device = counter.applied("HRSS-047", form)["result"]["assistive_device_id"]
    claim = {**form, "request": "claim", "cost_fen": 250_000, "invoice_number": "W7"}
    assert counter.applied("HRSS-047", claim)["amount_fen"] == 250_000
    counter.bench.at(counter.bench.now + timedelta(days=5 * 366))
    with counter.bench.entered(role="system"):
        assistive_devices.expire(device)
        assistive_devices.expire(device)
    assert counter.get(f"/v1/assistive-devices/{device}")["status"] == "expired"
    again = counter.applied("HRSS-047", {**form, "request": "replace"})
    assert again["result"]["assistive_device_id"] != device

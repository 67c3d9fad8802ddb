"""An ended labour contract ends the employment on record with that employer, and no other."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.benefits.flows import labour_contracts
from services.benefits.flows.items.employment import employment_registration
from sscsim.demo_people import CHEN_YU
from tests.unit.benefits.conftest import Counter

pytestmark = pytest.mark.db

EMPLOYER, OTHER = "91990100MA0000001G", "91990100MA0000002K"
PAPER = {"title": "劳动合同", "sha256": "ab" * 32}


def signed(counter: Counter, **more: Any) -> str:
    """The path of a contract that the worker has signed."""
    form = {
        "employer_credit_code": EMPLOYER,
        "worker_number": CHEN_YU.social_security_number,
        "contract_kind": "open_ended",
        "start_date": counter.bench.now.date().isoformat(),
        "post": "厨师",
        "monthly_wage_fen": 600_000,
        "contract_sha256": "ab" * 32,
        **more,
    }
    body = {"item_code": "HRSS-083", "region_code": "990100", "inputs": form}
    made = counter.post("/v1/service-applications", body)
    assert made.status_code == 201, made.json
    path = f"/v1/labour-contracts/{made.json['result']['labour_contract_id']}"
    answer = counter.post(f"{path}/sign", {"electronic_code": counter.code(CHEN_YU)})
    assert answer.json["status"] == "in_force", answer.json
    return path


def employed(counter: Counter, code: str = EMPLOYER, **more: Any) -> dict[str, Any]:
    form = {
        "employment_kind": "employed",
        "employer_credit_code": code,
        "employer_name": "示范餐饮",
        "contract_kind": "open_ended",
        "contract": PAPER,
        "post": "厨师",
        "start_date": counter.bench.now.date().isoformat(),
        **more,
    }
    made: dict[str, Any] = counter.applied("HRSS-002", form)
    return made


def record(counter: Counter, made: dict[str, Any]) -> Any:
    return counter.get(f"/v1/employment-records/{made['result']['employment_record_id']}")


def shown(counter: Counter, kind: str) -> list[tuple[str, str | None]]:
    """Status and last day of what HRSS-005 answers of this kind."""
    answered = counter.applied("HRSS-005", {"print_certificate": False})
    found = [each for each in answered["result"]["records"] if each["kind"] == kind]
    return [(each["status"], each.get("to_date")) for each in found]


def test_the_employment_ends_with_its_contract(counter: Counter) -> None:
    path, made = signed(counter), employed(counter)
    assert made["status"] == "effective", made
    again = employed(counter, OTHER)
    assert [each["code"] for each in again["reasons"]] == ["employed_already"]
    counter.bench.at(counter.bench.now + timedelta(days=10))
    today = counter.bench.now.date().isoformat()
    assert counter.post(f"{path}/end", {"reason": "resigned"}).status_code == 200
    known = record(counter, made)
    assert (known["status"], known["ended_on"], known["leaving_reason"]) == (
        *("ended", today),
        "resigned",
    )
    assert shown(counter, "employment") == [("ended", today)]
    counter.bench.at(counter.bench.now + timedelta(days=1))
    assert employed(counter, OTHER)["status"] == "effective", "the day after is free"


def test_the_employment_ends_when_the_term_is_over(counter: Counter) -> None:
    last = counter.bench.now.date() + timedelta(days=20)
    path = signed(counter, contract_kind="fixed_term", end_date=last.isoformat())
    made = employed(counter)
    counter.bench.at(counter.bench.now + timedelta(days=21))
    with counter.bench.entered(role="system"):
        labour_contracts.end_of_term(f"{path.rpartition('/')[2]}:{last.isoformat()}")
    known = record(counter, made)
    assert (known["status"], known["ended_on"], known["leaving_reason"]) == (
        *("ended", last.isoformat()),
        "contract_ended",
    )


def test_the_employment_goes_on_as_long_as_a_renewed_contract(counter: Counter) -> None:
    first = counter.bench.now.date() + timedelta(days=20)
    then = first + timedelta(days=365)
    path = signed(counter, contract_kind="fixed_term", end_date=first.isoformat())
    made = employed(counter, contract_kind="fixed_term", contract_end_date=first.isoformat())
    record_id = made["result"]["employment_record_id"]
    renewal = {"end_date": then.isoformat(), "contract_sha256": "cd" * 32}
    assert counter.post(f"{path}/renew", renewal).status_code in (200, 201)
    assert record(counter, made)["contract_end_date"] == first.isoformat(), "not signed yet"
    code = {"electronic_code": counter.code(CHEN_YU)}
    assert counter.post(f"{path}/sign", code).status_code == 200
    assert record(counter, made)["contract_end_date"] == then.isoformat()
    counter.bench.at(counter.bench.now + timedelta(days=21))
    _fall_due(record_id, first, counter)
    assert record(counter, made)["status"] == "active", "its old term is over, its new one not"
    counter.bench.at(counter.bench.now + timedelta(days=365))
    _fall_due(record_id, then, counter)
    assert record(counter, made)["ended_on"] == then.isoformat()


def _fall_due(record_id: str, last: date, counter: Counter) -> None:
    with counter.bench.entered(role="system"):
        employment_registration.end_contract(f"{record_id}:{last.isoformat()}")


def test_work_for_another_employer_and_later_work_go_on(counter: Counter) -> None:
    path, elsewhere = signed(counter), employed(counter, OTHER)
    assert elsewhere["status"] == "effective"
    counter.bench.at(counter.bench.now + timedelta(days=10))
    assert counter.post(f"{path}/end", {"reason": "dismissed"}).status_code == 200
    assert record(counter, elsewhere)["status"] == "active"


def test_work_that_began_after_the_contract_ended_goes_on(counter: Counter) -> None:
    path = signed(counter)
    first = counter.bench.now.date()
    counter.bench.at(counter.bench.now + timedelta(days=10))
    later = employed(counter)
    ended = {"reason": "contract_ended", "ended_on": (first + timedelta(days=5)).isoformat()}
    assert counter.post(f"{path}/end", ended).status_code == 200
    assert record(counter, later)["status"] == "active"

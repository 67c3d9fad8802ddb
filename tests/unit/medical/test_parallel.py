"""Many at once: money and accumulators add up as if it had been one after the other."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from sscsim.demo_people import CHEN_YU, LIN_XIAO
from tests.unit.medical.conftest import Hospital
from tests.unit.medical.desk import visit_of

pytestmark = pytest.mark.db
IN_DEMO_CITY = "H99010000003"


def all_at_once(calls: list[Any]) -> list[Any]:
    with ThreadPoolExecutor(max_workers=8) as pool:
        return [future.result() for future in [pool.submit(call) for call in calls]]


def until_settled(hospital: Hospital, visit_id: str, key: str) -> dict[str, Any]:
    """A busy store says so and nothing happened: the same key may try again."""
    for _ in range(50):
        answer = hospital.settle(visit_id, key)
        if answer.status_code == 201:
            return answer.json  # type: ignore[no-any-return]
        assert answer.json["retryable"], answer.json
    raise AssertionError("never settled")


@pytest.mark.parametrize(
    ("person", "institution"), [(CHEN_YU, IN_DEMO_CITY), (LIN_XIAO, "H50000000003")]
)
def test_eight_stays_of_one_person(hospital: Hospital, person: Any, institution: str) -> None:
    stays = [hospital.stay(person=person, institution=institution) for _ in range(8)]
    settled = all_at_once(
        [lambda visit=visit: until_settled(hospital, visit, visit) for visit in stays]
    )
    assert {one["status"] for one in settled} == {"settled"}
    who = person.person_id("demo")
    [year] = hospital.get(f"/v1/accumulators?person_id={who}")["data"]
    assert year["stays"] == 8
    assert year["pool_used_fen"] == sum(one["funds"]["hifp"] for one in settled)
    account = hospital.get(f"/v1/personal-accounts/{who}")
    spent = sum(one["account_pay_fen"] for one in settled)
    assert account["balance_fen"] == {CHEN_YU: 100_000, LIN_XIAO: 30_000}[person] - spent
    assert hospital.broken_laws() == {}


def test_one_bill_with_eight_keys_is_settled_once(hospital: Hospital) -> None:
    visit_id = hospital.stay()
    answers = all_at_once(
        [lambda key=key: hospital.settle(visit_id, f"key-{key}") for key in range(8)]
    )
    codes = [answer.json.get("code", "settled") for answer in answers]
    assert codes.count("settled") == 1
    assert set(codes) <= {"settled", "visit_not_open", "store_busy"}
    assert len(hospital.exchange.known) == 1
    assert hospital.broken_laws() == {}


def test_one_bill_with_one_key_eight_times_has_one_answer(hospital: Hospital) -> None:
    visit_id = hospital.stay()
    all_at_once([lambda: hospital.settle(visit_id) for _ in range(8)])
    final = hospital.settle(visit_id)
    assert (final.status_code, final.headers["Idempotent-Replayed"]) == (201, "true")
    assert len(hospital.exchange.known) == 1
    assert hospital.broken_laws() == {}


def test_eight_hospitals_admit_one_person_once(hospital: Hospital) -> None:
    body = visit_of(CHEN_YU, "inpatient")
    answers = all_at_once([lambda: hospital.client.post("/v1/visits", body) for _ in range(8)])
    codes = [answer.json.get("code", "admitted") for answer in answers]
    assert codes.count("admitted") == 1
    assert set(codes) <= {"admitted", "person_in_hospital", "store_busy"}
    assert len(hospital.get("/v1/visits")["data"]) == 1


def test_eight_registrations_for_one_disease_are_one(hospital: Hospital) -> None:
    body = {"person_id": CHEN_YU.person_id("demo"), "disease": "copd",
            "diagnosis_code": "J44.900x901"}  # fmt: skip
    path = "/v1/disease-registrations"
    answers = all_at_once([lambda: hospital.client.post(path, body) for _ in range(8)])
    codes = [answer.json.get("code", "registered") for answer in answers]
    assert codes.count("registered") == 1
    assert set(codes) <= {"registered", "disease_registration_exists", "store_busy"}

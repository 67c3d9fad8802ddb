"""Who is not admitted, and what is not charged: each refusal leaves everything as it was."""

from typing import Any

import pytest

from services.medical.domain import visit as domain
from sscsim.demo_people import CHEN_YU
from tests.unit.medical.conftest import Hospital
from tests.unit.medical.desk import (
    CHENGDU_LEVEL_3,
    DEMO_LEVEL_2,
    charged,
    refused,
    visit_of,
)

pytestmark = pytest.mark.db

LINE = {"item_class": "A", "quantity": 1, "unit_price_fen": 100}


def admitted(hospital: Hospital, **more: Any) -> str:
    made = hospital.client.post("/v1/visits", visit_of(CHEN_YU, "inpatient", **more))
    assert made.status_code == 201, made.json
    return str(made.json["id"])


def test_who_is_in_hospital_is_admitted_nowhere_else(hospital: Hospital) -> None:
    first = admitted(hospital)
    for where in (DEMO_LEVEL_2, CHENGDU_LEVEL_3):
        body = visit_of(CHEN_YU, "inpatient", where, admission_date="2026-03-31")
        assert refused(hospital, "/v1/visits", body) == (409, "person_in_hospital")
    charged(hospital, visit_of(CHEN_YU, "outpatient"), 1)
    admitted(hospital, admission_date="2026-03-01", discharge_date="2026-03-30")
    assert hospital.client.post(f"/v1/visits/{first}/discharge", {}).status_code == 200
    second = admitted(hospital, admission_date="2026-04-01")
    undone = refused(hospital, f"/v1/visits/{first}/undo-discharge", None)
    assert undone == (409, "person_in_hospital")
    assert hospital.client.post(f"/v1/visits/{second}/cancel").status_code == 200
    assert hospital.client.post(f"/v1/visits/{first}/undo-discharge").status_code == 200


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ({"admission_date": "2026-03-30", "discharge_date": "2026-03-29"},
         (422, "visit_dates_wrong")),
        ({"admission_date": "2026-04-02"}, (422, "visit_dates_wrong")),
        ({"admission_date": "2026-03-30", "discharge_date": "2026-04-02"},
         (422, "visit_dates_wrong")),
        ({"admission_date": "1900-01-01", "discharge_date": "1900-01-02"}, (422, "not_insured")),
        ({"admission_date": "2026-02-30"}, (400, "invalid_request")),
    ],
)  # fmt: skip
def test_days_that_cannot_be(
    hospital: Hospital, dates: dict[str, str], told: tuple[int, str]
) -> None:
    assert refused(hospital, "/v1/visits", visit_of(CHEN_YU, "inpatient", **dates)) == told


def test_a_discharge_before_the_admission(hospital: Hospital) -> None:
    path = f"/v1/visits/{admitted(hospital)}/discharge"
    found = refused(hospital, path, {"discharge_date": "2026-03-29"})
    assert found == (422, "visit_dates_wrong")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"quantity": -1}, (400, "invalid_request")),
        ({"quantity": 0}, (400, "invalid_request")),
        ({"quantity": "0.00001"}, (400, "invalid_request")),
        ({"quantity": 1.5}, (400, "invalid_request")),
        ({"unit_price_fen": -1}, (400, "invalid_request")),
        ({"unit_price_fen": 0.5}, (400, "invalid_request")),
        ({"item_code": "nothing"}, (422, "fee_lines_refused_by_catalogue")),
        (
            {"item_code": "009911020000199", "quantity": "1.5"},
            (422, "fee_lines_refused_by_catalogue"),
        ),
    ],
)
def test_lines_that_cannot_be(
    hospital: Hospital, line: dict[str, Any], told: tuple[int, str]
) -> None:
    path = f"/v1/visits/{admitted(hospital)}/fee-lines"
    given = {**LINE, **line}
    if "item_code" in line:
        given.pop("item_class")
    assert refused(hospital, path, {"fee_lines": [LINE, given]}) == told


def test_too_many_lines_in_a_call_and_in_a_visit(
    hospital: Hospital, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit_id = admitted(hospital)
    path = f"/v1/visits/{visit_id}/fee-lines"
    for many in (501, 10_000):
        found = refused(hospital, path, {"fee_lines": [LINE] * many})
        assert found == (400, "invalid_request")
    monkeypatch.setattr(domain, "MOST_LINES", 3)
    hospital.charge(visit_id, [LINE, LINE])
    assert refused(hospital, path, {"fee_lines": [LINE] * 2}) == (422, "too_many_fee_lines")
    hospital.charge(visit_id, [LINE])
    assert hospital.get(f"/v1/visits/{visit_id}")["line_count"] == 3
